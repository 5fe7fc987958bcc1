import { type EffortTier, isEffortTier } from "../../core/model/effort.ts";
import { isJsonArray, isJsonObject, type JsonObject, objectAt, stringAt } from "../../core/model/json.ts";
import { depthOf, depthOfBudget } from "../brain/brain.ts";
import type { Depth } from "../brain/solution.ts";
import { prefixDigest } from "../digest.ts";
import { findFault, withoutDirective } from "../faults.ts";
import { findModel, type SimulatedModel } from "../models.ts";
import { openBlob } from "../opaque.ts";
import { anthropicError, invalidRequest } from "./anthropic-errors.ts";
import { objectsAt, positiveInteger, quotedList, textOf, unknownKey } from "./check.ts";
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
  const { system, messages, prompt, dropped } = readMessages(body, model, betas);
  const asked = stringAt(objectAt(body, "thinking") ?? {}, "display");
  return {
    question: {
      modelId,
      model,
      system,
      messages,
      prompt: withoutDirective(prompt),
      prefix: prefixDigest(system, messages),
      depth,
      maxOutputTokens: maxTokens,
      isStreaming: body["stream"] === true,
      asksForCache: JSON.stringify(body).includes('"cache_control"'),
      fault: findFault(modelId, prompt),
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

function readMessages(
  body: JsonObject,
  model: SimulatedModel,
  betas: string,
): Pick<Question, "system" | "messages" | "prompt"> & { dropped: readonly JsonObject[] } {
  const list = objectsAt(body, "messages");
  if (list.length === 0) throw invalidRequest("messages: at least one message is required");
  const system = textOf(body["system"]);
  const messages: string[] = [];
  const dropped: JsonObject[] = [];
  let prompt = "";
  for (const [at, message] of list.entries()) {
    const role = stringAt(message, "role");
    if (role === "system" && betas.includes("mid-conversation-output-config")) continue;
    if (role !== "user" && role !== "assistant") {
      throw invalidRequest(`messages.${at}.role: Input should be 'user' or 'assistant'`);
    }
    if (role === "assistant") dropped.push(...checkThinking(message, at, model, prefixDigest(system, messages), body));
    const text = textOf(message["content"]);
    if (text === "" && !isJsonArray(message["content"])) throw invalidRequest("messages: text content blocks must be non-empty");
    if (role === "user" && text !== "") prompt = text;
    messages.push(text);
  }
  if (stringAt(list.at(-1) ?? {}, "role") === "assistant") {
    throw invalidRequest("This model does not support assistant message prefill. The conversation must end with a user message.");
  }
  return { system, messages, prompt, dropped };
}

/** Thinking is bound to the model and to everything before it (provider-matrix 3.3): an edit is a 400 or drops the block. */
function checkThinking(
  message: JsonObject,
  at: number,
  model: SimulatedModel,
  prefix: string,
  body: JsonObject,
): readonly JsonObject[] {
  const binding = objectAt(objectAt(body, "thinking") ?? {}, "block_binding");
  const dropped: JsonObject[] = [];
  for (const [part, block] of objectsAt(message, "content").entries()) {
    const type = stringAt(block, "type");
    if (type !== "thinking" && type !== "redacted_thinking") continue;
    const path = `messages.${at}.content.${part}`;
    const sealed = openBlob(stringAt(block, type === "thinking" ? "signature" : "data") ?? "");
    if (sealed === null) throw invalidRequest(`${path}: Invalid \`signature\` in \`thinking\` block`);
    if (sealed.model !== model.id) dropped.push({ type: "thinking_dropped", path, reason: "model_mismatch" });
    else if (sealed.prefix !== prefix) {
      if (stringAt(binding ?? {}, "prefix_mismatch_behavior") !== "drop_block") {
        throw invalidRequest(
          `${path}: Invalid \`signature\` in \`thinking\` block. The block is bound to a different conversation. Remove the block, or set \`thinking.block_binding.prefix_mismatch_behavior\` to "drop_block".`,
        );
      }
      dropped.push({ type: "thinking_dropped", path, reason: "prefix_mismatch" });
    }
  }
  return dropped.filter(isJsonObject);
}
