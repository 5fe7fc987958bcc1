import { EventStreamCodec } from "@smithy/eventstream-codec";
import { type EffortTier, isEffortTier } from "../../core/model/effort.ts";
import { type JsonObject, objectAt, stringAt } from "../../core/model/json.ts";
import { depthOf } from "../brain/brain.ts";
import { type Script, summaryText } from "../brain/script.ts";
import type { Depth } from "../brain/solution.ts";
import { lettersOf, prefixDigest } from "../digest.ts";
import { findFault, withoutDirective } from "../faults.ts";
import { findModel, type SimulatedModel } from "../models.ts";
import { opaqueBlob } from "../opaque.ts";
import { inGroups } from "../tokens.ts";
import { objectsAt, positiveInteger, quotedList, textOf, unknownKey } from "./check.ts";
import { digestPieces } from "./hidden-time.ts";
import { type Beat, type Exchange, type HttpFault, type IncomingCall, type Question, type Reply } from "./simulated-wire.ts";
import { type SimulatedWire, WireRefusal } from "./simulated-wire.ts";

/** Bedrock's Converse: binary frames, usage after the end of the message, reasoning counted but not broken out. */
export const simulatedBedrockConverse: SimulatedWire = {
  id: "bedrock-converse",
  route: (path) => {
    const match = /\/model\/([^/]+)\/(converse|converse-stream)$/.exec(path);
    return match?.[1] === undefined ? null : { model: decodeURIComponent(match[1]), isStreaming: match[2] === "converse-stream" };
  },
  read: (call): Exchange => {
    const question = readQuestion(call);
    const thinking = objectAt(objectAt(call.body, "additionalModelRequestFields") ?? {}, "thinking") ?? {};
    const isShown = stringAt(thinking, "display") === "summarized";
    return {
      question,
      contentType: "application/vnd.amazon.eventstream",
      keepAlive: null,
      malformed: brokenFrame(),
      stream: (reply) => converseBeats(reply, isShown),
      body: (reply) => converseBody(reply, isShown),
      failure: () =>
        frame("exception", "modelStreamErrorException", { message: "The model failed while it answered. (simulated)" }),
    };
  },
  refusal,
};

const knownKeys = [
  "messages system inferenceConfig toolConfig guardrailConfig additionalModelRequestFields promptVariables",
  "additionalModelResponseFieldPaths requestMetadata performanceConfig serviceTier outputConfig",
].flatMap((line) => line.split(" "));

function readQuestion({ body, path }: IncomingCall): Question {
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
  const list = objectsAt(body, "messages");
  if (list.length === 0) throw validation("The messages field must not be empty.");
  const messages = list.map((message) => textOf(message["content"]));
  const prompt = list.findLast((message) => stringAt(message, "role") === "user");
  if (stringAt(list.at(-1) ?? {}, "role") !== "user") throw validation("A conversation must end with a user message.");
  const system = textOf(body["system"]);
  const asked = textOf(prompt?.["content"]);
  return {
    modelId,
    model,
    system,
    messages,
    prompt: withoutDirective(asked),
    prefix: prefixDigest(system, messages),
    depth: readDepth(body, model),
    maxOutputTokens: maxTokens ?? model.maxOutputTokens,
    isStreaming: path.isStreaming === true,
    asksForCache: JSON.stringify(body).includes('"cachePoint"'),
    fault: findFault(modelId, asked),
  };
}

/** The model's own fields, one level down (provider-matrix 3.6). */
function readDepth(body: JsonObject, model: SimulatedModel): Depth {
  const fields = objectAt(body, "additionalModelRequestFields") ?? {};
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

const groupSize = 5;

function* converseBeats(reply: Reply, isShown: boolean): Iterable<Beat> {
  const { script } = reply;
  yield now("messageStart", { role: "assistant" });
  let index = 0;
  if (script.reasoningTokens > 0) {
    yield* reasoningBeats(reply, index, isShown);
    yield now("contentBlockStop", { contentBlockIndex: index });
    index += 1;
  }
  for (const text of inGroups(script.answer, groupSize)) {
    yield beat(groupSize, "contentBlockDelta", { contentBlockIndex: index, delta: { text } });
  }
  if (script.answer !== "") yield now("contentBlockStop", { contentBlockIndex: index });
  yield now("messageStop", { stopReason: stopReason(script) });
  yield now("metadata", { usage: usageOf(reply), metrics: { latencyMs: latencyOf(reply) } });
}

function* reasoningBeats(reply: Reply, contentBlockIndex: number, isShown: boolean): Iterable<Beat> {
  const { script } = reply;
  const texts = isShown ? reasoningTexts(script) : [];
  for (const piece of digestPieces(script, texts, groupSize).flat()) {
    yield beat(piece.tokens, "contentBlockDelta", { contentBlockIndex, delta: { reasoningContent: { text: piece.text } } });
  }
  const signature = opaqueBlob(reply, "signature", null);
  const silence = isShown ? 0 : script.reasoningTokens;
  yield beat(silence, "contentBlockDelta", { contentBlockIndex, delta: { reasoningContent: { signature } } });
}

function converseBody(reply: Reply, isShown: boolean): JsonObject {
  const { script } = reply;
  const text = isShown ? reasoningTexts(script).join("") : "";
  const reasoning = { reasoningContent: { reasoningText: { text, signature: opaqueBlob(reply, "signature", null) } } };
  const content = [
    ...(script.reasoningTokens > 0 ? [reasoning] : []),
    ...(script.answer === "" ? [] : [{ text: script.answer }]),
  ];
  return {
    output: { message: { role: "assistant", content } },
    stopReason: stopReason(script),
    usage: usageOf(reply),
    metrics: { latencyMs: latencyOf(reply) },
  };
}

function reasoningTexts(script: Script): readonly string[] {
  return script.thoughts.map((thought, at) => (at === 0 ? "" : "\n\n") + summaryText(thought));
}

function stopReason({ finish }: Script): string {
  return { stop: "end_turn", length: "max_tokens", refusal: "guardrail_intervened" }[finish];
}

/** Cached parts stand beside the input; nothing says how much of the output was reasoning. */
function usageOf({ counts }: Reply): JsonObject {
  const output = counts.reasoningTokens + counts.answerTokens;
  return {
    inputTokens: counts.inputTokens - counts.cacheReadTokens - counts.cacheWriteTokens,
    outputTokens: output,
    totalTokens: counts.inputTokens + output,
    cacheReadInputTokens: counts.cacheReadTokens,
    cacheWriteInputTokens: counts.cacheWriteTokens,
  };
}

function latencyOf({ counts, question: { model } }: Reply): number {
  return Math.round(model.firstByteMs + ((counts.reasoningTokens + counts.answerTokens) / model.tokensPerSecond) * 1000);
}

function refusal(fault: HttpFault): WireRefusal {
  switch (fault) {
    case "401":
    case "403":
      return awsError(403, "UnrecognizedClientException", "The security token included in the request is invalid.");
    case "429":
      return awsError(429, "ThrottlingException", "Too many requests, please wait before trying again.");
    case "quota":
      return awsError(400, "ServiceQuotaExceededException", "You have exceeded your service quota for this model.");
    case "500":
      return awsError(500, "InternalServerException", "The system encountered an unexpected error during processing.");
    case "503":
    case "529":
      return awsError(503, "ServiceUnavailableException", "Bedrock is unable to process your request.");
    case "overflow":
      return validation("The model returned the following errors: Input is too long for requested model.");
  }
}

function validation(message: string): WireRefusal {
  return awsError(400, "ValidationException", message);
}

function awsError(status: number, type: string, message: string): WireRefusal {
  return new WireRefusal(status, { message }, { "x-amzn-errortype": type });
}

function now(type: string, data: JsonObject): Beat {
  return beat(0, type, data);
}

/** `p` is padding that hides the length of what is sent. */
function beat(tokens: number, type: string, data: JsonObject): Beat {
  const seed = JSON.stringify(data);
  return { tokens, bytes: frame("event", type, { ...data, p: lettersOf(seed, 4 + (seed.length % 24)) }) };
}

const codec = new EventStreamCodec(
  (bytes) => (typeof bytes === "string" ? bytes : new TextDecoder().decode(bytes)),
  (text) => new TextEncoder().encode(text),
);

function frame(kind: "event" | "exception", type: string, data: JsonObject): Uint8Array {
  return codec.encode({
    headers: {
      [`:${kind}-type`]: { type: "string", value: type },
      ":content-type": { type: "string", value: "application/json" },
      ":message-type": { type: "string", value: kind },
    },
    body: new TextEncoder().encode(JSON.stringify(data)),
  });
}

/** A whole frame with one wrong byte: its checksum does not fit. */
function brokenFrame(): Uint8Array {
  const bytes = frame("event", "contentBlockDelta", { contentBlockIndex: 0, delta: { text: "broken" } });
  return bytes.with(bytes.length - 6, (bytes.at(-6) ?? 0) ^ 1);
}
