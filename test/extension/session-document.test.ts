import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { Lane, Session, Step } from "../../src/core/model/session.ts";
import { SessionDocument } from "../../src/extension/editor/session-document.ts";

const lane: Lane = {
  id: "l-1",
  provider: "simulator",
  wire: null,
  model: "steady-thinker",
  effort: "low",
  maxOutputTokens: null,
  wantsSummary: false,
  head: null,
};
const session: Session = {
  id: "x-1",
  title: "",
  createdAt: "2026-11-22T00:00:00.000Z",
  prompt: { system: "", user: "first", variables: {} },
  lanes: [lane],
  steps: {},
};
const step: Step = {
  id: "s-1",
  parent: null,
  lane: "l-1",
  status: "queued",
  startedAt: "2026-11-22T00:00:00.000Z",
  durationMs: null,
  input: "first",
  system: "",
  origin: {
    provider: "simulator",
    wire: "openai-responses",
    model: "steady-thinker",
    accountScope: null,
    prefixDigest: null,
    isSimulated: true,
  },
  effort: { requested: "low", sent: null, sentLabel: "low", outcome: "exact", note: null },
  maxOutputTokens: null,
  attempts: [],
  wait: null,
  failure: null,
  cost: null,
};

describe("a session document", () => {
  it("undoes and redoes an edit of the prompt", () => {
    const document = new SessionDocument(session, "test");
    const edit = document.edit("Edit prompt", { type: "prompt-set", prompt: { ...session.prompt, user: "second" } });
    assert.equal(document.session.prompt.user, "second");
    edit.undo();
    assert.equal(document.session.prompt.user, "first");
    edit.redo();
    assert.equal(document.session.prompt.user, "second");
  });

  it("takes back several changes made as one edit", () => {
    const document = new SessionDocument(session, "test");
    const edit = document.edit("Open sample", { type: "title-set", title: "New" }, { type: "lanes-set", lanes: [] });
    edit.undo();
    assert.deepEqual(document.session, session);
  });

  it("keeps what a run brought when the lane it ran on is removed and brought back by undo", () => {
    const document = new SessionDocument(session, "test");
    const removal = document.edit("Remove lane", { type: "lanes-set", lanes: [] });
    removal.undo();
    document.append({ type: "step-start", step });
    const move = document.edit("Change lane", { type: "lanes-set", lanes: [{ ...lane, effort: "high" }] });
    assert.equal(document.session.lanes[0]?.head, "s-1");
    move.undo();
    assert.equal(document.session.lanes[0]?.effort, "low");
    assert.equal(document.session.lanes[0]?.head, "s-1");
  });

  it("takes a step out, and brings it back with the lane and the steps that hung on it", () => {
    const second: Step = { ...step, id: "s-2", parent: "s-1", status: "complete" };
    const start = { ...session, lanes: [{ ...lane, head: "s-2" }], steps: { "s-1": step, "s-2": second } };
    const document = new SessionDocument(start, "test");
    const last = document.removeStep("Remove step", "s-2");
    assert.equal(document.session.lanes[0]?.head, "s-1");
    last?.undo();
    assert.deepEqual(document.session, start);
    const first = document.removeStep("Remove step", "s-1");
    assert.equal(document.session.steps["s-2"]?.parent, null);
    first?.undo();
    assert.deepEqual(document.session, start);
    first?.redo();
    assert.deepEqual(Object.keys(document.session.steps), ["s-2"]);
    assert.equal(document.removeStep("Remove step", "s-9"), null);
  });

  it("replaces everything as one edit, and undo keeps what ran since", () => {
    const document = new SessionDocument(session, "test");
    const other = new SessionDocument({ ...session, title: "Merged" }, "test").text();
    const edit = document.replace("Merge", other);
    assert.equal(document.session.title, "Merged");
    document.append({ type: "step-start", step });
    edit?.undo();
    assert.equal(document.session.title, "");
    assert.deepEqual(document.session.steps, { "s-1": step });
    edit?.redo();
    assert.equal(document.session.title, "Merged");
    assert.deepEqual(document.session.steps, { "s-1": step });
    assert.equal(document.replace("Merge", "{"), null);
  });

  it("writes the same text again after loading what it wrote", () => {
    const document = new SessionDocument(session, "test");
    const text = document.text();
    const other = new SessionDocument({ ...session, title: "other" }, "test");
    assert.equal(other.load(text), true);
    assert.equal(other.text(), text);
  });

  it("stays as it is when a text holds no session", () => {
    const document = new SessionDocument(session, "test");
    assert.equal(document.load("not json"), false);
    assert.deepEqual(document.session, session);
    assert.notEqual(document.problems[0]?.message, "");
  });

  it("tells listeners where a change came from", () => {
    const document = new SessionDocument(session, "test");
    const origins: string[] = [];
    document.onChange((_, origin) => origins.push(origin));
    document.edit("Rename", { type: "title-set", title: "x" });
    document.append({ type: "step-start", step });
    document.load(document.text());
    assert.deepEqual(origins, ["edit", "run", "reset"]);
  });

  it("tells which steps were changed by something else since they were saved, also after a save that did not touch them", async () => {
    const ended: Step = { ...step, status: "complete", durationMs: 1, input: "first" };
    const document = new SessionDocument({ ...session, steps: { "s-1": ended } }, "test");
    const saved = document.text();
    assert.ok(document.load(saved));
    assert.deepEqual(await document.changedParts(), []);
    assert.ok(document.load(saved.replace('"input": "first"', '"input": "forged"')));
    const paths = async () => (await document.changedParts()).map(({ path }) => path);
    assert.deepEqual(await paths(), ["steps.s-1"]);
    document.edit("Rename", { type: "title-set", title: "Renamed" });
    assert.ok(document.load(document.text()));
    assert.deepEqual(await paths(), ["steps.s-1"]);
  });
});
