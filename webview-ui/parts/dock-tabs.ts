import type { ComponentType } from "preact";
import type { DockTabId } from "../state/dock-tab.ts";
import type { Page } from "../state/page.ts";
import { ComparisonNote, ComparisonPanel } from "./comparison.tsx";
import { RepricePanel } from "./reprice.tsx";
import { LedgerPanel } from "./ledger.tsx";
import { TraceDiffPanel, TraceDiffTools } from "./trace-diff.tsx";

/** One tab of the dock. To add one: its id in state/dock-tab.ts, its part, a line below. */
export interface DockTab {
  readonly id: DockTabId;
  readonly label: string;
  /** Read while the dock is drawn, so signals count. */
  readonly isOffered: (page: Page) => boolean;
  readonly Panel: ComponentType;
  /** Beside the tabs, also while the dock is folded. */
  readonly Note?: ComponentType;
  /** Controls at the end of the tab row, while the tab is open. */
  readonly Tools?: ComponentType;
  /** It takes the room of the lanes while it is open. */
  readonly isFull?: true;
}

/** In the order in which they stand. */
export const dockTabs: readonly DockTab[] = [
  { id: "comparison", label: "Comparison", isOffered: () => true, Panel: ComparisonPanel, Note: ComparisonNote },
  {
    id: "trace-diff",
    label: "Trace diff",
    isOffered: ({ store }) => store.lanes.value.length >= 2,
    Panel: TraceDiffPanel,
    Tools: TraceDiffTools,
    isFull: true,
  },
  {
    id: "ledger",
    label: "Ledger",
    isOffered: ({ store }) => store.lanes.value.some(({ head }) => head !== null),
    Panel: LedgerPanel,
  },
  {
    id: "reprice",
    label: "Cost elsewhere",
    isOffered: ({ store }) => store.lanes.value.some(({ head }) => head !== null),
    Panel: RepricePanel,
  },
];
