import type { HandoffMode } from "../core/model/handoff.ts";
import type { Format } from "./compare.ts";
import type { HostArguments } from "./open-host.ts";

/** What `switchyard continue` was asked for. */
export interface ContinueArguments {
  readonly file: string;
  /** A step's or lane's id; null: the only lane. */
  readonly from: string | null;
  readonly lane: string;
  /** Null: what the step asks for itself. */
  readonly input: string | null;
  /** `<call id or tool name>=<text>` or `=@<file>`, one a call. */
  readonly toolResults: readonly string[];
  /** A file of tools to offer beside those of the session; null: none. */
  readonly tools: string | null;
  readonly mode: HandoffMode;
  readonly briefTokens: number | null;
  readonly briefFile: string | null;
  /** The lane of a model that writes the brief; null: it is made here. */
  readonly briefBy: string | null;
  readonly allowsFallback: boolean;
  readonly isDryRun: boolean;
  /** Continue in every way side by side instead of one. */
  readonly isProof: boolean;
  /** For a proof: what a right answer matches. */
  readonly expect: RegExp | null;
  readonly maxOutputTokens: number | null;
  readonly maxCostUsd: string | null;
  /** Seconds until it is stopped; null: never. */
  readonly timeoutSeconds: number | null;
  readonly idleTimeoutSeconds: number | null;
  readonly retries: number | null;
  readonly save: string | null;
  readonly format: Format | null;
  readonly host: Omit<HostArguments, "environment">;
}
