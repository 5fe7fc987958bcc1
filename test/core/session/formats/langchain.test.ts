import assert from "node:assert/strict";
import { mapStoredMessagesToChatMessages } from "@langchain/core/messages";
import type { JsonObject, JsonValue } from "../../../../src/core/model/json.ts";
import type { Session } from "../../../../src/core/model/session.ts";
import { assertAccountedFor, assertSound, exportText, importJson, outline } from "./account.ts";
import { markedOrigins, markedSession } from "./marked-session.ts";

/** What libraries write of an answer, provider by provider, in both languages. */
const call = { name: "add", args: { a: 17, b: 25 }, id: "call_1", type: "tool_call" };
const ai = (provider: string, content: JsonValue, rest: JsonObject = {}): JsonObject => ({
  type: "ai",
  data: { content, response_metadata: { model_provider: provider, model_name: `model of ${provider}` }, ...rest },
});

function opaqueOf(session: Session): readonly string[] {
  return Object.values(session.steps).flatMap(({ attempts }) =>
    (attempts.at(-1)?.opaque ?? []).map(({ block, kind, data, format }) => `${String(block)} ${kind} ${format} ${data}`),
  );
}

describe("LangChain messages", () => {
  it("are read as the library itself writes them with JSON.stringify, one call named twice being one", () => {
    const usage = {
      input_tokens: 101,
      output_tokens: 57,
      total_tokens: 158,
      input_token_details: { cache_read: 40, cache_creation: 21 },
    };
    const content = [
      { type: "thinking", thinking: "I should add.", signature: "c2ln" },
      { type: "redacted_thinking", data: "cmVk" },
      { type: "text", text: "Let me see." },
      { type: "tool_use", id: "call_1", name: "add", input: { a: 17, b: 25 } },
    ];
    const stored = [
      { type: "system", data: { content: "Be exact." } },
      {
        type: "human",
        data: {
          content: [
            { type: "text", text: "What is 17 + 25?" },
            { type: "image", url: "https://example.com/x.png" },
          ],
        },
      },
      ai("anthropic", content, { tool_calls: [call], usage_metadata: usage }),
      { type: "tool", data: { content: "forty-two", tool_call_id: "call_1", name: "add" } },
      { type: "ai", data: { content: "It is 42." } },
    ];
    const messages = mapStoredMessagesToChatMessages(JSON.parse(JSON.stringify(stored)));
    const written: JsonValue = JSON.parse(JSON.stringify(messages));
    const imported = importJson(written);
    assert.equal(imported.format.id, "langchain");
    assert.match(JSON.stringify(written), /"lc":1,"type":"constructor"/);
    assertSound(imported);
    assert.deepEqual(outline(imported), [
      "user: What is 17 + 25?",
      "raw: I should add.",
      "redacted: ",
      "answer: Let me see.",
      'call call_1: add {"a":17,"b":25}',
      "result call_1: forty-two",
      "answer: It is 42.",
    ]);
    assert.deepEqual(opaqueOf(imported.session), ["0 signature anthropic-claude-v1 c2ln", "1 redacted anthropic-claude-v1 cmVk"]);
    const [step] = Object.values(imported.session.steps);
    assert.equal(step?.system, "Be exact.");
    assert.deepEqual(step?.attempts[0]?.usage?.input, { total: 101, uncached: 40, cacheRead: 40, cacheWrite: 21 });
  });

  for (const [name, message, expected, opaque] of [
    [
      "OpenAI's reasoning item as it came",
      ai(
        "openai",
        [
          { type: "reasoning", id: "rs_1", summary: [{ type: "summary_text", text: "**Adding**" }], encrypted_content: "gAAAA" },
          { type: "function_call", id: "fc_1", call_id: "call_1", name: "add", arguments: '{"a":17,"b":25}' },
        ],
        { tool_calls: [call] },
      ),
      ["summary: **Adding**", 'call call_1: add {"a":17,"b":25}'],
      ["0 encrypted openai-responses-v1 gAAAA"],
    ],
    [
      "OpenAI's reasoning beside the content",
      ai("openai", "It is 42.", {
        additional_kwargs: { reasoning: { id: "rs_1", type: "reasoning", summary: [], encrypted_content: "gAAAA" } },
      }),
      ["encrypted: ", "answer: It is 42."],
      ["0 encrypted openai-responses-v1 gAAAA"],
    ],
    [
      "Python's standard blocks, state in their extras",
      ai("anthropic", [
        { type: "reasoning", reasoning: "I should add.", extras: { signature: "c2ln" } },
        { type: "non_standard", value: { type: "redacted_thinking", data: "cmVk" } },
        { type: "text", text: "It is 42.", annotations: [{ type: "citation", url: "https://example.com/sum" }] },
      ]),
      ["raw: I should add.", "redacted: ", "answer: It is 42."],
      ["0 signature anthropic-claude-v1 c2ln", "1 redacted anthropic-claude-v1 cmVk"],
    ],
    [
      "Gemini's signatures, of a text and of a call",
      ai("google_genai", [{ type: "text", text: "Let me see.", extras: { signature: "dGV4dA==" } }], {
        tool_calls: [call],
        additional_kwargs: { __gemini_function_call_thought_signatures__: { call_1: "Y2FsbA==" } },
      }),
      ["answer: Let me see.", 'call call_1: add {"a":17,"b":25}'],
      ["0 thought-signature google-gemini-v1 dGV4dA==", "1 thought-signature google-gemini-v1 Y2FsbA=="],
    ],
    [
      "Bedrock's reasoning in either language",
      ai("bedrock", [
        { type: "reasoning_content", reasoning_content: { text: "I should add.", signature: "cHk=" } },
        { type: "reasoning_content", reasoningText: { text: "Yes.", signature: "anM=" } },
      ]),
      ["raw: I should add.", "raw: Yes."],
      ["0 signature unknown cHk=", "1 signature unknown anM="],
    ],
    [
      "a refusal, and a call whose arguments were cut",
      ai("openai", [{ type: "refusal", refusal: "I will not." }], {
        invalid_tool_calls: [{ type: "invalid_tool_call", id: "call_2", name: "add", args: '{"a":17,', error: "cut" }],
      }),
      ["refusal: I will not.", 'call call_2: add {"a":17,'],
      [],
    ],
  ] as const) {
    it(`keep ${name}`, () => {
      const messages: JsonValue = [{ type: "human", data: { content: "What is 17 + 25?" } }, message];
      const imported = importJson(messages);
      assert.deepEqual(outline(imported).slice(1), expected);
      assert.deepEqual(opaqueOf(imported.session), opaque);
      assertAccountedFor(messages, imported);
      assertSound(imported);
    });
  }

  it("carry opaque state of every provider there and back, and are the library's own messages in between", () => {
    for (const origin of markedOrigins) {
      const session = markedSession(origin);
      const { text } = exportText(session, "langchain");
      assert.ok(mapStoredMessagesToChatMessages(JSON.parse(text)).every((message) => Array.isArray(message.contentBlocks)));
      const held = opaqueOf(session).map((state) => state.split(" ").at(-1) ?? "");
      const again = opaqueOf(importJson(JSON.parse(text)).session).map((state) => state.split(" ").at(-1) ?? "");
      assert.ok(again.length > 0, origin.provider);
      assert.deepEqual(
        again.filter((data) => !held.includes(data)),
        [],
        origin.provider,
      );
    }
  });

  it("are read from Python's dumps, chunks included", () => {
    const lc = (name: string, kwargs: JsonObject): JsonObject => ({
      lc: 1,
      type: "constructor",
      id: ["langchain", "schema", "messages", name],
      kwargs,
    });
    const imported = importJson({
      messages: [
        lc("HumanMessage", { content: "What is 17 + 25?", type: "human" }),
        lc("AIMessageChunk", { content: "It is 42.", type: "AIMessageChunk", tool_calls: [], id: "run-1" }),
      ],
    });
    assert.equal(imported.format.id, "langchain");
    assert.deepEqual(outline(imported), ["user: What is 17 + 25?", "answer: It is 42."]);
  });
});
