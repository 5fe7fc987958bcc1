import * as z from "zod";
import { handoffModes } from "../../core/model/handoff.ts";
import { effort, longText, name } from "./page-values.ts";

/* The door for what the page asks about continuations: see page-message.ts. */

const ask = z.strictObject({
  lane: name,
  from: name.nullable(),
  input: longText,
  mode: z.enum(handoffModes),
  briefTokens: z.int().min(50).max(1_000_000).nullable(),
  briefText: longText.nullable(),
});
const target = z.strictObject({ provider: name, model: name, effort });

export const continuationRequests = [
  z.strictObject({ method: z.literal("continuation/offers"), ask, targets: z.array(target).max(100).nullable() }),
  z.strictObject({ method: z.literal("continuation/brief"), ask, target }),
  z.strictObject({ method: z.literal("continuation/price-brief"), ask, target, writer: target }),
  z.strictObject({ method: z.literal("continuation/write-brief"), ask, target, writer: target }),
  z.strictObject({ method: z.literal("continuation/show"), ask, target }),
  z.strictObject({
    method: z.literal("continuation/start"),
    ask,
    target,
    place: z.enum(["new-lane", "same-lane"]),
    allowsFallback: z.boolean(),
  }),
  z.strictObject({ method: z.literal("continuation/prove"), ask, target }),
  z.strictObject({ method: z.literal("continuation/attach") }),
  z.strictObject({ method: z.literal("handoff/show"), step: name }),
] as const;
