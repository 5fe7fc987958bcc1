import type {
  BriefWriting,
  ContinuationAsk,
  ContinuationBrief,
  ContinuationOffer,
  ContinuationTarget,
} from "../core/model/continuation.ts";
import type { StepId } from "../core/model/ids.ts";

/** What the page asks for about continuing a step: a part of `PageRequest`. */
export type ContinuationRequest =
  /** What each of these models would get and cost; null: every model that could be used now. Replies with `offers`. */
  | {
      readonly method: "continuation/offers";
      readonly ask: ContinuationAsk;
      readonly targets: readonly ContinuationTarget[] | null;
    }
  /** The brief as it would be sent. Replies with `brief`. */
  | { readonly method: "continuation/brief"; readonly ask: ContinuationAsk; readonly target: ContinuationTarget }
  /** What it would cost to let a model write the brief. Replies with `writing`. */
  | {
      readonly method: "continuation/price-brief";
      readonly ask: ContinuationAsk;
      readonly target: ContinuationTarget;
      readonly writer: ContinuationTarget;
    }
  /** Lets a model write it; what that cost goes into the session. Replies with `brief`. */
  | {
      readonly method: "continuation/write-brief";
      readonly ask: ContinuationAsk;
      readonly target: ContinuationTarget;
      readonly writer: ContinuationTarget;
    }
  /** The exact request, its key masked, and what of it may come from the cache, opened as a document. Nothing is sent. */
  | { readonly method: "continuation/show"; readonly ask: ContinuationAsk; readonly target: ContinuationTarget }
  | {
      readonly method: "continuation/start";
      readonly ask: ContinuationAsk;
      readonly target: ContinuationTarget;
      readonly place: ContinuationPlace;
      /** May the same be sent once more with a brief, when the provider refuses the earlier reasoning? */
      readonly allowsFallback: boolean;
    }
  /** Continues natively, with a brief, with answers and with nothing, as lanes beside each other. */
  | { readonly method: "continuation/prove"; readonly ask: ContinuationAsk; readonly target: ContinuationTarget }
  /** A file of the reader's choice, quoted as data. Replies with `text`; null when none was chosen. */
  | { readonly method: "continuation/attach" }
  /** What was sent for a step that continued another, opened as a document. */
  | { readonly method: "handoff/show"; readonly step: StepId };

export type ContinuationPlace = "new-lane" | "same-lane";

export type ContinuationReply =
  { readonly offers: readonly ContinuationOffer[] } | { readonly brief: ContinuationBrief } | { readonly writing: BriefWriting };
