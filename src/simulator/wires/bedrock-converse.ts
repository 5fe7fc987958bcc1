import { EventStreamCodec } from "@smithy/eventstream-codec";
import { type JsonObject, objectAt, stringAt } from "../../core/model/json.ts";
import { rawTrace, type Script, summaryText } from "../brain/script.ts";
import { lettersOf } from "../digest.ts";
import { opaqueBlob } from "../opaque.ts";
import { inGroups } from "../tokens.ts";
import { awsError, readConverseRequest, validation } from "./bedrock-converse-request.ts";
import { digestPieces } from "./hidden-time.ts";
import type { Beat, Exchange, HttpFault, Reply, SimulatedWire, WireRefusal } from "./simulated-wire.ts";

/** Bedrock's Converse: binary frames, usage after the end of the message, reasoning counted but not broken out. */
export const simulatedBedrockConverse: SimulatedWire = {
  id: "bedrock-converse",
  route: (path) => {
    const match = /\/model\/([^/]+)\/(converse|converse-stream)$/.exec(path);
    return match?.[1] === undefined ? null : { model: decodeURIComponent(match[1]), isStreaming: match[2] === "converse-stream" };
  },
  read: (call): Exchange => {
    const question = readConverseRequest(call);
    const thinking = objectAt(objectAt(call.body, "additionalModelRequestFields") ?? {}, "thinking") ?? {};
    const isShown = question.model.trace === "raw" || stringAt(thinking, "display") === "summarized";
    return {
      question,
      contentType: "application/vnd.amazon.eventstream",
      keepAlive: null,
      malformed: brokenFrame(),
      stream: (reply) => converseBeats(reply, isShown),
      body: (reply) => converseBody(reply, isShown),
      failure: () =>
        frame("exception", "modelStreamErrorException", { message: "The model failed while it answered. (simulated)" }),
    };
  },
  refusal,
};

const groupSize = 5;

function* converseBeats(reply: Reply, isShown: boolean): Iterable<Beat> {
  const { script } = reply;
  yield now("messageStart", { role: "assistant" });
  let index = 0;
  if (script.reasoningTokens > 0) {
    yield* reasoningBeats(reply, index, isShown);
    yield now("contentBlockStop", { contentBlockIndex: index });
    index += 1;
  }
  for (const text of inGroups(script.answer, groupSize)) {
    yield beat(groupSize, "contentBlockDelta", { contentBlockIndex: index, delta: { text } });
  }
  if (script.answer !== "") yield now("contentBlockStop", { contentBlockIndex: index++ });
  for (const [nth, call] of script.calls.entries()) {
    const contentBlockIndex = index + nth;
    yield now("contentBlockStart", { contentBlockIndex, start: { toolUse: toolUse(reply, nth) } });
    for (const input of inGroups(JSON.stringify(call.arguments), groupSize)) {
      yield beat(groupSize, "contentBlockDelta", { contentBlockIndex, delta: { toolUse: { input } } });
    }
    yield now("contentBlockStop", { contentBlockIndex });
  }
  yield now("messageStop", { stopReason: stopReason(script) });
  yield now("metadata", { usage: usageOf(reply), metrics: { latencyMs: latencyOf(reply) } });
}

function toolUse(reply: Reply, nth: number): JsonObject {
  return { toolUseId: reply.id(`tooluse_${nth}`, 22), name: reply.script.calls[nth]?.name ?? "" };
}

function* reasoningBeats(reply: Reply, contentBlockIndex: number, isShown: boolean): Iterable<Beat> {
  const { script } = reply;
  const texts = isShown ? reasoningTexts(reply) : [];
  for (const piece of digestPieces(script, texts, groupSize).flat()) {
    yield beat(piece.tokens, "contentBlockDelta", { contentBlockIndex, delta: { reasoningContent: { text: piece.text } } });
  }
  if (isUnsigned(reply)) return;
  const signature = opaqueBlob(reply, "signature", null);
  const silence = isShown ? 0 : script.reasoningTokens;
  yield beat(silence, "contentBlockDelta", { contentBlockIndex, delta: { reasoningContent: { signature } } });
}

function converseBody(reply: Reply, isShown: boolean): JsonObject {
  const { script } = reply;
  const text = isShown ? reasoningTexts(reply).join("") : "";
  const seal = isUnsigned(reply) ? {} : { signature: opaqueBlob(reply, "signature", null) };
  const reasoning = { reasoningContent: { reasoningText: { text, ...seal } } };
  const content = [
    ...(script.reasoningTokens > 0 ? [reasoning] : []),
    ...(script.answer === "" ? [] : [{ text: script.answer }]),
    ...script.calls.map((call, nth) => ({ toolUse: { ...toolUse(reply, nth), input: call.arguments } })),
  ];
  return {
    output: { message: { role: "assistant", content } },
    stopReason: stopReason(script),
    usage: usageOf(reply),
    metrics: { latencyMs: latencyOf(reply) },
  };
}

/** Open models send their own words, without any signature (provider-matrix trap 18). */
function isUnsigned({ question }: Reply): boolean {
  return question.model.replay?.demand === "forbidden";
}

function reasoningTexts({ script, question }: Reply): readonly string[] {
  if (question.model.trace === "raw") return [rawTrace(script)];
  return script.thoughts.map((thought, at) => (at === 0 ? "" : "\n\n") + summaryText(thought));
}

function stopReason({ finish }: Script): string {
  return { stop: "end_turn", length: "max_tokens", refusal: "guardrail_intervened", "tool-calls": "tool_use" }[finish];
}

/** Cached parts stand beside the input; nothing says how much of the output was reasoning. */
function usageOf({ counts }: Reply): JsonObject {
  const output = counts.reasoningTokens + counts.answerTokens;
  return {
    inputTokens: counts.inputTokens - counts.cacheReadTokens - counts.cacheWriteTokens,
    outputTokens: output,
    totalTokens: counts.inputTokens + output,
    cacheReadInputTokens: counts.cacheReadTokens,
    cacheWriteInputTokens: counts.cacheWriteTokens,
  };
}

function latencyOf({ counts, question: { model } }: Reply): number {
  return Math.round(model.firstByteMs + ((counts.reasoningTokens + counts.answerTokens) / model.tokensPerSecond) * 1000);
}

function refusal(fault: HttpFault): WireRefusal {
  switch (fault) {
    case "401":
    case "403":
      return awsError(403, "UnrecognizedClientException", "The security token included in the request is invalid.");
    case "429":
      return awsError(429, "ThrottlingException", "Too many requests, please wait before trying again.");
    case "quota":
      return awsError(400, "ServiceQuotaExceededException", "You have exceeded your service quota for this model.");
    case "500":
      return awsError(500, "InternalServerException", "The system encountered an unexpected error during processing.");
    case "503":
    case "529":
      return awsError(503, "ServiceUnavailableException", "Bedrock is unable to process your request.");
    case "overflow":
      return validation("The model returned the following errors: Input is too long for requested model.");
  }
}

function now(type: string, data: JsonObject): Beat {
  return beat(0, type, data);
}

/** `p` is padding that hides the length of what is sent. */
function beat(tokens: number, type: string, data: JsonObject): Beat {
  const seed = JSON.stringify(data);
  return { tokens, bytes: frame("event", type, { ...data, p: lettersOf(seed, 4 + (seed.length % 24)) }) };
}

const codec = new EventStreamCodec(
  (bytes) => (typeof bytes === "string" ? bytes : new TextDecoder().decode(bytes)),
  (text) => new TextEncoder().encode(text),
);

function frame(kind: "event" | "exception", type: string, data: JsonObject): Uint8Array {
  return codec.encode({
    headers: {
      [`:${kind}-type`]: { type: "string", value: type },
      ":content-type": { type: "string", value: "application/json" },
      ":message-type": { type: "string", value: kind },
    },
    body: new TextEncoder().encode(JSON.stringify(data)),
  });
}

/** A whole frame with one wrong byte: its checksum does not fit. */
function brokenFrame(): Uint8Array {
  const bytes = frame("event", "contentBlockDelta", { contentBlockIndex: 0, delta: { text: "broken" } });
  return bytes.with(bytes.length - 6, (bytes.at(-6) ?? 0) ^ 1);
}
