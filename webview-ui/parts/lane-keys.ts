import type { LaneId } from "../../src/core/model/ids.ts";
import type { Page } from "../state/page.ts";

/**
 * Keys that move the focus between lanes, into one and out again. What is done to a lane are contributed commands with
 * keys of their own.
 */
export function laneKeys(event: KeyboardEvent, page: Page): void {
  const target = event.target;
  if (!(target instanceof HTMLElement) || event.ctrlKey || event.metaKey || event.altKey) return;
  const lane = target.closest<HTMLElement>(".lane");
  if (lane === null) return;
  if (target !== lane) {
    if (event.key !== "Escape") return;
    event.preventDefault();
    lane.focus();
    return;
  }
  const did = onLane(event.key, lane, page);
  if (did) event.preventDefault();
}

function onLane(key: string, lane: HTMLElement, page: Page): boolean {
  const lanes = page.store.lanes.peek();
  const at = lanes.findIndex(({ id }) => id === lane.dataset["lane"]);
  const isMirrored = getComputedStyle(lane).direction === "rtl";
  switch (key) {
    case "ArrowRight":
      return focusLane(lanes[at + (isMirrored ? -1 : 1)]?.id);
    case "ArrowLeft":
      return focusLane(lanes[at + (isMirrored ? 1 : -1)]?.id);
    case "Home":
      return focusLane(lanes[0]?.id);
    case "End":
      return focusLane(lanes.at(-1)?.id);
    case "Enter":
      lane.querySelector<HTMLElement>("button, a, [tabindex='0']")?.focus();
      return true;
    case "Escape":
      document.querySelector<HTMLElement>(".run button:not([disabled])")?.focus();
      return true;
    default:
      return /^[1-9]$/.test(key) && focusLane(lanes[Number(key) - 1]?.id);
  }
}

/** Brings a lane into view and gives it the focus. False when there is none. */
export function focusLane(id: LaneId | undefined): boolean {
  if (id === undefined) return false;
  const lane = document.querySelector<HTMLElement>(`.lane[data-lane="${CSS.escape(id)}"]`);
  lane?.scrollIntoView({ block: "nearest", inline: "nearest" });
  lane?.focus({ preventScroll: true });
  return lane !== null;
}
