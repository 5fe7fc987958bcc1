import { isEnded } from "../../src/core/model/session.ts";
import type { Lane } from "../../src/core/model/session.ts";
import { absence, plannedAbsence } from "../format/visibility.ts";
import type { Absence } from "../format/visibility.ts";
import { usePage } from "../state/page.ts";
import { Icon } from "./icon.tsx";
import { Prose } from "./prose.tsx";
import type { LaneFacts } from "./lane-head.tsx";

/** Where there is no reasoning to read: what will be sent, or why none came and what to do. */
export function NoTrace({ facts }: { readonly facts: LaneFacts }) {
  const { host } = usePage();
  const { lane, offer, step, meter } = facts;
  if (step === null) return <BeforeRun facts={facts} />;
  const why = absence(step, offer, meter.reasoning, lane.wantsSummary);
  if (why.what === "") return <div class="trace blank" />;
  const canShowMore = lane.wantsSummary && isEnded(step) && offer !== null && offer.withSummary !== null;
  return (
    <div class="trace none" tabIndex={0} role="group" aria-label="Reasoning text">
      <AbsenceText why={why} lane={lane} />
      {canShowMore && (
        <div class="actions">
          <span>The next run asks for summaries.</span>
          <button class="link" onClick={() => host.ask({ method: "run/start", lanes: [lane.id] })}>
            Run this lane again
          </button>
        </div>
      )}
    </div>
  );
}

function BeforeRun({ facts }: { readonly facts: LaneFacts }) {
  const { lane, offer, forecast } = facts;
  const tier = typeof lane.effort === "string" ? offer?.tiers[lane.effort] : undefined;
  const why = plannedAbsence(offer, lane.wantsSummary);
  return (
    <div class="trace plan" tabIndex={0} role="group" aria-label="What will be sent">
      {tier !== undefined && (
        <p>
          {tier.body === null ? (
            "Sends no effort: the provider’s own default applies."
          ) : (
            <>
              Sends <code>{tier.body}</code>
            </>
          )}
        </p>
      )}
      {tier !== undefined && tier.note !== null && (
        <p>
          {tier.state !== "offered" && <Icon name="warning" size="s" tone="warn" />} <Prose text={tier.note} />
        </p>
      )}
      {forecast?.notes.map((note) => (
        <p key={note}>{note}</p>
      ))}
      {why !== null && <AbsenceText why={why} lane={lane} />}
      {lane.wantsSummary && <p>Asks for summaries.</p>}
    </div>
  );
}

function AbsenceText({ why, lane }: { readonly why: Absence; readonly lane: Lane }) {
  const { host } = usePage();
  return (
    <>
      <p>
        <strong>{why.what}</strong> {why.why}
      </p>
      {why.canAskForSummary && (
        <div class="actions">
          <button class="link" onClick={() => host.ask({ method: "lane/update", lane: lane.id, wantsSummary: true })}>
            Ask for summaries from the next run on
          </button>
        </div>
      )}
    </>
  );
}
