import { useEffect, useRef } from "preact/hooks";
import { usePage } from "../state/page.ts";
import type { Lane } from "../../src/core/model/session.ts";
import { requestedText } from "../format/effort.ts";
import { statusOfLane } from "../state/board.ts";
import { Icon } from "./icon.tsx";
import { nameOf } from "./lane-head.tsx";
import { focusLane } from "./lane-keys.ts";
import { shownView } from "../state/shown-view.ts";

/** All lanes in one line: above the columns from five lanes on, and as tabs on a narrow page. */
export function LaneIndex() {
  const page = usePage();
  const { store, view } = page;
  const lanes = store.lanes.value;
  if (lanes.length < 2 || shownView(page) === "overview") return null;
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined || !(event.currentTarget instanceof HTMLElement)) return;
    event.preventDefault();
    const at = lanes.findIndex((lane) => lane.id === view.currentLane.peek());
    const next = lanes[(at + step + lanes.length) % lanes.length];
    if (next === undefined) return;
    view.currentLane.value = next.id;
    const strip = event.currentTarget;
    requestAnimationFrame(() => strip.querySelector<HTMLElement>("[aria-selected=true]")?.focus());
  };
  return (
    <div class={lanes.length < 5 ? "strip few" : "strip"} role="tablist" aria-label="Lanes" onKeyDown={onKeyDown}>
      {lanes.map((lane, index) => (
        <IndexEntry key={lane.id} lane={lane} number={index + 1} />
      ))}
    </div>
  );
}

function IndexEntry({ lane, number }: { readonly lane: Lane; readonly number: number }) {
  const { store, view } = usePage();
  const status = statusOfLane(store, lane);
  const isCurrent = view.currentLane.value === lane.id;
  const entry = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (isCurrent) entry.current?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [isCurrent]);
  return (
    <button
      ref={entry}
      role="tab"
      aria-selected={isCurrent}
      aria-controls="lanes-panel"
      tabIndex={isCurrent ? 0 : -1}
      onClick={() => {
        view.currentLane.value = lane.id;
        requestAnimationFrame(() => focusLane(lane.id));
      }}
    >
      <span class="badge">{number}</span>
      <span class="cut">
        <span class="text">{nameOf({ lane, offer: store.offer(lane) })}</span> {requestedText(lane.effort)}
      </span>
      <Icon name={status.icon} size="s" tone={status.tone} />
      <span class="sr-only">{status.word}</span>
    </button>
  );
}
