import assert from "node:assert/strict";
import { modelMessageSchema, validateUIMessages } from "ai";
import * as z from "zod";
import type { JsonValue } from "../../../../src/core/model/json.ts";
import { assertAccountedFor, assertSound, exportText, importJson, outline } from "./account.ts";

const modelMessages: JsonValue = [
  { role: "system", content: "Be exact." },
  {
    role: "user",
    content: [
      { type: "text", text: "What is 17 + 25?" },
      { type: "image", image: "aWdub3JlZA==" },
    ],
  },
  {
    role: "assistant",
    content: [
      { type: "reasoning", text: "I should add.", providerOptions: { anthropic: { signature: "c2lnbmF0dXJl" } } },
      { type: "tool-call", toolCallId: "t1", toolName: "add", input: { a: 17, b: 25 } },
    ],
  },
  {
    role: "tool",
    content: [{ type: "tool-result", toolCallId: "t1", toolName: "add", output: { type: "text", value: "forty-two" } }],
  },
  { role: "assistant", content: [{ type: "text", text: "It is 42." }] },
];

const uiMessages: JsonValue = [
  { id: "u1", role: "user", parts: [{ type: "text", text: "What is 17 + 25?" }] },
  {
    id: "a1",
    role: "assistant",
    metadata: { took: 3.5 },
    parts: [
      { type: "step-start" },
      {
        type: "reasoning",
        text: "I should add.",
        state: "done",
        providerMetadata: { openai: { itemId: "rs_1", reasoningEncryptedContent: "gAAAA" } },
      },
      { type: "tool-add", toolCallId: "t1", state: "output-available", input: { a: 17, b: 25 }, output: "forty-two" },
      { type: "step-start" },
      { type: "text", text: "It is 42.", state: "done" },
      { type: "source-url", sourceId: "s1", url: "https://example.com/sum" },
    ],
  },
];

const samples = { "ai-sdk-model": modelMessages, "ai-sdk-ui": uiMessages };

describe("formats of libraries", () => {
  for (const [id, sample] of Object.entries(samples)) {
    it(`recognises ${id}, accounts for every value of it, and makes a session that saves`, () => {
      const imported = importJson(sample);
      assert.equal(imported.format.id, id);
      assertAccountedFor(sample, imported);
      assertSound(imported);
    });

    it(`writes ${id} so that reading it again gives the same conversation`, () => {
      const first = importJson(sample);
      const again = importJson(JSON.parse(exportText(first.session, id).text), id);
      assert.deepEqual(outline(again), outline(first));
      assert.deepEqual(
        Object.values(again.session.steps).map((step) => step.attempts[0]?.opaque),
        Object.values(first.session.steps).map((step) => step.attempts[0]?.opaque),
      );
    });
  }

  it("writes what the AI SDK itself takes for its own", async () => {
    const { session } = importJson(modelMessages);
    z.array(modelMessageSchema).parse(JSON.parse(exportText(session, "ai-sdk-model").text));
    await validateUIMessages({ messages: JSON.parse(exportText(session, "ai-sdk-ui").text) });
  });

  it("takes apart a UI message that holds several requests", () => {
    assert.deepEqual(outline(importJson(uiMessages)), [
      "user: What is 17 + 25?",
      "raw: I should add.",
      'call t1: add {"a":17,"b":25}',
      "result t1: forty-two",
      "answer: It is 42.",
    ]);
  });
});
