import type { CostBasis } from "../model/cost.ts";
import type { Repriced, RepriceTarget, RepricedStep } from "../model/reprice.ts";
import type { Attempt, Session, Step } from "../model/session.ts";
import type { InputUsage, Usage } from "../model/usage.ts";
import { tokenFamily } from "../tokens/families.ts";
import { billingDetails } from "./billing-details.ts";
import { formatUsd, parseUsd } from "./money.ts";
import type { PriceBook } from "./price-book.ts";

/** Another model's tokens for the same text, where the tokenizers differ. */
const tokenizerSpread = 0.15;
/** Another model thinks and writes at other length: half to twice as much. */
const verbosityLow = 0.5;
const verbosityHigh = 2;

/**
 * What a step would have cost as the target, every attempt included, without running it. As itself it is its own cost,
 * to the digit. Prices are those of the day the step ran.
 */
export function repriceStep(step: Step, target: RepriceTarget, prices: PriceBook): RepricedStep {
  if (isSame(step, target)) return itself(step, target);
  const parts = step.attempts
    .filter(({ usage }) => usage !== null)
    .map((attempt) => repriceAttempt(step, attempt, target, prices));
  return { step: step.id, ...sumRepriced(target, parts) };
}

/** All steps of a session as one target. */
export function repriceSession(session: Session, target: RepriceTarget, prices: PriceBook): Repriced {
  return sumRepriced(
    target,
    Object.values(session.steps).map((step) => repriceStep(step, target, prices)),
  );
}

/** Unknown parts make the sum unknown; none at all is nothing spent. */
export function sumRepriced(target: RepriceTarget, parts: readonly Repriced[]): Repriced {
  const notes = [...new Set(parts.flatMap((part) => part.notes))];
  const isUnknown = parts.some(({ low, high }) => low === null || high === null);
  const basis: CostBasis = isUnknown ? "unknown" : parts.some(({ basis }) => basis === "estimate") ? "estimate" : sureOf(parts);
  const sum = (pick: (part: Repriced) => string | null): string | null =>
    isUnknown ? null : formatUsd(parts.reduce((total, part) => total + (parseUsd(pick(part) ?? "0") ?? 0n), 0n));
  return { target, low: sum(({ low }) => low), high: sum(({ high }) => high), basis, notes };
}

function sureOf(parts: readonly Repriced[]): CostBasis {
  return parts.length > 0 && parts.every(({ basis }) => basis === "billed") ? "billed" : "computed";
}

function isSame({ origin, attempts }: Step, { provider, model, serviceTier, cache }: RepriceTarget): boolean {
  const ranAs = attempts.map(({ usage }) => (usage === null ? null : billingDetails(usage).serviceTier) ?? "standard");
  return (
    origin.provider === provider && origin.model === model && cache === "as-run" && ranAs.every((tier) => tier === serviceTier)
  );
}

function itself(step: Step, target: RepriceTarget): RepricedStep {
  const { cost } = step;
  const notes = cost?.reason === null || cost === null ? [] : [cost.reason];
  const usd = cost === null ? "0" : cost.usd;
  return { step: step.id, target, low: usd, high: usd, basis: cost?.basis ?? "computed", notes };
}

function repriceAttempt(step: Step, { usage, respondedModel }: Attempt, target: RepriceTarget, prices: PriceBook): Repriced {
  if (usage === null || usage.source === "none")
    return { target, low: null, high: null, basis: "unknown", notes: ["No token counts are known."] };
  const notes: string[] = [];
  const ran = bareName(respondedModel ?? step.origin.model);
  const isOtherModel = ran !== bareName(target.model) && bareName(step.origin.model) !== bareName(target.model);
  const isOtherProvider = step.origin.provider !== target.provider;
  const at = Date.parse(step.startedAt);
  const { low, high } = isOtherModel ? otherModelScale(ran, target.model, notes) : exactScale;
  const details = billingDetails(usage);
  if ((isOtherModel || isOtherProvider) && (details.calls.length > 0 || details.passes.length > 0)) {
    notes.push("Server tools and further passes are left out: whether the target has them is not known.");
  }
  // The provider's own object prices its own extras only.
  const keepsRaw = !isOtherModel && !isOtherProvider && target.cache === "as-run";
  const costAt = ({ input, output }: Scale) =>
    prices.costOf({
      provider: target.provider,
      model: target.model,
      serviceTier: target.serviceTier,
      at,
      usage: scaled({ ...usage, billedUsd: null, raw: keepsRaw ? usage.raw : null }, input, output, target),
    });
  const cheap = costAt(low);
  const dear = costAt(high);
  if (dear.reason !== null) notes.push(dear.reason);
  if (usage.billedUsd !== null) notes.push("The provider's own bill may hold discounts and tools that a price list does not.");
  const isSure = !isOtherModel && dear.basis === "computed" && usage.source === "reported";
  return {
    target,
    low: cheap.usd,
    high: dear.usd,
    basis: dear.usd === null ? "unknown" : isSure ? "computed" : "estimate",
    notes,
  };
}

interface Scale {
  readonly input: number;
  readonly output: number;
}

const exactScale = { low: { input: 1, output: 1 }, high: { input: 1, output: 1 } } as const;

function otherModelScale(ran: string, model: string, notes: string[]): { readonly low: Scale; readonly high: Scale } {
  const from = tokenFamily(ran);
  const to = tokenFamily(model);
  const isSameTokenizer = from.id === to.id && from.id !== "other";
  const factor = to.factor / from.factor;
  const least = isSameTokenizer ? 1 : factor * (1 - tokenizerSpread);
  const most = isSameTokenizer ? 1 : factor * (1 + tokenizerSpread);
  if (!isSameTokenizer) notes.push("It counts the same text in other tokens: within about 15 %.");
  notes.push("Another model thinks and writes at other length: half to twice as much is assumed.");
  return {
    low: { input: least, output: least * verbosityLow },
    high: { input: most, output: most * verbosityHigh },
  };
}

function scaled(usage: Usage, input: number, output: number, { cache }: RepriceTarget): Usage {
  const times = (count: number | null, factor: number): number | null => (count === null ? null : Math.round(count * factor));
  return {
    ...usage,
    input: withCache(
      {
        ...usage.input,
        total: times(usage.input.total, input),
        cacheRead: times(usage.input.cacheRead, input),
        cacheWrite: times(usage.input.cacheWrite, input),
      },
      cache,
    ),
    output: {
      total: times(usage.output.total, output),
      reasoning: times(usage.output.reasoning, output),
      visible: times(usage.output.visible, output),
    },
  };
}

function withCache(input: InputUsage, cache: RepriceTarget["cache"]): InputUsage {
  switch (cache) {
    case "as-run":
      return input;
    case "cold":
      return { total: input.total, uncached: input.total, cacheRead: 0, cacheWrite: 0 };
    case "warm":
      return { total: input.total, uncached: 0, cacheRead: input.total, cacheWrite: 0 };
  }
}

/** One model has one name at its maker and others at those who resell it. */
function bareName(model: string): string {
  return model
    .toLowerCase()
    .replace(/^.*\//, "")
    .replace(/^(?:(?:us|eu|au|jp|apac|global)\.)?(?:anthropic|amazon|openai|meta|mistral)\./, "")
    .replace(/-(?:20\d{2}-\d{2}-\d{2}|20\d{6})$/, "")
    .replace(/-v\d+(?::\d+)?$/, "")
    .replaceAll(".", "-");
}
