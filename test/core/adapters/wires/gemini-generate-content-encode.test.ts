import assert from "node:assert/strict";
import type { Content, GenerationConfig, ThinkingLevel, Tool } from "@google/genai";
import { geminiGenerateContentWire as wire } from "../../../../src/core/adapters/wires/gemini-generate-content.ts";
import type { JsonObject, JsonValue } from "../../../../src/core/model/json.ts";
import type { Message } from "../../../../src/core/model/model-request.ts";
import { encodeWith } from "../../../support/wire-harness.ts";

/** The body as sent, which the SDK types name field by field (it moves `config` apart before it sends). */
interface Body {
  readonly contents: readonly Content[];
  readonly systemInstruction?: Content;
  readonly tools?: readonly Tool[];
  /** The API takes levels in lower case; the SDK's enumeration has them in upper case. */
  readonly generationConfig?: Omit<GenerationConfig, "thinkingConfig"> & {
    readonly thinkingConfig?: {
      readonly includeThoughts?: boolean;
      readonly thinkingBudget?: number;
      readonly thinkingLevel?: Lowercase<keyof typeof ThinkingLevel>;
    };
  };
  readonly continuationToken?: string;
}

const assistant = (items: readonly JsonValue[]): Message => ({
  role: "assistant",
  blocks: [],
  replay: { provider: "google", wire: "gemini-generate-content", items },
});
const result = (callId: string, text: string, isError = false): Message => ({ role: "tool", callId, name: "add", text, isError });
const contentsOf = (messages: readonly Message[]): JsonValue | undefined =>
  encodeWith(wire, { request: { messages } }).body["contents"];

describe("Gemini generateContent, encoding", () => {
  it("sends a question to the streaming path, and nothing that was not asked for", () => {
    const { path, headers, body } = encodeWith(wire, { request: { model: "models/gemini-x" } });
    const typed: Body = { contents: [{ role: "user", parts: [{ text: "2+2?" }] }] };
    assert.equal(path, "/v1beta/models/gemini-x:streamGenerateContent?alt=sse");
    assert.deepEqual(headers, {});
    assert.deepEqual(body, typed);
    assert.equal(encodeWith(wire, { request: { isStreaming: false } }).path, "/v1beta/models/m-1:generateContent");
  });

  it("sends system, tools, limit, level and the wish for thoughts as the official types have them", () => {
    const { body } = encodeWith(wire, {
      request: {
        system: "Be brief.",
        wantsSummary: true,
        tools: [{ name: "add", description: "Adds.", parameters: { type: "object" } }],
      },
      effort: { generationConfig: { thinkingConfig: { thinkingLevel: "low" } } },
      maxOutputTokens: 65_536,
    });
    const typed: Body = {
      systemInstruction: { parts: [{ text: "Be brief." }] },
      contents: [{ role: "user", parts: [{ text: "2+2?" }] }],
      tools: [{ functionDeclarations: [{ name: "add", description: "Adds.", parametersJsonSchema: { type: "object" } }] }],
      generationConfig: { maxOutputTokens: 65_536, thinkingConfig: { thinkingLevel: "low", includeThoughts: true } },
    };
    assert.deepEqual(body, typed);
  });

  it("does not ask for thoughts beside a budget of 0, nor where a model cannot think", () => {
    const off: JsonObject = { generationConfig: { thinkingConfig: { thinkingBudget: 0 } } };
    const wanted = { wantsSummary: true };
    assert.deepEqual(encodeWith(wire, { request: wanted, effort: off }).body["generationConfig"], off["generationConfig"]);
    assert.equal(
      encodeWith(wire, { request: wanted, dialect: { includeThoughts: "never" } }).body["generationConfig"],
      undefined,
    );
  });

  it("sends earlier parts back verbatim, signatures and empty ones included, with both results in one turn", () => {
    const parts = [
      { text: "hm", thought: true },
      { functionCall: { name: "add", args: { a: 1 } }, thoughtSignature: "s1" },
      { functionCall: { id: "c2", name: "add", args: { a: 2 } } },
      { text: "", thoughtSignature: "s2" },
    ];
    const typed: readonly Content[] = [
      { role: "user", parts: [{ text: "Add." }] },
      { role: "model", parts },
      {
        role: "user",
        parts: [
          { functionResponse: { name: "add", response: { output: "1" } } },
          { functionResponse: { id: "c2", name: "add", response: { error: "no" } } },
        ],
      },
    ];
    const messages = [
      { role: "user", text: "Add." } as const,
      assistant(parts),
      result("call-1-r1", "1"),
      result("c2", "no", true),
    ];
    assert.deepEqual(contentsOf(messages), typed);
  });

  it("marks another model's calls as imported, the first of a turn only", () => {
    const call = (callId: string) => ({ type: "tool-call", callId, name: "add", arguments: "{}", isOpen: false }) as const;
    const imported: Message = {
      role: "assistant",
      replay: null,
      blocks: [
        { type: "reasoning", visibility: "raw", text: "secret", estimatedTokens: null, isOpen: false },
        { type: "answer", channel: "answer", text: "Adding.", isOpen: false },
        call("x1"),
        call("x2"),
      ],
    };
    assert.deepEqual(contentsOf([imported, result("x1", "1"), result("x2", "2")]), [
      {
        role: "model",
        parts: [
          { text: "Adding." },
          { functionCall: { name: "add", args: {} }, thoughtSignature: "skip_thought_signature_validator" },
          { functionCall: { name: "add", args: {} } },
        ],
      },
      {
        role: "user",
        parts: [
          { functionResponse: { name: "add", response: { output: "1" } } },
          { functionResponse: { name: "add", response: { output: "2" } } },
        ],
      },
    ]);
  });

  it("goes on after CONTINUATION with the same request and the token, and drops the token once the talk moves on", () => {
    const unfinished = assistant([{ text: "A" }, { continuationToken: "tok" }]);
    const question: Message = { role: "user", text: "Go." };
    const { body } = encodeWith(wire, { request: { messages: [question, unfinished] } });
    const typed: Body = { contents: [{ role: "user", parts: [{ text: "Go." }] }], continuationToken: "tok" };
    assert.deepEqual(body, typed);
    const moved = encodeWith(wire, { request: { messages: [question, unfinished, question] } }).body;
    assert.equal(moved["continuationToken"], undefined);
    assert.deepEqual(moved["contents"], [
      { role: "user", parts: [{ text: "Go." }] },
      { role: "model", parts: [{ text: "A" }] },
      { role: "user", parts: [{ text: "Go." }] },
    ]);
  });
});
