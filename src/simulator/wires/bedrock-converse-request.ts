import { type EffortTier, isEffortTier } from "../../core/model/effort.ts";
import { type JsonObject, objectAt, stringAt } from "../../core/model/json.ts";
import { type Account, accountOf } from "../account.ts";
import { depthOf } from "../brain/brain.ts";
import type { Depth } from "../brain/solution.ts";
import { Prefix } from "../digest.ts";
import { findFault, withoutDirective } from "../faults.ts";
import { findModel } from "../models.ts";
import type { SimulatedModel } from "../simulated-model.ts";
import { misfitOf, openBlob } from "../opaque.ts";
import { objectsAt, positiveInteger, quotedList, textOf, unknownKey } from "./check.ts";
import { type IncomingCall, type Question, WireRefusal } from "./simulated-wire.ts";
import { offered, pairsOf, readTurn, type Said } from "./turn.ts";

const knownKeys = [
  "messages system inferenceConfig toolConfig guardrailConfig additionalModelRequestFields promptVariables",
  "additionalModelResponseFieldPaths requestMetadata performanceConfig serviceTier outputConfig",
].flatMap((line) => line.split(" "));

export function readConverseRequest({ body, path, headers }: IncomingCall): Question {
  const modelId = path.model ?? "";
  const model = findModel("bedrock-converse", modelId);
  if (model === null) throw validation("The provided model identifier is invalid.");
  const unknown = unknownKey(body, knownKeys);
  if (unknown !== null) throw validation(`Malformed input request: extraneous key [${unknown}] is not permitted.`);
  const config = objectAt(body, "inferenceConfig") ?? {};
  const maxTokens = positiveInteger(config["maxTokens"]);
  if (maxTokens === "invalid") throw validation("inferenceConfig.maxTokens: must be greater than or equal to 1.");
  for (const field of ["temperature", "topP"]) {
    if (config[field] !== undefined)
      throw validation(`The model returned the following errors: \`${field}\` is not supported for this model.`);
  }
  const fields = objectAt(body, "additionalModelRequestFields") ?? {};
  const account = accountOf(headers, null);
  const read = readMessages(body, { model, account, fields });
  return {
    ...read,
    modelId,
    model,
    prompt: withoutDirective(read.prompt),
    account,
    depth: readDepth(fields, model),
    maxOutputTokens: maxTokens ?? model.maxOutputTokens,
    isStreaming: path.isStreaming === true,
    asksForCache: JSON.stringify(body).includes('"cachePoint"'),
    fault: findFault(modelId, read.prompt),
  };
}

/** The model's own fields, one level down (provider-matrix 3.6). */
function readDepth(fields: JsonObject, model: SimulatedModel): Depth {
  const effort = objectAt(fields, "output_config")?.["effort"];
  const type = objectAt(fields, "thinking")?.["type"];
  const accepted: readonly EffortTier[] = model.tiers;
  if (type !== undefined && type !== "adaptive") {
    throw validation(`The model returned the following errors: thinking.type: Input should be 'adaptive'`);
  }
  if (effort === undefined) return depthOf(model.defaultTier);
  if (typeof effort === "string" && isEffortTier(effort) && accepted.includes(effort)) return depthOf(effort);
  throw validation(`The model returned the following errors: output_config.effort: Input should be ${quotedList(accepted)}`);
}

interface Place {
  readonly model: SimulatedModel;
  readonly account: Account;
  readonly fields: JsonObject;
}

type Read = Pick<Question, "system" | "messages" | "prompt" | "turn" | "prefix"> & { readonly ignored: readonly JsonObject[] };

/** Reads `messages`, and holds what comes back to the rules (provider-matrix 3.6, traps 18 and 19). */
function readMessages(body: JsonObject, place: Place): Read {
  const list = objectsAt(body, "messages");
  if (list.length === 0) throw validation("The messages field must not be empty.");
  const toolConfig = objectAt(body, "toolConfig");
  const prefix = new Prefix({ system: body["system"] ?? [], tools: toolConfig?.["tools"] ?? [] });
  const said: Said[] = [];
  const ignored: JsonObject[] = [];
  for (const [at, message] of list.entries()) {
    const role = stringAt(message, "role");
    if (role !== "user" && role !== "assistant") throw validation(`Invalid role at messages.${at}.`);
    if (role === stringAt(list[at - 1] ?? {}, "role")) {
      throw validation("A conversation must alternate between user and assistant roles. Make sure the roles alternate.");
    }
    const blocks = objectsAt(message, "content");
    checkContent(blocks, at);
    if (role === "assistant") checkCalls(blocks, list[at + 1], at, toolConfig !== null);
    for (const [part, block] of blocks.entries()) {
      ignored.push(...checkReasoning(block, `messages.${at}.content.${part}`, prefix.digest, place));
      prefix.add({ role, block });
      const result = objectAt(block, "toolResult");
      if (result !== null) said.push({ role: "result", text: textOf(result["content"]) });
    }
    const text = textOf(message["content"]);
    if (role === "assistant" || text !== "") said.push({ role, text });
  }
  if (stringAt(list.at(-1) ?? {}, "role") !== "user") throw validation("A conversation must end with a user message.");
  const tools = objectsAt(toolConfig ?? {}, "tools").flatMap((tool) => {
    const spec = objectAt(tool, "toolSpec");
    return offered({ ...spec, schema: objectAt(objectAt(spec ?? {}, "inputSchema") ?? {}, "json") ?? {} }, "schema");
  });
  return { ...readTurn(said, tools), system: textOf(body["system"]), prefix: prefix.digest, ignored };
}

function checkContent(blocks: readonly JsonObject[], at: number): void {
  if (blocks.length === 0) throw validation(`The content field in the Message object at messages.${at} is empty.`);
  const isBlank = blocks.some((block) => block["text"] !== undefined && (stringAt(block, "text") ?? "").trim() === "");
  if (isBlank) throw validation(`The text field in the ContentBlock object at messages.${at} is blank.`);
}

function checkCalls(blocks: readonly JsonObject[], next: JsonObject | undefined, at: number, hasTools: boolean): void {
  const called = idsOf(blocks, "toolUse");
  const { unanswered } = pairsOf(called, idsOf(objectsAt(next ?? {}, "content"), "toolResult"));
  if (unanswered.length > 0) {
    throw validation(`Expected toolResult blocks at messages.${at + 1}.content for the following Ids: ${unanswered.join(", ")}`);
  }
  if (called.length > 0 && !hasTools) {
    throw validation("The toolConfig field must be defined when using toolUse and toolResult content blocks.");
  }
  const odd = called.find((id) => !/^[a-zA-Z0-9_-]{1,64}$/.test(id));
  if (odd === undefined) return;
  throw validation(
    `1 validation error detected: Value '${odd}' at 'messages.${at + 1}.member.content.toolUse.toolUseId' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_-]+`,
  );
}

function idsOf(blocks: readonly JsonObject[], kind: "toolUse" | "toolResult"): readonly string[] {
  return blocks.flatMap((block) => stringAt(objectAt(block, kind) ?? {}, "toolUseId") ?? []);
}

/** Unsigned reasoning must not come back; a signature is bound to everything before it, byte for byte. */
function checkReasoning(block: JsonObject, path: string, prefix: string, place: Place): readonly JsonObject[] {
  const reasoning = objectAt(block, "reasoningContent");
  if (reasoning === null) return [];
  const { model, account, fields } = place;
  if (model.replay?.demand === "forbidden") {
    throw validation("The model returned the following errors: reasoningContent is not supported in multi-turn conversations.");
  }
  const blob = stringAt(objectAt(reasoning, "reasoningText") ?? {}, "signature") ?? stringAt(reasoning, "redactedContent");
  const sealed = blob === null ? null : openBlob(blob);
  const invalid = `The model returned the following errors: ${path}: Invalid \`signature\` in \`thinking\` block`;
  if (sealed === null) throw validation(invalid);
  const reason = misfitOf(sealed, { model: model.id, prefix, account });
  if (reason === null) return [];
  const binding = objectAt(objectAt(fields, "thinking") ?? {}, "block_binding") ?? {};
  // On Bedrock the field has another name (trap 19), and there is no report.
  if (reason === "prefix_mismatch" && stringAt(binding, "mismatch_behavior") !== "drop_block") throw validation(invalid);
  return [{ path, reason }];
}

export function validation(message: string): WireRefusal {
  return awsError(400, "ValidationException", message);
}

export function awsError(status: number, type: string, message: string): WireRefusal {
  return new WireRefusal(status, { message }, { "x-amzn-errortype": type });
}
