import type { Lane, Step } from "../../src/core/model/session.ts";
import { handoffReport } from "../../src/core/model/handoff-report.ts";
import { chainOf } from "../format/chain.ts";
import { carriedText, handoffSign, verdictSigns } from "../format/handoff.ts";
import { modelName } from "../../src/core/model/model-name.ts";
import { plural } from "../format/numbers.ts";
import { usePage } from "../state/page.ts";
import { Icon } from "./icon.tsx";

/** In a column: that there are steps before the one shown, and what of them went along. Opens the whole chain. */
export function ChainStrip({ lane, step }: { readonly lane: Lane; readonly step: Step | null }) {
  const { store, view } = usePage();
  const session = store.session.value;
  if (session === null || step === null || step.parent === null) return null;
  const rows = chainOf(session, lane);
  const earlier = rows.filter(({ step: { id } }) => id !== step.id);
  const before = earlier.at(-1)?.step.origin;
  const { handoff } = step;
  const sign = handoff === undefined ? null : handoffSign(handoff);
  const report = handoffReport(step);
  const isOther = before !== undefined && (before.model !== step.origin.model || before.provider !== step.origin.provider);
  return (
    <div class="chain-strip small">
      <p class="strip-line">
        <button
          class="link"
          title="Show all steps of this lane"
          onClick={() => {
            view.currentLane.value = lane.id;
            view.view.value = "chain";
          }}
        >
          <Icon name="repo-forked" size="s" /> {plural(earlier.length, "earlier step")}
        </button>
        {before !== undefined && isOther && (
          <span class="muted cut">of {modelName(store.offer(before)?.label, before.model)}</span>
        )}
        {sign !== null && handoff !== undefined && (
          <span class="nowrap" title={`${carriedText(handoff)}. ${report?.summary ?? ""}`}>
            <Icon name={sign.icon} size="s" tone={sign.tone} /> {sign.word}
          </span>
        )}
        {report !== null && (report.verdict === "corrected" || report.verdict === "refused") && (
          <span class="cut" title={report.summary}>
            <Icon name={verdictSigns[report.verdict].icon} size="s" tone={verdictSigns[report.verdict].tone} /> {report.summary}
          </span>
        )}
      </p>
      <p class="cut" title={step.input}>
        <span class="sr-only">Prompt of this step: </span>
        {step.input}
      </p>
    </div>
  );
}
