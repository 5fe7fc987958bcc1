import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { ContinuationStart } from "../../src/core/model/continuation.ts";
import type { Lane } from "../../src/core/model/session.ts";
import type { PageRequest } from "../../src/protocol/messages.ts";
import { openDock } from "../state/dock-state.ts";
import { usePage } from "../state/page.ts";
import { Icon } from "./icon.tsx";

interface Props {
  readonly lane: Lane;
  readonly number: number;
  readonly isActive: boolean;
  readonly hasRun: boolean;
}

interface Item {
  readonly label: string;
  readonly request: PageRequest | "compare-traces" | "reprice" | "continue" | "prove";
}

/** What else can be done with a lane. */
export function LaneMenu({ lane, number, isActive, hasRun }: Props) {
  const page = usePage();
  const { host, store, traceDiff, reprice, continuation } = page;
  const isOpen = useSignal(false);
  const root = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const closeOutside = (event: Event) => {
      if (event.target instanceof Node && root.current?.contains(event.target) !== true) isOpen.value = false;
    };
    document.addEventListener("pointerdown", closeOutside);
    return () => document.removeEventListener("pointerdown", closeOutside);
  }, [isOpen]);

  const close = () => {
    isOpen.value = false;
    root.current?.querySelector("button")?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const items = [...(root.current?.querySelectorAll<HTMLElement>("[role=menuitem]") ?? [])];
    const at = items.findIndex((item) => item === document.activeElement);
    if (event.key === "Escape" && isOpen.value) close();
    else if (event.key === "ArrowDown") items[(at + 1) % items.length]?.focus();
    else if (event.key === "ArrowUp") items.at(at - 1)?.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const open = () => {
    isOpen.value = !isOpen.value;
    if (isOpen.value) requestAnimationFrame(() => root.current?.querySelector<HTMLElement>("[role=menuitem]")?.focus());
  };
  const { isEditable, isRunning } = store.context.value;
  const repriceLane = () => {
    reprice.lane.value = lane.id;
    openDock(page, "reprice");
  };
  const compareTraces = () => {
    traceDiff.chooseBeside(lane.id);
    openDock(page, "trace-diff");
    requestAnimationFrame(() => document.getElementById("trace-diff-tab")?.focus());
  };

  return (
    <div class="lane-menu" ref={root} onKeyDown={onKeyDown}>
      <button
        class="icon-button"
        aria-label={`More for lane ${number}`}
        title="More"
        aria-haspopup="menu"
        aria-expanded={isOpen.value}
        onClick={open}
      >
        <Icon name="ellipsis" />
      </button>
      {isOpen.value && (
        <ul class="menu plain" role="menu" aria-label={`Lane ${number}`}>
          {[
            ...(isActive ? [] : continueItems(continuation.startOf(lane.head))),
            ...menuItems(lane, number, isActive, hasRun, store.lanes.value.length, isEditable, isRunning),
            ...(hasRun && !isActive ? readItems(lane, traceDiff.readable.value, store.lanes.value.length) : []),
          ].map((item) => (
            <li role="none" key={item.label}>
              <button
                role="menuitem"
                tabIndex={-1}
                onClick={() => {
                  close();
                  if (item.request === "compare-traces") compareTraces();
                  else if (item.request === "reprice") repriceLane();
                  else if (item.request === "continue") continuation.open(lane.id, null, false);
                  else if (item.request === "prove") continuation.open(lane.id, null, true);
                  else host.ask(item.request);
                }}
              >
                {item.label}
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** Where nothing came back there is nothing to hand over, only the prompt to ask again. */
function continueItems(start: ContinuationStart | null): readonly Item[] {
  if (start === null) return [];
  if (start.from === null) return [{ label: "Run on another model…", request: "continue" }];
  return [
    { label: "Continue on…", request: "continue" },
    { label: "Compare handoffs…", request: "prove" },
  ];
}

/** What can be done with what the lane said, also where nothing may be changed. */
function readItems({ id }: Lane, readable: readonly Lane[], count: number): readonly Item[] {
  const isReadable = readable.some((lane) => lane.id === id);
  return [
    ...(isReadable && readable.length > 1 ? [{ label: "Compare traces", request: "compare-traces" } as const] : []),
    ...(count > 1 ? [{ label: "Compare answers…", request: { method: "answers/compare", lanes: [id, null] } } as const] : []),
    { label: "What would it cost elsewhere?", request: "reprice" },
    { label: "Copy lane as Markdown", request: { method: "markdown/copy", part: "lane", lane: id } },
    ...(isReadable
      ? [{ label: "Copy the reasoning", request: { method: "markdown/copy", part: "reasoning", lane: id } } as const]
      : []),
  ];
}

function menuItems(
  lane: Lane,
  number: number,
  isActive: boolean,
  hasRun: boolean,
  count: number,
  isEditable: boolean,
  isRunning: boolean,
): readonly Item[] {
  const run: Item = isActive
    ? { label: "Stop this lane", request: { method: "run/stop", lane: lane.id } }
    : { label: hasRun ? "Run this lane again" : "Run this lane", request: { method: "run/start", lanes: [lane.id] } };
  const show: Item = { label: "Show the request", request: { method: "request/show", lane: lane.id } };
  if (!isEditable) return [show];
  if (isActive) return [run, show];
  const left: Item = { label: "Move left", request: { method: "lane/move", lane: lane.id, to: number - 2 } };
  const right: Item = { label: "Move right", request: { method: "lane/move", lane: lane.id, to: number } };
  return [
    run,
    show,
    ...(isRunning
      ? []
      : [
          { label: "Run at every effort", request: { method: "sweep/start", lane: lane.id } } as const,
          { label: "Repeat 5 times", request: { method: "lanes/repeat", lanes: [lane.id], times: 5 } } as const,
        ]),
    ...(number > 1 ? [left] : []),
    ...(number < count ? [right] : []),
    ...(lane.head === null
      ? []
      : [{ label: "Remove its last step", request: { method: "step/remove", step: lane.head } } as const]),
    { label: "Remove this lane", request: { method: "lane/remove", lane: lane.id } },
  ];
}
