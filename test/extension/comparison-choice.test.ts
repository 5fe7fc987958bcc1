import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { defaultRunOptions } from "../../src/core/engine/engine.ts";
import type { ComparisonSettings } from "../../src/core/model/comparison.ts";
import { decodeSession } from "../../src/core/session/codec.ts";
import { defaultTimeouts } from "../../src/core/transport/transport.ts";
import { LiveSession } from "../../src/extension/editor/live-session.ts";
import { SessionDocument } from "../../src/extension/editor/session-document.ts";
import { smallSession, smallStep } from "../support/small-session.ts";

const byNumber: ComparisonSettings = { same: "number", assertion: null };
const model = { provider: "openai", model: "gpt-6-luna", effort: "low" } as const;
const judged: ComparisonSettings = {
  same: "auto",
  assertion: { type: "judge", judge: "GPT-6 Luna at low", model, verdict: { groups: [["l-1"]], cost: null, problem: null } },
};

function open() {
  const live = new LiveSession(new SessionDocument(smallSession(), "test"), {
    engine: () => Promise.reject(new Error("nothing runs here")),
    openRun: () => Promise.resolve({ options: { ...defaultRunOptions, timeouts: defaultTimeouts }, close: () => undefined }),
    stepEnded: () => undefined,
  });
  const undo: (() => void)[] = [];
  live.listen({
    onChange: () => undefined,
    onEdit: (edit) => undo.push(() => edit.undo()),
    onRunProgress: () => undefined,
    onRunStateChange: () => undefined,
    onBackupFailure: () => undefined,
  });
  return { live, undo };
}

describe("how answers are compared", () => {
  it("is an undoable edit that the file keeps", () => {
    const { live, undo } = open();
    live.compareBy(byNumber);
    assert.deepEqual(live.comparison, byNumber);
    assert.deepEqual(decodeSession(live.document.text()).session?.comparison, byNumber);
    undo.at(-1)?.();
    assert.deepEqual(live.comparison, { same: "auto", assertion: null });
    assert.equal(decodeSession(live.document.text()).session?.comparison, undefined);
  });

  it("changes only the view of a session that may not be changed", () => {
    const { live, undo } = open();
    const before = live.document.text();
    live.viewBy(byNumber);
    assert.deepEqual(live.comparison, byNumber);
    assert.equal(live.document.text(), before);
    assert.deepEqual(undo, []);
  });

  it("forgets a judge's verdict once a lane runs again, and keeps the judge", () => {
    const { live } = open();
    live.compareBy(judged);
    live.document.append({ type: "step-start", step: { ...smallStep("s-new", null, "l-1"), status: "queued" } });
    const { assertion } = live.comparison;
    assert.ok(assertion?.type === "judge");
    assert.deepEqual([assertion.judge, assertion.model, assertion.verdict], ["GPT-6 Luna at low", model, null]);
  });
});
