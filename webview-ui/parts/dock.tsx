import { isDockOpen, openDock } from "../state/dock-state.ts";
import { usePage } from "../state/page.ts";
import type { Page } from "../state/page.ts";
import { dockTabs } from "./dock-tabs.ts";
import type { DockTab } from "./dock-tabs.ts";
import { Icon } from "./icon.tsx";

/** What is said about all lanes together, in tabs below them. Opens when two lanes have answered, until the reader decides. */
export function Dock() {
  const page = usePage();
  const offered = dockTabs.filter(({ isOffered }) => isOffered(page));
  const current = currentTab(page);
  const isOpen = isDockOpen(page);
  const { Panel, Note, Tools } = current;
  const label = isOpen ? `Fold ${current.label.toLowerCase()}` : `Open ${current.label.toLowerCase()}`;
  return (
    <section class="dock" aria-labelledby="dock-h">
      <div class="dock-head">
        <h2 id="dock-h" class="sr-only">
          {current.label}
        </h2>
        <div class="tabs" role="tablist" aria-label="Below the lanes" onKeyDown={(event) => moveTab(event, page, offered)}>
          {offered.map(({ id, label }) => (
            <button
              key={id}
              role="tab"
              id={`${id}-tab`}
              aria-selected={id === current.id}
              aria-controls={isOpen && id === current.id ? `${id}-panel` : undefined}
              tabIndex={id === current.id ? 0 : -1}
              onClick={() => openDock(page, id)}
            >
              {label}
            </button>
          ))}
        </div>
        {Note !== undefined && <Note />}
        <span class="grow" />
        {isOpen && Tools !== undefined && <Tools />}
        <button
          class="icon-button"
          aria-label={label}
          title={isOpen ? "Fold" : "Open"}
          aria-expanded={isOpen}
          onClick={() => (page.view.isDockOpen.value = !isOpen)}
        >
          <Icon name={isOpen ? "chevron-down" : "chevron-up"} />
        </button>
      </div>
      {isOpen && (
        <div class="dock-body" role="tabpanel" id={`${current.id}-panel`} aria-labelledby={`${current.id}-tab`} tabIndex={0}>
          <Panel />
        </div>
      )}
    </section>
  );
}

/** True while an open tab takes the room of the lanes. */
export function isDockFull(page: Page): boolean {
  return isDockOpen(page) && currentTab(page).isFull === true;
}

/** The chosen tab; the first one while that is not offered. */
function currentTab(page: Page): DockTab {
  const chosen = dockTabs.find(({ id }) => id === page.view.dockTab.value);
  const first = dockTabs[0];
  if (first === undefined) throw new Error("The dock has no tabs.");
  return chosen?.isOffered(page) === true ? chosen : first;
}

function moveTab(event: KeyboardEvent, page: Page, offered: readonly DockTab[]): void {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (step === undefined) return;
  const at = offered.findIndex(({ id }) => id === currentTab(page).id);
  const next = offered[(at + step + offered.length) % offered.length];
  if (next === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  page.view.dockTab.value = next.id;
  requestAnimationFrame(() => document.getElementById(`${next.id}-tab`)?.focus());
}
