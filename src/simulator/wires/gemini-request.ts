import { isEffortTier } from "../../core/model/effort.ts";
import { type JsonObject, objectAt, stringAt } from "../../core/model/json.ts";
import { depthOf } from "../brain/brain.ts";
import type { Depth } from "../brain/solution.ts";
import { type Account, accountMark, accountOf } from "../account.ts";
import type { OfferedTool } from "../brain/call-tools.ts";
import { Prefix } from "../digest.ts";
import { findFault, withoutDirective } from "../faults.ts";
import { findModel } from "../models.ts";
import type { SimulatedModel } from "../simulated-model.ts";
import { openBlob } from "../opaque.ts";
import { objectsAt, positiveInteger, quoted, textOf, unknownKey } from "./check.ts";
import { geminiError, invalidArgument } from "./gemini-errors.ts";
import type { IncomingCall, Question } from "./simulated-wire.ts";
import { offered, readTurn, type Said } from "./turn.ts";

export interface GeminiOptions {
  readonly includesThoughts: boolean;
  /** Without `alt=sse` a stream is one JSON array. */
  readonly isArray: boolean;
}

export function readGeminiRequest({ body, path, query, headers }: IncomingCall): { question: Question; options: GeminiOptions } {
  const modelId = path.model ?? "";
  const model = findModel("gemini-generate-content", modelId);
  if (model === null) {
    throw geminiError(
      404,
      "NOT_FOUND",
      `models/${modelId} is not found for API version v1beta, or is not supported for generateContent. Call ListModels to see the list of available models and their supported methods.`,
    );
  }
  refuseUnknown(body);
  const config = objectAt(body, "generationConfig") ?? {};
  const maxOutputTokens = positiveInteger(config["maxOutputTokens"]);
  if (maxOutputTokens === "invalid") throw invalidArgument("max_output_tokens must be positive.");
  const account = accountOf(headers, null);
  const read = readContents(body, model, account);
  const thinking = objectAt(config, "thinkingConfig") ?? {};
  return {
    question: {
      modelId,
      model,
      ...read,
      prompt: withoutDirective(read.prompt),
      account,
      depth: readLevel(thinking, model),
      maxOutputTokens: maxOutputTokens ?? model.maxOutputTokens,
      isStreaming: path.isStreaming === true,
      asksForCache: true,
      fault: findFault(modelId, read.prompt),
    },
    options: { includesThoughts: thinking["includeThoughts"] === true, isArray: query.get("alt") !== "sse" },
  };
}

const bodyKeys = [
  "contents generationConfig systemInstruction tools toolConfig safetySettings cachedContent model labels",
  "serviceTier store",
].flatMap((line) => line.split(" "));
const configKeys = [
  "maxOutputTokens thinkingConfig temperature topP topK stopSequences candidateCount responseMimeType",
  "responseSchema responseJsonSchema seed presencePenalty frequencyPenalty responseModalities mediaResolution",
].flatMap((line) => line.split(" "));

function refuseUnknown(body: JsonObject): void {
  const at = [
    { object: body, known: bodyKeys, place: "" },
    { object: objectAt(body, "generationConfig") ?? {}, known: configKeys, place: " at 'generation_config'" },
    {
      object: objectAt(objectAt(body, "generationConfig") ?? {}, "thinkingConfig") ?? {},
      known: ["includeThoughts", "thinkingLevel", "thinkingBudget"],
      place: " at 'generation_config.thinking_config'",
    },
  ];
  for (const { object, known, place } of at) {
    const unknown = unknownKey(object, known);
    if (unknown !== null)
      throw invalidArgument(`Invalid JSON payload received. Unknown name "${unknown}"${place}: Cannot find field.`);
  }
}

function readLevel(thinking: JsonObject, model: SimulatedModel): Depth {
  if (thinking["thinkingBudget"] !== undefined && thinking["thinkingLevel"] !== undefined) {
    throw invalidArgument("You can only set only one of thinking budget and thinking level.");
  }
  if (thinking["thinkingBudget"] !== undefined) throw invalidArgument("Thinking budget is not supported for this model.");
  const level = thinking["thinkingLevel"];
  if (level === undefined) return depthOf(model.defaultTier);
  // The SDK's enum is upper case, the API takes lower case too (provider-matrix 3.4).
  const tier = typeof level === "string" ? level.toLowerCase() : "";
  if (isEffortTier(tier) && model.tiers.includes(tier)) return depthOf(tier);
  throw invalidArgument(`Thinking level ${quoted(level)} is not supported for this model.`);
}

type Read = Pick<Question, "system" | "messages" | "prompt" | "turn" | "prefix">;

function readContents(body: JsonObject, model: SimulatedModel, account: Account): Read {
  const contents = objectsAt(body, "contents");
  if (contents.length === 0) throw invalidArgument("* GenerateContentRequest.contents: contents is not specified\n");
  const system = textOf(objectAt(body, "systemInstruction")?.["parts"]);
  const prefix = new Prefix({ system, tools: body["tools"] ?? [] });
  const said: Said[] = [];
  const asked = contents.findLastIndex((content) => content["role"] !== "model" && textOf(content["parts"]) !== "");
  for (const [at, content] of contents.entries()) {
    const role = stringAt(content, "role") ?? "user";
    if (role !== "user" && role !== "model") throw invalidArgument("Please use a valid role: user, model.");
    const parts = objectsAt(content, "parts");
    if (parts.length === 0)
      throw invalidArgument(`* GenerateContentRequest.contents[${at}].parts: contents.parts must not be empty.\n`);
    if (role === "model") checkModelTurn(parts, contents[at + 1], at > asked, { model, account });
    else checkResponses(parts, contents[at - 1]);
    prefix.add({ role, parts: parts.map(withoutSignature) });
    said.push(...parts.flatMap(resultOf));
    const text = textOf(content["parts"]);
    if (role === "model") said.push({ role: "assistant", text });
    else if (text !== "") said.push({ role: "user", text });
  }
  return { ...readTurn(said, offeredTools(body)), system, prefix: prefix.digest };
}

function offeredTools(body: JsonObject): readonly OfferedTool[] {
  const config = objectAt(objectAt(body, "toolConfig") ?? {}, "functionCallingConfig") ?? {};
  if (stringAt(config, "mode") === "NONE") return [];
  const declared = objectsAt(body, "tools").flatMap((tool) => objectsAt(tool, "functionDeclarations"));
  return declared.flatMap((tool) =>
    offered(tool, tool["parametersJsonSchema"] === undefined ? "parameters" : "parametersJsonSchema"),
  );
}

function withoutSignature(part: JsonObject): JsonObject {
  const { thoughtSignature: _, ...rest } = part;
  return rest;
}

function resultOf(part: JsonObject): readonly Said[] {
  const response = objectAt(part, "functionResponse");
  if (response === null) return [];
  const value = objectAt(response, "response") ?? {};
  return [{ role: "result", text: stringAt(value, "output") ?? stringAt(value, "error") ?? JSON.stringify(value) }];
}

/**
 * A signature of another model or a changed one is refused. Calls of the current turn need one, of parallel ones the first;
 * a sentinel stands in for what another model called (provider-matrix 3.4, trap 14). What stood before is not checked.
 */
function checkModelTurn(
  parts: readonly JsonObject[],
  next: JsonObject | undefined,
  isCurrentTurn: boolean,
  { model, account }: { readonly model: SimulatedModel; readonly account: Account },
): void {
  const calls = parts.filter((part) => part["functionCall"] !== undefined);
  const [first] = calls;
  if (isCurrentTurn && first !== undefined && stringAt(first, "thoughtSignature") === null) {
    throw invalidArgument("Function call is missing a thought_signature in functionCall parts.");
  }
  for (const part of parts) {
    const signature = stringAt(part, "thoughtSignature");
    if (signature === null || signature === "skip_thought_signature_validator") continue;
    const sealed = openBlob(signature);
    // Whether another account may use it is not documented (provider-matrix 4): here it may not.
    const isOurs = sealed !== null && sealed.model === model.id && sealed.organisation === accountMark(account);
    if (!isOurs) throw invalidArgument("Corrupted thought signature.");
  }
  const responses = objectsAt(next ?? {}, "parts").filter((part) => part["functionResponse"] !== undefined);
  if (calls.length > 0 && responses.length !== calls.length) throw invalidArgument(unequalParts);
}

function checkResponses(parts: readonly JsonObject[], before: JsonObject | undefined): void {
  const responses = parts.filter((part) => part["functionResponse"] !== undefined);
  const calls = objectsAt(before ?? {}, "parts").filter((part) => part["functionCall"] !== undefined);
  if (responses.length > 0 && responses.length !== calls.length) throw invalidArgument(unequalParts);
}

const unequalParts =
  "Please ensure that the number of function response parts is equal to the number of function call parts of the function call turn.";
