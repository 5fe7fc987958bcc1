import assert from "node:assert/strict";
import { ChatAssistantMessage$inboundSchema } from "@openrouter/sdk/models";
import fc from "fast-check";
import type { JsonValue } from "../../../../src/core/model/json.ts";
import { FormatError } from "../../../../src/core/session/formats/format.ts";
import { formats } from "../../../../src/core/session/formats/formats.ts";
import { assertSound, exportText, importJson, importText } from "./account.ts";
import { bareCodexRollout, claudeCodeLog, codexRollout } from "./agent-log-samples.ts";
import { oddCases } from "./odd-case-samples.ts";

/** Shapes that formats look for, with anything in their places. */
const anything = fc.jsonValue({ maxDepth: 2 }).map((value): JsonValue => JSON.parse(JSON.stringify(value)));
const keys = fc.constantFrom(
  "role",
  "content",
  "type",
  "text",
  "parts",
  "blocks",
  "message",
  "messages",
  "contents",
  "input",
  "output",
  "choices",
  "candidates",
  "tool_calls",
  "reasoning_details",
  "thinking",
  "usage",
  "id",
  "parentId",
  "uuid",
  "parentUuid",
  "payload",
  "steps",
  "samples",
  "eval",
  "response",
  "request",
  "model",
  "source",
  "timestamp",
  "metrics",
  "observation",
  "data",
  "lc",
  "kwargs",
  "value",
  "extras",
  "additional_kwargs",
  "additional_information",
  "events",
  "replacement_history",
  "isSidechain",
  "isApiErrorMessage",
  "thinkingSignature",
  "stopReason",
  "token_details",
  "prompt_fragments",
  "summary",
  "__proto__",
  "constructor",
  "toString",
);
const words = fc.constantFrom(
  "user",
  "assistant",
  "model",
  "tool",
  "system",
  "text",
  "thinking",
  "reasoning",
  "tool_use",
  "tool_result",
  "message",
  "ai",
  "human",
  "agent",
  "session",
  "response_item",
  "event_msg",
  "compacted",
  "compaction",
  "function_call",
  "non_standard",
  "reasoning_content",
  "redacted_thinking",
);
const { tree } = fc.letrec<{ tree: JsonValue }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 5, depthSize: "medium" },
    words,
    anything,
    fc.array(tie("tree"), { maxLength: 3 }),
    fc.array(fc.tuple(keys, tie("tree")), { maxLength: 4 }).map((entries): JsonValue => Object.fromEntries(entries)),
  ),
}));

function textOf(value: JsonValue): string {
  return JSON.stringify(value);
}

describe("imports of what nobody vouches for", () => {
  const readable = formats.filter((format) => format.read !== undefined).map((format) => format.id);

  it("makes a session that saves, or says what is wrong, of any JSON under any format's name", () => {
    fc.assert(
      fc.property(tree, fc.constantFrom(...readable), fc.boolean(), (value, id, isLog) => {
        try {
          const text = isLog
            ? `${JSON.stringify({ type: "session", version: 3 })}\n${JSON.stringify(value)}`
            : JSON.stringify(value);
          assertSound(importText(text, id));
        } catch (error) {
          if (!(error instanceof FormatError)) throw error;
          assert.ok(error.message !== "" && error.advice !== "");
        }
      }),
      { numRuns: 3000 },
    );
  });

  it("survives any one value of a real file being another", () => {
    const logs = [claudeCodeLog, codexRollout, bareCodexRollout].map((lines) => ({ id: null, texts: lines.map(textOf) }));
    const files = Object.values(oddCases).map(({ format, value }) => ({ id: format, texts: [textOf(value)] }));
    fc.assert(
      fc.property(fc.constantFrom(...logs, ...files), fc.nat(300), anything, ({ id, texts }, place, value) => {
        let at = 0;
        const change = (_: string, old: JsonValue) => (at++ === place ? value : old);
        try {
          assertSound(importText(texts.map((text) => JSON.stringify(JSON.parse(text, change))).join("\n"), id));
        } catch (error) {
          if (!(error instanceof FormatError)) throw error;
        }
      }),
      { numRuns: 1500 },
    );
  });

  it("survives any one value of a good file being another", () => {
    const { session } = importJson([
      { role: "system", content: "Be exact." },
      { role: "user", content: "2 + 2?" },
      {
        role: "assistant",
        content: "Let me see.",
        reasoning: "Add.",
        tool_calls: [{ id: "c", type: "function", function: { name: "add", arguments: "{}" } }],
      },
      { role: "tool", tool_call_id: "c", content: "4" },
      { role: "assistant", content: "4" },
    ]);
    const both = formats.filter((format) => format.read !== undefined && format.write !== undefined).map((format) => format.id);
    const texts = new Map(
      both.map((id) => [
        id,
        exportText(session, id)
          .text.trim()
          .split(id === "pi" ? "\n" : /$/),
      ]),
    );
    fc.assert(
      fc.property(fc.constantFrom(...both), fc.nat(200), anything, (id, place, value) => {
        let at = 0;
        const change = (_: string, old: JsonValue) => (at++ === place ? value : old);
        const changed = (texts.get(id) ?? []).map((text) => JSON.stringify(JSON.parse(text, change))).join("\n");
        try {
          assertSound(importText(changed, id));
        } catch (error) {
          if (!(error instanceof FormatError)) throw error;
        }
      }),
      { numRuns: 2000 },
    );
  });

  it("refuses what is nested too deeply, and text of no format, by saying so", () => {
    assert.throws(() => importText(`${"[".repeat(5000)}${"]".repeat(5000)}`), /nested deeper than 48 levels/);
    assert.throws(() => importText("Just words."), /is text of no format that is known/);
    assert.throws(() => importText("{}"), /is JSON of no format that is known/);
  });

  it("keeps __proto__ as data and out of the session's own shape", () => {
    const text =
      '{"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":"Ho","__proto__":{"polluted":true}}],"__proto__":{"polluted":1}}';
    const { session, losses } = importText(text);
    assert.equal(Reflect.get({}, "polluted"), undefined);
    assert.equal(Reflect.get(session, "polluted"), undefined);
    assert.ok(losses.some(({ path }) => path === "__proto__"));
  });

  it("never repeats a lost value in the loss list", () => {
    const { losses } = importJson({ messages: [{ role: "user", content: "Hi" }], api_key: "sk-live-0123456789" });
    assert.deepEqual(losses, [{ path: "api_key", what: "text of 18 characters", why: "A session has no place for it." }]);
  });
});

describe("exports for OpenRouter", () => {
  it("are messages that its own SDK accepts, with reasoning details as they came", () => {
    const details = [{ type: "reasoning.text", text: "Adding.", signature: "c2ln", format: "anthropic-claude-v1", index: 0 }];
    const { session } = importJson([
      { role: "user", content: "2 + 2?" },
      { role: "assistant", content: "4", reasoning_details: details },
    ]);
    const body = JSON.parse(exportText(session, "openrouter").text);
    const parsed = ChatAssistantMessage$inboundSchema.parse(body.messages[1]);
    assert.deepEqual(body.messages[1].reasoning_details, details);
    assert.equal(parsed.reasoningDetails?.length, 1);
  });
});
