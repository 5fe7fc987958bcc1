import * as vscode from "vscode";
import { continuationStart } from "../core/model/continuation.ts";
import type { ContinuationAsk, ContinuationOffer } from "../core/model/continuation.ts";
import { effortText } from "../core/model/effort.ts";
import { isEnded, stepAt } from "../core/model/session.ts";
import type { Lane, Session } from "../core/model/session.ts";
import type { SessionPanel } from "./editor/session-panel.ts";
import { offerWords, survivalLabels } from "./models/continuation-words.ts";
import { Refusal } from "./refusal.ts";
import type { Workbench } from "./workbench.ts";

interface OfferItem extends vscode.QuickPickItem {
  readonly offer?: ContinuationOffer;
}

/**
 * The keyboard's way: every model that could go on, with its forecast, as a quick pick. What is picked opens in the page's
 * dialog, where the brief is read and the request is looked at before anything is sent.
 */
export async function continueOn({ continuations }: Workbench, panel: SessionPanel): Promise<void> {
  const { session } = panel.session.live.document;
  const lane = await chooseLane(session, panel.currentLane);
  if (lane === null || lane.head === null) return;
  const start = continuationStart(session, lane.head);
  if (start === null) throw new Refusal("This lane is still running.", "Continue it when it has ended, or stop it.");
  const ask: ContinuationAsk = { lane: lane.id, ...start, mode: "auto", briefTokens: null, briefText: null };
  const number = session.lanes.indexOf(lane) + 1;
  const items: Promise<readonly OfferItem[]> = continuations.offers(session, ask, null).then(itemsOf);
  const picked = await vscode.window.showQuickPick<OfferItem>(items, {
    title: `${start.from === null ? "Run" : start.isResume ? "Resume" : "Continue"} Lane ${number} On`,
    placeHolder: "Type a model or a provider; nothing is sent yet",
    matchOnDescription: true,
    matchOnDetail: true,
  });
  if (picked?.offer === undefined) return;
  const { provider, model, effort } = picked.offer;
  panel.continueOn(lane.id, { provider, model, effort });
}

function itemsOf(offers: readonly ContinuationOffer[]): readonly OfferItem[] {
  const all = offers.map((offer) => ({ offer, ...offerWords(offer) }));
  const groups = Object.entries(survivalLabels).map(([survival, label]) => ({
    label,
    rows: all.filter((each) => each.survival === survival),
  }));
  return groups.flatMap(({ label, rows }) =>
    rows.length === 0 ? [] : [{ label, kind: vscode.QuickPickItemKind.Separator }, ...rows],
  );
}

/** The lane the reader was on; else the only one that ran, or the one they say. Null: they changed their mind. */
async function chooseLane(session: Session, current: string | null): Promise<Lane | null> {
  const ran = session.lanes.filter(({ head }) => head !== null);
  const own = ran.find(({ id }) => id === current) ?? (ran.length === 1 ? ran[0] : undefined);
  if (own !== undefined) return own;
  const ended = ran.filter(({ head }) => {
    const step = stepAt(session, head ?? "");
    return step !== null && isEnded(step);
  });
  if (ended.length === 0) throw new Refusal("No lane has ended yet, so there is nothing to continue.", "Run a lane first.");
  const items = ended.map((lane) => ({
    label: `${session.lanes.indexOf(lane) + 1}: ${lane.model}`,
    description: `${lane.provider}, ${effortText(lane.effort)}`,
    lane,
  }));
  const picked = await vscode.window.showQuickPick(items, { title: "Continue On: Lane", placeHolder: "The lane to go on from" });
  return picked?.lane ?? null;
}
