/** What the dock below the lanes can show, in the order of its tabs. */
export const dockTabIds = ["comparison", "trace-diff", "ledger", "reprice"] as const;
export type DockTabId = (typeof dockTabIds)[number];
