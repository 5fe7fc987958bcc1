import assert from "node:assert/strict";
import type { JsonValue } from "../../../../src/core/model/json.ts";
import { isJsonObject } from "../../../../src/core/model/json.ts";
import { recordedFolders, recordedItems, skipWithoutRecordings } from "../../../support/recordings.ts";
import { assertAccountedFor, assertSound, exportText, importJson, outline } from "./account.ts";

const anthropic = {
  request: {
    model: "claude-opus-5",
    max_tokens: 4096,
    temperature: 1,
    system: "Be exact.",
    thinking: { type: "enabled", budget_tokens: 2048 },
    tools: [{ name: "add", description: "Adds", input_schema: { type: "object" } }],
    messages: [
      {
        role: "user",
        content: [
          { type: "text", text: "What is 17 + 25?", cache_control: { type: "ephemeral" } },
          { type: "image", source: { type: "url", url: "https://example.com/x.png" } },
        ],
      },
      {
        role: "assistant",
        content: [
          { type: "thinking", thinking: "I should add.", signature: "c2lnbmF0dXJl" },
          { type: "redacted_thinking", data: "cmVkYWN0ZWQ=" },
          { type: "tool_use", id: "toolu_1", name: "add", input: { a: 17, b: 25 } },
        ],
      },
      { role: "user", content: [{ type: "tool_result", tool_use_id: "toolu_1", content: "forty-two", is_error: false }] },
    ],
  },
  response: {
    id: "msg_1",
    type: "message",
    role: "assistant",
    model: "claude-opus-5-20261001",
    content: [
      { type: "thinking", thinking: "The tool said so.", signature: "c2Vjb25k" },
      { type: "text", text: "It is **42**." },
    ],
    stop_reason: "end_turn",
    usage: { input_tokens: 101, output_tokens: 57, cache_read_input_tokens: 33, cache_creation_input_tokens: 0 },
  },
};

const responses: JsonValue = {
  request: {
    model: "gpt-6-sol",
    instructions: "Be exact.",
    reasoning: { effort: "high", summary: "auto" },
    max_output_tokens: 900,
    input: [
      { role: "user", content: [{ type: "input_text", text: "What is 17 + 25?" }] },
      { type: "reasoning", id: "rs_1", summary: [{ type: "summary_text", text: "**Adding**" }], encrypted_content: "gAAAAfirst" },
      { type: "function_call", id: "fc_1", call_id: "call_1", name: "add", arguments: '{"a":17,"b":25}' },
      { type: "function_call_output", call_id: "call_1", output: "forty-two" },
    ],
  },
  response: {
    id: "resp_1",
    object: "response",
    created_at: 1795000000,
    model: "gpt-6-sol-2026-10-01",
    status: "completed",
    output: [
      { type: "reasoning", id: "rs_2", summary: [], encrypted_content: "gAAAAsecond" },
      {
        type: "message",
        id: "msg_2",
        role: "assistant",
        status: "completed",
        content: [{ type: "output_text", text: "It is 42.", annotations: [] }],
      },
    ],
    usage: { input_tokens: 101, output_tokens: 57, output_tokens_details: { reasoning_tokens: 40 } },
    service_tier: "default",
  },
};

const chat: JsonValue = {
  request: {
    model: "deepseek-v4",
    reasoning_effort: "high",
    max_tokens: 512,
    messages: [
      { role: "system", content: "Be exact." },
      { role: "user", content: "What is 17 + 25?" },
      {
        role: "assistant",
        content: null,
        reasoning_content: "I should add.",
        tool_calls: [{ id: "call_1", type: "function", function: { name: "add", arguments: '{"a":17}' } }],
      },
      { role: "tool", tool_call_id: "call_1", content: "forty-two" },
    ],
  },
  response: {
    id: "cmpl-1",
    object: "chat.completion",
    created: 1795000000,
    model: "deepseek-v4-0901",
    system_fingerprint: "fp_1",
    choices: [
      {
        index: 0,
        finish_reason: "stop",
        message: { role: "assistant", reasoning_content: "The tool said so.", content: "It is 42." },
      },
    ],
    usage: { prompt_tokens: 101, completion_tokens: 57, total_tokens: 158, completion_tokens_details: { reasoning_tokens: 40 } },
  },
};

const openrouter: JsonValue = [
  { role: "user", content: "What is 17 + 25?" },
  {
    role: "assistant",
    content: "It is 42.",
    reasoning: "I should add.",
    reasoning_details: [
      { type: "reasoning.text", text: "I should add.", signature: "c2lnbmF0dXJl", format: "anthropic-claude-v1", index: 0 },
      { type: "reasoning.encrypted", data: "ZW5jcnlwdGVk", format: "openai-responses-v1", id: "rs_1", index: 1 },
    ],
  },
  { role: "user", content: "Sure?" },
];

const gemini: JsonValue = {
  request: {
    model: "gemini-3.5-pro",
    systemInstruction: { parts: [{ text: "Be exact." }] },
    generationConfig: {
      maxOutputTokens: 700,
      temperature: 0.2,
      thinkingConfig: { thinkingLevel: "HIGH", includeThoughts: true },
    },
    contents: [
      { role: "user", parts: [{ text: "What is 17 + 25?" }, { inlineData: { mimeType: "image/png", data: "aWdub3JlZA==" } }] },
      {
        role: "model",
        parts: [
          { text: "I should add.", thought: true },
          { functionCall: { id: "c1", name: "add", args: { a: 17, b: 25 } }, thoughtSignature: "c2ln" },
        ],
      },
      { role: "user", parts: [{ functionResponse: { id: "c1", name: "add", response: { output: "forty-two" } } }] },
    ],
  },
  response: {
    responseId: "r-1",
    modelVersion: "gemini-3.5-pro-001",
    candidates: [
      {
        index: 0,
        content: { role: "model", parts: [{ text: "It is 42.", thoughtSignature: "c2lnMg==" }] },
        finishReason: "STOP",
      },
    ],
    usageMetadata: { promptTokenCount: 101, candidatesTokenCount: 17, thoughtsTokenCount: 40, totalTokenCount: 158 },
  },
};

const samples = { "anthropic-messages": anthropic, "openai-responses": responses, "openai-chat": chat, openrouter, gemini };

describe("formats of the providers' own APIs", () => {
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
      // Reasoning that only the token counts told of is named in the loss list, and does not come back.
      const isSaid = (line: string) => line !== "omitted: ";
      assert.deepEqual(outline(again).filter(isSaid), outline(first).filter(isSaid));
      const opaqueOf = ({ session }: typeof first) =>
        Object.values(session.steps).flatMap((step) =>
          step.attempts.flatMap((attempt) => attempt.opaque.map(({ data }) => data)),
        );
      assert.deepEqual(opaqueOf(again), opaqueOf(first));
    });
  }

  it("keeps thinking, signatures, tool calls and results of Anthropic Messages in their places", () => {
    const imported = importJson(anthropic);
    assert.deepEqual(
      outline(imported),
      [
        "user: What is 17 + 25?",
        "raw: I should add.",
        "redacted: ",
        'call toolu_1: add {"a":17,"b":25}',
        "result toolu_1: forty-two",
        "raw: The tool said so.",
        "answer: It is **42**.",
      ].map((line) => line.replace(/^raw/, outline(imported)[1]?.split(":")[0] ?? "raw")),
    );
    const last = Object.values(imported.session.steps).at(-1);
    assert.deepEqual(last?.effort.requested, { budgetTokens: 2048 });
    assert.equal(last?.maxOutputTokens, 4096);
    assert.equal(last?.attempts[0]?.usage?.output.total, 57);
    assert.equal(last?.attempts[0]?.respondedModel, "claude-opus-5-20261001");
    assert.deepEqual(
      imported.losses.map(({ path }) => path).toSorted(),
      ["request.messages.0.content.0.cache_control", "request.messages.0.content.1.source", "request.temperature"].toSorted(),
    );
  });

  it("keeps definitions of tools through an import and an export, in every dialect that has them", () => {
    const add = { name: "add", description: "Adds", parameters: { type: "object", properties: { a: { type: "number" } } } };
    const { session } = importJson({
      ...anthropic,
      request: {
        ...anthropic.request,
        tools: [
          { name: "add", description: "Adds", input_schema: add.parameters, cache_control: { type: "ephemeral" } },
          { type: "web_search_20250305", name: "web_search" },
        ],
      },
    });
    const steps = Object.values(session.steps);
    assert.deepEqual(
      steps.map(({ tools }) => tools ?? null),
      [[add], ...steps.slice(1).map(() => null)],
    );
    for (const format of ["anthropic-messages", "openai-chat", "openai-responses", "gemini"]) {
      const { text, losses } = exportText(session, format);
      assert.deepEqual(Object.values(importJson(JSON.parse(text)).session.steps)[0]?.tools, [add], format);
      assert.ok(!losses.some(({ path }) => path.includes(".tools")), format);
    }
    const { losses } = exportText(session, "langchain");
    assert.ok(
      losses.some(({ path }) => path.startsWith("steps.s-1.tools")),
      "and says so where a format has no place for them",
    );
  });

  it("names what an export leaves out, and where it stands in the session", () => {
    const { session } = importJson(responses);
    const paths = exportText(session, "openai-responses").losses.map(({ path }) => path);
    assert.ok(paths.includes("steps.s-2.attempts.0.usage"), paths.join("\n"));
    assert.ok(
      !paths.some((path) => path.includes("blocks") || path.includes("items") || path.includes("opaque")),
      paths.join("\n"),
    );
  });

  it("says of reasoning of another origin that it is not in the export", () => {
    const { session } = importJson(chat);
    const { text, losses } = exportText(session, "anthropic-messages");
    assert.ok(!text.includes("I should add."));
    assert.ok(losses.some(({ path }) => path === "steps.s-1.attempts.0.blocks.0.text"));
  });
});

const folders: Readonly<Record<string, string>> = {
  "anthropic-messages": "anthropic-messages",
  "openai-responses": "openai-responses",
  "azure-openai-responses": "openai-responses",
  "xai-responses": "openai-responses",
  "openrouter-chat": "openrouter",
  "deepseek-chat": "openai-chat",
  "groq-chat": "openai-chat",
  "openai-chat": "openai-chat",
  "mistral-chat": "openai-chat",
  "google-gemini": "gemini",
  "vertex-gemini": "gemini",
};

describe("imports of recorded requests and responses", () => {
  if (skipWithoutRecordings()) return;
  for (const folder of recordedFolders().filter((each) => Object.hasOwn(folders, each))) {
    it(`accounts for every value of ${folder}`, () => {
      let read = 0;
      for (const item of recordedItems(folder)) {
        const request = item.request();
        if (!isJsonObject(request)) continue;
        const response: JsonValue =
          item.framing === "json" && item.status === 200 ? JSON.parse(new TextDecoder().decode(item.body())) : null;
        const sample: JsonValue = { request, response };
        const imported = importJson(sample, folders[folder] ?? null);
        assertAccountedFor(sample, imported);
        assertSound(imported);
        read += 1;
      }
      assert.ok(read > 0);
    });
  }
});
