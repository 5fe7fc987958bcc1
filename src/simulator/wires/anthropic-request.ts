import { type EffortTier, isEffortTier } from "../../core/model/effort.ts";
import { type JsonObject, objectAt, stringAt } from "../../core/model/json.ts";
import { accountOf } from "../account.ts";
import { depthOf, depthOfBudget } from "../brain/brain.ts";
import type { Depth } from "../brain/solution.ts";
import { findFault, withoutDirective } from "../faults.ts";
import { findModel } from "../models.ts";
import type { SimulatedModel } from "../simulated-model.ts";
import { anthropicError, invalidRequest } from "./anthropic-errors.ts";
import { readAnthropicMessages } from "./anthropic-request-messages.ts";
import { positiveInteger, quotedList, unknownKey } from "./check.ts";
import type { IncomingCall, Question } from "./simulated-wire.ts";

export interface AnthropicOptions {
  readonly display: "summarized" | "omitted";
  /** Beta `thinking-token-count-2026-05-13`: a running count while nothing is shown. */
  readonly countsThinking: boolean;
  /** Thinking blocks of the request that could not be used, when the beta for it is on; null: it is off. */
  readonly transformations: readonly JsonObject[] | null;
}

export function readAnthropicRequest({ body, headers }: IncomingCall): { question: Question; options: AnthropicOptions } {
  if (headers["anthropic-version"] === undefined) throw invalidRequest("anthropic-version: header is required");
  const modelId = stringAt(body, "model");
  if (modelId === null) throw invalidRequest("model: Field required");
  const model = findModel("anthropic-messages", modelId);
  if (model === null) throw anthropicError(404, "not_found_error", `model: ${modelId}`);
  const maxTokens = positiveInteger(body["max_tokens"]);
  if (maxTokens === null) throw invalidRequest("max_tokens: Field required");
  if (maxTokens === "invalid") throw invalidRequest("max_tokens: Input should be a valid integer greater than or equal to 1");
  if (maxTokens > model.maxOutputTokens) {
    throw invalidRequest(
      `max_tokens: ${maxTokens} > ${model.maxOutputTokens}, which is the maximum allowed number of output tokens for ${model.id}`,
    );
  }
  refuseUnsupported(body);
  const depth = readThinking(body, model, maxTokens);
  const betas = headers["anthropic-beta"] ?? "";
  const account = accountOf(headers, stringAt(objectAt(body, "metadata") ?? {}, "user_id"));
  const { dropped, tier, ...read } = readAnthropicMessages(body, { model, account, betas });
  const asked = stringAt(objectAt(body, "thinking") ?? {}, "display");
  return {
    question: {
      modelId,
      model,
      ...read,
      ignored: dropped,
      prompt: withoutDirective(read.prompt),
      account,
      depth: tier === null ? depth : depthOf(tier),
      maxOutputTokens: maxTokens,
      isStreaming: body["stream"] === true,
      asksForCache: JSON.stringify(body).includes('"cache_control"'),
      fault: findFault(modelId, read.prompt),
    },
    options: {
      display: asked === "summarized" || (asked === null && model.trace !== "omitted") ? "summarized" : "omitted",
      countsThinking: betas.includes("thinking-token-count-2026-05-13"),
      transformations: betas.includes("thinking-binding-controls") ? dropped : null,
    },
  };
}

const knownKeys = [
  "model max_tokens messages system stream thinking output_config tools tool_choice metadata stop_sequences",
  "temperature top_p top_k service_tier container context_management cache_control",
].flatMap((line) => line.split(" "));

function refuseUnsupported(body: JsonObject): void {
  const unknown = unknownKey(body, knownKeys);
  if (unknown !== null) throw invalidRequest(`${unknown}: Extra inputs are not permitted`);
  if (body["temperature"] !== undefined && body["temperature"] !== 1) {
    throw invalidRequest("`temperature` may only be set to 1 for this model.");
  }
  if (typeof body["top_p"] === "number" && body["top_p"] < 0.99) {
    throw invalidRequest("`top_p` must be greater than or equal to 0.99 for this model.");
  }
  if (body["top_k"] !== undefined) throw invalidRequest("`top_k` is not supported for this model.");
  // Thinking models of the 5.5 family refuse a forced call (provider-matrix 3.3); the wording is ours.
  const choice = stringAt(objectAt(body, "tool_choice") ?? {}, "type");
  if (choice === "any" || choice === "tool") throw invalidRequest("tool_choice.type: Input should be 'auto' or 'none'");
}

function readThinking(body: JsonObject, model: SimulatedModel, maxTokens: number): Depth {
  const thinking = objectAt(body, "thinking");
  const type = thinking === null ? null : stringAt(thinking, "type");
  if (model.knob === "budget") return readBudget(body, thinking, type, maxTokens);
  const effort = objectAt(body, "output_config")?.["effort"];
  if (type === "enabled") {
    throw invalidRequest(
      '"thinking.type.enabled" is not supported for this model. Use "thinking.type.adaptive" and "output_config.effort" to control thinking.',
    );
  }
  const accepted: readonly EffortTier[] = model.tiers.filter((tier) => tier !== "none");
  if (effort !== undefined && !(typeof effort === "string" && isEffortTier(effort) && accepted.includes(effort))) {
    throw invalidRequest(`output_config.effort: Input should be ${quotedList(accepted)}`);
  }
  if (type === "disabled") {
    if (model.tiers.includes("none")) return 0;
    throw invalidRequest(
      '"thinking.type.disabled" is not supported for this model. Use "thinking.type.adaptive" and "output_config.effort" to control thinking.',
    );
  }
  if (type !== null && type !== "adaptive") throw invalidRequest("thinking.type: Input should be 'adaptive' or 'disabled'");
  return depthOf(typeof effort === "string" && isEffortTier(effort) ? effort : model.defaultTier);
}

function readBudget(body: JsonObject, thinking: JsonObject | null, type: string | null, maxTokens: number): Depth {
  if (objectAt(body, "output_config")?.["effort"] !== undefined) {
    throw invalidRequest("output_config.effort: Effort is not supported for this model.");
  }
  if (type === null || type === "disabled") return 0;
  if (type !== "enabled") throw invalidRequest("thinking.type: Input should be 'enabled' or 'disabled'");
  const budget = positiveInteger(thinking?.["budget_tokens"]);
  if (budget === null || budget === "invalid") throw invalidRequest("thinking.enabled.budget_tokens: Field required");
  if (budget < 1024) throw invalidRequest("thinking.enabled.budget_tokens: Input should be greater than or equal to 1024");
  if (budget >= maxTokens) throw invalidRequest("`max_tokens` must be greater than `thinking.budget_tokens`.");
  return depthOfBudget(budget);
}
