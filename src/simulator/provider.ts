import type { Bindings, Continuity, EffortKnob, Fact, ModelRow, Provider, TierValue, Trace } from "../core/adapters/provider.ts";
import { unverifiedBindings } from "../core/adapters/bindings.ts";
import type { EffortTier } from "../core/model/effort.ts";
import type { JsonObject } from "../core/model/json.ts";
import { simulatedModels } from "./models.ts";
import type { ReplayRule, SimulatedModel } from "./simulated-model.ts";
import { strictModels } from "./strict-models.ts";

const fact: Fact = {
  asOf: "2026-11-22",
  source: "src/simulator/README.md",
  status: "documented",
  note: "Simulated on this machine: scripted answers, nothing is sent, nothing is billed.",
};

/**
 * The simulator as registry and adapters see it: a provider like any other. The base URL is a placeholder for
 * `switchyard simulate`; the embedded server is on a free port and given as the `baseUrl` parameter.
 */
export const simulatorProvider: Provider = {
  id: "simulator",
  label: "Simulator",
  kind: "simulated",
  baseUrl: "http://127.0.0.1:4010",
  auth: { type: "none" },
  // The server knows a wire by the end of its path, so each wire's own path will do.
  routes: [
    { wire: "openai-responses" },
    { wire: "openai-chat" },
    { wire: "anthropic-messages" },
    { wire: "gemini-generate-content" },
    { wire: "gemini-interactions" },
    { wire: "bedrock-converse" },
    { wire: "ollama-chat" },
    { wire: "cohere-chat" },
  ],
  models: [...simulatedModels.map((model) => rowFor(model, true)), ...strictModels.map((model) => rowFor(model, false))],
  fact,
};

function rowFor(model: SimulatedModel, isListed: boolean): ModelRow {
  return {
    // A fault may follow the name: `steady-thinker+429-once`.
    match: `^${model.id}(\\+.*)?$`,
    ...(isListed ? { listed: [{ id: model.id, label: `${model.name} (simulated)` }] } : {}),
    wire: model.wire,
    effort: knobFor(model),
    limits: {
      contextTokens: model.contextTokens,
      maxOutputTokens: model.maxOutputTokens,
      ...(model.wire === "anthropic-messages" ? { defaultOutputTokens: 32_000 } : {}),
    },
    trace: traceFor(model),
    continuity: continuityFor(model),
    ...dialectFor(model),
    fact,
  };
}

/**
 * Sealed state is tied to model, account and prefix; Gemini's not to the prefix, as documented for the wires they speak.
 * Plain text is taken back by every model that wrote it, and from a model that does not reason there is nothing to take.
 */
function continuityFor(model: SimulatedModel): Partial<Continuity> {
  const { source } = fact;
  const { replay = {} } = model;
  if (model.trace === "none" || replay.demand === "forbidden") return { carrier: "none", source };
  if (replay.field === "chunks" || replay.field === "details") {
    return { carrier: "mixed", acrossTurns: "used", boundTo: unverifiedBindings, misfit: "unknown", source };
  }
  if (model.trace === "raw" || model.trace === "think-tags") return { acrossTurns: "used", source };
  const acrossTurns = replay.turns === "current" ? "tool-loop" : "used";
  if (replay.misfit === "silent") return { acrossTurns, boundTo: unverifiedBindings, misfit: "silent", source };
  const prefix = model.wire === "gemini-generate-content" ? "free" : "bound";
  const effort = replay.isEffortBound === true ? "bound" : "free";
  const boundTo: Bindings = { model: "bound", prefix, account: "bound", effort };
  const takesTools = model.wire === "openai-responses" && replay.turns !== "current";
  return { acrossTurns, boundTo, ...effortChangeFor(model), ...(takesTools ? { toolChange: "append" } : {}), source };
}

/** Where another effort can be said in mid-conversation, as GPT-6 and Claude take it. */
function effortChangeFor({ wire, knob, replay }: SimulatedModel): Pick<Continuity, "effortChange"> {
  if (replay?.isEffortBound === true) return { effortChange: { field: "reasoning", lasts: "until-changed" } };
  if (wire !== "anthropic-messages" || knob !== "effort") return {};
  return { effortChange: { field: "output_config", lasts: "turn" } };
}

/** What a wire has to know about a model beyond its own habits. */
function dialectFor(model: SimulatedModel): { readonly dialect?: JsonObject } {
  switch (model.trace) {
    case "think-tags":
      return {
        dialect: {
          thinkTags: { styles: ["think"], opening: "required" },
          counting: { reasoning: "not-reported", cache: "included" },
        },
      };
    case "raw":
      return model.wire === "openai-chat" ? { dialect: chatDialect(model.replay) } : {};
    case "omitted":
      // Thinks by default, so a summary can be asked for without an effort; counts on the way while nothing is shown.
      return model.wire === "bedrock-converse"
        ? { dialect: { display: "always", reasoningVisibility: "summary" } }
        : { dialect: { display: "always", betas: ["thinking-token-count-2026-05-13"] } };
    case "summary":
    case "encrypted":
    case "redacted":
    case "none":
      return {};
  }
}

function chatDialect({ demand, field, ids }: ReplayRule = {}): JsonObject {
  const replayReasoning = demand === "required" ? "backfill" : demand === "forbidden" ? "omit" : "echo";
  return {
    replayReasoning,
    ...(field === "reasoning" ? { reasoningFields: ["reasoning"] } : {}),
    ...(ids === "nine" ? { toolCallIds: "nine" } : {}),
  };
}

function knobFor(model: SimulatedModel): EffortKnob {
  switch (model.knob) {
    case "none":
      return { type: "none", why: "This simulated model never reasons." };
    case "budget":
      return {
        type: "budget",
        budget: {
          path: ["thinking", "budget_tokens"],
          min: 1024,
          max: 60_000,
          beside: { thinking: { type: "enabled" } },
          isBelowOutputLimit: true,
        },
        off: { body: { thinking: { type: "disabled" } }, label: "off" },
        providerDefault: "none",
      };
    case "switch":
      return {
        type: "tiers",
        tiers: {
          none: { body: { thinking: { type: "disabled" } }, label: "off" },
          high: {
            body: { thinking: { type: "enabled" } },
            label: "on",
            translated: "This model can only be switched on or off; high means on.",
          },
        },
        providerDefault: model.defaultTier,
      };
    case "effort": {
      const tiers = model.tiers.map((tier) => [tier, valueFor(model, tier)] as const);
      return { type: "tiers", tiers: Object.fromEntries(tiers), providerDefault: model.defaultTier };
    }
  }
}

/** Each wire's own field for the word. */
function valueFor(model: SimulatedModel, tier: EffortTier): TierValue {
  return { body: bodyFor(model, tier), label: tier === "none" && model.wire !== "openai-responses" ? "off" : tier };
}

function bodyFor(model: SimulatedModel, tier: EffortTier): JsonObject {
  switch (model.wire) {
    case "openai-chat":
      return tier === "none" ? { thinking: { type: "disabled" } } : { thinking: { type: "enabled" }, reasoning_effort: tier };
    case "anthropic-messages":
      return tier === "none"
        ? { thinking: { type: "disabled" } }
        : { thinking: { type: "adaptive" }, output_config: { effort: tier } };
    case "gemini-generate-content":
      return { generationConfig: { thinkingConfig: { thinkingLevel: tier } } };
    case "gemini-interactions":
      return { generation_config: { thinking_level: tier } };
    case "bedrock-converse":
      return { additionalModelRequestFields: { thinking: { type: "adaptive" }, output_config: { effort: tier } } };
    case "ollama-chat":
      return { think: tier === "none" ? false : tier };
    case "cohere-chat":
      return { thinking: { type: tier === "none" ? "disabled" : "enabled" } };
    case "openai-responses":
      return { reasoning: { effort: tier } };
  }
}

function traceFor(model: SimulatedModel): Trace {
  switch (model.trace) {
    case "raw":
    case "think-tags":
      return { visibility: "raw" };
    case "summary":
      return summaryTrace(model);
    case "omitted":
      return {
        visibility: "omitted",
        withSummary: "summary",
        why: "This simulated model thinks out of sight; a summary comes only when it is asked for.",
      };
    case "encrypted":
      return { visibility: "encrypted", why: "This simulated model returns its reasoning only as encrypted state." };
    case "redacted":
      return { visibility: "redacted", why: "This simulated model withholds its reasoning and sends only a sealed block." };
    case "none":
      return { visibility: "none", why: "This simulated model does not reason." };
  }
}

/** Who sends summaries unasked, and what is left when nobody asks. */
function summaryTrace(model: SimulatedModel): Trace {
  if (model.knob === "budget") return { visibility: "summary" };
  return {
    visibility: model.wire === "openai-responses" ? "encrypted" : "omitted",
    withSummary: "summary",
    why: "This simulated model sends a summary only when it is asked for one.",
  };
}
