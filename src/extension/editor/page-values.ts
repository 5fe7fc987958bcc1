import * as z from "zod";
import { effortTiers } from "../../core/model/effort.ts";

/* Values that many of the page's requests hold, bounded. */

export const name = z.string().min(1).max(300);

/** A prompt may hold a whole repository's worth of text; this only stops nonsense. */
export const longText = z.string().max(32 * 1024 * 1024);

export const effort = z.union([
  z.enum([...effortTiers, "default"]),
  z.strictObject({ budgetTokens: z.int().min(1).max(999_999_999) }),
]);
