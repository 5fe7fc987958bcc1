import * as z from "zod";
import { sameRules } from "../model/comparison.ts";
import type { ComparisonSettings } from "../model/comparison.ts";
import { assertionProblem } from "./check-assertion.ts";

const text = z.string().min(1).max(2000);

/** A verdict is never taken from outside: only a judge that was asked here gives one. */
const settings = z.strictObject({
  same: z.enum(sameRules),
  assertion: z
    .discriminatedUnion("type", [
      z.strictObject({ type: z.literal("contains"), text }),
      // Global and sticky keep a place between tests, which makes no sense for one.
      z.strictObject({ type: z.literal("regex"), pattern: text, flags: z.string().regex(/^[imsu]{0,4}$/) }),
      z.strictObject({ type: z.literal("json-schema"), name: text, schema: z.json() }),
      z.strictObject({ type: z.literal("judge"), judge: text, verdict: z.null() }),
    ])
    .nullable(),
});

/** Settings as they come from a page: checked, or what is wrong with them in one sentence. */
export function readComparisonSettings(value: unknown): ComparisonSettings | { readonly problem: string } {
  const parsed = settings.safeParse(value);
  if (!parsed.success) return { problem: "These comparison settings cannot be read." };
  const { assertion } = parsed.data;
  const problem = assertion === null ? null : assertionProblem(assertion);
  return problem === null ? parsed.data : { problem };
}
