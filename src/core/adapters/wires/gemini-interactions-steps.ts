import { arrayAt, isJsonObject, mergeJson, objectAt, stringAt, type JsonObject, type JsonValue } from "../../model/json.ts";
import type { OpenCall } from "./response-blocks.ts";
import { parseToolArguments } from "./tool-arguments.ts";

/** One step while it arrives. */
export interface InteractionStep {
  readonly start: JsonObject;
  /** The call it shows as; null: not a function call. */
  readonly call: OpenCall | null;
  /** Of a thought or an answer. */
  text: string;
  /** The last one that holds something: empty ones come before it. */
  signature: string;
  argumentsText: string;
  readonly annotations: JsonValue[];
  /** Fields of deltas that belong to the step as they are (searches and their results). */
  fields: JsonObject;
  /** Images and the like, in order. */
  readonly media: JsonValue[];
}

export function newInteractionStep(start: JsonObject, call: OpenCall | null): InteractionStep {
  return {
    start,
    call,
    text: "",
    signature: stringAt(start, "signature") ?? "",
    argumentsText: "",
    annotations: [],
    fields: {},
    media: [],
  };
}

/** The step whole, in the shape of a non-streaming body. Null: its arguments are not JSON, so it cannot be sent back. */
export function wholeStep(step: InteractionStep): JsonObject | null {
  const { start, text } = step;
  const signature = step.signature === "" ? {} : { signature: step.signature };
  switch (stringAt(start, "type") ?? "") {
    case "thought":
      return { ...start, ...signature, ...(text === "" ? {} : { summary: [{ type: "text", text }] }) };
    case "model_output": {
      const annotations = step.annotations.length === 0 ? {} : { annotations: step.annotations };
      const content = [...(text === "" ? [] : [{ type: "text", text, ...annotations }]), ...step.media];
      return { ...start, content };
    }
    case "function_call": {
      if (step.argumentsText === "") return start;
      const args = parseToolArguments(step.argumentsText);
      return args === null ? null : { ...start, ...signature, arguments: args };
    }
    default:
      return mergeJson({ ...start, ...signature }, step.fields);
  }
}

/** A whole step as the deltas that would have streamed it. */
export function deltasOfStep(step: JsonObject): readonly JsonObject[] {
  switch (stringAt(step, "type") ?? "") {
    case "thought":
      return arrayAt(step, "summary")
        .filter(isJsonObject)
        .map((content) => ({ type: "thought_summary", content }));
    case "model_output":
      return arrayAt(step, "content").filter(isJsonObject);
    case "function_call":
      return [{ type: "arguments_delta", arguments: JSON.stringify(objectAt(step, "arguments") ?? {}) }];
    default:
      return [];
  }
}
