import { arrayAt, isJsonArray, isJsonObject, type JsonObject, type JsonValue, stringAt } from "../../core/model/json.ts";

/** The text of a message's content, whether it is a string or a list of parts with `text`. */
export function textOf(content: JsonValue | undefined): string {
  if (typeof content === "string") return content;
  if (!isJsonArray(content)) return "";
  return content
    .filter(isJsonObject)
    .map((part) => stringAt(part, "text") ?? "")
    .join("");
}

/** The first key that is not in the list; null when all are known. */
export function unknownKey(body: JsonObject, known: readonly string[]): string | null {
  return Object.keys(body).find((key) => !known.includes(key)) ?? null;
}

/** The objects in the list at `key`. */
export function objectsAt(body: JsonObject, key: string): readonly JsonObject[] {
  return arrayAt(body, key).filter(isJsonObject);
}

/** `'low', 'medium', and 'high'`. */
export function quotedList(words: readonly string[]): string {
  const quoted = words.map((word) => `'${word}'`);
  const last = quoted.at(-1);
  if (last === undefined || quoted.length < 2) return quoted.join("");
  return `${quoted.slice(0, -1).join(", ")}${quoted.length > 2 ? "," : ""} and ${last}`;
}

/** A whole number of at least one; null when it is absent. Anything else is `invalid`. */
export function positiveInteger(value: JsonValue | undefined): number | null | "invalid" {
  if (value === undefined || value === null) return null;
  return typeof value === "number" && Number.isInteger(value) && value > 0 ? value : "invalid";
}

/** A value of a request as an error message quotes it. */
export function quoted(value: JsonValue | undefined): string {
  return typeof value === "string" ? value : JSON.stringify(value ?? null);
}
