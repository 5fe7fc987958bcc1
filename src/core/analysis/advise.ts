import type { Advice, AppliedRule, ComparedLane, ReasoningLens } from "../model/comparison.ts";
import { effortText } from "../model/effort.ts";
import type { Lane } from "../model/session.ts";
import { adviseOnTiers } from "./advise-tier.ts";
import { modelSweeps } from "./model-sweep.ts";
import { countWords, percentWords } from "./words.ts";

export interface AdviceInput {
  readonly lanes: readonly Lane[];
  readonly results: readonly ComparedLane[];
  readonly rule: AppliedRule;
  readonly lenses: readonly ReasoningLens[];
  readonly modelName: (lane: Lane) => string;
}

/** Claim, evidence, limit and next action; most useful first. Silent where there is nothing to be gained. */
export function adviseOn({ lanes, results, rule, lenses, modelName }: AdviceInput): readonly Advice[] {
  const sweeps = modelSweeps(lanes, results);
  const onTiers = sweeps.flatMap((sweep) => adviseOnTiers(sweep, modelName(sweep.lane), rule, results) ?? []);
  const swept = new Set(sweeps.flatMap(({ tiers }) => tiers.flatMap(({ runs }) => runs.map(({ lane }) => lane.id))));
  const onReasoning = lenses.flatMap((lens): readonly Advice[] => {
    const lane = lanes[lens.number - 1];
    if (lane === undefined || swept.has(lane.id)) return [];
    return overReasoning(lens, lane, modelName(lane)) ?? [];
  });
  const incomparable = rule.note !== null && rule.kind === "text" && rule.isAuto ? [notComparable(results, rule.note)] : [];
  const order: readonly Advice["kind"][] = ["cheaper-tier", "more-effort", "unstable", "over-reasoning", "incomparable"];
  return [...onTiers, ...onReasoning, ...incomparable].toSorted(
    (one, other) => order.indexOf(one.kind) - order.indexOf(other.kind),
  );
}

/** An answer that was there early in a long trace, or one that is nearly nothing beside its reasoning. */
function overReasoning(lens: ReasoningLens, lane: Lane, name: string): readonly Advice[] | null {
  const { answerAt, tokensAfter, basis, finding } = lens;
  if (basis !== "raw" || answerAt === null || tokensAfter === null || finding === null) return null;
  if (answerAt > 0.5 || tokensAfter < 200) return null;
  const at = lane.effort === "default" ? "" : ` at ${effortText(lane.effort)}`;
  return [
    {
      kind: "over-reasoning",
      claim: `${name}${at} had its answer at ${percentWords(answerAt)} of its reasoning.`,
      evidence: `${finding} About ${countWords(tokensAfter)} reasoning tokens came after it (lane ${lens.number}).`,
      limit: "A later check may be worth its price: only runs with less effort show whether the answer stays.",
      lanes: [lens.number],
      actions: [{ type: "sweep", label: "Run it at every tier", lane: lane.id }],
      sureness: null,
    },
  ];
}

function notComparable(results: readonly ComparedLane[], note: string): Advice {
  const lanes = results.filter(({ state }) => state === "compared").map(({ number }) => number);
  return {
    kind: "incomparable",
    claim: "Whether these answers say the same cannot be told from their words.",
    evidence: note,
    limit: "No tier is advised as long as nothing can be compared.",
    lanes,
    actions: [{ type: "choose-rule", label: "Choose how to compare" }],
    sureness: null,
  };
}
