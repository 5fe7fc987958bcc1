import { compareSession } from "../../src/core/analysis/compare-session.ts";
import type { BudgetStop } from "../../src/core/model/budget.ts";
import { defaultComparisonSettings } from "../../src/core/model/comparison.ts";
import type { ComparisonSettings } from "../../src/core/model/comparison.ts";
import type { Forecast, LaneForecast } from "../../src/core/model/forecast.ts";
import type { Session } from "../../src/core/model/session.ts";
import { bounded } from "../../src/host/bounded.ts";
import type { Insight } from "../../src/protocol/messages.ts";
import { offers } from "./offers.ts";

/** What the extension would derive from a session: the real comparison, and the forecast of the design's picture. */
export function insightOf(session: Session, settings: ComparisonSettings = defaultComparisonSettings): Insight {
  const modelName = ({ model }: { readonly model: string }) => offers.find((offer) => offer.model === model)?.label ?? model;
  const stops = session.lanes.filter(({ head }) => head !== null && session.steps[head]?.status === "budget");
  return {
    forecast: forecastOf(session),
    comparison: compareSession(session, settings, { bounded, modelName }),
    settings,
    budgetStops: stops.map(({ id }) => ({ lane: id, stop })),
    judge:
      settings.assertion?.type === "judge"
        ? { cost: { low: "0.0004", likely: "0.0006", high: "0.0011" }, reason: null, isAsking: false }
        : null,
  };
}

const stop: BudgetStop = {
  scope: "lane",
  limitUsd: "0.04",
  spentUsd: "0.0400",
  mayExceedByUsd: "0.0006",
  offerUsd: "0.02",
};

function forecastOf(session: Session): Forecast {
  const lanes = session.lanes.map((lane): LaneForecast => {
    const isHigh = lane.effort === "high" || lane.effort === "xhigh";
    const hasPrice = lane.provider !== "ollama";
    const cost = isHigh
      ? { low: "0.00312", likely: "0.011", high: "0.0262" }
      : { low: "0.00091", likely: "0.0013", high: "0.00243" };
    return {
      lane: lane.id,
      inputTokens: 212,
      cachedTokens: isHigh ? 128 : 0,
      outputTokens: isHigh ? { low: 910, likely: 1400, high: 2710 } : { low: 100, likely: 140, high: 220 },
      parts: null,
      timeMs: null,
      cost: hasPrice ? cost : null,
      reason: hasPrice ? null : "The price table has no row for this model.",
      basis: isHigh ? "history" : "prior",
      notes: isHigh ? ["From 38 earlier runs of this model at this effort."] : ["No earlier run: the effort’s usual range."],
    };
  });
  const known = lanes.flatMap(({ cost }) => cost ?? []);
  const sum = (end: "low" | "likely" | "high") => String(known.reduce((total, cost) => total + Number(cost[end]), 0));
  return {
    lanes,
    total: known.length === 0 ? null : { low: sum("low"), likely: sum("likely"), high: sum("high") },
    unknownLanes: lanes.filter(({ cost }) => cost === null).map(({ lane }) => lane),
  };
}
