import type { Brief, BriefEntry } from "../../src/core/model/brief.ts";
import { kindSigns } from "../format/handoff.ts";
import { usePage } from "../state/page.ts";
import { chainOf, stepOf } from "../format/chain.ts";
import { Icon } from "./icon.tsx";

const rowHeight = 24;
const gutter = 72;

/**
 * The parts of a brief in order, with an arc from each to those it rests on. The picture repeats what the list says in
 * words: every entry names the entries it uses.
 */
export function BriefGraph({ brief }: { readonly brief: Brief }) {
  const { store, continuation } = usePage();
  const session = store.session.value;
  const { entries } = brief;
  const places = new Map(entries.map(({ id }, index) => [id, index]));
  const from = continuation.ask.value?.from ?? null;
  const rows = session === null ? [] : chainOf(session, { id: "", head: from });
  return (
    <div class="brief-graph" style={{ "--rows": entries.length }}>
      <svg aria-hidden="true" width={gutter} height={entries.length * rowHeight}>
        {entries.flatMap((entry, index) =>
          entry.uses.map((id) => {
            const to = places.get(id);
            return to === undefined ? null : <path key={`${entry.id} ${id}`} class="edge" d={arc(to, index)} />;
          }),
        )}
        {entries.map(({ id, kind }, index) => (
          <circle key={id} class={`node ${kind}`} cx={gutter - 8} cy={middle(index)} r={3.5} />
        ))}
      </svg>
      <ol class="plain">
        {entries.map((entry, index) => (
          <li key={entry.id} title={entry.text}>
            <span class="kind small muted">
              <Icon name={kindSigns[entry.kind].icon} size="s" /> {kindSigns[entry.kind].word}
            </span>
            <span class="cut">
              <span class="sr-only">{index + 1}. </span>
              {entry.text}
            </span>
            <span class="small muted nowrap">step {stepOf(rows, entry.step)?.number ?? "?"}</span>
            <span class="sr-only">{usesText(entry, places)}</span>
          </li>
        ))}
      </ol>
    </div>
  );
}

function usesText({ uses }: BriefEntry, places: ReadonlyMap<string, number>): string {
  const numbers = uses.flatMap((id) => (places.has(id) ? [(places.get(id) ?? 0) + 1] : []));
  return numbers.length === 0 ? "" : `, rests on ${numbers.join(" and ")}`;
}

function middle(index: number): number {
  return index * rowHeight + rowHeight / 2;
}

/** Wider the farther it reaches, never out of the gutter. */
function arc(from: number, to: number): string {
  const reach = Math.min(gutter - 14, 8 + (to - from) * 7);
  const x = gutter - 12;
  return `M ${x} ${middle(from)} C ${x - reach} ${middle(from)}, ${x - reach} ${middle(to)}, ${x} ${middle(to)}`;
}
