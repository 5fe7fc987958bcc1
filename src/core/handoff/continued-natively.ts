import type { Step } from "../model/session.ts";

/** Those of the steps whose reasoning went natively into this one, in their order. */
export function continuedNatively(step: Step, among: readonly Step[]): readonly Step[] {
  const native = new Set((step.handoff?.blocks ?? []).flatMap(({ outcome, step: id }) => (outcome === "native" ? id : [])));
  return among.filter(({ id }) => native.has(id));
}

/** Those that stood before a step which continued any of them natively; none where it began anew. */
export function stepsBefore(step: Step, own: readonly Step[]): readonly Step[] {
  return continuedNatively(step, own).length === 0 ? [] : own.slice(0, Math.max(0, own.indexOf(step)));
}
