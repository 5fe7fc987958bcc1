import { signal } from "@preact/signals";
import type { LaneId } from "../../src/core/model/ids.ts";
import type { CacheState, RepriceChoice, RepriceTable } from "../../src/core/model/reprice.ts";
import type { Host } from "./host.ts";

/** What the reader asks about other models' prices, and what the host said. Nothing is asked before the tab is seen. */
export class RepriceState {
  /** Null: all steps of the session. */
  readonly lane = signal<LaneId | null>(null);
  readonly serviceTier = signal<RepriceChoice["serviceTier"]>("standard");
  readonly cache = signal<CacheState>("as-run");
  readonly filter = signal("");
  readonly table = signal<RepriceTable | null>(null);
  readonly #host: Host;
  #turn = 0;

  constructor(host: Host) {
    this.#host = host;
  }

  /** A later question makes an earlier one's answer worthless. */
  async load(choice: RepriceChoice): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    const reply = await this.#host.request({ method: "reprice/list", choice });
    if (turn === this.#turn && reply !== null && reply !== undefined && "reprice" in reply) this.table.value = reply.reprice;
  }
}
