import type { Page } from "./page.ts";

/** A short or narrow page keeps its room for the lanes. */
const smallPage = window.matchMedia("(max-width: 1100px), (max-height: 720px)");

export function isDockOpen(page: Pick<Page, "view" | "insight">): boolean {
  return page.view.isComparisonOpen.value ?? (answered(page) >= 2 && !smallPage.matches);
}

/** Lanes that have answered. */
export function answered({ insight }: Pick<Page, "insight">): number {
  return insight.insight.value.comparison?.lanes.filter(({ state }) => state === "compared" || state === "unclear").length ?? 0;
}
