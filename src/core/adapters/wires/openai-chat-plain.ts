import type { JsonObject } from "../../model/json.ts";
import { isJsonArray, isJsonObject } from "../../model/json.ts";
import type { PlainDelta } from "./repeated-frame.ts";

/**
 * The delta of a chunk that does nothing but add a piece of the answer or of the reasoning, as nearly every one does; null
 * for any other. Stricter than the decoder on purpose: what is not surely plain is read by it.
 */
export function plainDelta(chunk: JsonObject, reasoningFields: readonly string[]): PlainDelta | null {
  for (const name in chunk) {
    const value = chunk[name];
    if (name !== "choices" && (tellingFields.has(name) || (typeof value === "object" && value !== null))) return null;
  }
  const choices = chunk["choices"];
  const choice = isJsonArray(choices) && choices.length === 1 ? choices[0] : undefined;
  if (!isJsonObject(choice) || (typeof choice["index"] === "number" && choice["index"] !== 0)) return null;
  const { delta, finish_reason: reason, usage } = choice;
  const isEnd = (typeof reason === "string" && reason !== "") || isJsonObject(usage);
  return isEnd || !isJsonObject(delta) ? null : onlyText(delta, reasoningFields);
}

/** Fields of a chunk that mean something whatever they hold. */
const tellingFields: ReadonlySet<string> = new Set(["error", "x_groq", "base_resp", "citations", "search_results"]);

/** Letters that hide how long the text is: OpenAI's name for them and Mistral's. They say nothing, and change with every chunk. */
export const chatPadding: readonly string[] = ["obfuscation", "p"];

function onlyText(delta: JsonObject, reasoningFields: readonly string[]): PlainDelta | null {
  let found: PlainDelta | null = null;
  for (const name in delta) {
    const value = delta[name];
    if (value === null || value === "" || name === "role") continue;
    const isText = typeof value === "string" && (name === "content" || reasoningFields.includes(name));
    if (!isText || found !== null) return null;
    found = { field: name, text: value };
  }
  return found;
}
