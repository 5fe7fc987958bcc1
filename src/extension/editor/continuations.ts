import { maskedRequest } from "../../core/adapters/masked-request.ts";
import type { EngineDependencies } from "../../core/engine/engine.ts";
import { previewCall } from "../../core/engine/preview-call.ts";
import type { BudgetOptions } from "../../core/engine/preview-call.ts";
import { forecastHandoff } from "../../core/handoff/forecast.ts";
import { foretell, forecastToKeep } from "../../core/handoff/foretell.ts";
import { BriefMemo, briefOf, offerContinuation } from "../../core/handoff/offer-continuation.ts";
import { planHandoff } from "../../core/handoff/plan-handoff.ts";
import type { HandoffPlan } from "../../core/handoff/plan-handoff.ts";
import { planProof } from "../../core/handoff/prove-continuation.ts";
import { continuationJob } from "../../core/handoff/run-continuation.ts";
import type { Continuation } from "../../core/handoff/run-continuation.ts";
import type { ContinuationAsk, ContinuationBrief, ContinuationOffer, ContinuationTarget } from "../../core/model/continuation.ts";
import { effortText } from "../../core/model/effort.ts";
import { ProviderError } from "../../core/model/errors.ts";
import type { HandoffForecast } from "../../core/model/handoff.ts";
import type { LaneId, StepId } from "../../core/model/ids.ts";
import type { JsonObject } from "../../core/model/json.ts";
import { lanePath, stepAt } from "../../core/model/session.ts";
import type { Lane, Session } from "../../core/model/session.ts";
import { historyRecords } from "../../core/pricing/history-records.ts";
import type { ContinuationPlace, ContinuationReply, ContinuationRequest } from "../../protocol/continuation.ts";
import type { ModelChoice } from "../models/model-offers.ts";
import { Refusal } from "../refusal.ts";
import type { LiveSession } from "./live-session.ts";
import { priceBrief, writeBrief } from "./write-brief.ts";

export interface ContinuationServices {
  engine(): EngineDependencies;
  /** Models that could be used now, in the order in which they are offered. */
  models(session: Session, lane: Lane): Promise<readonly ContinuationTarget[]>;
  labelOf(choice: ModelChoice): string;
  newLaneId(): LaneId;
  showDocument(name: string, text: string): Promise<void>;
  /** A file of the reader's choice, quoted as data; null: none was chosen. */
  attachFile(): Promise<string | null>;
}

/** Continuing a step on any model: what it would be like, its brief, and the run. Knows no VS Code. */
export class Continuations {
  readonly #services: ContinuationServices;

  constructor(services: ContinuationServices) {
    this.#services = services;
  }

  /** @throws Refusal when it cannot be done */
  async handle(request: ContinuationRequest, live: LiveSession): Promise<ContinuationReply | { readonly text: string } | null> {
    const { session } = live.document;
    switch (request.method) {
      case "continuation/offers":
        return { offers: await this.offers(session, request.ask, request.targets) };
      case "continuation/brief":
        return { brief: await this.brief(session, request.ask, request.target) };
      case "continuation/price-brief":
        return { writing: await priceBrief(await this.#writing(session, request)) };
      case "continuation/write-brief":
        return { brief: await writeBrief(await this.#writing(session, request), live) };
      case "continuation/show":
        await this.show(live, request.ask, request.target);
        return null;
      case "continuation/start":
        await this.start(live, request.ask, request.target, request);
        return null;
      case "continuation/prove":
        await this.prove(live, request.ask, request.target);
        return null;
      case "continuation/attach": {
        const text = await this.#services.attachFile();
        return text === null ? null : { text };
      }
      case "handoff/show":
        await this.#showSent(session, request.step);
        return null;
    }
  }

  /** What each of these models would get and cost. */
  async offers(
    session: Session,
    ask: ContinuationAsk,
    targets: readonly ContinuationTarget[] | null,
  ): Promise<readonly ContinuationOffer[]> {
    const { prices, credentials, clock } = this.#services.engine();
    const lane = laneOf(session, ask.lane);
    const briefs = new BriefMemo();
    const history = historyOf(session, ask);
    const offers: ContinuationOffer[] = [];
    for (const target of targets ?? (await this.#services.models(session, lane))) {
      const continuation = await this.#continuation(session, ask, target);
      const parameters = await credentials.parametersFor(target.provider);
      const facts = { prices, history, now: clock.now(), parameters, label: this.#services.labelOf(target), briefs };
      offers.push(offerContinuation(continuation.lane, continuation.question, facts));
    }
    return offers;
  }

  /** Opens the exact request, with the output limit that a budget adds. Nothing is sent. */
  async show(live: LiveSession, ask: ContinuationAsk, target: ContinuationTarget): Promise<void> {
    const continuation = await this.#continuation(live.document.session, ask, target);
    await this.#showRequest("Continuation.json", continuation, await live.runner.optionsNow());
  }

  async start(
    live: LiveSession,
    ask: ContinuationAsk,
    target: ContinuationTarget,
    how: { readonly place: ContinuationPlace; readonly allowsFallback: boolean },
  ): Promise<void> {
    const { session } = live.document;
    const own = laneOf(session, ask.lane);
    if (how.place === "same-lane" && own.head !== ask.from && stepAt(session, own.head ?? "")?.parent !== ask.from) {
      throw new Refusal("A lane can only go on from its last step.", "Continue an earlier step in a new lane.");
    }
    const continuation = await this.#continuation(session, { ...ask, input: inputOf(ask) }, target);
    const made = continuation.lane;
    const lane = how.place === "same-lane" ? { ...made, id: own.id, head: own.head } : made;
    const add = (): void => {
      const { lanes } = live.document.session;
      const next = how.place === "same-lane" ? lanes.map((each) => (each.id === lane.id ? lane : each)) : [...lanes, lane];
      live.edit(how.place === "same-lane" ? "Continue lane" : "Continue in a new lane", { type: "lanes-set", lanes: next });
    };
    await live.runner.continue([{ ...continuation, lane, allowsFallback: how.allowsFallback }], add);
  }

  /** The same continuation natively, with a brief, with answers and with nothing, as lanes beside each other. */
  async prove(live: LiveSession, ask: ContinuationAsk, target: ContinuationTarget): Promise<void> {
    const { lane, question, foresee } = await this.#continuation(live.document.session, { ...ask, input: inputOf(ask) }, target);
    const foreseen = foresee === undefined ? {} : { foresee };
    const arms = planProof(lane, question, () => this.#services.newLaneId()).filter(({ sameAs }) => sameAs === null);
    const continuations = arms.map((arm): Continuation => {
      return { lane: arm.lane, question: { ...question, mode: arm.mode }, allowsFallback: false, ...foreseen };
    });
    await live.runner.continue(continuations, () =>
      live.edit("Compare handoffs", {
        type: "lanes-set",
        lanes: [...live.document.session.lanes, ...arms.map((arm) => arm.lane)],
      }),
    );
  }

  /** The brief as it would be sent. */
  async brief(session: Session, ask: ContinuationAsk, target: ContinuationTarget): Promise<ContinuationBrief> {
    const { question } = await this.#continuation(session, ask, target);
    return briefOf(question, planHandoff(question));
  }

  async #writing(session: Session, request: Extract<ContinuationRequest, { readonly writer: ContinuationTarget }>) {
    const { ask, target, writer } = request;
    const { question } = await this.#continuation(session, { ...ask, briefText: null }, target);
    const { briefSource: source, earlierBriefs: earlier } = planHandoff(question);
    if (source === null) throw new Refusal("No brief is needed here, so none was written.", "Nothing was sent.");
    const { lane } = await this.#continuation(session, ask, writer);
    return { engine: this.#services.engine(), lane, source, earlier, boundTokens: ask.briefTokens, from: ask.from };
  }

  /** A new lane and what would be asked of it. */
  async #continuation(session: Session, ask: ContinuationAsk, target: ContinuationTarget): Promise<Continuation> {
    const { registry, credentials, prices, clock, sha256 } = this.#services.engine();
    const own = laneOf(session, ask.lane);
    const path = lanePath(session, { ...own, head: ask.from });
    const [first] = lanePath(session, own);
    if (ask.from === null ? first === undefined : path.length === 0) {
      throw new Refusal("That step is not there any more.", "Choose another step to continue.");
    }
    const adapter = adapterOf(registry, target, own);
    const lane: Lane = {
      id: this.#services.newLaneId(),
      provider: target.provider,
      wire: adapter.wire.id,
      model: target.model,
      effort: target.effort,
      maxOutputTokens: own.maxOutputTokens,
      wantsSummary: own.wantsSummary,
      head: null,
    };
    const question = {
      path,
      system: first?.system ?? "",
      adapter,
      accountScope: await credentials.accountScopeFor(target.provider),
      effort: target.effort,
      mode: ask.mode,
      input: ask.input,
      toolResults: [],
      tools: [],
      briefTokens: ask.briefTokens,
      briefText: ask.briefText,
      sha256,
    };
    await prices.prepare(target.provider, target.model);
    const parameters = await credentials.parametersFor(target.provider);
    const foresee = (plan: HandoffPlan): HandoffForecast | null => {
      const facts = { prices, history: historyOf(session, ask), now: clock.now(), parameters };
      return forecastToKeep(foretell(lane, question, plan, facts));
    };
    return { lane, question, allowsFallback: false, foresee };
  }

  /** The request of a step that was sent, made again from what the session keeps of it. */
  async #showSent(session: Session, id: StepId): Promise<void> {
    const step = stepAt(session, id);
    const handoff = step?.handoff;
    if (step === null || handoff === undefined) throw new Refusal("That step continues no other.", "Nothing was opened.");
    const ask = { lane: step.lane, from: handoff.from, input: step.input, mode: handoff.mode, briefTokens: null };
    const target = { provider: step.origin.provider, model: step.origin.model, effort: step.effort.requested };
    const continuation = await this.#continuation(session, { ...ask, briefText: handoff.brief }, target);
    const lane = { ...continuation.lane, maxOutputTokens: step.maxOutputTokens };
    const { toolResults = [], tools = [], origin } = step;
    // As it was then: the account that is signed in now may be another.
    const question = { ...continuation.question, toolResults, tools, accountScope: origin.accountScope };
    await this.#showRequest("Sent request.json", { ...continuation, lane, question }, { budgetUsd: null, laneBudgetUsd: null });
  }

  async #showRequest(name: string, continuation: Continuation, budgets: BudgetOptions): Promise<void> {
    const { lane } = continuation;
    const engine = this.#services.engine();
    const { prices, clock } = engine;
    const plan = planHandoff(continuation.question);
    const { call, heldBack } = await previewCall(engine, continuationJob(continuation, plan), budgets);
    const { inputTokens, carriedTokens, cacheableTokens } = forecastHandoff(plan, call, prices, clock.now());
    const shown: JsonObject = {
      lane: `${lane.provider}/${lane.model}@${effortText(lane.effort)}`,
      ...(heldBack === null ? {} : { heldBack }),
      handoff: plan.mode,
      estimate: {
        inputTokens,
        carriedTokens,
        expectedFromCacheTokens: cacheableTokens,
        cache: plan.isCacheable
          ? "Everything before the new messages is what the last step was sent with, so the provider may read it from its cache."
          : "Another model or account, or something before the new messages differs from the last step: nothing is expected from a cache.",
      },
      ...maskedRequest(call),
      warnings: call.warnings.map(({ code, message }) => ({ code, message })),
    };
    await this.#services.showDocument(name, `${JSON.stringify(shown, null, 2)}\n`);
  }
}

/** Something has to be said: an empty message is refused by most providers. */
function inputOf({ from, input }: ContinuationAsk): string {
  if (from === null && input.trim() === "") throw new Refusal("The prompt is empty, so nothing was sent.", "Write a prompt.");
  return input.trim() === "" ? "Go on." : input;
}

function historyOf(session: Session, { input }: ContinuationAsk) {
  return historyRecords(session, { input, system: session.prompt.system });
}

function laneOf(session: Session, id: LaneId): Lane {
  const lane = session.lanes.find((each) => each.id === id);
  if (lane === undefined) throw new Refusal("That lane is not there any more.", "Nothing was changed.");
  return lane;
}

/** The lane's own wire goes on where the model stays: another would lose native state. */
function adapterOf(registry: EngineDependencies["registry"], target: ContinuationTarget, own: Lane) {
  const isOwn = own.provider === target.provider && own.model === target.model;
  try {
    return registry.adapterFor({ provider: target.provider, model: target.model, wire: isOwn ? own.wire : null });
  } catch (error) {
    if (error instanceof ProviderError) throw new Refusal(error.failure.message, error.failure.advice);
    throw error;
  }
}
