import { isEffortTier } from "../../core/model/effort.ts";
import { type JsonObject, objectAt, stringAt } from "../../core/model/json.ts";
import { depthOf } from "../brain/brain.ts";
import type { Depth } from "../brain/solution.ts";
import { prefixDigest } from "../digest.ts";
import { findFault, withoutDirective } from "../faults.ts";
import { findModel, type SimulatedModel } from "../models.ts";
import { openBlob } from "../opaque.ts";
import { objectsAt, positiveInteger, quoted, textOf, unknownKey } from "./check.ts";
import { geminiError, invalidArgument } from "./gemini-errors.ts";
import type { IncomingCall, Question } from "./simulated-wire.ts";

export interface GeminiOptions {
  readonly includesThoughts: boolean;
  /** Without `alt=sse` a stream is one JSON array. */
  readonly isArray: boolean;
}

export function readGeminiRequest({ body, path, query }: IncomingCall): { question: Question; options: GeminiOptions } {
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
  const { messages, prompt } = readContents(body, model);
  const system = textOf(objectAt(body, "systemInstruction")?.["parts"]);
  const thinking = objectAt(config, "thinkingConfig") ?? {};
  return {
    question: {
      modelId,
      model,
      system,
      messages,
      prompt: withoutDirective(prompt),
      prefix: prefixDigest(system, messages),
      depth: readLevel(thinking, model),
      maxOutputTokens: maxOutputTokens ?? model.maxOutputTokens,
      isStreaming: path.isStreaming === true,
      asksForCache: true,
      fault: findFault(modelId, prompt),
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

function readContents(body: JsonObject, model: SimulatedModel): Pick<Question, "messages" | "prompt"> {
  const contents = objectsAt(body, "contents");
  if (contents.length === 0) throw invalidArgument("* GenerateContentRequest.contents: contents is not specified\n");
  const messages: string[] = [];
  let prompt = "";
  for (const content of contents) {
    const role = stringAt(content, "role") ?? "user";
    if (role !== "user" && role !== "model") throw invalidArgument("Please use a valid role: user, model.");
    if (role === "model") checkSignatures(content, model);
    const text = textOf(content["parts"]);
    if (role === "user" && text !== "") prompt = text;
    messages.push(text);
  }
  return { messages, prompt };
}

/** A signature of another model or a changed one is refused; a function call needs one (provider-matrix trap 14). */
function checkSignatures(content: JsonObject, model: SimulatedModel): void {
  const parts = objectsAt(content, "parts");
  const firstCall = parts.find((part) => part["functionCall"] !== undefined);
  if (firstCall !== undefined && stringAt(firstCall, "thoughtSignature") === null) {
    throw invalidArgument("Function call is missing a thought_signature in functionCall parts.");
  }
  for (const part of parts) {
    const signature = stringAt(part, "thoughtSignature");
    if (signature === null || signature === "skip_thought_signature_validator") continue;
    if (openBlob(signature)?.model !== model.id) throw invalidArgument("Corrupted thought signature.");
  }
}
