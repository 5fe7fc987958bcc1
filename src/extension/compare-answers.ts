import * as vscode from "vscode";
import type { LaneId } from "../core/model/ids.ts";
import { effortText } from "../core/model/effort.ts";
import type { Session } from "../core/model/session.ts";
import { answeredLanes, namedAnswer } from "./editor/read-lanes.ts";
import type { LiveSession } from "./editor/live-session.ts";
import { Refusal } from "./refusal.ts";
import type { Workbench } from "./workbench.ts";

/** Two answers as they were written, in VS Code's own diff editor. A lane that is not given is asked for. */
export async function compareAnswers(
  { documents }: Workbench,
  live: LiveSession,
  given: LaneId | null,
  givenOther: LaneId | null,
): Promise<void> {
  const { session } = live.document;
  if (answeredLanes(session).length < 2) throw new Refusal("Two lanes must have answered.", "Run them, then compare.");
  const one = given ?? (await pickLane(session, "Compare Answers: First Lane", null));
  if (one === null) return;
  const other = givenOther ?? (await pickLane(session, "Compare Answers: Second Lane", one));
  if (other === null) return;
  const [left, right] = [namedAnswer(session, one), namedAnswer(session, other)];
  await documents.showDifference(
    `Answers of lanes ${numberOf(session, one)} and ${numberOf(session, other)}`,
    documents.add(left.name, left.text),
    documents.add(right.name, right.text),
  );
}

async function pickLane(session: Session, title: string, without: LaneId | null): Promise<LaneId | null> {
  const lanes = answeredLanes(session).filter(({ id }) => id !== without);
  const [only] = lanes;
  if (without !== null && lanes.length === 1 && only !== undefined) return only.id;
  const items = lanes.map(({ id, provider, model, effort }) => ({
    label: `${numberOf(session, id)}: ${model}`,
    description: `${provider}, ${effortText(effort)}`,
    id,
  }));
  const picked = await vscode.window.showQuickPick(items, { title, placeHolder: "A lane that has answered" });
  return picked?.id ?? null;
}

function numberOf(session: Session, id: LaneId): number {
  return session.lanes.findIndex((lane) => lane.id === id) + 1;
}
