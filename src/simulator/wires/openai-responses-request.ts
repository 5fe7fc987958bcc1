import { type EffortTier, isEffortTier } from "../../core/model/effort.ts";
import { arrayAt, type JsonObject, type JsonValue, objectAt, stringAt } from "../../core/model/json.ts";
import { depthOf } from "../brain/brain.ts";
import { accountOf } from "../account.ts";
import { findFault, withoutDirective } from "../faults.ts";
import { findModel } from "../models.ts";
import type { SimulatedModel } from "../simulated-model.ts";
import { positiveInteger, quoted, quotedList, unknownKey } from "./check.ts";
import { openAiError, wrongType } from "./openai-errors.ts";
import { readResponsesInput } from "./openai-responses-input.ts";
import type { IncomingCall, Question } from "./simulated-wire.ts";

/** What a Responses request asks for beyond the question itself. */
export interface ResponsesOptions {
  readonly tier: EffortTier;
  readonly summary: "auto" | "concise" | "detailed" | null;
  readonly includesEncrypted: boolean;
  readonly obfuscates: boolean;
  readonly store: boolean;
  readonly instructions: string | null;
  readonly tools: readonly JsonValue[];
  /** Reasoning of earlier turns that could not be used, as the API reports it. */
  readonly transformations: readonly JsonObject[];
}

export function readResponsesRequest({ body, headers }: IncomingCall): { question: Question; options: ResponsesOptions } {
  const modelId = stringAt(body, "model");
  if (modelId === null)
    throw openAiError(400, {
      message: "Missing required parameter: 'model'.",
      param: "model",
      code: "missing_required_parameter",
    });
  const model = findModel("openai-responses", modelId);
  if (model === null) {
    throw openAiError(400, {
      message: `The requested model '${modelId}' does not exist.`,
      param: "model",
      code: "model_not_found",
    });
  }
  refuseUnknown(body, model);
  refuseStored(body);
  const asked = readEffort(body, model);
  // Which of the two names the end user is not documented (provider-matrix 8, point 3): either one counts.
  const account = accountOf(headers, stringAt(body, "safety_identifier") ?? stringAt(body, "user"));
  const input = readResponsesInput(body, model, account);
  const tier = input.tier === null ? asked : checkedTier(input.tier, model);
  const maxOutputTokens = positiveInteger(body["max_output_tokens"]);
  if (maxOutputTokens === "invalid") throw wrongType("max_output_tokens", "an integer", body["max_output_tokens"]);
  if (maxOutputTokens !== null && maxOutputTokens < 16) {
    throw openAiError(400, {
      message: `Invalid 'max_output_tokens': integer below minimum value. Expected a value >= 16, but got ${maxOutputTokens} instead.`,
      param: "max_output_tokens",
      code: "integer_below_min_value",
    });
  }
  return {
    question: {
      modelId,
      model,
      system: input.system,
      messages: input.messages,
      prompt: withoutDirective(input.prompt),
      prefix: input.prefix,
      account,
      turn: input.turn,
      ignored: input.transformations,
      depth: depthOf(tier),
      maxOutputTokens: maxOutputTokens ?? model.maxOutputTokens,
      isStreaming: body["stream"] === true,
      asksForCache: true,
      fault: findFault(modelId, input.prompt),
    },
    options: {
      tier,
      summary: readSummary(body),
      includesEncrypted: arrayAt(body, "include").includes("reasoning.encrypted_content"),
      obfuscates: objectAt(body, "stream_options")?.["include_obfuscation"] !== false,
      store: body["store"] !== false,
      instructions: stringAt(body, "instructions"),
      tools: arrayAt(body, "tools"),
      transformations: input.transformations,
    },
  };
}

const knownKeys = [
  "model input instructions stream stream_options store reasoning include max_output_tokens tools tool_choice",
  "parallel_tool_calls previous_response_id conversation metadata text truncation user safety_identifier",
  "service_tier prompt_cache_key prompt_cache_options prompt_cache_retention background temperature top_p",
  "top_logprobs max_tool_calls prompt",
].flatMap((line) => line.split(" "));

function refuseUnknown(body: JsonObject, model: SimulatedModel): void {
  const unknown = unknownKey(body, knownKeys);
  if (unknown !== null) {
    throw openAiError(400, { message: `Unknown parameter: '${unknown}'.`, param: unknown, code: "unknown_parameter" });
  }
  // Sampling is refused while reasoning; with effort none, where it exists, it is accepted (provider-matrix 3.1).
  const effort = stringAt(objectAt(body, "reasoning") ?? {}, "effort") ?? model.defaultTier;
  for (const param of ["temperature", "top_p", "top_logprobs"]) {
    if (body[param] !== undefined && body[param] !== null && effort !== "none") {
      throw openAiError(400, { message: `Unsupported parameter: '${param}' is not supported with this model.`, param });
    }
  }
  if (body["previous_response_id"] && body["conversation"]) {
    throw openAiError(400, {
      message:
        "Mutually exclusive parameters: 'previous_response_id' and 'conversation'. Ensure you are only providing one of them.",
      code: "mutually_exclusive_parameters",
    });
  }
}

/** Nothing is stored here, whatever `store` says: the whole input has to be sent. */
function refuseStored(body: JsonObject): void {
  const id = stringAt(body, "previous_response_id");
  if (id === null) return;
  throw openAiError(400, {
    message: `Previous response with id '${id}' not found. The simulator stores none: send the whole input.`,
    param: "previous_response_id",
    code: "previous_response_not_found",
  });
}

function readEffort(body: JsonObject, model: SimulatedModel): EffortTier {
  const effort = objectAt(body, "reasoning")?.["effort"];
  return effort === undefined || effort === null ? model.defaultTier : checkedTier(effort, model);
}

function checkedTier(effort: JsonValue, model: SimulatedModel): EffortTier {
  if (typeof effort === "string" && isEffortTier(effort) && model.tiers.includes(effort)) return effort;
  throw openAiError(400, {
    message: `Unsupported value: '${quoted(effort)}' is not supported with the '${model.id}' model. Supported values are: ${quotedList(model.tiers)}.`,
    param: "reasoning.effort",
    code: "unsupported_value",
  });
}

function readSummary(body: JsonObject): ResponsesOptions["summary"] {
  const summary = objectAt(body, "reasoning")?.["summary"];
  if (summary === undefined || summary === null) return null;
  if (summary === "auto" || summary === "concise" || summary === "detailed") return summary;
  throw openAiError(400, {
    message: `Invalid value: '${quoted(summary)}'. Supported values are: 'auto', 'concise', and 'detailed'.`,
    param: "reasoning.summary",
    code: "invalid_value",
  });
}
