import { isEffortTier } from "../../core/model/effort.ts";
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue, objectAt, stringAt } from "../../core/model/json.ts";
import { depthOf } from "../brain/brain.ts";
import { summaryText } from "../brain/script.ts";
import type { Depth } from "../brain/solution.ts";
import { prefixDigest } from "../digest.ts";
import { findFault, withoutDirective } from "../faults.ts";
import { findModel, type SimulatedModel } from "../models.ts";
import { opaqueBlob, openBlob } from "../opaque.ts";
import { countTokens, inGroups } from "../tokens.ts";
import { positiveInteger, quoted, textOf, unknownKey } from "./check.ts";
import { geminiError, geminiRefusal, invalidArgument } from "./gemini-errors.ts";
import { digestPieces } from "./hidden-time.ts";
import {
  type Beat,
  event,
  type Exchange,
  type IncomingCall,
  type Question,
  type Reply,
  type SimulatedWire,
} from "./simulated-wire.ts";

/** Google's Interactions: steps with start, deltas and stop; thoughts and answers are steps. Nothing is stored here. */
export const simulatedGeminiInteractions: SimulatedWire = {
  id: "gemini-interactions",
  route: (path) => (path.endsWith("/interactions") ? { model: null, isStreaming: null } : null),
  read: (call): Exchange => {
    const question = readQuestion(call);
    const summaries = objectAt(call.body, "generation_config")?.["thinking_summaries"];
    const isShown = summaries === "auto";
    return {
      question,
      contentType: "text/event-stream",
      keepAlive: null,
      malformed: 'event: step.delta\ndata: {"index":0,"delta":{"type":"te\n\n',
      stream: (reply) => interactionBeats(reply, isShown),
      body: (reply) => ({ ...interaction(reply, statusOf(reply)), steps: wholeSteps(reply, isShown), usage: usageOf(reply) }),
      failure: () =>
        event("error", {
          event_type: "error",
          error: { code: "unavailable", message: "The model is overloaded. Please try again later." },
        }),
    };
  },
  refusal: geminiRefusal,
};

const knownKeys =
  "model input system_instruction generation_config tools tool_choice store stream background response_format response_modalities previous_interaction_id continuation_token".split(
    " ",
  );

function readQuestion({ body }: IncomingCall): Question {
  const modelId = stringAt(body, "model") ?? "";
  const model = findModel("gemini-interactions", modelId);
  if (model === null) throw geminiError(404, "NOT_FOUND", `Model '${modelId}' was not found.`);
  const unknown = unknownKey(body, knownKeys);
  if (unknown !== null) throw invalidArgument(`Unknown parameter '${unknown}'.`);
  if (stringAt(body, "previous_interaction_id") !== null) {
    throw geminiError(404, "NOT_FOUND", "The interaction was not found. The simulator stores none: send the whole input.");
  }
  const config = objectAt(body, "generation_config") ?? {};
  const limit = positiveInteger(config["max_output_tokens"]);
  if (limit === "invalid") throw invalidArgument("max_output_tokens must be positive.");
  const { messages, prompt } = readInput(body["input"], model);
  const system = stringAt(body, "system_instruction") ?? "";
  return {
    modelId,
    model,
    system,
    messages,
    prompt: withoutDirective(prompt),
    prefix: prefixDigest(system, messages),
    depth: readLevel(config, model),
    maxOutputTokens: limit ?? model.maxOutputTokens,
    isStreaming: body["stream"] === true,
    asksForCache: true,
    fault: findFault(modelId, prompt),
  };
}

function readLevel(config: JsonObject, model: SimulatedModel): Depth {
  const level = config["thinking_level"];
  if (level === undefined) return depthOf(model.defaultTier);
  if (typeof level === "string" && isEffortTier(level) && model.tiers.includes(level)) return depthOf(level);
  throw invalidArgument(`Thinking level ${quoted(level)} is not supported for this model.`);
}

/** A text, or steps: what the user said, and what the model answered before, with its signed thoughts. */
function readInput(input: JsonValue | undefined, model: SimulatedModel): Pick<Question, "messages" | "prompt"> {
  if (typeof input === "string") return { messages: [input], prompt: input };
  if (!isJsonArray(input) || input.length === 0) throw invalidArgument("input is required.");
  const steps = input.filter(isJsonObject);
  for (const step of steps) {
    const signature = stringAt(step, "signature");
    if (signature !== null && openBlob(signature)?.model !== model.id) throw invalidArgument("Corrupted thought signature.");
  }
  const said = steps.filter((step) => stringAt(step, "type") !== "thought");
  const asked = said.findLast((step) => (stringAt(step, "type") ?? "user_input") === "user_input");
  return { messages: said.map((step) => textOf(step["content"])), prompt: textOf(asked?.["content"]) };
}

/** Google sends large chunks. */
const groupSize = 24;

function* interactionBeats(reply: Reply, isShown: boolean): Iterable<Beat> {
  const { script } = reply;
  const created = interaction(reply, "in_progress");
  yield beat(0, "interaction.created", { interaction: created });
  yield beat(0, "interaction.status_update", { interaction_id: created["id"] ?? "", status: "in_progress" });
  let index = 0;
  if (script.reasoningTokens > 0) {
    yield beat(0, "step.start", { index, step: { type: "thought" } });
    yield* thoughtBeats(reply, index, isShown);
    yield beat(0, "step.stop", { index });
    index += 1;
  }
  if (script.answer !== "") {
    yield beat(0, "step.start", { index, step: { type: "model_output" } });
    for (const text of inGroups(script.answer, groupSize)) {
      yield beat(countTokens(text), "step.delta", { index, delta: { type: "text", text } });
    }
    yield beat(0, "step.stop", { index });
  }
  yield beat(0, "interaction.completed", { interaction: { ...interaction(reply, statusOf(reply)), usage: usageOf(reply) } });
  yield { tokens: 0, bytes: "event: done\ndata: [DONE]\n\n" };
}

function* thoughtBeats(reply: Reply, index: number, isShown: boolean): Iterable<Beat> {
  const { script } = reply;
  for (const pieces of digestPieces(script, isShown ? summaries(reply) : [], Number.MAX_SAFE_INTEGER)) {
    for (const { text, tokens } of pieces) {
      yield beat(tokens, "step.delta", { index, delta: { type: "thought_summary", content: { type: "text", text } } });
      // An empty one comes before each but the last; only what holds something counts.
      yield beat(0, "step.delta", { index, delta: { type: "thought_signature", signature: "" } });
    }
  }
  const signature = opaqueBlob(reply, "thought-signature", null);
  yield beat(isShown ? 0 : script.reasoningTokens, "step.delta", { index, delta: { type: "thought_signature", signature } });
}

function summaries({ script }: Reply): readonly string[] {
  return script.thoughts.map((thought) => `${summaryText(thought)}\n\n\n`);
}

function wholeSteps(reply: Reply, isShown: boolean): readonly JsonObject[] {
  const { script } = reply;
  const summary = isShown ? { summary: summaries(reply).map((text) => ({ type: "text", text })) } : {};
  const thought = { type: "thought", signature: opaqueBlob(reply, "thought-signature", null), ...summary };
  const answer = { type: "model_output", content: [{ type: "text", text: script.answer }] };
  return [...(script.reasoningTokens > 0 ? [thought] : []), ...(script.answer === "" ? [] : [answer])];
}

function interaction(reply: Reply, status: string): JsonObject {
  const at = new Date(reply.createdAtSeconds * 1000).toISOString();
  return {
    id: reply.id("sim_interaction_", 24),
    object: "interaction",
    model: reply.question.modelId,
    status,
    created: at,
    updated: at,
  };
}

function statusOf({ script }: Reply): string {
  return script.finish === "length" ? "incomplete" : "completed";
}

/** Thoughts stand beside the output, not in it. */
function usageOf({ counts }: Reply): JsonObject {
  return {
    total_tokens: counts.inputTokens + counts.answerTokens + counts.reasoningTokens,
    total_input_tokens: counts.inputTokens,
    total_cached_tokens: counts.cacheReadTokens,
    total_output_tokens: counts.answerTokens,
    total_tool_use_tokens: 0,
    total_thought_tokens: counts.reasoningTokens,
  };
}

function beat(tokens: number, type: string, data: JsonObject): Beat {
  return { tokens, bytes: event(type, { event_type: type, ...data }) };
}
