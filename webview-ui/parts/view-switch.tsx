import { usePage } from "../state/page.ts";
import type { Page } from "../state/page.ts";
import type { View } from "../state/view-state.ts";

const views: readonly { readonly id: View; readonly label: string }[] = [
  { id: "columns", label: "Columns" },
  { id: "overview", label: "Overview" },
  { id: "chain", label: "Chain" },
];

/** Up to eight lanes are columns; more begin as an overview; one lane of several steps is a chain. The reader's choice wins. */
export function currentView({ store, view }: Pick<Page, "store" | "view">): View {
  const lanes = store.lanes.value;
  if (view.view.value !== null && (view.view.value !== "chain" || hasChain({ store }))) return view.view.value;
  if (lanes.length === 1 && hasChain({ store })) return "chain";
  return lanes.length > 8 ? "overview" : "columns";
}

/** Whether any lane has more than one step. */
function hasChain({ store }: Pick<Page, "store">): boolean {
  return store.lanes.value.some(({ head }) => head !== null && (store.step(head).value?.parent ?? null) !== null);
}

export function ViewSwitch() {
  const page = usePage();
  const current = currentView(page);
  const offered = views.filter(({ id }) => id !== "chain" || hasChain(page));
  const choose = (id: View, group: EventTarget | null) => {
    page.view.view.value = id;
    if (group instanceof HTMLElement)
      requestAnimationFrame(() => group.querySelector<HTMLElement>("[aria-checked=true]")?.focus());
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (!event.key.startsWith("Arrow")) return;
    event.preventDefault();
    event.stopPropagation();
    const at = offered.findIndex(({ id }) => id === current);
    const step = event.key === "ArrowLeft" || event.key === "ArrowUp" ? -1 : 1;
    const next = offered[(at + step + offered.length) % offered.length];
    if (next !== undefined) choose(next.id, event.currentTarget);
  };
  return (
    <div class="radio small" role="radiogroup" aria-label="View" onKeyDown={onKeyDown}>
      {offered.map(({ id, label }) => (
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
