import type { EffortTier } from "../model/effort.ts";
import { effortTiers } from "../model/effort.ts";
import type { ErrorKind } from "../model/errors.ts";
import { newFailure, ProviderError } from "../model/errors.ts";
import type { ProviderId } from "../model/ids.ts";
import type { JsonObject } from "../model/json.ts";
import { mergeJson } from "../model/json.ts";
import type { ModelRequest } from "../model/model-request.ts";
import type { PreparedCall } from "./adapter.ts";
import { prepareCall } from "./call.ts";
import type { StreamOptions } from "./call.ts";
import type { CustomProviderSetting } from "./custom-provider.ts";
import { customProvider, effortBody } from "./custom-provider.ts";
import type { Observation } from "./observe-call.ts";
import { countingOf, hasReasoned, observeCall, thinkTagsOf } from "./observe-call.ts";
import { createRegistry } from "./registry.ts";

/*
 * Spends a few small calls to learn what an unknown endpoint takes and shows. That a value is accepted proves nothing: many
 * servers ignore fields they do not know. A style counts only when the server refuses nonsense in its place, or when
 * switching thinking off or on with it can be seen in the answer.
 */

export interface ProbeTarget {
  readonly id: ProviderId;
  /** What is known already: at least wire and address. */
  readonly setting: CustomProviderSetting;
  readonly model: string;
}

export interface ProbeFinding {
  /** Ready to be saved as a custom provider. */
  readonly setting: CustomProviderSetting;
  /** What was learnt and how, a sentence each. */
  readonly notes: readonly string[];
  readonly calls: number;
}

/** No probe makes more calls than this. */
export const mostProbeCalls = 16;

/** Of output, reasoning included, a call. */
export const mostProbeTokens = 1_024;

const question = "How many of the numbers from 1 to 30 are divisible by 2 or by 3? Answer with the number only.";
const nonsense = "switchyard-probe";

/**
 * @param onCall told before each call what it is for
 * @throws ProviderError when the endpoint does not answer a plain request; the signal's reason when aborted
 */
export async function probe(
  target: ProbeTarget,
  options: StreamOptions,
  onCall: (purpose: string) => void,
): Promise<ProbeFinding> {
  const session = new ProbeSession(target, options, onCall);
  const plain = await session.ask("a plain request", {});
  if (!plain.isOk) throw new ProviderError(plain.failure);
  const tags = thinkTagsOf(plain.answer);
  const reasons = hasReasoned(plain);
  session.note(reasons ? "It reasons when nothing is asked for." : "It shows no reasoning when nothing is asked for.");
  if (tags !== null) session.note(`Its answers hold the reasoning between “${tags}” tags.`);

  const effort = (await findWords(session, target)) ?? (await findSwitch(session, target, reasons));
  if (effort === undefined) session.note("No effort field was seen to have an effect: none is sent.");
  const best = session.best ?? plain;
  const { models = [] } = target.setting;
  return {
    setting: {
      ...target.setting,
      models: models.includes(target.model) ? models : [...models, target.model],
      countsReasoning: countingOf(best),
      ...(best.seen === null ? {} : { reasoning: best.seen }),
      ...(tags === null ? {} : { thinkTags: tags, reasoning: "raw" }),
      ...(effort === undefined ? {} : { effort }),
    },
    notes: session.notes,
    calls: session.calls,
  };
}

type EffortSetting = NonNullable<CustomProviderSetting["effort"]>;
type Style = EffortSetting["style"];

const wordStyles: Readonly<Partial<Record<CustomProviderSetting["wire"], readonly Style[]>>> = {
  "openai-responses": ["reasoning.effort"],
  "openai-chat": ["reasoning_effort", "reasoning.effort"],
  "anthropic-messages": ["output_config.effort"],
  "gemini-generate-content": ["thinkingLevel"],
  "ollama-chat": ["think"],
};
const switchStyles: readonly Style[] = [
  "chat_template_kwargs.enable_thinking",
  "chat_template_kwargs.thinking",
  "thinking.type",
  "enable_thinking",
  "reasoning.enabled",
];

/** A server that refuses nonsense knows the field; its words are those it names, or those it takes when tried. */
async function findWords(session: ProbeSession, { setting }: ProbeTarget): Promise<EffortSetting | undefined> {
  for (const style of wordStyles[setting.wire] ?? []) {
    const refused = await session.ask(`whether ${style} is checked`, effortBody(style, nonsense));
    if (refused.isOk || refused.failure.kind !== "invalid-request") continue;
    const named = wordsIn(`${refused.failure.message} ${JSON.stringify(refused.failure.raw)}`);
    const tiers = named.length > 0 ? named : await triedTiers(session, style);
    if (tiers.length === 0) continue;
    session.note(`${style} takes ${tiers.join(", ")}: ${named.length > 0 ? "the server names them" : "each was tried"}.`);
    return { style, tiers: [...tiers] };
  }
  return undefined;
}

/** One word alone may be prose ("demand is high"); a list holds more. */
function wordsIn(message: string): readonly EffortTier[] {
  const named = effortTiers.filter((tier) => new RegExp(`(?<![\\w-])${tier}(?![\\w-])`).test(message));
  return named.length > 1 ? named : [];
}

async function triedTiers(session: ProbeSession, style: Style): Promise<readonly EffortTier[]> {
  const taken: EffortTier[] = [];
  for (const tier of effortTiers) {
    const tried = await session.ask(`whether ${style} takes ${tier}`, effortBody(style, tier));
    if (tried.isOk) taken.push(tier);
  }
  return taken;
}

/** A switch counts when reasoning goes away with it, or comes. */
async function findSwitch(session: ProbeSession, { setting }: ProbeTarget, reasons: boolean): Promise<EffortSetting | undefined> {
  if (setting.wire !== "openai-chat") return undefined;
  for (const style of switchStyles) {
    const switched = await session.ask(`whether ${style} switches thinking`, effortBody(style, reasons ? "none" : "high"));
    if (!switched.isOk || hasReasoned(switched) === reasons) continue;
    session.note(`${style} switches thinking ${reasons ? "off" : "on"}: it was seen in the answer.`);
    return { style };
  }
  return undefined;
}

/** These say nothing about a field, and the next call would meet them again. */
const endsProbe: readonly ErrorKind[] = [
  "auth",
  "permission",
  "not-found",
  "quota",
  "rate-limited",
  "overloaded",
  "network",
  "timeout",
];

class ProbeSession {
  readonly notes: string[] = [];
  calls = 0;
  /** The call that showed the most of the endpoint's reasoning. */
  best: Extract<Observation, { isOk: true }> | null = null;
  readonly #plain: PreparedCall;
  readonly #options: StreamOptions;
  readonly #onCall: (purpose: string) => void;

  constructor({ id, setting, model }: ProbeTarget, options: StreamOptions, onCall: (purpose: string) => void) {
    const { effort: _asked, ...plain } = setting;
    const adapter = createRegistry({ extra: [customProvider(id, plain)] }).adapterFor({ provider: id, wire: null, model });
    const request: ModelRequest = {
      model,
      system: "",
      messages: [{ role: "user", text: question }],
      tools: [],
      effort: "default",
      maxOutputTokens: mostProbeTokens,
      wantsSummary: true,
      isStreaming: true,
    };
    this.#plain = prepareCall(adapter, request, { parameters: {} });
    this.#options = options;
    this.#onCall = onCall;
  }

  note(sentence: string): void {
    this.notes.push(sentence);
  }

  async ask(purpose: string, fragment: JsonObject): Promise<Observation> {
    if (this.calls >= mostProbeCalls) return { isOk: false, failure: outOfCalls(this.#plain) };
    this.calls += 1;
    this.#onCall(purpose);
    const call = { ...this.#plain, body: mergeJson(this.#plain.body, fragment) };
    const observed = await observeCall(call, this.#options);
    if (!observed.isOk && endsProbe.includes(observed.failure.kind)) throw new ProviderError(observed.failure);
    if (observed.isOk && (this.best === null || showsMore(observed, this.best))) this.best = observed;
    return observed;
  }
}

function showsMore(one: Extract<Observation, { isOk: true }>, other: typeof one): boolean {
  if ((one.seen === null) !== (other.seen === null)) return other.seen === null;
  return (one.reasoningTokens ?? 0) > (other.reasoningTokens ?? 0);
}

function outOfCalls({ adapter }: PreparedCall): Extract<Observation, { isOk: false }>["failure"] {
  return newFailure({
    kind: "unsupported",
    message: `A probe makes at most ${mostProbeCalls} calls.`,
    advice: "Set the rest by hand.",
    provider: adapter.provider.id,
  });
}
