import { computed, effect, signal } from "@preact/signals";
import type { ReadonlySignal } from "@preact/signals";
import type { ComparedLane, ReasoningLens } from "../../src/core/model/comparison.ts";
import { defaultComparisonSettings } from "../../src/core/model/comparison.ts";
import type { BudgetStop } from "../../src/core/model/budget.ts";
import type { LaneForecast } from "../../src/core/model/forecast.ts";
import type { LaneId, StepId } from "../../src/core/model/ids.ts";
import type { Insight } from "../../src/protocol/messages.ts";
import type { Store } from "./store.ts";

/** What the host derives from the session: arrives whole and rarely, so nothing here changes while text streams. */
export class InsightState {
  readonly insight = signal<Insight>(nothingYet);
  readonly forecasts: ReadonlySignal<ReadonlyMap<LaneId, LaneForecast>>;
  readonly compared: ReadonlySignal<ReadonlyMap<LaneId, ComparedLane>>;
  readonly lenses: ReadonlySignal<ReadonlyMap<LaneId, ReasoningLens>>;
  readonly stops: ReadonlySignal<ReadonlyMap<LaneId, BudgetStop>>;
  /** What was forecast for a step when it began; for steps this page saw begin. */
  readonly #atStart = new Map<StepId, LaneForecast>();

  constructor(store: Pick<Store, "lanes" | "latestStep">) {
    this.forecasts = computed(() => byLane(this.insight.value.forecast?.lanes));
    this.compared = computed(() => byLane(this.insight.value.comparison?.lanes));
    this.lenses = computed(() => byLane(this.insight.value.comparison?.lenses));
    this.stops = computed(() => new Map(this.insight.value.budgetStops.map(({ lane, stop }) => [lane, stop])));
    effect(() => {
      for (const { id, head } of store.lanes.value) {
        if (head === null || this.#atStart.has(head)) continue;
        const forecast = this.forecasts.peek().get(id);
        const status = store.latestStep(head)?.status;
        if (forecast !== undefined && (status === "queued" || status === "running")) this.#atStart.set(head, forecast);
      }
    });
  }

  forecastAtStart(step: StepId): LaneForecast | null {
    return this.#atStart.get(step) ?? null;
  }
}

const nothingYet: Insight = {
  forecast: null,
  comparison: null,
  settings: defaultComparisonSettings,
  budgetStops: [],
  judge: null,
};

function byLane<T extends { readonly lane: LaneId }>(items: readonly T[] | undefined): ReadonlyMap<LaneId, T> {
  return new Map((items ?? []).map((item) => [item.lane, item]));
}
