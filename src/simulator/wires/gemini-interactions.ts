import { isEffortTier } from "../../core/model/effort.ts";
import { type JsonObject, type JsonValue, objectAt, stringAt } from "../../core/model/json.ts";
import { depthOf } from "../brain/brain.ts";
import { summaryText } from "../brain/script.ts";
import type { Depth } from "../brain/solution.ts";
import { type Account, accountOf } from "../account.ts";
import { Prefix } from "../digest.ts";
import { findFault, withoutDirective } from "../faults.ts";
import { findModel } from "../models.ts";
import type { SimulatedModel } from "../simulated-model.ts";
import { misfitOf, opaqueBlob, openBlob } from "../opaque.ts";
import { countTokens, inGroups } from "../tokens.ts";
import { objectsAt, positiveInteger, quoted, textOf, unknownKey } from "./check.ts";
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
import { flatTools, pairsOf, readTurn, type Said } from "./turn.ts";

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

function readQuestion({ body, headers }: IncomingCall): Question {
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
  const account = accountOf(headers, null);
  const read = readInput(body, model, account);
  return {
    modelId,
    model,
    ...read,
    prompt: withoutDirective(read.prompt),
    account,
    depth: readLevel(config, model),
    maxOutputTokens: limit ?? model.maxOutputTokens,
    isStreaming: body["stream"] === true,
    asksForCache: true,
    fault: findFault(modelId, read.prompt),
  };
}

function readLevel(config: JsonObject, model: SimulatedModel): Depth {
  const level = config["thinking_level"];
  if (level === undefined) return depthOf(model.defaultTier);
  if (typeof level === "string" && isEffortTier(level) && model.tiers.includes(level)) return depthOf(level);
  throw invalidArgument(`Thinking level ${quoted(level)} is not supported for this model.`);
}

type Read = Pick<Question, "system" | "messages" | "prompt" | "turn" | "prefix">;

/** A text, or steps: what the user said, and what the model answered before, with its signed thoughts. */
function readInput(body: JsonObject, model: SimulatedModel, account: Account): Read {
  const { input } = body;
  const system = stringAt(body, "system_instruction") ?? "";
  const prefix = new Prefix({ system, tools: body["tools"] ?? [] });
  const steps = typeof input === "string" ? [{ type: "user_input", content: input }] : objectsAt(body, "input");
  if (steps.length === 0) throw invalidArgument("input is required.");
  const idsOf = (type: string, key: string) =>
    steps.flatMap((step) => (step["type"] === type ? (stringAt(step, key) ?? "") : []));
  const { unanswered, orphans } = pairsOf(idsOf("function_call", "id"), idsOf("function_result", "call_id"));
  if (unanswered.length + orphans.length > 0) {
    throw invalidArgument(`Function calls and results do not match: ${[...unanswered, ...orphans].join(", ")}.`);
  }
  const said = steps.map((step): Said => {
    checkSignature(step, { model, account, prefix: prefix.digest });
    if (step["type"] !== "thought") prefix.add(withoutSignature(step));
    return saidIn(step);
  });
  return { ...readTurn(said, flatTools(body)), system, prefix: prefix.digest };
}

function withoutSignature(step: JsonObject): JsonObject {
  const { signature: _, ...rest } = step;
  return rest;
}

function saidIn(step: JsonObject): Said {
  switch (stringAt(step, "type") ?? "user_input") {
    case "user_input":
      return { role: "user", text: contentText(step["content"]) };
    case "function_result":
      return { role: "result", text: contentText(step["result"]) };
    default:
      return { role: "assistant", text: contentText(step["content"]) };
  }
}

function contentText(content: JsonValue | undefined): string {
  return typeof content === "string" ? content : textOf(content);
}

/** What binds a thought here is not documented (provider-matrix 4): anything that differs is refused. */
function checkSignature(
  step: JsonObject,
  here: { readonly model: SimulatedModel; readonly account: Account; readonly prefix: string },
): void {
  const signature = stringAt(step, "signature");
  if (signature === null) return;
  const sealed = openBlob(signature);
  if (sealed !== null && misfitOf(sealed, { ...here, model: here.model.id }) === null) return;
  throw invalidArgument("Corrupted thought signature.");
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
    index += 1;
  }
  for (const nth of script.calls.keys()) {
    const { arguments: args, ...call } = callStep(reply, nth);
    yield beat(0, "step.start", { index, step: { ...call, arguments: {} } });
    const text = JSON.stringify(args ?? {});
    yield beat(countTokens(text), "step.delta", { index, delta: { type: "arguments_delta", arguments: text } });
    yield beat(0, "step.stop", { index });
    index += 1;
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
  const calls = script.calls.map((_, nth) => callStep(reply, nth));
  return [...(script.reasoningTokens > 0 ? [thought] : []), ...(script.answer === "" ? [] : [answer]), ...calls];
}

function callStep(reply: Reply, nth: number): JsonObject {
  const call = reply.script.calls[nth];
  return { type: "function_call", id: reply.id(`call_${nth}`, 8), name: call?.name ?? "", arguments: call?.arguments ?? {} };
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
  if (script.finish === "tool-calls") return "requires_action";
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
