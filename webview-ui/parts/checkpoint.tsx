import type { LaneId } from "../../src/core/model/ids.ts";
import type { Step } from "../../src/core/model/session.ts";
import { laneStatus } from "../format/status.ts";
import { usePage } from "../state/page.ts";
import { Icon } from "./icon.tsx";

/** The end of a step as a place to go on from. @param lane null: the lane that is looked at */
export function CheckpointLink({ step, lane }: { readonly step: Step; readonly lane: LaneId | null }) {
  const { continuation, view } = usePage();
  if (step.status === "queued" || step.status === "running") return null;
  const isWhole = laneStatus(step, true).id === "done" || laneStatus(step, true).word.startsWith("Done");
  const own = lane ?? view.currentLane.value;
  const start = continuation.startOf(step.id);
  // What brought nothing is no checkpoint: its failure says what can be done.
  if (start?.from === null) return null;
  return (
    <p class="checkpoint-link small">
      <span class="muted">
        <Icon name="git-commit" size="s" /> {isWhole ? "Checkpoint" : "Checkpoint, partial"}
      </span>
      {own !== null && start !== null && (
        <button class="link" onClick={() => continuation.open(own, step.id, false)}>
          <Icon name="repo-forked" size="s" /> {isWhole ? "Continue on…" : "Resume on…"}
        </button>
      )}
    </p>
  );
}
