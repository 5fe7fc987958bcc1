import {
  arrayAt,
  isJsonArray,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  objectAt,
  stringAt,
} from "../../core/model/json.ts";
import type { EffortTier } from "../../core/model/effort.ts";
import type { Account } from "../account.ts";
import { Prefix } from "../digest.ts";
import type { SimulatedModel } from "../simulated-model.ts";
import { misfitOf, openBlob } from "../opaque.ts";
import { invalidRequest } from "./anthropic-errors.ts";
import { objectsAt, quotedList, textOf } from "./check.ts";
import type { Question } from "./simulated-wire.ts";
import { offered, pairsOf, readTurn, type Said, withoutCacheMarks } from "./turn.ts";

export interface MessagePlace {
  readonly model: SimulatedModel;
  readonly account: Account;
  readonly betas: string;
}

type Read = Pick<Question, "system" | "messages" | "prompt" | "turn" | "prefix"> & {
  readonly dropped: readonly JsonObject[];
  /** The effort that was said for this turn in mid-conversation; null: none was. */
  readonly tier: EffortTier | null;
};

/** Reads `messages`, and holds what comes back to the rules (provider-matrix 3.3, traps 4, 7, 8, 20, 34). */
export function readAnthropicMessages(body: JsonObject, place: MessagePlace): Read {
  const list = objectsAt(body, "messages");
  if (list.length === 0) throw invalidRequest("messages: at least one message is required");
  const prefix = new Prefix({ system: withoutMarks(body["system"] ?? null), tools: withoutMarks(body["tools"] ?? []) });
  const said: Said[] = [];
  const dropped: JsonObject[] = [];
  let tier: EffortTier | null = null;
  for (const [at, message] of list.entries()) {
    const role = stringAt(message, "role");
    if (role === "system" && place.betas.includes("mid-conversation-output-config-2026-07-01")) {
      tier = readChange(message, list[at - 1], at, place.model);
      prefix.add({ role, change: message["output_config"] ?? null, text: textOf(message["content"]) });
      continue;
    }
    if (role === "assistant") tier = null;
    if (role !== "user" && role !== "assistant") {
      throw invalidRequest(`messages.${at}.role: Input should be 'user' or 'assistant'`);
    }
    const blocks = blocksOf(message, at);
    if (role === "assistant") checkCalls(blocks, list[at + 1], at);
    else checkResults(blocks, list[at - 1], at);
    for (const [part, block] of blocks.entries()) {
      if (isThinking(block)) dropped.push(...checkThinking(block, `messages.${at}.content.${part}`, prefix, place, body));
      prefix.add({ role, block: withoutCacheMarks(block) });
    }
    const text = textOf(message["content"]);
    const results = blocks.filter(({ type }) => type === "tool_result");
    said.push(...results.map(({ content = "" }): Said => ({ role: "result", text: resultText(content) })));
    if (role === "assistant" || text !== "") said.push({ role, text });
  }
  checkIds(list);
  checkManualThinking(list, place.model, body);
  if (stringAt(list.at(-1) ?? {}, "role") === "assistant") {
    throw invalidRequest("This model does not support assistant message prefill. The conversation must end with a user message.");
  }
  const isOff = stringAt(objectAt(body, "tool_choice") ?? {}, "type") === "none";
  const tools = isOff ? [] : objectsAt(body, "tools").flatMap((tool) => offered(tool, "input_schema"));
  return { ...readTurn(said, tools), system: textOf(body["system"]), prefix: prefix.digest, dropped, tier };
}

/** Another effort for one turn: after what the user says, of the words that the model takes (provider-matrix 3.3, trap 5). */
function readChange(
  message: JsonObject,
  before: JsonObject | undefined,
  at: number,
  { knob, tiers }: SimulatedModel,
): EffortTier | null {
  const change = objectAt(message, "output_config");
  const path = `messages.${at}`;
  if (change === null && textOf(message["content"]) === "") {
    throw invalidRequest(`${path}: a system message needs \`content\` or \`output_config\``);
  }
  // The documented form stands at the end of the turn; whether it may stand elsewhere is not documented.
  if (before?.["role"] !== "user") throw invalidRequest(`${path}: a system message must follow a user message`);
  const effort = change?.["effort"] ?? null;
  if (effort === null) return null;
  if (knob === "budget") throw invalidRequest(`${path}.output_config.effort: Effort is not supported for this model.`);
  const accepted = tiers.filter((tier) => tier !== "none");
  const tier = accepted.find((each) => each === effort);
  if (tier === undefined) throw invalidRequest(`${path}.output_config.effort: Input should be ${quotedList(accepted)}`);
  return tier;
}

function blocksOf(message: JsonObject, at: number): readonly JsonObject[] {
  const { content } = message;
  const blocks =
    typeof content === "string" ? [{ type: "text", text: content }] : arrayAt(message, "content").filter(isJsonObject);
  const isBlank = blocks.some((block) => block["type"] === "text" && (stringAt(block, "text") ?? "").trim() === "");
  if (isBlank || blocks.length === 0) throw invalidRequest("messages: text content blocks must contain non-whitespace text");
  const marked = blocks.findIndex((block) => isThinking(block) && block["cache_control"] !== undefined);
  if (marked < 0) return blocks;
  throw invalidRequest(`messages.${at}.content.${marked}: cache_control cannot be set for thinking blocks`);
}

function isThinking({ type }: JsonObject): boolean {
  return type === "thinking" || type === "redacted_thinking";
}

function withoutMarks(value: JsonValue): JsonValue {
  if (isJsonArray(value)) return value.map(withoutCacheMarks);
  return typeof value === "string" ? [{ type: "text", text: value }] : value;
}

function resultText(content: JsonValue): string {
  return typeof content === "string" ? content : textOf(content);
}

/** Thinking is bound to model, account and everything before it: an edit is a 400 or drops the block, by model and wish. */
function checkThinking(
  block: JsonObject,
  path: string,
  prefix: Prefix,
  { model, account }: MessagePlace,
  body: JsonObject,
): readonly JsonObject[] {
  const sealed = openBlob(stringAt(block, block["type"] === "thinking" ? "signature" : "data") ?? "");
  if (sealed === null) throw invalidRequest(`${path}: Invalid \`signature\` in \`thinking\` block`);
  const reason = misfitOf(sealed, { model: model.id, prefix: prefix.digest, account });
  if (reason === null) return [];
  const binding = objectAt(objectAt(body, "thinking") ?? {}, "block_binding") ?? {};
  const isKept = model.replay?.misfit === "silent" || stringAt(binding, "prefix_mismatch_behavior") === "drop_block";
  if (reason === "prefix_mismatch" && !isKept) {
    throw invalidRequest(
      `${path}: Invalid \`signature\` in \`thinking\` block. The block is bound to a different conversation. Remove the block, or set \`thinking.block_binding.prefix_mismatch_behavior\` to "drop_block".`,
    );
  }
  return [{ type: "thinking_dropped", path, reason }];
}

function checkCalls(blocks: readonly JsonObject[], next: JsonObject | undefined, at: number): void {
  const called = idsOf(blocks, "tool_use", "id");
  const answered = idsOf(objectsAt(next ?? {}, "content"), "tool_result", "tool_use_id");
  const { unanswered } = pairsOf(called, answered);
  if (unanswered.length === 0) return;
  throw invalidRequest(
    `messages.${at}: \`tool_use\` ids were found without \`tool_result\` blocks immediately after: ${unanswered.join(", ")}. Each \`tool_use\` block must have a corresponding \`tool_result\` block in the next message.`,
  );
}

function checkResults(blocks: readonly JsonObject[], before: JsonObject | undefined, at: number): void {
  const called = idsOf(objectsAt(before ?? {}, "content"), "tool_use", "id");
  const { orphans } = pairsOf(called, idsOf(blocks, "tool_result", "tool_use_id"));
  if (orphans.length > 0) {
    throw invalidRequest(
      `messages.${at}.content.0: unexpected \`tool_use_id\` found in \`tool_result\` blocks: ${orphans.join(", ")}. Each \`tool_result\` block must have a corresponding \`tool_use\` block in the previous message.`,
    );
  }
  const lastResult = blocks.findLastIndex(({ type }) => type === "tool_result");
  if (blocks.slice(0, Math.max(0, lastResult)).some(({ type }) => type !== "tool_result")) {
    throw invalidRequest(`messages.${at}: \`tool_result\` blocks must come first in the content of a message.`);
  }
}

function idsOf(blocks: readonly JsonObject[], type: string, key: string): readonly string[] {
  return blocks.flatMap((block) => (block["type"] === type ? [stringAt(block, key) ?? ""] : []));
}

function checkIds(list: readonly JsonObject[]): void {
  const seen = new Set<string>();
  for (const [at, message] of list.entries()) {
    for (const [part, id] of idsOf(objectsAt(message, "content"), "tool_use", "id").entries()) {
      if (!/^[a-zA-Z0-9_-]+$/.test(id)) {
        throw invalidRequest(`messages.${at}.content.${part}.tool_use.id: String should match pattern '^[a-zA-Z0-9_-]+$'`);
      }
      if (seen.has(id)) throw invalidRequest(`messages.${at}.content.${part}: \`tool_use\` ids must be unique`);
      seen.add(id);
    }
  }
}

/** With a budget the turn that a tool result goes on with must begin with thinking (provider-matrix 4, "needed in tool loop"). */
function checkManualThinking(list: readonly JsonObject[], model: SimulatedModel, body: JsonObject): void {
  if (model.knob !== "budget" || stringAt(objectAt(body, "thinking") ?? {}, "type") !== "enabled") return;
  const at = list.findLastIndex((message) => message["role"] === "assistant");
  const [first] = objectsAt(list[at] ?? {}, "content");
  const isLoop = idsOf(objectsAt(list[at] ?? {}, "content"), "tool_use", "id").length > 0;
  if (!isLoop || first === undefined || isThinking(first)) return;
  throw invalidRequest(
    `messages.${at}.content.0.type: Expected \`thinking\` or \`redacted_thinking\`, but found \`${stringAt(first, "type") ?? ""}\`. When \`thinking\` is enabled, a final \`assistant\` message must start with a thinking block.`,
  );
}
