import assert from "node:assert/strict";
import { request as httpRequest } from "node:http";
import type { Provider } from "../../../src/core/adapters/provider.ts";
import { createRegistry } from "../../../src/core/adapters/registry.ts";
import { defaultRunOptions } from "../../../src/core/engine/engine.ts";
import type { EngineDependencies } from "../../../src/core/engine/engine.ts";
import { firstStepJob } from "../../../src/core/engine/first-step.ts";
import { startRun } from "../../../src/core/engine/start-run.ts";
import type { BudgetStop } from "../../../src/core/model/budget.ts";
import { reduceSession } from "../../../src/core/model/session-reducer.ts";
import type { Lane, Session, Step } from "../../../src/core/model/session.ts";
import { createPriceBook } from "../../../src/core/pricing/create-price-book.ts";
import { decodeSession, encodeSession } from "../../../src/core/session/codec.ts";
import { createUndiciTransport } from "../../../src/core/transport/undici-transport.ts";
import { defaultTimeouts } from "../../../src/core/transport/transport.ts";
import { createHost } from "../../../src/host/create-host.ts";
import { createEnvironmentCredentials } from "../../../src/host/environment-credentials.ts";
import { simulatorProvider } from "../../../src/simulator/provider.ts";
import { startSimulator } from "../../../src/simulator/start-simulator.ts";
import type { Simulator } from "../../../src/simulator/start-simulator.ts";
import { countTokens } from "../../../src/simulator/tokens.ts";
import { startLoopback } from "../../support/loopback.ts";
import type { Loopback } from "../../support/loopback.ts";

const tokensPerSecond = 500;
const usdPerToken = 20 / 1_000_000;
const prompt =
  "Plan a three week trip through seven countries with a budget of 4000, then prove that the square root of 2 is irrational and compute 17*23*31.";

/** How the simulated models think, and the tokens a second they write at speed 1. */
const models = {
  "open-book": { reasons: "reasoning in the open", speed: 72 },
  "quiet-mind": { reasons: "hidden reasoning that is counted on the way", speed: 88 },
  "steady-thinker": { reasons: "hidden reasoning of a model that never ran", speed: 104 },
} as const;

/** What stands between engine and simulator, and notes what the server has sent and when its client left. */
interface Tap {
  readonly loopback: Loopback;
  body: string;
  firstByteAt: number;
  lastByteAt: number;
  closedAt: number;
  longestRead: number;
}

describe("a budget of a cent at 500 tokens a second", function () {
  this.timeout(120_000);
  const transport = createUndiciTransport();
  after(() => transport.close());

  for (const model of ["open-book", "quiet-mind", "steady-thinker"] as const) {
    it(`is not passed by ${models[model].reasons}: the provider is sent the limit that it can pay for`, async () => {
      const { tap, stop, step, session } = await runWithCap(model, "limit sent");
      const spent = Number(step.cost?.usd);
      assert.equal(step.cost?.basis, "computed", "by the provider's own final count");
      assert.ok(spent <= 0.01 && spent >= 0.009, `spent $${spent}`);
      assert.equal(stop?.outputLimitTokens, step.maxOutputTokens);
      checkStop(stop);
      checkCheckpoint(session, step);
      figures({ model, spent, stop, bytes: tap.body.length });
    });

    it(`is passed by at most 3 % and a chunk by ${models[model].reasons} where no limit can be sent`, async () => {
      const { tap, stop, stopSeenAt, step, session } = await runWithCap(model, "limit refused");
      checkOvershoot(model === "open-book" ? sentByText(tap) : sentByTime(tap), tap, stopSeenAt);
      checkStop(stop);
      checkCheckpoint(session, step);
    });
  }

  it("holds over silence where no limit can be sent, once the model's own speed is known", async () => {
    const { tap, stop, stopSeenAt } = await runWithCap("steady-thinker", "limit refused", { hasRunBefore: true });
    checkOvershoot(sentByTime(tap), tap, stopSeenAt);
    checkStop(stop);
  });

  it("holds over two lanes that share it, though each may be sent a limit of all that is left", async () => {
    const { tap, stop, stopSeenAt, session } = await runWithCap("steady-thinker", "limit sent", { lanes: 2 });
    // Both are silent and never ran: what each may have cost by now is what counts.
    checkOvershoot(2 * sentByTime(tap), tap, stopSeenAt, 2);
    checkStop(stop);
    assert.deepEqual(
      Object.values(session.steps).map(({ status }) => status),
      ["budget", "budget"],
    );
  });

  function sentByText({ body }: Tap): number {
    const text = [...body.matchAll(/"(?:reasoning_)?content":"((?:[^"\\]|\\.)*)"/g)].map(([, piece]) => JSON.parse(`"${piece}"`));
    return countTokens(text.join(""));
  }

  function sentByTime({ firstByteAt, closedAt }: Tap): number {
    return ((closedAt - firstByteAt) / 1000) * tokensPerSecond;
  }

  function checkOvershoot(sentTokens: number, tap: Tap, stopSeenAt: number, lanes = 1): void {
    const inputTokens = 42 * lanes;
    const spent = (sentTokens + inputTokens) * usdPerToken;
    // What arrives in one read, or between two looks at a silent stream, on a busy machine.
    const chunk = 0.1 * tokensPerSecond * usdPerToken * lanes;
    assert.ok(spent <= 0.01 * 1.03 + chunk, `spent $${spent.toFixed(5)}`);
    assert.ok(spent >= 0.0075, `stopped much too early: $${spent.toFixed(5)}`);
    assert.ok(tap.closedAt - stopSeenAt <= 100, `closed after ${tap.closedAt - stopSeenAt} ms`);
    figures({ spent, sentTokens, closedAfterMs: tap.closedAt - stopSeenAt });
  }

  function checkStop(stop: BudgetStop | undefined): void {
    assert.equal(stop?.scope, "run");
    assert.equal(stop?.limitUsd, "0.01");
    assert.equal(stop?.offerUsd, "0.01");
    assert.ok(Number(stop?.mayExceedByUsd) <= 0.001, `may exceed by $${stop?.mayExceedByUsd}`);
  }

  function checkCheckpoint(session: Session, step: Step): void {
    assert.equal(step.status, "budget");
    assert.ok(step.attempts[0]?.warnings.some(({ code }) => code === "budget-stopped"));
    const blocks = step.attempts[0]?.blocks ?? [];
    assert.ok(step.origin.model !== "open-book" || (blocks[0]?.type === "reasoning" && blocks[0].text.length > 500));
    const reread = decodeSession(encodeSession(session, { generator: "test", residue: null })).session;
    assert.equal(reread?.steps[step.id]?.status, "budget", "it is a checkpoint in the file");
  }

  function figures(what: object): void {
    if (process.env["SHOW_FIGURES"] === "1") console.log(what);
  }

  async function runWithCap(
    model: keyof typeof models,
    limit: "limit sent" | "limit refused",
    how: { hasRunBefore?: boolean; lanes?: number } = {},
  ) {
    const simulator = await startSimulator({ speed: tokensPerSecond / models[model].speed });
    const tap = await startTap(simulator);
    const host = hostFor(tap.loopback.url, limit === "limit sent" ? simulatorProvider : withoutLimits(simulatorProvider));
    try {
      if (how.hasRunBefore === true) await runOnce(host, tap, lanesOf(model, "high", 1), null);
      return { tap, ...(await runOnce(host, tap, lanesOf(model, "max", how.lanes ?? 1), "0.01")) };
    } finally {
      await tap.loopback.close();
      await simulator.close();
    }
  }

  function hostFor(url: string, simulated: Provider): EngineDependencies {
    const registry = createRegistry({ extra: [simulated] });
    const provider = (id: string) => registry.provider(id);
    const credentials = createEnvironmentCredentials({ environment: {}, provider, baseUrls: { simulator: url } });
    const row = (model: string) => ({
      provider: "simulator",
      model,
      rates: { input: "20", cacheRead: null, cacheWrite: null, output: "20" },
      source: "test",
      asOf: "2026-11-22",
    });
    // Simulated models are not billed; a test gives them a price.
    const prices = createPriceBook({ notBilled: {}, rows: Object.keys(models).map(row) });
    return { ...createHost({ registry, transport, credentials }), prices };
  }

  /** As a model that refuses an output limit beside its effort. */
  function withoutLimits(provider: Provider): Provider {
    const rows = provider.models.map((row) => {
      if (row.effort.type !== "tiers") return row;
      const tiers = Object.entries(row.effort.tiers).map(([tier, value]) => [
        tier,
        { ...value, forbidsOutputLimit: true as const },
      ]);
      return { ...row, effort: { ...row.effort, tiers: Object.fromEntries(tiers) } };
    });
    return { ...provider, models: rows };
  }

  function lanesOf(model: string, effort: Lane["effort"], count: number): readonly Lane[] {
    return Array.from({ length: count }, (_, i) => ({
      id: `l-${i + 1}`,
      provider: "simulator",
      wire: null,
      model,
      effort,
      maxOutputTokens: null,
      wantsSummary: false,
      head: null,
    }));
  }

  async function runOnce(host: EngineDependencies, tap: Tap, lanes: readonly Lane[], budgetUsd: string | null) {
    tap.body = "";
    tap.firstByteAt = 0;
    tap.closedAt = 0;
    let stopSeenAt = 0;
    let session: Session = {
      id: "x-1",
      title: "",
      createdAt: "2026-11-22T12:00:00.000Z",
      prompt: { system: "", user: prompt, variables: {} },
      lanes,
      steps: {},
    };
    const jobs = lanes.map((lane) => firstStepJob(session.prompt, lane));
    const options = { ...defaultRunOptions, timeouts: defaultTimeouts, budgetUsd };
    const run = startRun(host, jobs, options, (change) => {
      session = reduceSession(session, change);
      if (
        change.type === "attempt-events" &&
        change.events.some((event) => event.type === "warning" && event.code === "budget-stopped")
      ) {
        stopSeenAt = performance.now();
      }
    });
    const summary = await run.done;
    while (tap.closedAt === 0) await new Promise((resolve) => setImmediate(resolve));
    const [step] = Object.values(session.steps);
    assert.ok(step !== undefined);
    return { session, step, stopSeenAt, stop: summary.lanes[0]?.budgetStop };
  }
});

async function startTap(simulator: Simulator): Promise<Tap> {
  const tap: Tap = {
    loopback: { url: "", port: 0, close: async () => undefined },
    body: "",
    firstByteAt: 0,
    lastByteAt: 0,
    closedAt: 0,
    longestRead: 0,
  };
  const loopback = await startLoopback((request, response) => {
    const upstream = httpRequest(
      `${simulator.url}${request.url}`,
      { method: request.method, headers: { ...request.headers, host: "127.0.0.1" } },
      (answer) => {
        response.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.on("data", (bytes: Buffer) => {
          if (tap.firstByteAt === 0) tap.firstByteAt = performance.now();
          tap.lastByteAt = performance.now();
          tap.body += bytes.toString("utf8");
          response.write(bytes);
        });
        answer.on("end", () => response.end());
        answer.on("error", () => response.destroy());
      },
    );
    upstream.on("error", () => response.destroy());
    response.on("close", () => {
      tap.closedAt = performance.now();
      upstream.destroy();
    });
    request.pipe(upstream);
  });
  return Object.assign(tap, { loopback });
}
