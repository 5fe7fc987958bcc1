import { isPassOrFail } from "../model/comparison.ts";
import type { Advice, AdviceAction, AppliedRule, ComparedLane, Sureness } from "../model/comparison.ts";
import { effortText } from "../model/effort.ts";
import type { LaneId } from "../model/ids.ts";
import { majorityOf, spentBy } from "./model-sweep.ts";
import type { ModelSweep, Spent, TierRuns } from "./model-sweep.ts";
import { surenessOf, sureRuns } from "./sureness.ts";
import { countWords, laneWords, percentWords, ratioWords, timeWords, usdWords } from "./words.ts";

/** Less than this is not worth a risk. */
const minSaving = 1.25;

/**
 * Advice on one model's tiers. Its most effort is taken as the reference, because that is what the reader would otherwise
 * pay for; a lower tier is advised only when all its runs, and most runs of every tier between, say the same.
 */
export function adviseOnTiers(sweep: ModelSweep, name: string, rule: AppliedRule, lanes: readonly ComparedLane[]): Advice | null {
  const top = sweep.tiers.at(-1);
  if (top === undefined) return null;
  const reference = majorityOf(top);
  if (reference === null) return top.runs.length < 2 ? null : unstable(top, name);
  const agreeing = (tier: TierRuns) => tier.runs.filter(({ result }) => result.group === reference.group).length;
  let least: TierRuns | null = null;
  let differing: TierRuns | null = null;
  for (const tier of sweep.tiers.slice(0, -1).toReversed()) {
    const isWhole = agreeing(tier) === tier.runs.length;
    if (agreeing(tier) * 2 <= tier.runs.length || (!isWhole && tier.runs.length < 3)) {
      differing = tier;
      break;
    }
    if (isWhole) least = tier;
  }
  // A top tier that contradicts itself more than the tier below is no reference to save against.
  if (reference.size < top.runs.length && reference.size * 3 < top.runs.length * 2) return unstable(top, name);
  // All that fails alike saves nothing, however little it costs.
  const isFailing =
    isPassOrFail(rule) && top.runs.some(({ result }) => result.group === reference.group && result.agrees !== true);
  if (least !== null && !isFailing) {
    const cheaper = cheaperTier({ name, tier: least, top, below: differing, rule, lanes, group: reference.group });
    if (cheaper !== null) return cheaper;
  }
  const isBelowAnswered = differing?.runs.some(({ result }) => result.group !== null) === true;
  return differing !== null && least === null && isBelowAnswered ? moreEffort(differing, top, name, agreeing(top)) : null;
}

interface CheaperTier {
  readonly name: string;
  readonly tier: TierRuns;
  readonly top: TierRuns;
  /** The next tier down that does not agree. */
  readonly below: TierRuns | null;
  readonly rule: AppliedRule;
  readonly lanes: readonly ComparedLane[];
  readonly group: number;
}

function cheaperTier({ name, tier, top, below, rule, lanes, group }: CheaperTier): Advice | null {
  const less = spentBy(tier);
  const more = spentBy(top);
  const saving = savingOf(less, more);
  if (saving === null || saving.ratio < minSaving) return null;
  const [one, other] = [tier.runs[0], top.runs[0]];
  if (one === undefined || other === undefined) return null;
  const sureness = surenessOfTier(tier, top, group);
  const others = below === null ? "" : ` At ${effortText(below.effort)} it does not (${laneWords(numbersOf(below))}).`;
  const dissent = lanes.filter((lane) => lane.group !== null && lane.group !== group && !isOf(lane, tier, top, below));
  const limits = [
    limitOf(sureness),
    ...(dissent.length === 0
      ? []
      : [`${capital(laneWords(dissent.map(({ number }) => number)))} ${dissent.length === 1 ? "says" : "say"} otherwise.`]),
    ...(rule.label.includes("yes or no") ? ["Only the yes or no was compared."] : []),
  ];
  return {
    kind: "cheaper-tier",
    claim: `${name} at ${effortText(tier.effort)} ${claimOf(sureness, rule)} for ${saving.words}.`,
    evidence: `${against(less, more)} (${laneWords([...numbersOf(tier), ...numbersOf(top)])}).${others}`,
    limit: limits.join(" "),
    lanes: [...numbersOf(tier), ...numbersOf(top)],
    actions: [
      ...repeats(sureness, [one.lane.id, other.lane.id]),
      {
        type: "compare-traces",
        label: `Compare traces ${one.result.number} and ${other.result.number}`,
        lanes: [one.lane.id, other.lane.id],
      },
    ],
    sureness,
  };
}

/** As sure as the reference is, too: what few runs of the top tier say may itself be a slip. */
function surenessOfTier(tier: TierRuns, top: TierRuns, group: number): Sureness {
  const own = surenessOf(tier.runs.length, tier.runs.length);
  const reference = surenessOf(top.runs.length, top.runs.filter(({ result }) => result.group === group).length);
  if (own.level === "hint" || reference.level === "hint") return { ...own, level: "hint" };
  return own.level === "sure" && reference.agreeing < reference.runs ? { ...own, level: "likely" } : own;
}

function limitOf({ runs, agreeing, atLeast, level }: Sureness): string {
  if (atLeast === null) return "Not sure: one run each is a hint, not a proof.";
  const bound = `${agreeing} of ${runs} runs agree: with 95 % confidence at least ${percentWords(atLeast)} of its runs do.`;
  return level === "hint" ? `Not sure: ${bound}` : bound;
}

function claimOf({ level }: Sureness, rule: AppliedRule): string {
  const isAsserted = isPassOrFail(rule);
  switch (level) {
    case "hint":
      return `may be enough: it ${isAsserted ? "passed as well" : "gave the same answer"},`;
    case "likely":
      return isAsserted ? "probably passes as well" : "probably gives the same answer";
    case "sure":
      return isAsserted ? "passes as well" : "gives the same answer";
  }
}

/** First a few, to see whether it holds at all; then as many as make it sure. */
function repeats({ level, runs }: Sureness, lanes: readonly LaneId[]): readonly AdviceAction[] {
  if (level === "sure") return [];
  const times = level === "hint" ? 5 : Math.max(2, sureRuns - runs);
  const label = `Repeat both ${times} times${level === "hint" ? "" : " to be sure"}`;
  return [{ type: "repeat-lanes", label, lanes, times }];
}

function isOf(lane: ComparedLane, ...tiers: readonly (TierRuns | null)[]): boolean {
  return tiers.some((tier) => tier?.runs.some(({ result }) => result.number === lane.number) === true);
}

function moreEffort(below: TierRuns, top: TierRuns, name: string, agreeing: number): Advice | null {
  const [low, high] = [below.runs[0], top.runs[0]];
  if (low === undefined || high === undefined) return null;
  const single = below.runs.length === 1 && top.runs.length === 1;
  const values = [low.result.value, high.result.value].map((value) => (value === null ? "nothing comparable" : `“${value}”`));
  return {
    kind: "more-effort",
    claim: `${name} answers differently at ${effortText(below.effort)} than at ${effortText(top.effort)}.`,
    evidence: `${values.join(" against ")} (${laneWords([...numbersOf(below), ...numbersOf(top)])}).`,
    limit: single
      ? "One run each, and more effort is not always right: look at both before you save."
      : `${agreeing} of ${top.runs.length} runs at ${effortText(top.effort)} agree; more effort is not always right.`,
    lanes: [...numbersOf(top), ...numbersOf(below)],
    actions: [
      traces(low, high),
      { type: "repeat-lanes", label: "Repeat both 5 times", lanes: [low.lane.id, high.lane.id], times: 5 },
    ],
    sureness: null,
  };
}

function unstable(top: TierRuns, name: string): Advice | null {
  const [one] = top.runs;
  const other = top.runs.find(({ result }) => result.group !== one?.result.group);
  if (one === undefined || other === undefined) return null;
  const answers = new Set(top.runs.map(({ result }) => result.group)).size;
  return {
    kind: "unstable",
    claim: `${name} at ${effortText(top.effort)} does not agree with itself.`,
    evidence: `${answers} answers in ${top.runs.length} runs (${laneWords(numbersOf(top))}).`,
    limit: "Saving on a tier says little until its own answer is stable.",
    lanes: numbersOf(top),
    actions: [traces(one, other)],
    sureness: null,
  };
}

function traces(one: TierRuns["runs"][number], other: TierRuns["runs"][number]): AdviceAction {
  const label = `Compare traces ${one.result.number} and ${other.result.number}`;
  return { type: "compare-traces", label, lanes: [one.lane.id, other.lane.id] };
}

/** In dollars where both have a price, else in tokens of the same model, which cost the same each. */
function savingOf(less: Spent, more: Spent): { readonly ratio: number; readonly words: string } | null {
  if (less.usd !== null && more.usd !== null && less.usd > 0n) {
    const ratio = Number((more.usd * 1000n) / less.usd) / 1000;
    return { ratio, words: ratioWords(ratio, "less") };
  }
  if (less.tokens === null || more.tokens === null || less.tokens <= 0) return null;
  const ratio = more.tokens / less.tokens;
  return { ratio, words: ratioWords(ratio, "fewer tokens") };
}

function against(less: Spent, more: Spent): string {
  const parts: string[] = [];
  if (less.usd !== null && more.usd !== null) parts.push(`${usdWords(less.usd)} against ${usdWords(more.usd)}`);
  else if (less.tokens !== null && more.tokens !== null) {
    parts.push(`${countWords(less.tokens)} output tokens against ${countWords(more.tokens)}`);
  }
  if (less.timeMs !== null && more.timeMs !== null) parts.push(`${timeWords(less.timeMs)} against ${timeWords(more.timeMs)}`);
  return parts.join(", ");
}

function numbersOf({ runs }: TierRuns): readonly number[] {
  return runs.map(({ result }) => result.number);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
