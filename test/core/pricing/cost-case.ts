import type { ServiceTier } from "../../../src/core/model/service-tier.ts";

/** A usage object as a provider sends it, and what it costs by hand. */
export interface CostCase {
  readonly name: string;
  /** `<provider>:<model>` */
  readonly model: string;
  /** Whose counting rule reads `raw`; `additive`: plain counts. */
  readonly reader: "openai" | "xai-chat" | "anthropic" | "gemini" | "additive";
  /** JSON text. */
  readonly raw: string;
  /** An ISO time, or a time of 2026-11-23; absent: noon of 2026-11-22. */
  readonly at?: string;
  readonly tier?: ServiceTier;
  /** Absent: `computed`. */
  readonly basis?: "estimate";
  readonly usd: string;
}
