import assert from "node:assert/strict";
import type { WireId } from "../../src/core/model/ids.ts";
import { isJsonObject, stringAt } from "../../src/core/model/json.ts";
import type { Attempt } from "../../src/core/model/session.ts";
import type { AnswerChannel } from "../../src/core/model/stream-event.ts";
import type { Expected, RecordedItem } from "../support/recordings.ts";
import { digest16 } from "../support/recordings.ts";

/** Throws when the attempt is not what `expected.json` says, naming every part that differs at once. */
export function assertExpected(attempt: Attempt, item: RecordedItem, wire: WireId): void {
  const { expected } = item;
  if (item.status >= 300) {
    assertFailure(attempt, expected);
    return;
  }
  assert.deepEqual(
    {
      reasoning: reasoningOf(attempt, wire),
      // Cohere's tool plan is commentary; elsewhere expected.json counts commentary to the answer.
      answer: wire === "cohere-chat" ? textOf(attempt, ["answer"]) : textOf(attempt, ["answer", "commentary"]),
      toolPlan: wire === "cohere-chat" ? textOf(attempt, ["commentary"]) : "",
      refusal: textOf(attempt, ["refusal"]),
      toolCalls: toolCallsOf(attempt),
      usage: attempt.usage?.raw ?? null,
      finishReason: attempt.finish?.raw ?? null,
      opaque: attempt.opaque.map((state, index) => stageOf(digest16(state.data), expected, index)),
    },
    {
      reasoning: expected.reasoningParts.filter((part) => part !== "").join(separatorOf(wire)),
      answer: expected.answerText,
      toolPlan: expected.toolPlan,
      refusal: expected.refusalText,
      toolCalls: expected.toolCalls.map((call) => ({ name: call.name, arguments: parsed(call.arguments) })),
      usage: expected.usage,
      finishReason: expected.finishReason,
      opaque: expected.opaqueState,
    },
    item.id,
  );
  if (expected.error === null) assert.equal(attempt.failure, null, `${item.id} ended with a failure`);
  else assertFailure(attempt, expected);
  assert.equal(
    attempt.blocks.some((block) => block.isOpen),
    false,
    "a block was left open",
  );
}

/** All text of an attempt in order, tool arguments included: what a cut must never lose. */
export function allText(attempt: Attempt): readonly string[] {
  return attempt.blocks.map((block) => (block.type === "tool-call" ? block.arguments : block.text));
}

function assertFailure(attempt: Attempt, expected: Expected): void {
  assert.equal(attempt.finish?.reason, "error");
  const message = isJsonObject(expected.error) ? stringAt(expected.error, "message") : expected.error;
  assert.ok(attempt.failure !== null);
  assert.ok(
    typeof message !== "string" || attempt.failure.message.includes(message),
    `the failure does not say: ${JSON.stringify(message)}`,
  );
  assert.ok(attempt.failure.advice !== "");
}

/** Wires whose parts are separate blocks; the others send one run of reasoning, joined without anything between. */
function separatorOf(wire: WireId): string {
  switch (wire) {
    case "openai-responses":
    case "anthropic-messages":
    case "bedrock-converse":
    case "gemini-interactions":
      return "\n\n";
    case "openai-chat":
    case "gemini-generate-content":
    case "ollama-chat":
    case "cohere-chat":
      return "";
  }
}

function reasoningOf(attempt: Attempt, wire: WireId): string {
  return attempt.blocks
    .flatMap((block) => (block.type === "reasoning" && block.text !== "" ? [block.text] : []))
    .join(separatorOf(wire));
}

function textOf(attempt: Attempt, channels: readonly AnswerChannel[]): string {
  return attempt.blocks
    .flatMap((block) => (block.type === "answer" && channels.includes(block.channel) ? [block.text] : []))
    .join("");
}

function toolCallsOf(attempt: Attempt): readonly unknown[] {
  return attempt.blocks.flatMap((block) =>
    block.type === "tool-call" ? [{ name: block.name, arguments: parsed(block.arguments) }] : [],
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Some servers send another ciphertext at each stage; any one is good, so an equal one is shown as the expected. */
function stageOf(digest: string, expected: Expected, index: number): string {
  const isStage = expected.opaqueStages.some((stage) => stage[index] === digest);
  return isStage ? (expected.opaqueState[index] ?? digest) : digest;
}

export function toolCallArguments(attempt: Attempt): readonly string[] {
  return attempt.blocks.flatMap((block) => (block.type === "tool-call" ? [block.arguments] : []));
}
