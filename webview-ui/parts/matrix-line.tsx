import type { EffortTier } from "../../src/core/model/effort.ts";
import type { Lane } from "../../src/core/model/session.ts";
import type { ModelOffer } from "../../src/protocol/messages.ts";
import { usePage } from "../state/page.ts";

export type Column = EffortTier | "default";

interface LineHeadProps {
  readonly label: string;
  readonly title: string;
  readonly cells: readonly { readonly offer: ModelOffer; readonly column: Column }[];
}

/** The head of a row or column: chooses what its line offers, or takes it all back. Reached by pointer; keys use the cells. */
export function LineHead({ label, title, cells }: LineHeadProps) {
  const { store, host } = usePage();
  const toggle = () => {
    if (!store.context.peek().isEditable) return;
    const offered = cells
      .filter(({ offer, column }) => offer.tiers[column].state === "offered")
      .map((cell) => ({ ...cell, lane: laneAt(store.lanes.peek(), cell.offer, cell.column) }));
    const isFull = offered.every(({ lane }) => lane !== undefined);
    for (const { offer, column, lane } of offered) {
      if (lane === undefined) host.ask({ method: "lane/add", provider: offer.provider, model: offer.model, effort: column });
      else if (isFull) host.ask({ method: "lane/remove", lane: lane.id });
    }
  };
  return (
    <button class="line-head" tabIndex={-1} title={title} onClick={toggle}>
      {label}
    </button>
  );
}

/** The first lane of a cell. */
export function laneAt(lanes: readonly Lane[], offer: ModelOffer, column: Column): Lane | undefined {
  return lanes.find((lane) => lane.provider === offer.provider && lane.model === offer.model && lane.effort === column);
}
