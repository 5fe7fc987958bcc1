import { isJsonObject, type JsonObject, type JsonValue, objectAt, stringAt } from "../../core/model/json.ts";
import type { OfferedTool } from "../brain/call-tools.ts";
import { objectsAt } from "./check.ts";
import type { Question } from "./simulated-wire.ts";

/** One thing that was said before the answer, in order. */
export interface Said {
  readonly role: "user" | "assistant" | "result";
  readonly text: string;
}

/** What the model is to answer: the last thing the user said, and what its calls since then brought. */
export function readTurn(said: readonly Said[], tools: readonly OfferedTool[]): Pick<Question, "messages" | "prompt" | "turn"> {
  const asked = said.findLastIndex(({ role, text }) => role === "user" && withoutBrief(text) !== "");
  const since = said.slice(asked + 1);
  const rounds = since.filter(({ role }, index) => role === "result" && since[index - 1]?.role !== "result").length;
  const lastRound = since.slice(since.findLastIndex(({ role }) => role === "assistant") + 1);
  const results = lastRound.flatMap(({ role, text }) => (role === "result" ? [text] : []));
  return {
    messages: said.map(({ text }) => text),
    prompt: withoutBrief(said[asked]?.text ?? ""),
    turn: { tools, results, rounds },
  };
}

/** A brief of earlier reasoning is information beside what is asked; one alone asks nothing. */
function withoutBrief(text: string): string {
  const end = "</earlier-reasoning>";
  return text.startsWith("<earlier-reasoning>") ? text.slice(text.indexOf(end) + end.length).trimStart() : text;
}

/** Tools as `{function: {name, parameters}}`: Chat Completions, Ollama, Cohere. */
export function nestedTools(body: JsonObject): readonly OfferedTool[] {
  if (body["tool_choice"] === "none" || body["tool_choice"] === "NONE") return [];
  return objectsAt(body, "tools").flatMap((tool) => offered(objectAt(tool, "function"), "parameters"));
}

/** Tools as `{type: "function", name, parameters}`: Responses, Interactions. */
export function flatTools(body: JsonObject): readonly OfferedTool[] {
  if (body["tool_choice"] === "none") return [];
  return objectsAt(body, "tools").flatMap((tool) => (tool["type"] === "function" ? offered(tool, "parameters") : []));
}

export function offered(tool: JsonObject | null, schemaKey: string): readonly OfferedTool[] {
  const name = tool === null ? null : stringAt(tool, "name");
  return tool === null || name === null ? [] : [{ name, parameters: objectAt(tool, schemaKey) ?? {} }];
}

/** Calls that nobody answered, and answers that nobody asked for: each provider refuses both in its own words. */
export interface CallPairs {
  readonly unanswered: readonly string[];
  readonly orphans: readonly string[];
}

/** Pairs within one stretch: ids called, and ids answered right after. */
export function pairsOf(called: readonly string[], answered: readonly string[]): CallPairs {
  return {
    unanswered: called.filter((id) => !answered.includes(id)),
    orphans: answered.filter((id) => !called.includes(id)),
  };
}

/** Without marks for caching, which are no part of what was said. */
export function withoutCacheMarks(value: JsonValue): JsonValue {
  if (!isJsonObject(value)) return value;
  const { cache_control: _, ...rest } = value;
  return rest;
}
