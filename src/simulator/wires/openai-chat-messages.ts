import {
  arrayAt,
  isJsonArray,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  objectAt,
  stringAt,
} from "../../core/model/json.ts";
import type { Account } from "../account.ts";
import { digest, Prefix } from "../digest.ts";
import type { SimulatedModel } from "../simulated-model.ts";
import { misfitOf, openBlob } from "../opaque.ts";
import { objectsAt, textOf } from "./check.ts";
import { openAiError } from "./openai-errors.ts";
import type { Question } from "./simulated-wire.ts";
import { nestedTools, pairsOf, readTurn, type Said } from "./turn.ts";

/** Reads `messages`, and holds what comes back to the model's own rule (provider-matrix 3.8 to 3.15, traps 15 to 17). */
export function readChatMessages(
  body: JsonObject,
  model: SimulatedModel,
  account: Account,
): Pick<Question, "system" | "messages" | "prompt" | "turn" | "prefix"> {
  const prefix = new Prefix({ tools: body["tools"] ?? [] });
  const system: string[] = [];
  const said: Said[] = [];
  const messages = objectsAt(body, "messages");
  for (const [at, message] of messages.entries()) {
    const role = stringAt(message, "role");
    const text = textOf(message["content"]);
    if (role === "assistant") checkReasoning(message, at, { model, account, prefix: prefix.digest });
    prefix.add({ role, text, calls: message["tool_calls"] ?? [], id: message["tool_call_id"] ?? null });
    switch (role ?? "") {
      case "system":
      case "developer":
        system.push(text);
        break;
      case "user":
        said.push({ role: "user", text });
        break;
      case "assistant":
        checkCalls(message, messages.slice(at + 1), at, model);
        said.push({ role: "assistant", text });
        break;
      case "tool":
        checkResult(message, messages.slice(0, at), at);
        said.push({ role: "result", text });
        break;
      default:
        throw openAiError(400, {
          message: `Invalid value: '${role ?? "undefined"}'. Supported values are: 'system', 'assistant', 'user', 'tool', and 'developer'.`,
          param: `messages[${at}].role`,
          code: "invalid_value",
        });
    }
  }
  return { ...readTurn(said, nestedTools(body)), system: system.join("\n\n"), prefix: prefix.digest };
}

interface Place {
  readonly model: SimulatedModel;
  readonly account: Account;
  readonly prefix: string;
}

const fields = ["reasoning_content", "reasoning", "reasoning_details"];

function checkReasoning(message: JsonObject, at: number, place: Place): void {
  const { replay, trace } = place.model;
  const own = replay?.field ?? "reasoning_content";
  const allowed = own === "details" ? "reasoning_details" : own;
  const sent = fields.filter((field) => message[field] !== undefined && message[field] !== null);
  const stray = sent.find((field) => field !== allowed);
  if (replay?.demand === "forbidden" && sent.length > 0) {
    // R1's documents: remove it before the next request, or it answers 400 (trap 15). The wording is ours.
    throw openAiError(400, { message: `messages[${at}]: ${sent.join(", ")} must not be sent back to this model.` });
  }
  if (replay !== undefined && stray !== undefined) {
    throw openAiError(400, { message: `'messages.${at}' : property '${stray}' is unsupported` });
  }
  if (replay?.demand === "required" && trace === "raw" && arrayAt(message, "tool_calls").length > 0) {
    if (stringAt(message, "reasoning_content") !== null) return;
    throw openAiError(400, { message: "The reasoning_content in the thinking mode must be passed back to the API." });
  }
  for (const entry of signedEntries(message, own)) checkSignature(entry, at, place);
}

/** Entries that carry a signature or encrypted data, in the place this model keeps them. */
function signedEntries(message: JsonObject, own: string): readonly JsonObject[] {
  const list: JsonValue = (own === "details" ? message["reasoning_details"] : message["content"]) ?? [];
  if (!isJsonArray(list) || (own !== "details" && own !== "chunks")) return [];
  return list.filter(isJsonObject).filter((entry) => entry["type"] !== "text");
}

/** Whole and unmodified: the blob must be ours, and the text beside it the one it was made with. */
function checkSignature(entry: JsonObject, at: number, { model, account, prefix }: Place): void {
  const blob = stringAt(entry, "signature") ?? stringAt(entry, "data");
  const sealed = blob === null ? null : openBlob(blob);
  const isWhole = sealed?.purpose === textMark(readReasoningText(entry));
  const misfit = sealed === null || !isWhole ? "signature_invalid" : misfitOf(sealed, { model: model.id, prefix, account });
  if (misfit === null) return;
  // What real ones do with a foreign entry is not documented: refusing shows that none is sent.
  throw openAiError(400, { message: `messages[${at}]: invalid reasoning entry (${misfit})`, code: "invalid_reasoning" });
}

/** What a signature of this wire is made for. */
export function textMark(text: string): string {
  return `text-${digest(text).slice(0, 12)}`;
}

function readReasoningText(entry: JsonObject): string {
  return stringAt(entry, "text") ?? textOf(entry["thinking"]);
}

function checkCalls(message: JsonObject, after: readonly JsonObject[], at: number, model: SimulatedModel): void {
  const calls = objectsAt(message, "tool_calls");
  const called = calls.map((call) => stringAt(call, "id") ?? "");
  for (const call of calls) {
    const args = objectAt(call, "function")?.["arguments"];
    if (typeof args !== "string") {
      throw openAiError(400, {
        message: `Invalid type for 'messages[${at}].tool_calls[0].function.arguments': expected a string.`,
      });
    }
  }
  for (const id of called) checkId(id, at, model);
  const results = after.slice(0, Math.max(0, endOfResults(after)));
  const { unanswered } = pairsOf(
    called,
    results.map((result) => stringAt(result, "tool_call_id") ?? ""),
  );
  if (unanswered.length === 0) return;
  throw openAiError(400, {
    message: `An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. The following tool_call_ids did not have response messages: ${unanswered.join(", ")}`,
    param: `messages.[${at}].role`,
  });
}

function endOfResults(after: readonly JsonObject[]): number {
  const end = after.findIndex((message) => message["role"] !== "tool");
  return end < 0 ? after.length : end;
}

function checkId(id: string, at: number, { replay }: SimulatedModel): void {
  if (replay?.ids === "nine" && !/^[a-zA-Z0-9]{9}$/.test(id)) {
    // Seen at Mistral (2024 to 2026).
    throw openAiError(400, {
      message: `Tool call id was ${id} but must be a-z, A-Z, 0-9, with a length of 9.`,
      type: "invalid_function_call",
      code: "3280",
    });
  }
  if (id.length <= 64) return;
  throw openAiError(400, {
    message: `Invalid 'messages[${at}].tool_calls[0].id': string too long. Expected a string with maximum length 64, but got a string with length ${id.length} instead.`,
    code: "string_above_max_length",
  });
}

function checkResult(message: JsonObject, before: readonly JsonObject[], at: number): void {
  const caller = before.findLast(({ role }) => role !== "tool");
  const called = objectsAt(caller ?? {}, "tool_calls").map((call) => stringAt(call, "id") ?? "");
  if (called.includes(stringAt(message, "tool_call_id") ?? "")) return;
  throw openAiError(400, {
    message: "Invalid parameter: messages with role 'tool' must be a response to a preceeding message with 'tool_calls'.",
    param: `messages.[${at}].role`,
  });
}
