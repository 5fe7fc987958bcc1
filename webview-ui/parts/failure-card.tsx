import type { Lane, Step } from "../../src/core/model/session.ts";
import { failureCard } from "../format/failure.ts";
import type { FailureAction } from "../format/failure.ts";
import { usePage } from "../state/page.ts";
import { Icon } from "./icon.tsx";

interface Props {
  readonly lane: Lane;
  readonly step: Step;
  readonly providerLabel: string;
  /** Others came after it: there is nothing to be done about it any more. */
  readonly isPast?: boolean;
}

export function FailureNotice({ lane, step, providerLabel, isPast = false }: Props) {
  const { host, continuation } = usePage();
  const card = failureCard(step, providerLabel);
  if (card === null) return null;
  const start = isPast ? null : continuation.startOf(step.id);
  const act = (action: FailureAction) =>
    host.ask(action === "run-again" ? { method: "run/start", lanes: [lane.id] } : { method: "key/set", provider: lane.provider });
  return (
    <section class={`card ${card.tone}-card`}>
      <Icon name={card.icon} />
      <div>
        <h4 class="strong">{card.title}</h4>
        <p>{card.text}</p>
        {!isPast && (
          <div class="actions">
            <button class="button" onClick={() => act(card.main)}>
              {actionLabels[card.main]}
            </button>
            {start !== null && (
              <button class="link" onClick={() => continuation.open(lane.id, step.id, false)}>
                {start.from === null ? "Run on another model…" : "Resume on another model…"}
              </button>
            )}
            {card.others.map((action) => (
              <button key={action} class="link" onClick={() => act(action)}>
                {actionLabels[action]}
              </button>
            ))}
          </div>
        )}
        {card.aside !== null && <p class="small muted">{card.aside}</p>}
        {card.details !== null && (
          <p class="small muted">
            {card.details}
            {card.code !== null && (
              <>
                , <code>{card.code}</code>
              </>
            )}{" "}
            <button class="link" onClick={() => host.ask({ method: "failure/copy", step: step.id })}>
              Copy details
            </button>
          </p>
        )}
      </div>
    </section>
  );
}

const actionLabels = {
  "add-key": "Add key…",
  "replace-key": "Replace key…",
  "run-again": "Run this lane again",
} as const satisfies Record<FailureAction, string>;
