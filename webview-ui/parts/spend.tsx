import { useSignal } from "@preact/signals";
import type { MoneyRange } from "../../src/core/model/forecast.ts";
import { costMarks, moneyText, stepCost, totalCost } from "../format/cost.ts";
import { addRanges, gaugePercent, leftOutText, parseBudget, plainMoney, rangeText } from "../format/forecast.ts";
import { plural } from "../format/numbers.ts";
import { usePage } from "../state/page.ts";
import { Icon } from "./icon.tsx";

/** Money in the run bar: what a run is likely to cost, what it has cost, and how much it may. */
export function Spend() {
  const { store, insight } = usePage();
  const lanes = store.lanes.value;
  const { budgetUsd } = store.context.value;
  const steps = lanes.map((lane) => (lane.head === null ? null : store.step(lane.head).value));
  const ran = steps.filter((step) => step !== null);
  const isAllSimulated =
    lanes.length > 0 && lanes.every((lane, at) => steps[at]?.origin.isSimulated ?? store.offer(lane)?.isSimulated ?? false);
  if (isAllSimulated) {
    return (
      <div class="spend">
        <span class="muted simulated-note">
          <Icon name="beaker" size="s" /> Simulated models: nothing is sent, nothing is billed.
        </span>
      </div>
    );
  }
  const { forecast } = insight.insight.value;
  const spent = totalCost(ran.map(stepCost));
  const wasForecast = addRanges(ran.map((step) => insight.forecastAtStart(step.id)?.cost));
  const isBefore = ran.length === 0;
  const band = isBefore ? (forecast?.total ?? null) : wasForecast;
  const unknown = forecast?.unknownLanes.map((id) => lanes.findIndex((lane) => lane.id === id) + 1) ?? [];
  return (
    <div class="spend">
      {isBefore && forecast !== null && <ForecastTotal total={forecast.total} />}
      {spent !== null && (
        <span>
          <span class="strong">{moneyText(spent.usd)}</span>{" "}
          <span class="mark" title={costMarks[spent.basis].words}>
            <span aria-hidden="true">{costMarks[spent.basis].sign}</span>
            <span class="sr-only">{costMarks[spent.basis].words}</span>
          </span>
          {spent.missing > 0 && <MissingCost lanes={spent.missing} />}
        </span>
      )}
      {budgetUsd !== null && <Gauge budgetUsd={budgetUsd} spentUsd={spent?.usd ?? null} band={band} />}
      {lanes.length > 0 && <Budget budgetUsd={budgetUsd} />}
      {isBefore && forecast?.total !== null && unknown.length > 0 && (
        <span class="muted tail">{leftOutText(unknown.filter((number) => number > 0))}</span>
      )}
      {!isBefore && wasForecast !== null && <span class="muted tail">forecast was {rangeText(wasForecast)}</span>}
    </div>
  );
}

function MissingCost({ lanes }: { readonly lanes: number }) {
  const words = `and ${plural(lanes, "lane")} without a known cost`;
  return (
    <span class="muted" title={words}>
      {" "}
      <span aria-hidden="true">
        + {plural(lanes, "lane")} {costMarks.unknown.sign}
      </span>
      <span class="sr-only">{words}</span>
    </span>
  );
}

function ForecastTotal({ total }: { readonly total: MoneyRange | null }) {
  if (total === null) return <span class="muted">No price is known, so no cost can be forecast.</span>;
  return (
    <span title={`Most likely about ${moneyText(total.likely)}. About nine of ten runs fall into this range.`}>
      Forecast <span class="strong">{rangeText(total)}</span>{" "}
      <span class="mark" title={costMarks.estimate.words}>
        <span aria-hidden="true">{costMarks.estimate.sign}</span>
        <span class="sr-only">{costMarks.estimate.words}</span>
      </span>
    </span>
  );
}

interface GaugeProps {
  readonly budgetUsd: string;
  readonly spentUsd: string | null;
  readonly band: MoneyRange | null;
}

/** The whole track is the budget; the pale band is the forecast; the solid part is spent. Its numbers stand beside it. */
function Gauge({ budgetUsd, spentUsd, band }: GaugeProps) {
  const spent = spentUsd === null ? 0 : gaugePercent(spentUsd, budgetUsd);
  const isOver = spentUsd !== null && Number(spentUsd) > Number(budgetUsd);
  return (
    <span class={isOver ? "gauge over" : "gauge"} aria-hidden="true">
      {band !== null && (
        <span
          class="f-band"
          style={{ "--from": gaugePercent(band.low, budgetUsd), "--to": gaugePercent(band.high, budgetUsd) }}
        />
      )}
      {spent > 0 && <span class="spent" style={{ "--to": spent }} />}
    </span>
  );
}

function Budget({ budgetUsd }: { readonly budgetUsd: string | null }) {
  const { store, host } = usePage();
  const { isRunning, isEditable } = store.context.value;
  const isWrong = useSignal(false);
  if (isRunning || !isEditable) {
    return budgetUsd === null ? null : <span class="muted">of {plainMoney(budgetUsd)} budget</span>;
  }
  const set = (field: HTMLInputElement) => {
    const usd = parseBudget(field.value);
    isWrong.value = usd === undefined;
    if (usd === undefined) return;
    field.value = usd === null ? "" : plainMoney(usd);
    if (usd !== budgetUsd) host.ask({ method: "budget/set", usd });
  };
  return (
    <span class="budget-group">
      <label class="muted" for="budget">
        {budgetUsd === null ? "budget" : "of budget"}
      </label>
      <input
        class="field budget"
        id="budget"
        key={budgetUsd ?? ""}
        inputMode="decimal"
        autocomplete="off"
        placeholder="none"
        defaultValue={budgetUsd === null ? "" : plainMoney(budgetUsd)}
        aria-invalid={isWrong.value}
        aria-describedby="budget-help"
        title={isWrong.value ? budgetHelp : "Lanes stop when a run has cost this much. Empty: no budget."}
        onChange={(event) => set(event.currentTarget)}
        onKeyDown={(event) => {
          if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) set(event.currentTarget);
        }}
      />
      <span class="muted" id="budget-help">
        per run
        {isWrong.value && <span class="sr-only">. {budgetHelp}</span>}
      </span>
    </span>
  );
}

const budgetHelp = "An amount in US dollars, such as 0.05, or nothing for no budget.";
