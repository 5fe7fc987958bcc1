import { effect, signal } from "@preact/signals";
import type { LaneId, StepId } from "../../src/core/model/ids.ts";
import { isJsonObject } from "../../src/core/model/json.ts";
import { dockTabIds } from "./dock-tab.ts";
import type { DockTabId } from "./dock-tab.ts";
import type { VsCodeApi } from "./host.ts";

export const views = ["columns", "overview", "chain"] as const;
export type View = (typeof views)[number];

/** What the reader has set up on this page. Kept while the page is hidden; never part of the session. */
export class ViewState {
  /** Null: by the number of lanes. */
  readonly view = signal<View | null>(null);
  readonly currentLane = signal<LaneId | null>(null);
  /** Prompt and picker open. Null: open until the first run. */
  readonly isComposing = signal<boolean | null>(null);
  readonly hasSystem = signal(false);
  readonly foldedReasoning = signal<ReadonlySet<LaneId>>(new Set());
  /** Steps of chains that the reader folded or unfolded. */
  readonly stepFolds = signal<ReadonlyMap<StepId, boolean>>(new Map());
  /** The tall reading mode of all traces. */
  readonly isTraceTall = signal(false);
  readonly isKeyOpen = signal(false);
  /** Null: open when there is something to compare and room for it. */
  readonly isDockOpen = signal<boolean | null>(null);
  readonly dockTab = signal<DockTabId>("comparison");
  readonly isChoosingRule = signal(false);
  readonly isFinding = signal(false);
  /** Steps that their budget stopped and the reader left there. */
  readonly leftStops = signal<ReadonlySet<StepId>>(new Set());
  /** What the host refused, with its advice; shown until the next request that works. */
  readonly notice = signal<{ readonly message: string; readonly advice: string } | null>(null);

  constructor(api: Pick<VsCodeApi, "getState" | "setState">) {
    const saved = api.getState();
    if (isJsonObject(saved)) this.#restore(saved);
    effect(() => {
      api.setState({
        view: this.view.value,
        currentLane: this.currentLane.value,
        isComposing: this.isComposing.value,
        isTraceTall: this.isTraceTall.value,
        isDockOpen: this.isDockOpen.value,
        dockTab: this.dockTab.value,
        leftStops: [...this.leftStops.value],
        foldedReasoning: [...this.foldedReasoning.value],
      });
    });
  }

  toggleReasoning(lane: LaneId): void {
    const folded = new Set(this.foldedReasoning.peek());
    if (!folded.delete(lane)) folded.add(lane);
    this.foldedReasoning.value = folded;
  }

  openReasoning(lane: LaneId): void {
    if (this.foldedReasoning.peek().has(lane)) this.toggleReasoning(lane);
  }

  setStepOpen(step: StepId, isOpen: boolean): void {
    this.stepFolds.value = new Map([...this.stepFolds.peek(), [step, isOpen]]);
  }

  /** Where the text of lanes is drawn: as columns or a chain, and nothing in their place. */
  showLanes(): void {
    if (this.view.peek() !== "chain") this.view.value = "columns";
    if (this.dockTab.peek() === "trace-diff") this.dockTab.value = "comparison";
  }

  #restore(saved: Readonly<Record<string, unknown>>): void {
    const { view, currentLane, isComposing, isTraceTall, foldedReasoning, isDockOpen, dockTab, leftStops } = saved;
    this.view.value = views.find((id) => id === view) ?? null;
    if (typeof currentLane === "string") this.currentLane.value = currentLane;
    if (typeof isComposing === "boolean") this.isComposing.value = isComposing;
    if (typeof isDockOpen === "boolean") this.isDockOpen.value = isDockOpen;
    this.dockTab.value = dockTabIds.find((id) => id === dockTab) ?? "comparison";
    this.isTraceTall.value = isTraceTall === true;
    this.leftStops.value = idsOf(leftStops);
    this.foldedReasoning.value = idsOf(foldedReasoning);
  }
}

/** Under which an earlier step of a lane is folded by itself. */
export function earlierLane(lane: LaneId, step: StepId): LaneId {
  return `${lane} ${step}`;
}

function idsOf(saved: unknown): ReadonlySet<string> {
  return new Set(Array.isArray(saved) ? saved.filter((id) => typeof id === "string") : []);
}
