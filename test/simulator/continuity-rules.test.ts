import assert from "node:assert/strict";
import type { JsonObject } from "../../src/core/model/json.ts";
import { useSimulator } from "./use-simulator.ts";

/*
 * What real providers refuse of a conversation that comes back, asked for over plain HTTP; the texts are theirs where they are
 * documented or reported (provider-matrix 3 and traps 8 to 34).
 */

interface Rule {
  readonly betas?: string;
  readonly name: string;
  readonly path: string;
  readonly body: JsonObject;
  readonly status: number;
  readonly says: RegExp;
}

const user: JsonObject = { role: "user", content: "Look." };
const later: JsonObject = { role: "user", content: "Go on." };
const chatCall = (id: string, more: JsonObject = {}): JsonObject => ({
  role: "assistant",
  content: null,
  tool_calls: [{ id, type: "function", function: { name: "look", arguments: "{}" } }],
  ...more,
});
const chatResult = (id: string): JsonObject => ({ role: "tool", tool_call_id: id, content: "0.05" });
const chat = (model: string, ...messages: readonly JsonObject[]): Pick<Rule, "path" | "body"> => {
  return { path: "/v1/chat/completions", body: { model, messages } };
};
const responses = (...input: readonly JsonObject[]): Pick<Rule, "path" | "body"> => {
  return { path: "/v1/responses", body: { model: "steady-thinker", store: false, input } };
};
const messages = (...list: readonly JsonObject[]): Pick<Rule, "path" | "body"> => {
  return { path: "/v1/messages", body: { model: "quiet-mind", max_tokens: 4_000, messages: list } };
};
const gemini = (...contents: readonly JsonObject[]): Pick<Rule, "path" | "body"> => {
  return { path: "/v1beta/models/clear-signal:generateContent", body: { contents } };
};
const converse = (...list: readonly JsonObject[]): Pick<Rule, "path" | "body"> => {
  return { path: "/model/packed-thinker/converse", body: { messages: list, toolConfig: { tools: [] } } };
};
const toolUse: JsonObject = { type: "tool_use", id: "toolu_1", name: "look", input: {} };
const toolResult: JsonObject = { type: "tool_result", tool_use_id: "toolu_1", content: "0.05" };
const functionCall: JsonObject = { functionCall: { name: "look", args: {} } };
const functionResponse: JsonObject = { functionResponse: { name: "look", response: { output: "0.05" } } };
const lookTool: JsonObject = { type: "function", name: "look", parameters: { type: "object", properties: {} } };
const withEffortBeta = { betas: "mid-conversation-output-config-2026-07-01" } as const;
const sentinel = "skip_thought_signature_validator";

const rules: readonly Rule[] = [
  {
    name: "Responses: an id of something that was not stored",
    ...responses(user, { type: "reasoning", id: "rs_1", summary: [] }, { role: "assistant", content: "a" }, later),
    status: 404,
    says: /Item with id 'rs_1' not found.*`store` is set to false/,
  },
  {
    name: "Responses: reasoning without what followed it",
    ...responses(user, { type: "reasoning", summary: [] }, later),
    status: 400,
    says: /of type 'reasoning' was provided without its required following item/,
  },
  {
    name: "Responses: a call without its output",
    ...responses(user, { type: "function_call", call_id: "c1", name: "look", arguments: "{}" }, later),
    status: 400,
    says: /No tool output found for function call c1/,
  },
  {
    name: "Responses: encrypted content of another provider",
    ...responses(
      user,
      { type: "reasoning", summary: [], encrypted_content: "Zm9yZWlnbg==" },
      { role: "assistant", content: "a" },
      later,
    ),
    status: 400,
    says: /encrypted content .* could not be verified/,
  },
  {
    name: "Responses: an id of more than 64 characters",
    ...responses(user, { type: "function_call", call_id: "c".repeat(69), name: "look", arguments: "{}" }),
    status: 400,
    says: /maximum length 64, but got a string with length 69/,
  },
  {
    name: "Responses: two changes in a row",
    ...responses(user, { type: "configuration_update" }, { type: "configuration_update" }, later),
    status: 400,
    says: /must not follow each other/,
  },
  {
    name: "Responses: more tools, but not by the developer",
    ...responses(user, { type: "additional_tools", role: "user", tools: [lookTool] }, later),
    status: 400,
    says: /must have the role 'developer'/,
  },
  {
    name: "Responses: more tools, but none named",
    ...responses(user, { type: "additional_tools", role: "developer", tools: [] }, later),
    status: 400,
    says: /needs at least one tool/,
  },
  {
    name: "Messages: another effort in mid-conversation without its beta",
    ...messages(user, { role: "system", content: [], output_config: { effort: "low" } }),
    status: 400,
    says: /messages\.1\.role: Input should be 'user' or 'assistant'/,
  },
  {
    name: "Messages: a change that changes nothing",
    ...messages(user, { role: "system", content: [] }),
    ...withEffortBeta,
    status: 400,
    says: /needs `content` or `output_config`/,
  },
  {
    name: "Messages: an effort in mid-conversation that the model does not take",
    ...messages(user, { role: "system", content: [], output_config: { effort: "minimal" } }),
    ...withEffortBeta,
    status: 400,
    says: /messages\.1\.output_config\.effort: Input should be/,
  },
  {
    name: "Messages: a change before anybody has said anything",
    ...messages({ role: "system", content: [], output_config: { effort: "low" } }, user),
    ...withEffortBeta,
    status: 400,
    says: /must follow a user message/,
  },
  {
    name: "Chat: DeepSeek V4's way, a call without its reasoning",
    ...chat("open-book", user, chatCall("c1"), chatResult("c1")),
    status: 400,
    says: /reasoning_content in the thinking mode must be passed back/,
  },
  {
    name: "Chat: R1's way, reasoning that comes back",
    ...chat("never-back", user, { role: "assistant", content: "a", reasoning_content: "r" }, later),
    status: 400,
    says: /must not be sent back/,
  },
  {
    name: "Chat: another name for the field",
    ...chat("plain-field", user, { role: "assistant", content: "a", reasoning_content: "r" }, later),
    status: 400,
    says: /property 'reasoning_content' is unsupported/,
  },
  {
    name: "Chat: Mistral's ids",
    ...chat("chunk-writer", user, chatCall("call_0fypS1hVX"), chatResult("call_0fypS1hVX")),
    status: 400,
    says: /Tool call id was call_0fypS1hVX but must be a-z, A-Z, 0-9, with a length of 9/,
  },
  {
    name: "Chat: a signed entry that is not its own",
    ...chat(
      "detail-keeper",
      user,
      { role: "assistant", content: "a", reasoning_details: [{ type: "reasoning.text", text: "t" }] },
      later,
    ),
    status: 400,
    says: /invalid reasoning entry/,
  },
  {
    name: "Chat: a call without a result",
    ...chat("quick-draft", user, chatCall("c1"), later),
    status: 400,
    says: /must be followed by tool messages responding to each 'tool_call_id'/,
  },
  {
    name: "Chat: a result without a call",
    ...chat("quick-draft", user, chatResult("c1")),
    status: 400,
    says: /must be a response to a preceeding message with 'tool_calls'/,
  },
  {
    name: "Messages: a signature of nobody",
    ...messages(user, { role: "assistant", content: [{ type: "thinking", thinking: "", signature: "Zm9v" }] }, later),
    status: 400,
    says: /Invalid `signature` in `thinking` block/,
  },
  {
    name: "Messages: a call without its result",
    ...messages(user, { role: "assistant", content: [toolUse] }, later),
    status: 400,
    says: /`tool_use` ids were found without `tool_result` blocks immediately after: toolu_1/,
  },
  {
    name: "Messages: a result after text",
    ...messages(
      user,
      { role: "assistant", content: [toolUse] },
      { role: "user", content: [{ type: "text", text: "x" }, toolResult] },
    ),
    status: 400,
    says: /must come first/,
  },
  {
    name: "Messages: an id with other characters",
    ...messages(
      user,
      { role: "assistant", content: [{ ...toolUse, id: "a.b" }] },
      {
        role: "user",
        content: [{ ...toolResult, tool_use_id: "a.b" }],
      },
    ),
    status: 400,
    says: /String should match pattern/,
  },
  {
    name: "Messages: blank text",
    ...messages(user, { role: "assistant", content: [{ type: "text", text: "\n\n" }] }, later),
    status: 400,
    says: /non-whitespace text/,
  },
  {
    name: "Messages: with a budget, a tool loop that does not begin with thinking",
    path: "/v1/messages",
    body: {
      model: "measured-mind",
      max_tokens: 8_000,
      thinking: { type: "enabled", budget_tokens: 2_000 },
      messages: [user, { role: "assistant", content: [toolUse] }, { role: "user", content: [toolResult] }],
    },
    status: 400,
    says: /Expected `thinking` or `redacted_thinking`, but found `tool_use`/,
  },
  {
    name: "Gemini: a call of this turn without a signature",
    ...gemini({ parts: [{ text: "Look." }] }, { role: "model", parts: [functionCall] }, { parts: [functionResponse] }),
    status: 400,
    says: /Function call is missing a thought_signature/,
  },
  {
    name: "Gemini: the same call, imported with the sentinel",
    ...gemini(
      { parts: [{ text: "Look." }] },
      { role: "model", parts: [{ ...functionCall, thoughtSignature: sentinel }, functionCall] },
      { parts: [functionResponse, functionResponse] },
    ),
    status: 200,
    says: /candidates/,
  },
  {
    name: "Gemini: the same call without a signature, in an earlier turn",
    ...gemini(
      { parts: [{ text: "Look." }] },
      { role: "model", parts: [functionCall] },
      { parts: [functionResponse, { text: "And now?" }] },
    ),
    status: 200,
    says: /candidates/,
  },
  {
    name: "Gemini: fewer responses than calls",
    ...gemini(
      { parts: [{ text: "Look." }] },
      { role: "model", parts: [{ ...functionCall, thoughtSignature: sentinel }, functionCall] },
      { parts: [functionResponse] },
    ),
    status: 400,
    says: /number of function response parts is equal/,
  },
  {
    name: "Converse: reasoning without a signature",
    ...converse(
      { role: "user", content: [{ text: "Look." }] },
      { role: "assistant", content: [{ reasoningContent: { reasoningText: { text: "t" } } }, { text: "a" }] },
      { role: "user", content: [{ text: "Go on." }] },
    ),
    status: 400,
    says: /Invalid `signature`/,
  },
  {
    name: "Converse: roles that do not alternate",
    ...converse({ role: "user", content: [{ text: "Look." }] }, { role: "user", content: [{ text: "Go on." }] }),
    status: 400,
    says: /alternate/,
  },
];

describe("what simulated providers refuse of a conversation that comes back", () => {
  const simulator = useSimulator();

  for (const { name, path, body, status, says, betas } of rules) {
    it(name, async () => {
      const headers = {
        "content-type": "application/json",
        "anthropic-version": "2023-06-01",
        ...(betas === undefined ? {} : { "anthropic-beta": betas }),
      };
      const response = await fetch(simulator.url + path, { method: "POST", headers, body: JSON.stringify(body) });
      const text = await response.text();
      assert.equal(response.status, status, text);
      assert.match(text.replaceAll('\\"', '"'), says);
    });
  }
});
