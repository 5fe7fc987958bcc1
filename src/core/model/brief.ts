import type { StepId } from "./ids.ts";

/**
 * A bounded, labelled, provider-neutral digest of earlier reasoning. It is information about what was thought, never the
 * next model's own voice: foreign reasoning pasted raw makes a model imitate or stall.
 */
export interface Brief {
  /** What the chain is about: the user's own words, shortened. */
  readonly goal: string;
  /** In the order in which they came up. */
  readonly entries: readonly BriefEntry[];
  /** Numbers and names of the reasoning that no entry holds, most telling first. */
  readonly values: readonly string[];
  /** `local`: chosen from the trace on this machine. `model`: written by a model, its cost is the brief's own. */
  readonly maker: "local" | "model";
}

/** One that a step of the conversation was sent with. */
export interface EarlierBrief {
  readonly step: StepId;
  readonly text: string;
}

export type BriefKind = "given" | "decision" | "result" | "rejected" | "question" | "next";

export interface BriefEntry {
  /** `b1`, `b2`, … in order. */
  readonly id: string;
  readonly kind: BriefKind;
  readonly text: string;
  /** Where it comes from. */
  readonly step: StepId;
  /** Earlier entries whose values this one uses: the edges of the graph. */
  readonly uses: readonly string[];
}
