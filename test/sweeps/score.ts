import { compareSession } from "../../src/core/analysis/compare-session.ts";
import type { Advice, Sureness } from "../../src/core/model/comparison.ts";
import { effortText } from "../../src/core/model/effort.ts";
import { bounded } from "../../src/host/bounded.ts";
import { sessionOf } from "./sweep.ts";
import type { Sweep } from "./sweep.ts";

export interface SweepResult {
  readonly sweep: Sweep;
  /** The tier advised instead of the top; null: none. */
  readonly advised: string | null;
  readonly verdict: "right" | "wrong" | "missed" | "silent";
  readonly advice: readonly Advice[];
}

export interface Score {
  readonly results: readonly SweepResult[];
  /** Of the advice given, the share that keeps the answer. */
  readonly precision: number;
  /** Of the sweeps in which saving keeps the answer, the share that got right advice. */
  readonly recall: number;
}

/** @param levels advice of these levels counts as given */
export function scoreSweeps(sweeps: readonly Sweep[], levels: readonly Sureness["level"][] = allLevels): Score {
  const results = sweeps.map((sweep) => adviseOnSweep(sweep, levels));
  const count = (...verdicts: readonly SweepResult["verdict"][]) =>
    results.filter(({ verdict }) => verdicts.includes(verdict)).length;
  const possible = results.filter(({ sweep }) => sweep.keeps.length > 0);
  return {
    results,
    precision: count("right") / Math.max(1, count("right", "wrong")),
    recall: possible.filter(({ verdict }) => verdict === "right").length / Math.max(1, possible.length),
  };
}

const allLevels = ["hint", "likely", "sure"] as const;

function adviseOnSweep(sweep: Sweep, levels: readonly Sureness["level"][]): SweepResult {
  const session = sessionOf(sweep);
  const settings = { same: sweep.same ?? ("auto" as const), assertion: sweep.assertion ?? null };
  const { advice } = compareSession(session, settings, { bounded, modelName: ({ model }) => model });
  const cheaper = advice.find(
    ({ kind, sureness }) => kind === "cheaper-tier" && sureness !== null && levels.includes(sureness.level),
  );
  const lane = cheaper === undefined ? undefined : session.lanes[(cheaper.lanes[0] ?? 0) - 1];
  if (lane === undefined) return { sweep, advised: null, verdict: sweep.keeps.length === 0 ? "silent" : "missed", advice };
  const isRight = sweep.keeps.some((effort) => effortText(effort) === effortText(lane.effort));
  return { sweep, advised: effortText(lane.effort), verdict: isRight ? "right" : "wrong", advice };
}
