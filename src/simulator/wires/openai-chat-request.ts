import { type EffortTier, isEffortTier } from "../../core/model/effort.ts";
import { arrayAt, isJsonObject, type JsonObject, objectAt, stringAt } from "../../core/model/json.ts";
import { depthOf } from "../brain/brain.ts";
import { accountOf } from "../account.ts";
import { findFault, withoutDirective } from "../faults.ts";
import { findModel } from "../models.ts";
import type { SimulatedModel } from "../simulated-model.ts";
import { positiveInteger, quoted, quotedList } from "./check.ts";
import { readChatMessages } from "./openai-chat-messages.ts";
import { openAiError, wrongType } from "./openai-errors.ts";
import type { IncomingCall, Question } from "./simulated-wire.ts";

export interface ChatOptions {
  /** `stream_options.include_usage`. */
  readonly wantsUsage: boolean;
  readonly obfuscates: boolean;
}

export function readChatRequest({ body, headers }: IncomingCall): { question: Question; options: ChatOptions } {
  const modelId = stringAt(body, "model");
  if (modelId === null) throw openAiError(400, { message: "you must provide a model parameter" });
  const model = findModel("openai-chat", modelId);
  if (model === null) {
    throw openAiError(404, {
      message: `The model \`${modelId}\` does not exist or you do not have access to it.`,
      code: "model_not_found",
    });
  }
  if (arrayAt(body, "messages").length === 0) {
    throw openAiError(400, {
      message: "Missing required parameter: 'messages'.",
      param: "messages",
      code: "missing_required_parameter",
    });
  }
  if (body["n"] !== undefined && body["n"] !== 1) {
    throw openAiError(400, { message: "Only n = 1 is supported by this model.", param: "n", code: "unsupported_value" });
  }
  const account = accountOf(headers, stringAt(body, "safety_identifier") ?? stringAt(body, "user"));
  const read = readChatMessages(body, model, account);
  const field = body["max_completion_tokens"] === undefined ? "max_tokens" : "max_completion_tokens";
  const maxOutputTokens = positiveInteger(body[field]);
  if (maxOutputTokens === "invalid") throw wrongType(field, "an integer", body[field]);
  const streamOptions = objectAt(body, "stream_options");
  if (streamOptions !== null && body["stream"] !== true) {
    throw openAiError(400, {
      message: "The 'stream_options' parameter is only allowed when 'stream' is enabled.",
      param: "stream_options",
    });
  }
  return {
    question: {
      modelId,
      model,
      ...read,
      prompt: withoutDirective(read.prompt),
      account,
      depth: depthOf(readEffort(body, model)),
      maxOutputTokens: maxOutputTokens ?? model.maxOutputTokens,
      isStreaming: body["stream"] === true,
      asksForCache: true,
      fault: findFault(modelId, read.prompt),
    },
    options: {
      wantsUsage: streamOptions?.["include_usage"] === true,
      obfuscates: model.trace === "none" && streamOptions?.["include_obfuscation"] !== false,
    },
  };
}

/**
 * Three habits of Chat look-alikes: a word and a switch beside it (`thinking` + `reasoning_effort`), a switch alone
 * (`thinking`), and no reasoning, where the word is refused.
 */
function readEffort(body: JsonObject, model: SimulatedModel): EffortTier {
  const effort = body["reasoning_effort"];
  const thinking = objectAt(body, "thinking")?.["type"];
  if (effort !== undefined && effort !== null && model.knob !== "effort") {
    throw openAiError(400, {
      message: "Unrecognized request argument supplied: reasoning_effort",
      param: "reasoning_effort",
    });
  }
  if (body["thinking"] !== undefined && (model.knob === "none" || !isJsonObject(body["thinking"]))) {
    throw openAiError(400, { message: "Unrecognized request argument supplied: thinking", param: "thinking" });
  }
  if (thinking !== undefined && thinking !== "enabled" && thinking !== "disabled") {
    throw openAiError(400, {
      message: `Invalid value: '${quoted(thinking)}'. Supported values are: 'enabled' and 'disabled'.`,
      param: "thinking.type",
      code: "invalid_value",
    });
  }
  if (thinking === "disabled") return "none";
  if (effort === undefined || effort === null) return model.defaultTier;
  const accepted: readonly EffortTier[] = model.tiers.filter((tier) => tier !== "none");
  if (typeof effort === "string" && isEffortTier(effort) && accepted.includes(effort)) return effort;
  throw openAiError(400, {
    message: `Unsupported value: 'reasoning_effort' does not support '${quoted(effort)}' with this model. Supported values are: ${quotedList(accepted)}.`,
    param: "reasoning_effort",
    code: "unsupported_value",
  });
}
