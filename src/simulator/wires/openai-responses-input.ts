import { isJsonArray, isJsonObject, type JsonObject, type JsonValue, objectAt, stringAt } from "../../core/model/json.ts";
import type { Account } from "../account.ts";
import { Prefix } from "../digest.ts";
import type { SimulatedModel } from "../simulated-model.ts";
import { misfitOf, openBlob } from "../opaque.ts";
import { quoted, quotedList, textOf } from "./check.ts";
import { openAiError, wrongType } from "./openai-errors.ts";
import { flatTools, pairsOf, readTurn, type Said } from "./turn.ts";
import type { Question } from "./simulated-wire.ts";

export interface ResponsesInput extends Pick<Question, "system" | "messages" | "prompt" | "turn" | "prefix"> {
  /** Of the last `configuration_update`; null: none. */
  readonly tier: JsonValue;
  /** Reasoning of earlier turns that could not be used, as the API reports it. */
  readonly transformations: readonly JsonObject[];
}

/** Reads `input`, and holds it to the rules on what comes back (provider-matrix 3.1, traps 3 to 6, 10 and 11). */
export function readResponsesInput(body: JsonObject, model: SimulatedModel, account: Account): ResponsesInput {
  const { input } = body;
  const instructions = stringAt(body, "instructions") ?? "";
  const tools = [...flatTools(body)];
  const prefix = new Prefix(frameOf(body, model));
  if (typeof input === "string") {
    prefix.add({ role: "user", text: input });
    const turn = readTurn([{ role: "user", text: input }], tools);
    return { ...turn, system: instructions, prefix: prefix.digest, tier: null, transformations: [] };
  }
  if (!isJsonArray(input)) {
    throw openAiError(400, {
      message: "Missing required parameter: 'input'.",
      param: "input",
      code: "missing_required_parameter",
    });
  }
  const items = input.map((item, at) => {
    if (!isJsonObject(item)) throw wrongType(`input[${at}]`, "an object", item);
    return item;
  });
  checkItems(items, body["store"] !== false, model);
  checkNames(body, items);
  const asked = items.findLastIndex((item) => item["role"] === "user");
  const system = [instructions];
  const said: Said[] = [];
  const transformations: JsonObject[] = [];
  let tier: JsonValue = null;
  for (const [at, item] of items.entries()) {
    if (item["type"] === "reasoning") {
      const isEarlierTurn = model.replay?.turns === "current" && at < asked;
      transformations.push(...removedReasoning(item, { model, account, prefix: prefix.digest, isEarlierTurn }));
      continue;
    }
    prefix.add(saidOf(item));
    const role = stringAt(item, "role");
    if (item["type"] === "additional_tools") tools.push(...flatTools({ ...body, tools: item["tools"] ?? [] }));
    else if (role === "system" || role === "developer") system.push(textOf(item["content"]));
    else if (role === "user" || role === "assistant") said.push({ role, text: textOf(item["content"]) });
    else if (item["type"] === "function_call") said.push({ role: "assistant", text: "" });
    else if (item["type"] === "function_call_output") said.push({ role: "result", text: outputText(item["output"]) });
    else if (item["type"] === "configuration_update") tier = objectAt(item, "reasoning")?.["effort"] ?? tier;
  }
  const text = system.filter((part) => part !== "").join("\n\n");
  return { ...readTurn(said, tools), system: text, prefix: prefix.digest, tier, transformations };
}

/** Request fields that count as prefix. From 6.2 on `instructions` stand after the input (trap 6). */
function frameOf(body: JsonObject, model: SimulatedModel): JsonValue {
  const isBefore62 = model.replay !== undefined;
  return {
    tools: body["tools"] ?? [],
    format: objectAt(body, "text")?.["format"] ?? null,
    ...(isBefore62 ? { instructions: body["instructions"] ?? null } : {}),
    ...(model.replay?.isEffortBound === true ? { effort: objectAt(body, "reasoning")?.["effort"] ?? null } : {}),
  };
}

/** What of an item counts as said: whatever its id, and in whichever of its forms it comes. */
function saidOf(item: JsonObject): JsonValue {
  const role = stringAt(item, "role");
  if (role !== null && item["type"] !== "additional_tools")
    return { role, text: textOf(item["content"]), phase: item["phase"] ?? null };
  const { id: _, status: _status, ...rest } = item;
  return rest;
}

function outputText(output: JsonValue | undefined): string {
  return typeof output === "string" ? output : textOf(output);
}

interface Place {
  readonly model: SimulatedModel;
  readonly account: Account;
  readonly prefix: string;
  readonly isEarlierTurn: boolean;
}

/** What does not belong here is dropped and reported; a changed blob is refused. */
function removedReasoning(item: JsonObject, { model, account, prefix, isEarlierTurn }: Place): readonly JsonObject[] {
  const id = stringAt(item, "id");
  const blob = stringAt(item, "encrypted_content");
  const sealed = blob === null ? null : openBlob(blob);
  if (blob !== null && sealed === null) {
    throw openAiError(400, {
      message: `The encrypted content for item ${id ?? "of type reasoning"} could not be verified.`,
      code: "invalid_encrypted_content",
    });
  }
  if (sealed === null) return [];
  const misfit = misfitOf(sealed, { model: model.id, prefix, account });
  const reason = misfit ?? (isEarlierTurn ? "turn_boundary" : null);
  return reason === null ? [] : [{ id, type: "reasoning", action: "removed", reason }];
}

const itemTypes = [
  "message",
  "reasoning",
  "function_call",
  "function_call_output",
  "configuration_update",
  "additional_tools",
  "item_reference",
];

function checkItems(items: readonly JsonObject[], isStored: boolean, model: SimulatedModel): void {
  for (const [at, item] of items.entries()) {
    const type = stringAt(item, "type");
    const role = stringAt(item, "role");
    const isMessage = role !== null && ["system", "developer", "user", "assistant"].includes(role);
    if (!isMessage && (type === null || !itemTypes.includes(type) || type === "message")) {
      throw openAiError(400, {
        message: `Invalid value: '${type ?? "undefined"}'. Supported values are: ${quotedList(itemTypes)}.`,
        param: `input[${at}]`,
        code: "invalid_value",
      });
    }
    if (type === "reasoning") checkReasoning(item, items[at + 1], isStored);
    if (type === "configuration_update") checkUpdate(items[at - 1], model);
    if (type === "additional_tools") checkAdditions(item, model);
    const callId = stringAt(item, "call_id") ?? "";
    if (callId.length > 64) {
      throw openAiError(400, {
        message: `Invalid 'input[${at}].call_id': string too long. Expected a string with maximum length 64, but got a string with length ${callId.length} instead.`,
        param: `input[${at}].call_id`,
        code: "string_above_max_length",
      });
    }
  }
  checkPairs(items);
}

function checkReasoning(item: JsonObject, next: JsonObject | undefined, isStored: boolean): void {
  const id = stringAt(item, "id");
  if (!isStored && id !== null && id !== "") {
    throw openAiError(404, {
      message: `Item with id '${id}' not found. Items are not persisted when \`store\` is set to false. Try again with \`store\` set to true, or remove this item from your input.`,
      param: "input",
    });
  }
  const type = next === undefined ? null : stringAt(next, "type");
  const isFollowed = next?.["role"] === "assistant" || type === "function_call" || type === "reasoning";
  if (isFollowed) return;
  // An interrupted stream leaves such orphans (provider-matrix trap 10).
  throw openAiError(400, {
    message: `Item '${id ?? "rs_"}' of type 'reasoning' was provided without its required following item.`,
    param: "input",
  });
}

/** For GPT-6 and later; never two in a row (provider-matrix 3.1). */
function checkUpdate(before: JsonObject | undefined, model: SimulatedModel): void {
  if (model.replay?.turns === "current") {
    throw openAiError(400, { message: "'configuration_update' is not supported with this model.", param: "input" });
  }
  if (before?.["type"] !== "configuration_update") return;
  throw openAiError(400, { message: "Two 'configuration_update' items must not follow each other.", param: "input" });
}

/** For GPT-6 and later, by the developer (provider-matrix 3.1). That a name is not defined twice is our own strictness. */
function checkAdditions(item: JsonObject, model: SimulatedModel): void {
  if (model.replay?.turns === "current") {
    throw openAiError(400, { message: "'additional_tools' is not supported with this model.", param: "input" });
  }
  if (item["role"] !== "developer") {
    throw openAiError(400, { message: "'additional_tools' must have the role 'developer'.", param: "input" });
  }
  if (flatTools({ tools: item["tools"] ?? [] }).length === 0) {
    throw openAiError(400, { message: "'additional_tools' needs at least one tool.", param: "input" });
  }
}

function checkNames(body: JsonObject, items: readonly JsonObject[]): void {
  const sets = [body, ...items.filter((item) => item["type"] === "additional_tools")];
  const names = sets.flatMap((set) => flatTools({ tools: set["tools"] ?? [] }).map(({ name }) => name));
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) throw openAiError(400, { message: `Tool '${twice}' is defined twice.`, param: "tools" });
}

function checkPairs(items: readonly JsonObject[]): void {
  const idsOf = (type: string): readonly string[] =>
    items.flatMap((item) => (item["type"] === type ? quoted(item["call_id"]) : []));
  const { unanswered, orphans } = pairsOf(idsOf("function_call"), idsOf("function_call_output"));
  const [open] = unanswered;
  if (open !== undefined) throw openAiError(400, { message: `No tool output found for function call ${open}.`, param: "input" });
  const [orphan] = orphans;
  if (orphan === undefined) return;
  throw openAiError(400, { message: `No tool call found for function call output with call_id ${orphan}.`, param: "input" });
}
