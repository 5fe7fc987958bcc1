import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import { createRegistry } from "../../src/core/adapters/registry.ts";
import { prepareCall } from "../../src/core/adapters/call.ts";
import { prefixDigest } from "../../src/core/engine/prefix-digest.ts";
import { planHandoff } from "../../src/core/handoff/plan-handoff.ts";
import { continuationJob } from "../../src/core/handoff/run-continuation.ts";
import { framedBrief } from "../../src/core/handoff/print-brief.ts";
import { continuationStart } from "../../src/core/model/continuation.ts";
import type { ContinuationAsk, ContinuationTarget } from "../../src/core/model/continuation.ts";
import type { Session, Step } from "../../src/core/model/session.ts";
import { estimateTokens } from "../../src/core/model/token-estimate.ts";
import { lanePath, lastAttempt, stepAt } from "../../src/core/model/session.ts";
import { decodeSession, encodeSession } from "../../src/core/session/codec.ts";
import { createUndiciTransport } from "../../src/core/transport/undici-transport.ts";
import { Continuations } from "../../src/extension/editor/continuations.ts";
import type { LiveSession } from "../../src/extension/editor/live-session.ts";
import { parsePageMessage } from "../../src/extension/editor/page-message.ts";
import type { KeyState } from "../../src/extension/keys/key-store.ts";
import { continuationTargets } from "../../src/extension/models/continuation-targets.ts";
import { Refusal } from "../../src/extension/refusal.ts";
import { createHost } from "../../src/host/create-host.ts";
import { createEnvironmentCredentials } from "../../src/host/environment-credentials.ts";
import { newId } from "../../src/host/new-id.ts";
import { simulatorProvider } from "../../src/simulator/provider.ts";
import { startSimulator } from "../../src/simulator/start-simulator.ts";
import { chainOf } from "../../webview-ui/format/chain.ts";
import { endedStep, handoffQuestion, sha256 } from "../support/handoff-steps.ts";
import type { Simulator } from "../../src/simulator/start-simulator.ts";
import { runSession } from "../support/run-session.ts";

const provider = simulatorProvider.id;
const target = (model: string): ContinuationTarget => ({ provider, model, effort: "default" });

describe("continuing a step in the extension", function () {
  this.timeout(120_000);
  const registry = createRegistry({ extra: [simulatorProvider] });
  const transport = createUndiciTransport();
  const shown: { readonly name: string; readonly text: string }[] = [];
  let simulator: Simulator;
  let continuations: Continuations;
  let open: (prompt: string, model: string) => Promise<LiveSession>;

  before(async () => {
    simulator = await startSimulator({ speed: 0 });
    const credentials = createEnvironmentCredentials({
      environment: {},
      provider: (id) => registry.provider(id),
      baseUrls: { [provider]: simulator.url },
    });
    const engine = createHost({ registry, transport, credentials });
    continuations = new Continuations({
      engine: () => engine,
      models: (session, lane) =>
        Promise.resolve(
          continuationTargets({
            registry,
            keys: new Map([
              [provider, notNeeded],
              ["openai", missing],
            ]),
            session,
            lane,
          }).slice(0, 6),
        ),
      labelOf: ({ model }) => model,
      newLaneId: () => newId("l"),
      showDocument: (name, text) => {
        shown.push({ name, text });
        return Promise.resolve();
      },
      attachFile: () => Promise.resolve(null),
    });
    open = async (prompt, model) => {
      const lane = {
        id: "l-1",
        provider,
        wire: null,
        model,
        effort: "low",
        maxOutputTokens: null,
        wantsSummary: true,
        head: null,
      };
      const session: Session = {
        id: "x-1",
        title: "",
        createdAt: "2026-11-22T00:00:00.000Z",
        prompt: { system: "", user: prompt, variables: {} },
        lanes: [{ ...lane, effort: "low" }],
        steps: {},
      };
      const live = await runSession(session, engine);
      return live;
    };
  });
  after(async () => {
    await transport.close();
    await simulator.close();
  });

  it("offers every model that could be used now, with what survives there and why", async () => {
    const live = await open("What is 17 * 23?", "steady-thinker");
    const offers = await continuations.offers(live.document.session, askOf(live), null);
    assert.equal(offers[0]?.model, "steady-thinker");
    assert.equal(offers[0].handoff, "native");
    const other = offers.find(({ model }) => model === "quick-draft") ?? offers[1];
    assert.equal(other?.handoff, "brief");
    assert.ok((other.reasoning.briefTokens ?? 0) > 0);
    assert.notEqual(other.reasons.length, 0);
    assert.ok(other.isSimulated && other.cost === null);
  });

  it("goes on in a new lane, as one edit that can be undone, and reads the same after a save", async () => {
    const live = await open("What is 17 * 23?", "steady-thinker");
    const ask = { ...askOf(live), input: "What is 391 + 9?" };
    await continuations.start(live, ask, target("open-book"), { place: "new-lane", allowsFallback: false });
    await live.runner.settled();
    const { session } = live.document;
    assert.equal(session.lanes.length, 2);
    const step = headOf(session, 1);
    assert.equal(step.status, "complete", step.failure?.message);
    assert.equal(step.parent, ask.from);
    assert.equal(step.handoff?.mode, "auto");
    assert.match(step.handoff.brief ?? "", /17/);
    assert.match(answerOf(step), /400/);
    const text = encodeSession(session, { generator: "test", residue: null });
    assert.deepEqual(decodeSession(text).session?.steps[step.id]?.handoff, step.handoff);
  });

  it("goes on in the same lane, whose model changes from there", async () => {
    const live = await open("What is 17 * 23?", "steady-thinker");
    const ask = { ...askOf(live), input: "And times 2?" };
    await continuations.start(live, ask, target("open-book"), { place: "same-lane", allowsFallback: false });
    await live.runner.settled();
    const { session } = live.document;
    assert.deepEqual(
      session.lanes.map(({ id, model }) => [id, model]),
      [["l-1", "open-book"]],
    );
    const [lane] = session.lanes;
    const path = lane === undefined ? [] : lanePath(session, lane);
    assert.deepEqual(
      path.map(({ origin }) => origin.model),
      ["steady-thinker", "open-book"],
    );
  });

  it("sends what the reader has made of the brief, and an empty prompt as a plain request to go on", async () => {
    const live = await open("What is 17 * 23?", "steady-thinker");
    const ask = { ...askOf(live), briefText: "Only this: 391." };
    await continuations.start(live, ask, target("open-book"), { place: "new-lane", allowsFallback: false });
    await live.runner.settled();
    const step = headOf(live.document.session, 1);
    assert.equal(step.handoff?.brief, framedBrief("Only this: 391."));
    assert.equal(step.input, "Go on.");
  });

  it("shows the exact request, also of what was sent, and no key", async () => {
    const live = await open("What is 17 * 23?", "steady-thinker");
    const ask = { ...askOf(live), input: "And times 2?" };
    await continuations.show(live, ask, target("open-book"));
    const before = shown.at(-1)?.text ?? "";
    assert.match(before, /And times 2\?/);
    assert.match(before, /expectedFromCacheTokens/);
    await continuations.start(live, ask, target("open-book"), { place: "new-lane", allowsFallback: false });
    await live.runner.settled();
    const step = headOf(live.document.session, 1);
    await continuations.handle({ method: "handoff/show", step: step.id }, live);
    assert.deepEqual(bodyOf(shown.at(-1)?.text), bodyOf(before));
  });

  it("holds the ways of handing over against each other, and sends no request twice", async () => {
    const live = await open("What is 17 * 23?", "steady-thinker");
    await continuations.prove(live, { ...askOf(live), input: "And times 2?" }, target("open-book"));
    await live.runner.settled();
    const modes = live.document.session.lanes
      .slice(1)
      .map(({ head }) => stepAt(live.document.session, head ?? "")?.handoff?.mode);
    assert.ok(modes.includes("brief") && modes.includes("nothing"), modes.join());
    assert.equal(new Set(modes).size, modes.length);
  });

  it("lets a model write the brief, says its price before, and keeps what it cost", async () => {
    const live = await open("What is 17 * 23?", "steady-thinker");
    const request = { ask: askOf(live), target: target("open-book"), writer: target("steady-thinker") };
    const priced = await continuations.handle({ method: "continuation/price-brief", ...request }, live);
    assert.ok(priced !== null && "writing" in priced && priced.writing.inputTokens > 50 && priced.writing.isSimulated);
    const written = await continuations.handle({ method: "continuation/write-brief", ...request }, live);
    assert.ok(written !== null && "brief" in written && written.brief.maker === "model");
    assert.match(written.brief.text ?? "", /391/);
    assert.deepEqual(
      live.document.session.ledger?.map(({ what, model }) => [what, model]),
      [["brief", "steady-thinker"]],
    );
    assert.equal(live.document.session.lanes.length, 1);
  });

  for (const allowsFallback of [true, false]) {
    it(`${allowsFallback ? "sends a brief once" : "sends nothing more"} when native reasoning is refused`, async () => {
      const made = await open("What is 17 * 23?", "steady-thinker");
      const [state] = lastAttempt(headOf(made.document.session, 0))?.opaque ?? [];
      assert.ok(state !== undefined);
      const forged = encodeSession(made.document.session, { generator: "test", residue: null }).replaceAll(
        state.data,
        state.data.slice(1) + state.data.slice(0, 1),
      );
      const { session: before } = decodeSession(forged);
      assert.ok(before !== null);
      made.document.load(forged);
      const ask = { ...askOf(made), input: "And times 2?" };
      const [offer] = await continuations.offers(before, ask, [{ ...target("steady-thinker"), effort: "low" }]);
      assert.equal(offer?.handoff, "native");
      await continuations.start(made, ask, offer, { place: "new-lane", allowsFallback });
      assert.equal(made.runner.isRunning, true);
      await made.runner.settled();
      const steps = Object.values(made.document.session.steps).filter(({ lane }) => lane !== "l-1");
      const [refused, again] = steps;
      assert.equal(refused?.failure?.kind, "continuation-rejected");
      assert.equal(again?.handoff?.fallbackOf, allowsFallback ? refused.id : undefined);
      assert.equal(again?.status, allowsFallback ? "complete" : undefined);
      assert.equal(made.runner.isRunning, false);
    });
  }

  it("asks a first step that brought nothing anew on another model, in its lane, with nothing carried", async () => {
    const live = await open("What is 17 * 23?", "steady-thinker+500");
    const failed = headOf(live.document.session, 0);
    assert.deepEqual([failed.status, failed.cost?.usd ?? null], ["failed", null]);
    const start = continuationStart(live.document.session, failed.id) ?? assert.fail("it cannot be continued");
    assert.equal(start.from, null);
    const ask = { ...askOf(live), from: null, input: start.input };
    const [offer] = await continuations.offers(live.document.session, ask, [target("open-book")]);
    assert.deepEqual([offer?.handoff, offer?.carriedTokens, offer?.problem], ["nothing", 0, null]);
    await continuations.start(live, ask, target("open-book"), { place: "same-lane", allowsFallback: false });
    await live.runner.settled();
    const step = headOf(live.document.session, 0);
    assert.match(answerOf(step), /391/);
    assert.deepEqual([step.parent, step.handoff, step.input, step.system], [null, undefined, failed.input, failed.system]);
    assert.equal(live.document.session.lanes.length, 1);
    assert.ok(stepAt(live.document.session, failed.id) !== null, "what failed stays");
    const rows = chainOf(live.document.session, { id: "l-1", head: step.id });
    assert.deepEqual(
      rows.map((row) => [row.step.status, row.number, row.isAside]),
      [
        ["failed", 1, true],
        ["complete", 1, false],
      ],
    );
  });

  it("shows a request that went on from results of tools as it was sent, also when another account is signed in", async () => {
    const model = { provider, wire: "openai-responses", model: "steady-thinker" } as const;
    const look = { name: "look", description: "Looks it up.", parameters: { type: "object", properties: {} } };
    const call = { type: "tool-call", callId: "c1", name: "look", arguments: "{}", isOpen: false } as const;
    const items = [{ type: "function_call", call_id: "c1", name: "look", arguments: "{}" }];
    const prefix = { system: "", tools: [look], messages: [{ role: "user" as const, text: "Look." }] };
    const made = endedStep({ ...model, input: "Look.", blocks: [call], items, opaque: [] });
    const first = { ...made, lane: "l-1", tools: [look], origin: { ...made.origin, prefixDigest: prefixDigest(prefix, sha256) } };
    const toolResults = [{ callId: "c1", name: "look", text: "0.05", isError: false }];
    const question = handoffQuestion([first], model, { input: "", toolResults, tools: [{ ...look, name: "count" }] });
    const lane = { id: "l-1", ...model, effort: "high", maxOutputTokens: null, wantsSummary: true, head: "s2" } as const;
    const { request, handoff, tools } = continuationJob({ lane, question, allowsFallback: false }, planHandoff(question));
    assert.ok(handoff !== undefined && tools !== undefined);
    const second = { ...endedStep({ id: "s2", ...model, input: "", handoff }), parent: "s1", lane: "l-1", toolResults, tools };
    const session: Session = {
      id: "x-1",
      title: "",
      createdAt: "2026-11-22T00:00:00.000Z",
      prompt: { system: "", user: "Look.", variables: {} },
      lanes: [lane],
      steps: { s1: first, s2: second },
    };
    const live = await open("What is 17 * 23?", "steady-thinker");
    live.document.load(encodeSession(session, { generator: "test", residue: null }));
    await continuations.handle({ method: "handoff/show", step: "s2" }, live);
    const sent = prepareCall(question.adapter, request, { parameters: { baseUrl: simulator.url } });
    assert.deepEqual(bodyOf(shown.at(-1)?.text), sent.body);
    assert.match(JSON.stringify(sent.body), /"output":"0\.05"[\s\S]*additional_tools/);
  });

  it("counts a brief of before among what survives: it goes along again", async () => {
    const live = await open("What is 17 * 23?", "steady-thinker");
    const ask = { ...askOf(live), input: "What is 391 + 9?" };
    await continuations.start(live, ask, target("quick-draft"), { place: "same-lane", allowsFallback: false });
    await live.runner.settled();
    const head = headOf(live.document.session, 0);
    const [offer] = await continuations.offers(live.document.session, { ...ask, from: head.id }, [target("open-book")]);
    assert.equal(offer?.handoff, "brief");
    assert.equal(offer.reasoning.briefTokens, estimateTokens(head.handoff?.brief ?? ""));
    assert.ok(offer.reasoning.briefTokens > 0);
  });

  it("refuses what cannot go on, and leaves the session as it was", async () => {
    const live = await open("What is 17 * 23?", "steady-thinker");
    const { session } = live.document;
    const start = (ask: ContinuationAsk, to: ContinuationTarget) =>
      continuations.start(live, ask, to, { place: "new-lane", allowsFallback: false });
    await assert.rejects(start({ ...askOf(live), from: "s-none" }, target("open-book")), Refusal);
    await assert.rejects(start({ ...askOf(live), lane: "l-none" }, target("open-book")), Refusal);
    await assert.rejects(start(askOf(live), { provider: "nobody", model: "x", effort: "low" }), Refusal);
    assert.equal(live.document.session, session);
  });

  it("reads what the page asks for strictly", () => {
    const ask: ContinuationAsk = { lane: "l-1", from: "s-1", input: "", mode: "auto", briefTokens: null, briefText: null };
    const request = { method: "continuation/start", ask, target: target("x"), place: "new-lane", allowsFallback: true };
    const parse = (body: object) => parsePageMessage({ type: "request", id: 1, request: body });
    assert.notEqual(parse(request), null);
    assert.equal(parse({ ...request, place: "elsewhere" }), null);
    assert.equal(parse({ ...request, ask: { ...ask, mode: "nothing" } }), null);
    assert.equal(parse({ ...request, ask: { ...ask, briefTokens: 3 } }), null);
    assert.equal(parse({ ...request, key: "x" }), null);
  });
});

const notNeeded: KeyState = { state: "not-needed", offeredVariable: null };
const missing: KeyState = { state: "missing", offeredVariable: null };

function askOf(live: LiveSession): ContinuationAsk {
  const head = live.document.session.lanes[0]?.head ?? "";
  return { lane: "l-1", from: head, input: "", mode: "auto", briefTokens: null, briefText: null };
}

function headOf(session: Session, at: number): Step {
  const step = stepAt(session, session.lanes[at]?.head ?? "");
  if (step === null) throw new Error(`Lane ${String(at)} has no step.`);
  return step;
}

function answerOf(step: Step): string {
  return (lastAttempt(step)?.blocks ?? []).flatMap((block) => (block.type === "answer" ? [block.text] : [])).join("");
}

function bodyOf(text: string | undefined): unknown {
  const value: unknown = JSON.parse(text ?? "null");
  return typeof value === "object" && value !== null && "body" in value ? value.body : null;
}
