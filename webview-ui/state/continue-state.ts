import { effect, signal, untracked } from "@preact/signals";
import { continuationStart } from "../../src/core/model/continuation.ts";
import type {
  BriefWriting,
  ContinuationAsk,
  ContinuationBrief,
  ContinuationOffer,
  ContinuationStart,
  ContinuationTarget,
} from "../../src/core/model/continuation.ts";
import type { LaneId, StepId } from "../../src/core/model/ids.ts";
import { isEnded } from "../../src/core/model/session.ts";
import type { ContinuationPlace } from "../../src/protocol/continuation.ts";
import type { Host } from "./host.ts";
import type { Store } from "./store.ts";

/** What the reader is about to send to another model, and what the host says it would come to. */
export class ContinueState {
  /** Null: the dialog is closed. */
  readonly ask = signal<ContinuationAsk | null>(null);
  /** The step failed or was cut: what stood before it is not paid again. */
  readonly isResume = signal(false);
  /** Every way of handing over is tried, side by side. */
  readonly isProof = signal(false);
  /** Null: the host has not answered yet. */
  readonly offers = signal<readonly ContinuationOffer[] | null>(null);
  readonly chosen = signal<string | null>(null);
  /** The brief made here. */
  readonly brief = signal<ContinuationBrief | null>(null);
  /** The one that a model wrote; the reader may have changed it since. */
  readonly written = signal<ContinuationBrief | null>(null);
  readonly writing = signal<BriefWriting | null>(null);
  readonly place = signal<ContinuationPlace>("new-lane");
  readonly allowsFallback = signal(false);
  readonly #host: Host;
  readonly #store: Store;
  #turn = 0;
  #briefTurn = 0;

  constructor(store: Store, host: Host) {
    this.#host = host;
    this.#store = store;
    effect(() => {
      const ask = this.ask.value;
      if (ask === null) return undefined;
      const timer = setTimeout(() => void this.#loadOffers(ask), untracked(() => this.offers.value) === null ? 0 : 300);
      return () => clearTimeout(timer);
    });
    effect(() => {
      const ask = this.ask.value;
      const offer = this.chosenOffer();
      if (ask === null || offer === null || ask.briefText !== null) return undefined;
      const timer = setTimeout(() => void this.#loadBrief(ask, offer), 50);
      return () => clearTimeout(timer);
    });
  }

  /**
   * @param id of the step; null: the lane's last
   * @param target chosen already; left out: the first that is offered
   */
  open(lane: LaneId, id: StepId | null, isProof: boolean, target: ContinuationTarget | null = null): void {
    const session = this.#store.session.peek();
    const head = session?.lanes.find((each) => each.id === lane)?.head ?? null;
    const start = session === null || (id ?? head) === null ? null : continuationStart(this.#latest(session), id ?? head ?? "");
    if (start === null) return;
    this.offers.value = null;
    this.brief.value = null;
    this.written.value = null;
    this.writing.value = null;
    this.chosen.value = target === null ? null : offerKey(target);
    // From nothing there is only one way to go on.
    this.isProof.value = isProof && start.from !== null;
    this.isResume.value = start.isResume;
    this.place.value = start.isResume && (id ?? head) === head ? "same-lane" : "new-lane";
    this.ask.value = { lane, from: start.from, input: start.input, mode: "auto", briefTokens: null, briefText: null };
  }

  /** Where this step can be continued from; null: it cannot, here and now. */
  startOf(id: StepId | null): ContinuationStart | null {
    const session = this.#store.session.value;
    if (session === null || id === null || !this.#store.context.value.isEditable) return null;
    const step = this.#store.step(id).value;
    if (step === null || !isEnded(step)) return null;
    return continuationStart({ ...session, steps: { ...session.steps, [id]: step } }, id);
  }

  close(): void {
    this.ask.value = null;
  }

  change(change: Partial<ContinuationAsk>): void {
    const ask = this.ask.peek();
    if (ask !== null) this.ask.value = { ...ask, ...change };
  }

  chosenOffer(): ContinuationOffer | null {
    return this.offers.value?.find((offer) => offerKey(offer) === this.chosen.value) ?? null;
  }

  /** Another effort for one of the models. */
  async setEffort(offer: ContinuationOffer, effort: ContinuationOffer["effort"]): Promise<void> {
    const ask = this.ask.peek();
    if (ask === null) return;
    const target = { ...targetOf(offer), effort };
    const reply = await this.#host.request({ method: "continuation/offers", ask, targets: [target] });
    const [changed] = reply !== undefined && reply !== null && "offers" in reply ? reply.offers : [];
    if (changed === undefined) return;
    this.offers.value = (this.offers.peek() ?? []).map((each) => (offerKey(each) === offerKey(offer) ? changed : each));
  }

  async attach(): Promise<void> {
    const reply = await this.#host.request({ method: "continuation/attach" });
    const ask = this.ask.peek();
    if (ask === null || reply === undefined || reply === null || !("text" in reply)) return;
    this.change({ input: [ask.input.trimEnd(), reply.text].filter((part) => part !== "").join("\n\n") });
  }

  async priceBrief(writer: ContinuationTarget): Promise<void> {
    const asked = this.#asked();
    if (asked === null) return;
    const reply = await this.#host.request({ method: "continuation/price-brief", ...asked, writer });
    if (reply !== undefined && reply !== null && "writing" in reply) this.writing.value = reply.writing;
  }

  /** Lets a model write the brief; it is then edited like one's own. */
  async writeBrief(writer: ContinuationTarget): Promise<void> {
    const asked = this.#asked();
    if (asked === null) return;
    const reply = await this.#host.request({ method: "continuation/write-brief", ...asked, writer });
    if (reply === undefined || reply === null || !("brief" in reply)) return;
    this.written.value = reply.brief;
    this.change({ briefText: reply.brief.text });
  }

  show(): void {
    const asked = this.#asked();
    if (asked !== null) this.#host.ask({ method: "continuation/show", ...asked });
  }

  /** Resolves to whether it started. */
  async start(): Promise<boolean> {
    const asked = this.#asked();
    if (asked === null || this.chosenOffer()?.problem !== null) return false;
    const reply = await this.#host.request(
      this.isProof.peek()
        ? { method: "continuation/prove", ...asked }
        : { method: "continuation/start", ...asked, place: this.place.peek(), allowsFallback: this.allowsFallback.peek() },
    );
    if (reply === undefined) return false;
    this.close();
    return true;
  }

  #asked(): { readonly ask: ContinuationAsk; readonly target: ContinuationTarget } | null {
    const ask = this.ask.peek();
    const offer = untracked(() => this.chosenOffer());
    return ask === null || offer === null ? null : { ask, target: targetOf(offer) };
  }

  /** Signals of a session change with its structure; what ended since is in the steps. */
  #latest<T extends { readonly steps: Readonly<Record<StepId, unknown>> }>(session: T): T {
    const steps = Object.fromEntries(
      Object.keys(session.steps).map((id) => [id, this.#store.latestStep(id) ?? session.steps[id]]),
    );
    return { ...session, steps };
  }

  async #loadOffers(ask: ContinuationAsk): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    const known = this.offers.peek();
    const targets = known === null ? null : known.map(targetOf);
    const reply = await this.#host.request({ method: "continuation/offers", ask, targets });
    if (turn !== this.#turn || reply === undefined || reply === null || !("offers" in reply)) return;
    this.offers.value = reply.offers;
    if (reply.offers.some((offer) => offerKey(offer) === this.chosen.peek())) return;
    const first = (this.isResume.peek() ? elsewhere(reply.offers) : undefined) ?? reply.offers[0];
    this.chosen.value = first === undefined ? null : offerKey(first);
  }

  async #loadBrief(ask: ContinuationAsk, offer: ContinuationOffer): Promise<void> {
    this.#briefTurn += 1;
    const turn = this.#briefTurn;
    const reply = await this.#host.request({ method: "continuation/brief", ask, target: targetOf(offer) });
    if (turn !== this.#briefTurn || reply === undefined || reply === null || !("brief" in reply)) return;
    this.brief.value = reply.brief;
  }
}

/** What has just failed may be down as a whole: another provider first, else another model. */
function elsewhere(offers: readonly ContinuationOffer[]): ContinuationOffer | undefined {
  const [own] = offers;
  return offers.find(({ provider, problem }) => provider !== own?.provider && problem === null) ?? offers[1];
}

export function offerKey({ provider, model }: Pick<ContinuationTarget, "provider" | "model">): string {
  return `${provider}/${model}`;
}

export function targetOf({ provider, model, effort }: ContinuationTarget): ContinuationTarget {
  return { provider, model, effort };
}
