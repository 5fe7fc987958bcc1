import type { BudgetScope, BudgetStop } from "../../src/core/model/budget.ts";
import type { Lane, Step } from "../../src/core/model/session.ts";
import { moneyText } from "../../src/core/model/cost-words.ts";
import { plainMoney } from "../format/forecast.ts";
import { countText } from "../format/numbers.ts";
import { usePage } from "../state/page.ts";
import { Icon } from "./icon.tsx";
import { focusLane } from "./lane-keys.ts";

interface Props {
  readonly lane: Lane;
  readonly step: Step;
  readonly stop: BudgetStop;
}

/** A lane that its budget stopped: what it had cost, and whether to go on. */
export function BudgetCard({ lane, step, stop }: Props) {
  const { host, store, view } = usePage();
  if (view.leftStops.value.has(step.id)) return null;
  const hasText = step.attempts.some((attempt) => attempt.blocks.length > 0);
  const { isEditable } = store.context.value;
  const leave = () => {
    view.leftStops.value = new Set([...view.leftStops.peek(), step.id]);
    focusLane(lane.id);
  };
  return (
    <section class="card warn-card">
      <Icon name="circle-slash" />
      <div>
        <h4 class="strong">
          Stopped at the {scopeWords[stop.scope]} {plainMoney(stop.limitUsd)}.
        </h4>
        {stop.outputLimitTokens === undefined ? (
          <p>
            {hasText ? "Cut in mid-stream at a running estimate of" : "Stopped before anything came, at"}{" "}
            <span class="nowrap">{moneyText(stop.spentUsd)} ≈</span>. {hasText && "What arrived is kept as a checkpoint."}
          </p>
        ) : (
          <p>
            The provider was sent an output limit of {countText(stop.outputLimitTokens)} tokens, all that was left could pay for,
            thinking included, and ended there: <span class="nowrap">{moneyText(stop.spentUsd)}</span>. What arrived is kept as a
            checkpoint.
          </p>
        )}
        {isEditable && (
          <div class="actions">
            <button class="button" onClick={() => host.ask({ method: "budget/continue", lane: lane.id, usd: stop.offerUsd })}>
              Continue with {plainMoney(stop.offerUsd)} more
            </button>
            <button class="link" onClick={leave}>
              Leave it here
            </button>
          </div>
        )}
        {Number(stop.mayExceedByUsd) > 0 && (
          <p class="small muted">The provider’s own count may come to {moneyText(stop.mayExceedByUsd)} more, at most.</p>
        )}
      </div>
    </section>
  );
}

const scopeWords = {
  lane: "lane’s",
  run: "run’s",
  session: "session’s",
  day: "day’s",
} as const satisfies Record<BudgetScope, string>;
