import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { BudgetScope } from "../../src/core/model/budget.ts";
import { budgetScopes } from "../../src/core/model/budget.ts";
import { budgetNames } from "../format/budgets.ts";
import { moneyText } from "../../src/core/model/cost-words.ts";
import { parseBudget, plainMoney } from "../format/forecast.ts";
import { usePage } from "../state/page.ts";
import { Icon } from "./icon.tsx";

const help = "An amount in US dollars, such as 0.05, or nothing for no budget.";

/** One budget's amount, set when the reader leaves the field or presses Enter. */
export function BudgetField({ scope, id, label }: { readonly scope: BudgetScope; readonly id: string; readonly label?: string }) {
  const { store, host } = usePage();
  const { limitUsd } = store.context.value.budgets[scope];
  const isWrong = useSignal(false);
  const input = useRef<HTMLInputElement>(null);
  /** The last amount that is set or was asked for: Enter, and leaving the field after it, ask once. */
  const asked = useRef(limitUsd);
  useEffect(() => {
    asked.current = limitUsd;
    if (input.current !== null) input.current.value = textOf(limitUsd);
  }, [limitUsd]);
  const set = (field: HTMLInputElement) => {
    const usd = parseBudget(field.value);
    isWrong.value = usd === undefined;
    if (usd === undefined) return;
    field.value = textOf(usd);
    if (usd === asked.current) return;
    asked.current = usd;
    host.ask({ method: "budget/set", scope, usd });
  };
  return (
    <>
      <input
        class="field budget"
        id={id}
        ref={input}
        inputMode="decimal"
        autocomplete="off"
        placeholder="none"
        defaultValue={textOf(limitUsd)}
        aria-label={label}
        aria-invalid={isWrong.value}
        aria-describedby={isWrong.value ? `${id}-help` : undefined}
        title={isWrong.value ? help : "Lanes stop when this much has been spent. Empty: no budget."}
        onChange={(event) => set(event.currentTarget)}
        onKeyDown={(event) => {
          if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) set(event.currentTarget);
        }}
      />
      {isWrong.value && (
        <span class="sr-only" id={`${id}-help`} role="alert">
          {help}
        </span>
      )}
    </>
  );
}

function textOf(usd: string | null): string {
  return usd === null ? "" : plainMoney(usd);
}

/** All four budgets, behind a button: a run ends at whichever is reached first. */
export function AllBudgets() {
  const { store } = usePage();
  const { budgets } = store.context.value;
  return (
    <>
      <button
        class="icon-button budgets-button"
        aria-label="All budgets"
        title="Budgets of a lane, a run, the session and the day"
        popovertarget="budgets"
      >
        <Icon name="settings" />
      </button>
      <div class="budget-sheet" id="budgets" popover="auto" role="dialog" aria-label="Budgets">
        <table>
          <thead>
            <tr>
              <th scope="col">Budget</th>
              <th scope="col">US dollars</th>
              <th scope="col">Spent so far</th>
            </tr>
          </thead>
          <tbody>
            {budgetScopes.map((scope) => (
              <tr key={scope}>
                <th scope="row">{budgetNames[scope]}</th>
                <td>
                  <BudgetField scope={scope} id={`budget-${scope}`} label={`Budget for ${budgetNames[scope]}, in US dollars`} />
                </td>
                <td>{scope === "session" || scope === "day" ? moneyText(budgets[scope].spentUsd) : ""}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <p class="small muted">
          A run ends in mid-stream at the one it reaches first; what arrived is kept and can be continued. Where a model takes an
          output limit, it is sent so that the budget cannot be passed; elsewhere the stop says how much the bill may exceed it.
          Models without a price are not stopped.
        </p>
      </div>
    </>
  );
}
