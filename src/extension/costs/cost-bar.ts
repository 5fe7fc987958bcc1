import * as vscode from "vscode";
import type { Session } from "../../core/model/session.ts";
import type { CostRecord } from "../../core/pricing/cost-history.ts";
import { commandIds } from "../ids.ts";
import { costStatus } from "./cost-status.ts";

/** The status bar's word on the session that is being looked at. */
export class CostBar implements vscode.Disposable {
  readonly #item = vscode.window.createStatusBarItem("switchyard.costs", vscode.StatusBarAlignment.Right, 90);

  constructor() {
    this.#item.name = "Switchyard Costs";
    this.#item.command = commandIds.showCosts;
  }

  /** Null: no session editor is active. */
  show(session: Session | null, today: readonly CostRecord[]): void {
    const status = session === null ? null : costStatus(session, today);
    if (status === null) {
      this.#item.hide();
      return;
    }
    this.#item.text = status.text;
    this.#item.tooltip = status.tooltip;
    this.#item.accessibilityInformation = { label: status.words };
    this.#item.show();
  }

  dispose(): void {
    this.#item.dispose();
  }
}
