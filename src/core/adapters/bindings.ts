import type { Bindings } from "./provider.ts";

/** Sealed state of which no more is documented than that it is the model's own: any difference counts as a misfit. */
export const unverifiedBindings: Bindings = { model: "bound", prefix: "unverified", account: "unverified", effort: "free" };

/** Plain text: nothing checks it, but another model would take it for its own words. */
export const textBindings: Bindings = { model: "bound", prefix: "free", account: "free", effort: "free" };
