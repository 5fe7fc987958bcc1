import type { ComparedLane } from "../model/comparison.ts";
import type { Lane } from "../model/session.ts";
import { majorityOf, modelSweeps } from "./model-sweep.ts";
import { laneWords } from "./words.ts";

/** Lanes outside the agreeing group in which a model thought most: the many may be wrong together. Null: no dispute. */
export function disputeOf(lanes: readonly Lane[], results: readonly ComparedLane[]): string | null {
  const numbers = modelSweeps(lanes, results).flatMap(({ tiers }) => {
    const top = tiers.at(-1);
    const hasAgreeing = tiers.some(({ runs }) => runs.some(({ result }) => result.agrees === true));
    if (top === undefined || !hasAgreeing || majorityOf(top) === null) return [];
    return top.runs.filter(({ result }) => result.agrees === false).map(({ result }) => result.number);
  });
  if (numbers.length === 0) return null;
  return `More lanes agree, but ${laneWords(numbers)} thought more and ${numbers.length === 1 ? "says" : "say"} otherwise.`;
}
