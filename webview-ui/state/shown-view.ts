import type { Page } from "./page.ts";
import type { View } from "./view-state.ts";

/** Up to eight lanes are columns; more begin as an overview; one lane of several steps is a chain. The reader's choice wins. */
export function shownView({ store, view }: Pick<Page, "store" | "view">): View {
  const lanes = store.lanes.value;
  if (view.view.value !== null && (view.view.value !== "chain" || hasChain({ store }))) return view.view.value;
  if (lanes.length === 1 && hasChain({ store })) return "chain";
  return lanes.length > 8 ? "overview" : "columns";
}

/** Whether any lane has more than one step. */
export function hasChain({ store }: Pick<Page, "store">): boolean {
  return store.lanes.value.some(({ head }) => head !== null && (store.step(head).value?.parent ?? null) !== null);
}
