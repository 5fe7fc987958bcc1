import { useComputed } from "@preact/signals";
import type { ReadonlySignal } from "@preact/signals";
import { lastAttempt } from "../../src/core/model/session.ts";
import type { Lane, Step } from "../../src/core/model/session.ts";
import { kindWords } from "../format/failure.ts";
import type { Scale } from "../format/meter.ts";
import { durationText, measureText } from "../format/numbers.ts";
import { seenVisibility, visibilityIcons } from "../format/visibility.ts";
import { openForecasts, sharedScale } from "../state/board.ts";
import { meterOf } from "../state/meter-of.ts";
import { usePage } from "../state/page.ts";
import { Icon } from "./icon.tsx";
import { CostLine, costOf, EffortLine, effortOf, isSimulated, nameOf, statusOf, StatusLine } from "./lane-head.tsx";
import { focusLane } from "./lane-keys.ts";
import { isShortValue, SameMark } from "./same-mark.tsx";
import { Bar, timeParts, tokenParts } from "./meter.tsx";

/** One row a lane, for many lanes. Enter opens a lane in columns. */
export function Overview() {
  const page = usePage();
  const { store } = page;
  const scale = useComputed(() => {
    void store.tick.value;
    const meters = store.lanes.value.map((lane) => meterOf(page, lane.head === null ? null : store.step(lane.head).value));
    return sharedScale(meters, openForecasts(page));
  });
  const onKeyDown = (event: KeyboardEvent) => {
    const rows =
      event.currentTarget instanceof HTMLElement ? [...event.currentTarget.querySelectorAll<HTMLElement>("tbody tr")] : [];
    const at = rows.findIndex((row) => row === document.activeElement);
    if (event.key === "ArrowDown") rows[Math.min(rows.length - 1, at + 1)]?.focus();
    else if (event.key === "ArrowUp") rows[Math.max(0, at - 1)]?.focus();
    else return;
    event.preventDefault();
  };
  return (
    <section class="lanes" aria-labelledby="lanes-h">
      <h2 id="lanes-h" class="sr-only">
        Lanes
      </h2>
      <table class="overview" aria-labelledby="lanes-h" onKeyDown={onKeyDown}>
        <thead>
          <tr>
            <th scope="col">
              <span class="sr-only">Number</span>
            </th>
            <th scope="col">Lane</th>
            <th scope="col">Effort</th>
            <th scope="col">Status</th>
            <th scope="col">Reasoning</th>
            <th scope="col" class="bars">
              <span class="sr-only">Tokens and time as bars: </span>
              <span class="legend">
                <i class="sw f-input" />
                input
                <i class="sw f-reasoning" />
                reasoning
                <i class="sw f-answer" />
                answer
              </span>
            </th>
            <th scope="col" class="n">
              Tokens
            </th>
            <th scope="col" class="n">
              Time
            </th>
            <th scope="col" class="n">
              tok/s
            </th>
            <th scope="col" class="n">
              Cost
            </th>
            <th scope="col">Answer</th>
          </tr>
        </thead>
        <tbody>
          {store.lanes.value.map((lane, index) => (
            <Row key={lane.id} lane={lane} number={index + 1} scale={scale} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Row({ lane, number, scale }: { readonly lane: Lane; readonly number: number; readonly scale: ReadonlySignal<Scale> }) {
  const page = usePage();
  const { store, view, insight } = page;
  const known = lane.head === null ? null : store.step(lane.head).value;
  if (known?.status === "running") void store.tick.value;
  const step = known === null ? null : (store.latestStep(known.id) ?? known);
  const meter = meterOf(page, step);
  const facts = { lane, number, offer: store.offer(lane), step, meter, forecast: insight.forecasts.value.get(lane.id) ?? null };
  const status = statusOf(facts);
  const seen =
    step === null ? null : seenVisibility((lastAttempt(step)?.blocks ?? []).filter((block) => block.type === "reasoning"));
  const isCurrent = view.currentLane.value === lane.id;
  const open = () => {
    view.currentLane.value = lane.id;
    view.view.value = "columns";
    requestAnimationFrame(() => requestAnimationFrame(() => focusLane(lane.id)));
  };
  return (
    <tr
      aria-current={isCurrent}
      tabIndex={isCurrent || (view.currentLane.value === null && number === 1) ? 0 : -1}
      onFocus={() => (view.currentLane.value = lane.id)}
      onDblClick={open}
      onKeyDown={(event) => {
        if (event.key === "Enter" && event.target === event.currentTarget) open();
      }}
    >
      <td>
        <span class="badge">{number}</span>
      </td>
      <th scope="row">
        <button class="row-open strong" title="Open this lane in columns" onClick={open}>
          {nameOf(facts)}
        </button>{" "}
        {isSimulated(facts) ? (
          <span class="tag simulated">simulated</span>
        ) : (
          <span class="small muted">{facts.offer?.providerLabel ?? lane.provider}</span>
        )}
      </th>
      <td>
        <EffortLine view={effortOf(facts)} />
      </td>
      <td>
        <StatusLine status={status} />
      </td>
      <td class="small">
        {seen === null ? (
          "–"
        ) : (
          <span class="visibility">
            <Icon name={visibilityIcons[seen]} size="s" />
            {seen}
          </span>
        )}
      </td>
      <td class="bars" aria-hidden="true">
        <Bar parts={tokenParts(meter)} scale={scale.value.tokens} isLive={meter.isLive} kind="" />
        <Bar parts={timeParts(meter)} scale={scale.value.timeMs} isLive={meter.isLive} kind="time" />
      </td>
      <td class="n">{measureText(meter.total)}</td>
      <td class="n">{durationText(meter.endMs)}</td>
      <td class="n">{measureText(meter.perSecond)}</td>
      <td class="n">
        <CostLine view={costOf(facts, status)} />
      </td>
      <td class="gist small muted">
        <Gist lane={lane} step={step} />
      </td>
    </tr>
  );
}

/** What the comparison took as the answer, or else its last line. */
function Gist({ lane, step }: { readonly lane: Lane; readonly step: Step | null }) {
  const { insight } = usePage();
  const compared = insight.compared.value.get(lane.id);
  const isNamed = compared?.state === "compared" && compared.value !== null && isShortValue(compared.value);
  return (
    <span class="gist-line">
      {!isNamed && <span class="cut">{gist(step)}</span>}
      {step?.status !== "running" && <SameMark lane={lane.id} isShort />}
    </span>
  );
}

/** The answer's last line, where results stand; or what went wrong. */
function gist(step: Step | null): string {
  if (step === null) return "";
  if (step.failure !== null && step.status === "failed") return kindWords[step.failure.kind];
  const answer = lastAttempt(step)?.blocks.findLast((block) => block.type === "answer");
  if (answer?.type !== "answer") return "";
  return (
    answer.text
      .slice(-400)
      .trimEnd()
      .split("\n")
      .at(-1)
      ?.replace(/[*_`#]/g, "")
      .trim() ?? ""
  );
}
