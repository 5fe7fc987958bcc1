import assert from "node:assert/strict";
import type { SessionChange } from "../../../src/core/model/session-change.ts";
import { reduceSession } from "../../../src/core/model/session-reducer.ts";
import type { Lane, Session, Step } from "../../../src/core/model/session.ts";
import { lanePath } from "../../../src/core/model/session.ts";
import { queuedStep } from "../../support/small-session.ts";

const lane: Lane = {
  id: "l-1",
  provider: "simulator",
  wire: null,
  model: "m",
  effort: "low",
  maxOutputTokens: null,
  wantsSummary: false,
  head: null,
};

const empty: Session = {
  id: "x-1",
  title: "",
  createdAt: "2026-11-22T00:00:00Z",
  prompt: { system: "", user: "", variables: {} },
  lanes: [lane, { ...lane, id: "l-2" }],
  steps: {},
};

function step(id: string, parent: string | null = null): Step {
  return { ...queuedStep(id, "l-1"), parent };
}

function play(session: Session, ...changes: readonly SessionChange[]): Session {
  return changes.reduce(reduceSession, session);
}

const attempt = (number: number): SessionChange => ({ type: "attempt-start", step: "s-1", number, at: number * 100 });
const says = (text: string): SessionChange => ({
  type: "attempt-events",
  step: "s-1",
  at: 5,
  events: [
    { type: "answer-start", block: 0, channel: "answer" },
    { type: "answer-delta", block: 0, text },
  ],
});
const attemptEnds = (status: "completed" | "truncated"): SessionChange => ({
  type: "attempt-end",
  step: "s-1",
  status,
  at: 9,
  failure: null,
  cost: null,
});

describe("the session reducer", () => {
  it("makes a started step its lane's head and leaves other lanes alone", () => {
    const session = play(empty, { type: "step-start", step: step("s-1") });
    assert.deepEqual(
      session.lanes.map(({ head }) => head),
      ["s-1", null],
    );
  });

  it("never splices two attempts: what a failed one brought stays in it", () => {
    const session = play(
      empty,
      { type: "step-start", step: step("s-1") },
      attempt(1),
      says("half an ans"),
      attemptEnds("truncated"),
      attempt(2),
      says("whole"),
      attemptEnds("completed"),
    );
    assert.deepEqual(
      session.steps["s-1"]?.attempts.map(({ status, blocks }) => [status, blocks.map((block) => "text" in block && block.text)]),
      [
        ["truncated", ["half an ans"]],
        ["completed", ["whole"]],
      ],
    );
  });

  it("closes blocks that were open when their attempt ended", () => {
    const session = play(empty, { type: "step-start", step: step("s-1") }, attempt(1), says("cut"), attemptEnds("truncated"));
    assert.equal(session.steps["s-1"]?.attempts[0]?.blocks[0]?.isOpen, false);
  });

  it("ignores late events of an ended attempt and of a removed step", () => {
    const ended = play(empty, { type: "step-start", step: step("s-1") }, attempt(1), attemptEnds("completed"));
    assert.deepEqual(play(ended, says("late")), ended);
    const removed = play(ended, { type: "step-removed", step: "s-1" });
    assert.deepEqual(play(removed, says("late"), attempt(2)), removed);
  });

  it("hangs the children of a removed step on its parent, and moves its lane back", () => {
    const session = play(
      empty,
      { type: "step-start", step: step("s-1") },
      { type: "step-start", step: step("s-2", "s-1") },
      { type: "step-start", step: step("s-3", "s-2") },
      { type: "step-removed", step: "s-2" },
    );
    assert.equal(session.steps["s-3"]?.parent, "s-1");
    assert.equal(play(session, { type: "step-removed", step: "s-3" }).lanes[0]?.head, "s-1");
  });

  it("leaves the tools that a removed step brought along to the step that follows", () => {
    const tool = (name: string, description: string) => ({ name, description, parameters: {} });
    const session = play(
      empty,
      { type: "step-start", step: step("s-1") },
      { type: "step-start", step: { ...step("s-2", "s-1"), tools: [tool("look", "old"), tool("count", "")] } },
      { type: "step-start", step: { ...step("s-3", "s-2"), tools: [tool("look", "new")] } },
      { type: "step-removed", step: "s-2" },
    );
    assert.deepEqual(session.steps["s-3"]?.tools, [tool("count", ""), tool("look", "new")]);
  });

  it("does not take an inherited property for a step", () => {
    assert.deepEqual(play(empty, { type: "step-removed", step: "constructor" }), empty);
    assert.deepEqual(play(empty, { type: "attempt-start", step: "toString", number: 1, at: 0 }), empty);
  });

  it("walks a lane from its first step to its head, and ends on a forged circle", () => {
    const session = play(empty, { type: "step-start", step: step("s-1") }, { type: "step-start", step: step("s-2", "s-1") });
    const path = (of: Session) => lanePath(of, { ...lane, head: "s-2" }).map(({ id }) => id);
    assert.deepEqual(path(session), ["s-1", "s-2"]);
    assert.deepEqual(path({ ...session, steps: { ...session.steps, "s-1": step("s-1", "s-2") } }), ["s-1", "s-2"]);
  });
});
