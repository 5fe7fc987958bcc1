import { isJsonArray, isJsonObject, type JsonObject, type JsonValue, objectAt } from "../../core/model/json.ts";
import { findSums } from "./arithmetic.ts";
import { shorten } from "./read-prompt.ts";
import type { ScriptCall } from "./script.ts";

/** A tool the request offers. */
export interface OfferedTool {
  readonly name: string;
  /** JSON Schema of its arguments. */
  readonly parameters: JsonObject;
}

/** Where a turn stands: what may be called, and what was called since the user last spoke. */
export interface ToolTurn {
  readonly tools: readonly OfferedTool[];
  /** Texts of the results of the last round. */
  readonly results: readonly string[];
  /** How often calls were answered since the user last spoke. */
  readonly rounds: number;
}

/**
 * What a simulated model calls, worked out from the request alone. Tools that the prompt names are called together, or, if
 * it says “one after another”, one a round. If it names none, the first tool that takes arguments is called once: one
 * without any was most likely only used earlier. Once there are results, the model answers.
 */
export function toolCalls(prompt: string, { tools, rounds }: ToolTurn): readonly ScriptCall[] {
  const named = tools.filter(({ name }) => new RegExp(`(?<![\\w-])${escaped(name)}(?![\\w-])`, "i").test(prompt));
  if (/\bone after another\b/i.test(prompt)) return named.slice(rounds, rounds + 1).map((tool) => callOf(tool, prompt));
  if (rounds > 0) return [];
  if (named.length > 0) return named.map((tool) => callOf(tool, prompt));
  const first = tools.find(({ parameters }) => Object.keys(objectAt(parameters, "properties") ?? {}).length > 0);
  return first === undefined ? [] : [callOf(first, prompt)];
}

/** What an answer says about the results it rests on; empty: there are none. */
export function resultsText({ results }: ToolTurn): string {
  if (results.length === 0) return "";
  const lines = results.slice(0, 8).map((text) => `- ${shorten(text, 200)}`);
  return `\n\n**What the tools said**\n\n${lines.join("\n")}`;
}

function callOf({ name, parameters }: OfferedTool, prompt: string): ScriptCall {
  const properties = Object.entries(objectAt(parameters, "properties") ?? {});
  const required = isJsonArray(parameters["required"]) ? parameters["required"] : [];
  // All of them where the schema requires none: an empty call would say nothing.
  const wanted = required.length === 0 ? properties : properties.filter(([key]) => required.includes(key));
  return { name, arguments: Object.fromEntries(wanted.map(([key, schema]) => [key, valueFor(schema, prompt)])) };
}

function valueFor(schema: JsonValue, prompt: string): JsonValue {
  if (!isJsonObject(schema)) return "";
  const choices = schema["enum"];
  if (isJsonArray(choices) && choices[0] !== undefined) return choices[0];
  const types = schema["type"];
  const [type] = isJsonArray(types) ? types : [types];
  switch (typeof type === "string" ? type : "") {
    case "number":
    case "integer":
      return Number(/\d+/.exec(prompt)?.[0] ?? 1);
    case "boolean":
      return true;
    case "array":
      return [];
    case "object":
      return {};
    default:
      return findSums(prompt)[0]?.text ?? shorten(prompt, 80);
  }
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
