import { useComputed, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { openForecasts, sharedScale } from "../state/board.ts";
import { meterOf } from "../state/meter-of.ts";
import { usePage } from "../state/page.ts";
import { LaneColumn } from "./lane.tsx";
import { laneKeys } from "./lane-keys.ts";

/** More than fit any screen: drawn at once. The others follow a few a frame, so that a hundred lanes never hold the page up. */
const firstLanes = 12;
const lanesAFrame = 4;

/** Lanes side by side in one scroller. One tab stop; arrow keys move between lanes. */
export function Lanes() {
  const page = usePage();
  const { store, view, host } = page;
  const root = useRef<HTMLElement>(null);
  const lanes = store.lanes.value;
  const scale = useComputed(() => {
    void store.tick.value;
    const meters = store.lanes.value.map((lane) => meterOf(page, lane.head === null ? null : store.step(lane.head).value));
    return sharedScale(meters, openForecasts(page));
  });
  const drawn = useDrawnLanes(lanes.length);
  const current = view.currentLane.value;
  if (!lanes.some((lane) => lane.id === current)) view.currentLane.value = lanes[0]?.id ?? null;

  useEffect(() => {
    const element = root.current;
    if (element === null) return;
    const onFocus = (event: FocusEvent) => {
      const lane = event.target instanceof Element ? event.target.closest<HTMLElement>(".lane")?.dataset["lane"] : undefined;
      if (lane !== undefined) view.currentLane.value = lane;
      host.post({
        type: "page/focus",
        area: event.target instanceof HTMLElement && event.target.matches(".lane") ? "lane" : "other",
        lane: lane ?? null,
      });
    };
    element.addEventListener("focusin", onFocus);
    return () => element.removeEventListener("focusin", onFocus);
  }, []);

  return (
    <section class="lanes" id="lanes-panel" aria-labelledby="lanes-h" ref={root} onKeyDown={(event) => laneKeys(event, page)}>
      <h2 id="lanes-h" class="sr-only">
        Lanes
      </h2>
      <div
        class="lane-grid"
        data-lanes={lanes.length}
        style={{ "--lanes": Math.max(1, lanes.length) }}
        data-tall={view.isTraceTall.value}
      >
        {lanes.slice(0, drawn).map((lane, index) => (
          <LaneColumn key={lane.id} lane={lane} number={index + 1} scale={scale} />
        ))}
      </div>
    </section>
  );
}

function useDrawnLanes(wanted: number): number {
  const drawn = useSignal(firstLanes);
  useEffect(() => {
    if (drawn.value >= wanted) return;
    const frame = requestAnimationFrame(() => (drawn.value += lanesAFrame));
    return () => cancelAnimationFrame(frame);
  }, [drawn.value, wanted]);
  return drawn.value;
}
