import { useEffect, useRef } from "preact/hooks";
import { countText } from "../format/numbers.ts";
import type { FindScope } from "../state/find-sources.ts";
import { usePage } from "../state/page.ts";
import { Icon } from "./icon.tsx";

/** What is typed is searched after this pause. */
const typingMs = 120;

/** Finds in the reasoning and answers of all lanes and steps: VS Code's own search of a page would miss what is not drawn. */
export function FindBar() {
  const page = usePage();
  const { find, store } = page;
  const field = useRef<HTMLInputElement>(null);
  const query = find.query.value;
  const scope = find.scope.value;
  useEffect(() => field.current?.select(), []);
  // Text that arrived or was replaced since: searched again when a lane begins or ends.
  const steps = store.lanes.value.map(({ head }) => (head === null ? "" : `${head} ${store.step(head).value?.status ?? ""}`));
  useEffect(() => {
    const timer = setTimeout(() => void find.search(), typingMs);
    return () => clearTimeout(timer);
  }, [query, scope, steps.join()]);
  useEffect(() => () => find.close(), []);
  const close = () => {
    find.close();
    const lane = document.querySelector<HTMLElement>(".lane[aria-current=true]");
    (lane ?? document.querySelector<HTMLElement>(".run button:not([disabled])"))?.focus({ preventScroll: true });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape") close();
    else if (event.key === "F3" || (event.key === "Enter" && event.target === field.current)) find.go(event.shiftKey ? -1 : 1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const total = find.matches.value.length;
  const isSearching = find.searched.value !== query;
  return (
    <section class="find" role="search" aria-busy={isSearching} aria-label="Find in reasoning and answers" onKeyDown={onKeyDown}>
      <Icon name="search" />
      <input
        id="find-text"
        ref={field}
        class="field"
        type="text"
        placeholder="Find in reasoning and answers"
        aria-label="Find"
        value={query.text}
        onInput={(event) => (find.query.value = { ...query, text: event.currentTarget.value })}
      />
      <button
        class="icon-button toggle"
        aria-label="Match case"
        title="Match case"
        aria-pressed={query.isCaseSensitive}
        onClick={() => (find.query.value = { ...query, isCaseSensitive: !query.isCaseSensitive })}
      >
        <Icon name="case-sensitive" />
      </button>
      <select
        class="field small not-narrow"
        aria-label="Where to find"
        value={scope}
        onChange={(event) => (find.scope.value = scopeOf(event.currentTarget.value))}
      >
        <option value="all">everywhere</option>
        <option value="reasoning">in reasoning</option>
        <option value="answer">in answers</option>
      </select>
      <span class="find-count nowrap" role="status">
        {countWords(query.text, find.current.value, total, find.isCut, isSearching)}
      </span>
      {find.hidden.value > 0 && (
        <button class="link small nowrap" title="Go to the first of them, in the chain" onClick={() => find.goToEarlier()}>
          {countText(find.hidden.value)} in earlier steps
        </button>
      )}
      <button
        class="icon-button"
        aria-label="Previous match"
        title="Previous match (Shift+Enter)"
        disabled={total === 0}
        onClick={() => find.go(-1)}
      >
        <Icon name="arrow-up" />
      </button>
      <button
        class="icon-button"
        aria-label="Next match"
        title="Next match (Enter)"
        disabled={total === 0}
        onClick={() => find.go(1)}
      >
        <Icon name="arrow-down" />
      </button>
      <LaneCounts />
      <button class="icon-button" aria-label="Close" title="Close (Escape)" onClick={close}>
        <Icon name="close" />
      </button>
    </section>
  );
}

/** How many matches each lane has; a click goes to its first. */
function LaneCounts() {
  const { find } = usePage();
  const at = find.matches.value[find.current.value]?.source.lane;
  return (
    <ul class="plain find-lanes" aria-label="Matches by lane">
      {find.counts.value.map(({ lane, number, matches, earlier }) => (
        <li key={lane}>
          <button
            title={`Lane ${number}: ${countText(matches)}${earlier === 0 ? "" : `, ${countText(earlier)} of them in earlier steps`}`}
            aria-current={lane === at}
            onClick={() => find.goToLane(lane)}
          >
            <span class="sr-only">Lane </span>
            <span class="badge">{number}</span>
            <span class="sr-only">: </span>
            <span class="small">{countText(matches)}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

function scopeOf(value: string): FindScope {
  return value === "reasoning" || value === "answer" ? value : "all";
}

function countWords(text: string, at: number, total: number, isCut: boolean, isSearching: boolean): string {
  if (text.trim() === "") return "";
  if (isSearching && total === 0) return "searching…";
  if (total === 0) return "nothing found";
  const all = `${countText(total)}${isCut ? " or more" : ""}`;
  return at === -1 ? all : `${countText(at + 1)} of ${all}`;
}
