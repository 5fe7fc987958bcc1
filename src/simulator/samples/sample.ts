import type { Effort } from "../../core/model/effort.ts";
import type { Solution } from "../brain/solution.ts";

/** A prompt to begin with, and what the simulated models think and say about it. */
export interface SimulatedSample {
  readonly id: string;
  /** Name of a codicon. */
  readonly icon: string;
  readonly title: string;
  /** One line: what it shows. */
  readonly description: string;
  readonly system: string;
  readonly user: string;
  /** Values of `{{name}}` placeholders. */
  readonly variables: Readonly<Record<string, string>>;
  readonly lanes: readonly SampleLane[];
  readonly solution: Solution;
}

export interface SampleLane {
  readonly provider: "simulator";
  readonly model: string;
  readonly effort: Effort;
  readonly wantsSummary: boolean;
  readonly maxOutputTokens: number | null;
}

/** A lane of a sample; summaries are asked for unless it says otherwise. */
export function lane(model: string, effort: Effort, more: { wantsSummary?: boolean; maxOutputTokens?: number } = {}): SampleLane {
  return {
    provider: "simulator",
    model,
    effort,
    wantsSummary: more.wantsSummary ?? true,
    maxOutputTokens: more.maxOutputTokens ?? null,
  };
}
