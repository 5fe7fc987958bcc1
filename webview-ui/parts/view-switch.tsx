import { usePage } from "../state/page.ts";
import { hasChain, shownView } from "../state/shown-view.ts";
import type { View } from "../state/view-state.ts";

const views: readonly { readonly id: View; readonly label: string }[] = [
  { id: "columns", label: "Columns" },
  { id: "overview", label: "Overview" },
  { id: "chain", label: "Chain" },
];

export function ViewSwitch() {
  const page = usePage();
  const current = shownView(page);
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
