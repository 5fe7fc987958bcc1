import type { JsonValue } from "../../../../src/core/model/json.ts";

/*
 * What real files hold beside the plain case, in the shapes that their documentation or their programs give (2026-08 to
 * 2026-11): media, state of providers other than the first, results of every type, errors, streams written down.
 */

export interface OddCase {
  readonly format: string;
  readonly value: JsonValue;
  readonly outline: readonly string[];
  readonly state?: readonly string[];
  /** Losses that must be named, by the ends of their paths. */
  readonly lost?: readonly string[];
}

const question = { role: "user", content: "q" } as const;

export const oddCases: Readonly<Record<string, OddCase>> = {
  "legacy function calls of Chat Completions": {
    format: "openai-chat",
    value: {
      model: "m",
      messages: [
        question,
        { role: "assistant", content: null, function_call: { name: "f", arguments: "{}" } },
        { role: "function", name: "f", content: "ok" },
        { role: "assistant", content: "done" },
      ],
    },
    outline: ["user: q", "call call_0: f {}", "result call_0: ok", "answer: done"],
  },
  "images, sound and a refusal as parts in Chat Completions": {
    format: "openai-chat",
    value: [
      { role: "developer", content: [{ type: "text", text: "s" }] },
      {
        role: "user",
        content: [
          { type: "text", text: "q" },
          { type: "image_url", image_url: { url: "https://example.com/x.png" } },
          { type: "input_audio", input_audio: { data: "UklGRg==", format: "wav" } },
        ],
      },
      {
        role: "assistant",
        content: [
          { type: "text", text: "a" },
          { type: "refusal", refusal: "No more." },
        ],
      },
    ],
    outline: ["user: q", "answer: a", "refusal: No more."],
    lost: ["image_url", "input_audio"],
  },
  "every kind of OpenRouter's reasoning_details, without the plain text beside them": {
    format: "openrouter",
    value: {
      model: "anthropic/claude-opus-5-5",
      messages: [
        question,
        {
          role: "assistant",
          content: null,
          reasoning_details: [
            { type: "reasoning.text", text: "think", signature: "c2ln", format: "anthropic-claude-v1", index: 0, id: null },
            { type: "reasoning.summary", summary: "**Adding**", format: "openai-responses-v1", index: 1, id: "rs_1" },
            { type: "reasoning.encrypted", data: "gAAAA", format: "openai-responses-v1", index: 2, id: "rs_1" },
          ],
          tool_calls: [{ id: "c", type: "function", index: 0, function: { name: "f", arguments: "{}" } }],
        },
        { role: "tool", tool_call_id: "c", content: "r" },
        { role: "assistant", content: "done" },
      ],
    },
    outline: ["user: q", "raw: think", "summary: **Adding**", "call c: f {}", "result c: r", "answer: done"],
    state: ["signature anthropic-claude-v1 c2ln", "encrypted openai-responses-v1 gAAAA"],
  },
  "server tools, documents and images in results of Anthropic": {
    format: "anthropic-messages",
    value: {
      model: "claude-opus-5-5",
      max_tokens: 100,
      messages: [
        {
          role: "user",
          content: [
            { type: "document", source: { type: "text", media_type: "text/plain", data: "a document" } },
            { type: "text", text: "q" },
          ],
        },
        {
          role: "assistant",
          content: [
            { type: "thinking", thinking: "", signature: "c2ln" },
            { type: "server_tool_use", id: "srvtoolu_1", name: "web_search", input: { query: "sum" } },
            {
              type: "web_search_tool_result",
              tool_use_id: "srvtoolu_1",
              content: [{ type: "web_search_result", url: "https://example.com", title: "t", encrypted_content: "RW5j" }],
            },
            { type: "text", text: "a" },
            { type: "tool_use", id: "toolu_1", name: "f", input: {} },
          ],
        },
        {
          role: "user",
          content: [
            {
              type: "tool_result",
              tool_use_id: "toolu_1",
              content: [
                { type: "text", text: "r" },
                { type: "image", source: { type: "base64", media_type: "image/png", data: "iVBORw0KGgo=" } },
              ],
            },
            { type: "text", text: "and?" },
          ],
        },
      ],
    },
    outline: ["user: q", "omitted: ", "answer: a", "call toolu_1: f {}", "result toolu_1: r", "user: and?"],
    state: ["signature anthropic-claude-v1 c2ln"],
    lost: ["content.0.source", "content.1.source"],
  },
  "an error of Anthropic as the response": {
    format: "anthropic-messages",
    value: {
      request: { model: "claude-opus-5-5", max_tokens: 5, messages: [question] },
      response: { type: "error", error: { type: "overloaded_error", message: "Overloaded" }, request_id: "req_1" },
    },
    outline: ["user: q"],
  },
  "a stream of Gemini as its list of chunks": {
    format: "gemini",
    value: [
      { candidates: [{ content: { role: "model", parts: [{ text: "I ", thought: true }] } }], modelVersion: "gemini-3-pro" },
      { candidates: [{ content: { role: "model", parts: [{ text: "add.", thought: true }] } }] },
      { candidates: [{ content: { role: "model", parts: [{ text: "It is " }] }, index: 0 }] },
      {
        candidates: [{ content: { role: "model", parts: [{ text: "42.", thoughtSignature: "c2ln" }] }, finishReason: "STOP" }],
        usageMetadata: { promptTokenCount: 31, candidatesTokenCount: 22, thoughtsTokenCount: 11, totalTokenCount: 64 },
        responseId: "r1",
      },
    ],
    outline: ["summary: I add.", "answer: It is 42."],
    state: ["thought-signature google-gemini-v1 c2ln"],
  },
  "results with parts, and state of Azure and redacted thinking, in the AI SDK's model messages": {
    format: "ai-sdk-model",
    value: [
      question,
      {
        role: "assistant",
        content: [
          { type: "reasoning", text: "", providerOptions: { anthropic: { redactedData: "cmVk" } } },
          { type: "tool-call", toolCallId: "t", toolName: "f", input: {} },
        ],
      },
      {
        role: "tool",
        content: [
          {
            type: "tool-result",
            toolCallId: "t",
            toolName: "f",
            output: {
              type: "content",
              value: [
                { type: "text", text: "r" },
                { type: "media", data: "iVBORw0KGgo=", mediaType: "image/png" },
              ],
            },
          },
        ],
      },
      {
        role: "assistant",
        content: [
          {
            type: "reasoning",
            text: "**Adding**",
            providerOptions: { azure: { itemId: "rs_1", reasoningEncryptedContent: "gAAAA" } },
          },
          { type: "text", text: "done" },
        ],
      },
    ],
    outline: ["user: q", "redacted: ", "call t: f {}", "result t: r", "summary: **Adding**", "answer: done"],
    state: ["redacted anthropic-claude-v1 cmVk", "encrypted openai-responses-v1 gAAAA"],
    lost: ["mediaType", "itemId"],
  },
  "failed, waiting and denied tools in the AI SDK's UI messages": {
    format: "ai-sdk-ui",
    value: [
      {
        id: "u",
        role: "user",
        parts: [
          { type: "text", text: "q" },
          { type: "file", mediaType: "image/png", url: "data:image/png;base64,iVBORw0KGgo=" },
        ],
      },
      {
        id: "a",
        role: "assistant",
        parts: [
          { type: "step-start" },
          { type: "tool-f", toolCallId: "t1", state: "output-error", input: {}, errorText: "bad" },
          {
            type: "tool-g",
            toolCallId: "t2",
            state: "output-denied",
            input: {},
            approval: { id: "x", approved: false, reason: "too dear" },
          },
          { type: "dynamic-tool", toolName: "h", toolCallId: "t3", state: "input-available", input: { a: 1 } },
          { type: "data-weather", data: { degrees: 21.5 } },
          { type: "step-start" },
          { type: "text", text: "x" },
        ],
      },
    ],
    outline: [
      "user: q",
      "call t1: f {}",
      "call t2: g {}",
      'call t3: h {"a":1}',
      "result t1: bad",
      "result t2: too dear",
      "answer: x",
    ],
    lost: ["url", "data"],
  },
  "signatures and cut arguments in LlamaIndex's blocks": {
    format: "llamaindex",
    value: [
      { role: "user", blocks: [{ block_type: "text", text: "q" }] },
      {
        role: "assistant",
        blocks: [
          {
            block_type: "thinking",
            content: "t",
            num_tokens: 5,
            additional_information: { signature: "c2ln", type: "thinking" },
          },
          { block_type: "thinking", content: "", additional_information: { id: "rs_1", encrypted_content: "gAAAA" } },
          { block_type: "text", text: "a" },
          { block_type: "tool_call", tool_call_id: "c", tool_name: "f", tool_kwargs: '{"a":' },
        ],
      },
    ],
    outline: ["user: q", "raw: t", "omitted: ", "answer: a", 'call c: f {"a":'],
    state: ["signature anthropic-claude-v1 c2ln", "encrypted openai-responses-v1 gAAAA"],
  },
  "parts, a number as the effort, and results of subagents in ATIF": {
    format: "atif",
    value: {
      schema_version: "ATIF-v1.7",
      session_id: "s",
      agent: { name: "a", version: "1", model_name: "m" },
      steps: [
        {
          step_id: 1,
          source: "user",
          message: [
            { type: "text", text: "q" },
            { type: "image", source: { media_type: "image/png", path: "x.png" } },
          ],
        },
        {
          step_id: 2,
          source: "agent",
          message: "",
          reasoning_content: "r",
          reasoning_effort: 0.75,
          tool_calls: [{ tool_call_id: "c", function_name: "f", arguments: {} }],
          observation: {
            results: [{ source_call_id: "c", content: [{ type: "text", text: "o" }] }, { content: "without an id" }],
          },
        },
      ],
    },
    outline: ["user: q", "raw: r", "call c: f {}", "result c: o", "result : without an id"],
    lost: ["source"],
  },
  "fragments, options and details in the logs of llm": {
    format: "llm",
    value: [
      {
        id: "1",
        model: "gpt-6",
        resolved_model: "gpt-6-2026-10-01",
        prompt: "q",
        system: null,
        options_json: '{"reasoning_effort": "high"}',
        response: "a",
        reasoning: "r",
        conversation_id: "c",
        datetime_utc: "2026-11-20T08:00:00",
        input_tokens: 110,
        output_tokens: 90,
        token_details: '{"completion_tokens_details": {"reasoning_tokens": 60}, "prompt_tokens_details": {"cached_tokens": 40}}',
        prompt_fragments: [{ hash: "h", content: "a fragment" }],
        tool_calls: [{ id: 1, name: "f", arguments: { a: 1 }, tool_call_id: "c1" }],
        attachments: [{ id: "x", type: "image/png" }],
      },
    ],
    outline: ["user: a fragment\nq", "raw: r", "answer: a", 'call c1: f {"a":1}'],
    lost: ["attachments", "hash"],
  },
};
