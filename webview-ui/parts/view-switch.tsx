import { usePage } from "../state/page.ts";
import type { Page } from "../state/page.ts";
import type { View } from "../state/view-state.ts";

const views: readonly { readonly id: View; readonly label: string }[] = [
  { id: "columns", label: "Columns" },
  { id: "overview", label: "Overview" },
];

/** Up to eight lanes are columns; more begin as an overview. The reader's choice wins. */
export function currentView({ store, view }: Pick<Page, "store" | "view">): View {
  return view.view.value ?? (store.lanes.value.length > 8 ? "overview" : "columns");
}

export function ViewSwitch() {
  const page = usePage();
  const current = currentView(page);
  const choose = (id: View, group: EventTarget | null) => {
    page.view.view.value = id;
    if (group instanceof HTMLElement)
      requestAnimationFrame(() => group.querySelector<HTMLElement>("[aria-checked=true]")?.focus());
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (!event.key.startsWith("Arrow")) return;
    event.preventDefault();
    event.stopPropagation();
    choose(current === "columns" ? "overview" : "columns", event.currentTarget);
  };
  return (
    <div class="radio small" role="radiogroup" aria-label="View" onKeyDown={onKeyDown}>
      {views.map(({ id, label }) => (
        <button
          key={id}
          role="radio"
          aria-checked={current === id}
          tabIndex={current === id ? 0 : -1}
          onClick={() => choose(id, null)}
        >
          {label}
        </button>
      ))}
    </div>
  );
}
