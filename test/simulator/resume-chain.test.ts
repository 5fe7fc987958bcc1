import assert from "node:assert/strict";
import { createRegistry } from "../../src/core/adapters/registry.ts";
import type { Provider } from "../../src/core/adapters/provider.ts";
import { continuationStart } from "../../src/core/model/continuation.ts";
import { lanePath, lastAttempt, stepAt } from "../../src/core/model/session.ts";
import type { Session } from "../../src/core/model/session.ts";
import { isJsonObject, stringAt } from "../../src/core/model/json.ts";
import type { PriceRow } from "../../src/core/pricing/price-row.ts";
import type { HttpRequest, Transport } from "../../src/core/transport/transport.ts";
import { createUndiciTransport } from "../../src/core/transport/undici-transport.ts";
import { Continuations } from "../../src/extension/editor/continuations.ts";
import type { LiveSession } from "../../src/extension/editor/live-session.ts";
import { createEnvironmentCredentials } from "../../src/host/environment-credentials.ts";
import { createHost } from "../../src/host/create-host.ts";
import { simulatorProvider } from "../../src/simulator/provider.ts";
import { startSimulator, type Simulator } from "../../src/simulator/start-simulator.ts";
import { savedBy, savedInAll, savedLine } from "../../webview-ui/format/chain.ts";
import { ledgerRows } from "../../webview-ui/format/ledger.ts";
import { runSession } from "../support/run-session.ts";

/** Two providers that have a price and can fail apart; behind both is the simulator. */
const providers: readonly Provider[] = ["alpha", "beta"].map((id) => ({ ...simulatorProvider, id, label: id, kind: "hosted" }));
const rates = { input: "2", cacheRead: "0.2", cacheWrite: null, output: "10" };
const prices = [
  { provider: "alpha", model: "steady-thinker" },
  { provider: "beta", model: "open-book" },
].map((of): PriceRow => ({ ...of, rates, source: "test", asOf: "2026-11-22" }));

describe("a chain of twenty steps whose nineteenth fails", function () {
  this.timeout(120_000);
  const network = createUndiciTransport();
  const sent: HttpRequest[] = [];
  let isAlphaDown = false;
  const transport: Transport = {
    async send(request) {
      sent.push(request);
      const response = await network.send(request);
      return isAlphaDown && request.provider === "alpha" ? { ...response, status: 529 } : response;
    },
  };
  let simulator: Simulator;
  let live: LiveSession;
  let continuations: Continuations;
  const session = (): Session => live.document.session;
  const head = () => stepAt(session(), session().lanes[0]?.head ?? "") ?? assert.fail("the lane has no step");

  async function next(provider: string, model: string, input: string | null): Promise<void> {
    const start = continuationStart(session(), head().id) ?? assert.fail("it cannot be continued");
    const ask = {
      lane: "l-1",
      from: start.from,
      input: input ?? start.input,
      mode: "auto",
      briefTokens: null,
      briefText: null,
    } as const;
    const target = { provider, model, effort: "low" } as const;
    await continuations.start(live, ask, target, { place: "same-lane", allowsFallback: false });
    await live.runner.settled();
  }

  before(async () => {
    simulator = await startSimulator({ speed: 0 });
    const registry = createRegistry({ extra: providers });
    const baseUrls = { alpha: simulator.url, beta: simulator.url };
    const credentials = createEnvironmentCredentials({ environment: {}, provider: (id) => registry.provider(id), baseUrls });
    const engine = createHost({ registry, transport, credentials, ownRows: () => prices });
    continuations = new Continuations({
      engine: () => engine,
      models: () => Promise.resolve([]),
      labelOf: ({ model }) => model,
      newLaneId: () => "l-new",
      showDocument: () => Promise.resolve(),
      attachFile: () => Promise.resolve(null),
    });
    const lane = { id: "l-1", provider: "alpha", wire: null, model: "steady-thinker", effort: "low" } as const;
    const made: Session = {
      id: "x-1",
      title: "",
      createdAt: "2026-11-22T00:00:00.000Z",
      prompt: { system: "", user: question(1), variables: {} },
      lanes: [{ ...lane, maxOutputTokens: null, wantsSummary: true, head: null }],
      steps: {},
    };
    live = await runSession(made, engine);
    for (let at = 2; at <= 18; at += 1) await next("alpha", "steady-thinker", question(at));
    isAlphaDown = true;
    await next("alpha", "steady-thinker", question(19));
  });
  after(async () => {
    await network.close();
    await simulator.close();
  });

  it("goes on at the nineteenth on another provider: the eighteen are neither sent nor paid for again", async () => {
    const before = session();
    assert.deepEqual([head().status, head().input, Object.keys(before.steps).length], ["failed", question(19), 19]);
    assert.equal(sent.length, 19);

    await next("beta", "open-book", null);
    assert.equal(head().status, "complete");
    assert.equal(head().input, question(19));
    assert.match(answer(), /323/);
    assert.deepEqual(
      sent.slice(19).map(({ provider }) => provider),
      ["beta"],
      "one request, to the other provider",
    );
    for (const id of Object.keys(before.steps))
      assert.equal(session().steps[id], before.steps[id], "what was paid stays as it is");

    // What it carries: each prompt once, each answer once, no reasoning but in one brief.
    const said = messagesOf(sent.at(-1)?.body ?? "");
    for (let at = 1; at <= 19; at += 1)
      assert.equal(said.filter(({ text }) => text.endsWith(`${question(at)}"`)).length, 1, question(at));
    assert.equal(said.filter(({ role }) => role === "assistant").length, 18);
    assert.equal(said.filter(({ text }) => text.includes("<earlier-reasoning>")).length, 1);

    await next("beta", "open-book", question(20));
    assert.match(answer(), /340/);
    assert.equal(sent.length, 21);
  });

  it("says so in the ledger, in the run bar and in the handoff's own forecast", () => {
    const rows = ledgerRows(session());
    assert.deepEqual(
      rows.map(({ step, provider, result }) => `${step} ${provider} ${result.word}`),
      [...Array.from({ length: 18 }, (_, at) => `${at + 1} alpha done`), "19 alpha overloaded", "19 beta done", "20 beta done"],
    );
    assert.equal(rows[18]?.cost, null, "what failed with nothing was not charged");
    const saved = savedBy(session(), { id: "l-1", head: head().parent }) ?? assert.fail("nothing is said to be saved");
    assert.deepEqual(
      saved.steps,
      Array.from({ length: 18 }, (_, at) => at + 1),
    );
    const paid = rows.slice(0, 18).reduce((sum, { cost }) => sum + Number(cost?.usd), 0);
    assert.ok(paid > 0 && Math.abs(Number(saved.usd) - paid) < 1e-12, `${saved.usd} saved, ${paid} paid`);
    assert.match(savedLine(saved), /^Steps 1 to 18 not paid again: \$0\.\d+$/);
    assert.match(savedInAll(session())?.words ?? "", /^Lane 1: Steps 1 to 18 not paid again/);

    const resumed = stepAt(session(), head().parent ?? "") ?? assert.fail("no step");
    const { forecast } = resumed.handoff ?? assert.fail("no handoff");
    assert.ok(forecast !== undefined && forecast.cost !== null);
    const input = lastAttempt(resumed)?.usage?.input.total ?? 0;
    assert.ok(Math.abs(forecast.inputTokens - input) < input * 0.35, `forecast ${forecast.inputTokens}, came to ${input}`);
    assert.ok(forecast.carriedTokens > 0 && forecast.carriedTokens < forecast.inputTokens);
    assert.ok(Number(resumed.cost?.usd) < paid, "resuming costs less than the eighteen did");
  });

  function answer(): string {
    return (lastAttempt(head())?.blocks ?? []).flatMap((block) => (block.type === "answer" ? block.text : [])).join("");
  }

  it("keeps the whole path of the lane", () => {
    const path = lanePath(session(), session().lanes[0] ?? { head: null });
    assert.equal(path.length, 20);
  });
});

function question(at: number): string {
  return `What is 17 * ${at}?`;
}

function messagesOf(body: string): readonly { readonly role: string; readonly text: string }[] {
  const value: unknown = JSON.parse(body);
  const messages = isJsonObject(value) ? value["messages"] : null;
  if (!Array.isArray(messages)) throw new Error("no messages");
  return messages.map((message: unknown) => {
    if (!isJsonObject(message)) throw new Error("no message");
    return { role: stringAt(message, "role") ?? "", text: JSON.stringify(message["content"]) };
  });
}
