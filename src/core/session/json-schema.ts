import * as z from "zod";
import type { JsonObject, JsonValue } from "../model/json.ts";
import { isJsonArray, isJsonObject } from "../model/json.ts";
import { sessionFile, text } from "./file-schema.ts";

const textSchema = {
  description: "Text: one string, or an array of its lines.",
  anyOf: [{ type: "string" }, { type: "array", items: { type: "string" } }],
};

/**
 * The published JSON Schema (draft-07, what VS Code's JSON editor reads) of a session file, made from the one schema that
 * reads files. It describes what may be written: unknown keys are allowed, because readers keep them.
 */
export function sessionJsonSchema(): JsonObject {
  const schema: JsonValue = JSON.parse(
    JSON.stringify(
      z.toJSONSchema(sessionFile, {
        target: "draft-7",
        io: "input",
        unrepresentable: "any",
        override: ({ zodSchema, jsonSchema }) => {
          if (zodSchema === text) Object.assign(jsonSchema, textSchema);
        },
      }),
    ),
  );
  if (!isJsonObject(schema)) throw new TypeError("The schema of a session is not an object.");
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "Switchyard reasoning session",
    description: "A prompt, lanes over reasoning models, and the tree of steps they ran.",
    ...withoutDefaults(schema),
  };
}

/** Defaults would be typed into files by editors, and what is absent should stay absent. */
function withoutDefaults(schema: JsonObject): JsonObject {
  const kept = Object.entries(schema).filter(([key]) => key !== "default" && key !== "$schema");
  return Object.fromEntries(kept.map(([key, value]) => [key, clean(value)]));
}

function clean(value: JsonValue): JsonValue {
  if (isJsonArray(value)) return value.map(clean);
  return isJsonObject(value) ? withoutDefaults(value) : value;
}
