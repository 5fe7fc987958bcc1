import { createHash } from "node:crypto";
import type { Provider } from "../../src/core/adapters/provider.ts";
import type { Wire } from "../../src/core/adapters/wire.ts";
import { createStartRun } from "../../src/core/engine/create-start-run.ts";
import { defaultRunOptions } from "../../src/core/engine/engine.ts";
import type { EngineDependencies, LaneJob, Run, RunOptions, StartRun } from "../../src/core/engine/engine.ts";
import type { StreamOptions } from "../../src/core/adapters/call.ts";
import { ProviderError } from "../../src/core/model/errors.ts";
import type { ErrorKind, ProviderFailure } from "../../src/core/model/errors.ts";
import type { SessionChange } from "../../src/core/model/session-change.ts";
import { reduceSession } from "../../src/core/model/session-reducer.ts";
import type { Session, Step } from "../../src/core/model/session.ts";
import type { StreamEvent } from "../../src/core/model/stream-event.ts";
import { createPriceBook } from "../../src/core/pricing/create-price-book.ts";
import { defaultTimeouts } from "../../src/core/transport/transport.ts";
import { VirtualClock } from "./virtual-clock.ts";

/** What a model does in one attempt: yields batches, or throws. */
export type Script = (attempt: number, options: StreamOptions) => AsyncGenerator<readonly StreamEvent[]>;

export interface HarnessOptions {
  /** By model name. */
  readonly scripts: Readonly<Record<string, Script>>;
  readonly keys?: Readonly<Record<string, string | null>>;
  readonly run?: Partial<RunOptions>;
  readonly maxOutputTokens?: number;
  readonly prepareError?: Error;
  readonly warnings?: readonly { readonly code: string; readonly message: string }[];
  readonly credentials?: Partial<EngineDependencies["credentials"]>;
  readonly meters?: EngineDependencies["meters"];
  /** Told the output limit of each request. */
  readonly onPrepared?: (maxOutputTokens: number | null) => void;
}

/** The engine between a virtual clock and scripted models: providers `alpha`, `beta` (priced) and `unpriced`. */
export class EngineHarness {
  readonly clock = new VirtualClock();
  readonly changes: SessionChange[] = [];
  readonly keysUsed: (string | null)[] = [];
  session: Session = {
    id: "x-1",
    title: "",
    createdAt: "2026-11-22T12:00:00.000Z",
    prompt: { system: "", user: "", variables: {} },
    lanes: [],
    steps: {},
  };
  readonly #options: HarnessOptions;
  readonly #startRun: StartRun;
  readonly #dependencies: EngineDependencies;

  constructor(options: HarnessOptions) {
    this.#options = options;
    this.#startRun = this.#createStartRun();
    this.#dependencies = this.#createDependencies();
  }

  /** Starts one lane for each `provider/model`, beside those that run already. */
  start(...targets: readonly string[]): Run {
    const before = this.session.lanes.length;
    const jobs = targets.map((target, i) => jobFor(target, `l-${before + i + 1}`));
    this.session = { ...this.session, lanes: [...this.session.lanes, ...jobs.map((job) => job.lane)] };
    const options = { ...defaultRunOptions, timeouts: defaultTimeouts, ...this.#options.run };
    return this.#startRun(this.#dependencies, jobs, options, (change) => {
      this.changes.push(change);
      this.session = reduceSession(this.session, change);
    });
  }

  step(lane: string): Step {
    const step = Object.values(this.session.steps).find((step) => step.lane === lane);
    if (step === undefined) throw new Error(`no step for ${lane}`);
    return step;
  }

  ends(): number {
    return this.changes.filter((change) => change.type === "step-end").length;
  }

  #createStartRun() {
    const attempts = new Map<string, number>();
    return createStartRun({
      prepareCall: (adapter, request) => {
        if (this.#options.prepareError !== undefined) throw this.#options.prepareError;
        this.#options.onPrepared?.(request.maxOutputTokens);
        return {
          adapter,
          url: "https://example.invalid/v1",
          headers: {},
          body: {},
          effort: { requested: request.effort, sent: null, sentLabel: "nothing", outcome: "not-applicable", note: null },
          maxOutputTokens: request.maxOutputTokens ?? this.#options.maxOutputTokens ?? null,
          warnings: this.#options.warnings ?? [],
        };
      },
      streamCall: (call, options) => {
        this.keysUsed.push(options.key);
        const attempt = (attempts.get(call.adapter.model) ?? 0) + 1;
        attempts.set(call.adapter.model, attempt);
        const script = this.#options.scripts[call.adapter.model];
        if (script === undefined) throw new Error(`no script for ${call.adapter.model}`);
        return script(attempt, options);
      },
    });
  }

  #createDependencies(): EngineDependencies {
    let steps = 0;
    return {
      registry: {
        providers: () => Object.values(providers),
        provider: (id) => providers[id] ?? null,
        adapterFor: ({ provider: id, model }) => {
          const provider = providers[id];
          const route = provider?.routes[0];
          if (provider === undefined || route === undefined) throw new ProviderError(failure("not-found", { provider: id }));
          return { provider, route, wire, dialect: wire.defaultDialect, model, row: null };
        },
      },
      transport: { send: () => Promise.reject(new Error("the scripts do not use the network")) },
      credentials: {
        keyFor: (id) => Promise.resolve(this.#options.keys?.[id] === undefined ? "key-1" : this.#options.keys[id]),
        parametersFor: () => Promise.resolve({}),
        accountScopeFor: () => Promise.resolve("scope-1"),
        ...this.#options.credentials,
      },
      prices: createPriceBook({
        notBilled: {},
        rows: ["alpha", "beta"].map((provider) => ({
          provider,
          model: "paid",
          rates: { input: "1000000", cacheRead: null, cacheWrite: null, output: "1000000" },
          source: "test",
          asOf: "2026-11-22",
        })),
      }),
      clock: this.clock,
      random: () => 0.5,
      newId: (prefix) => `${prefix}-${(steps += 1)}`,
      sha256: (text) => createHash("sha256").update(text).digest("hex"),
      ...(this.#options.meters === undefined ? {} : { meters: this.#options.meters }),
    };
  }
}

export function failure(kind: ErrorKind, details: Partial<ProviderFailure> = {}): ProviderFailure {
  return {
    kind,
    message: `It is ${kind}.`,
    advice: "Do something.",
    provider: "alpha",
    status: null,
    code: null,
    requestId: null,
    retryAfterMs: null,
    shouldRetry: null,
    raw: null,
    ...details,
  };
}

/** Answers with one text after `ms`. */
export function answers(text: string, clock?: VirtualClock, ms = 0): Script {
  return async function* (_attempt, { signal }) {
    if (clock !== undefined) await clock.sleep(ms, signal);
    yield answerEvents(text);
    yield [{ type: "finish", reason: "stop", raw: "stop", failure: null }];
  };
}

export function answerEvents(text: string): readonly StreamEvent[] {
  return [
    { type: "response-start", responseId: "r-1", model: null },
    { type: "answer-start", block: 0, channel: "answer" },
    { type: "answer-delta", block: 0, text },
  ];
}

/** Waits for the abort that a test sends. */
export function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener("abort", () => reject(signal.reason));
  });
}

function provider(id: string, kind: Provider["kind"]): Provider {
  return {
    id,
    label: id.toUpperCase(),
    kind,
    baseUrl: "https://example.invalid",
    auth: { type: "bearer", environment: [`${id.toUpperCase()}_API_KEY`] },
    routes: [{ wire: "openai-chat" }],
    models: [],
    fact: { asOf: "2026-11-22", source: "test", status: "documented" },
  };
}

const providers: Readonly<Record<string, Provider>> = {
  alpha: provider("alpha", "hosted"),
  beta: provider("beta", "hosted"),
  unpriced: provider("unpriced", "hosted"),
  simulator: provider("simulator", "simulated"),
};

const wire: Wire = {
  id: "openai-chat",
  framing: "sse",
  defaultDialect: { counting: { reasoning: "included", cache: "included" } },
  encode: () => ({ path: "/", headers: {}, body: {} }),
  createDecoder: () => ({ push: () => undefined, end: () => undefined }),
  decodeBody: () => [],
  readError: () => ({ message: null, code: null, type: null, raw: null }),
};

function jobFor(target: string, id: string): LaneJob {
  const [provider = "", model = ""] = target.split("/");
  return {
    lane: { id, provider, wire: null, model, effort: "default", maxOutputTokens: null, wantsSummary: false, head: null },
    parent: null,
    input: "What is 2 + 2?",
    request: {
      model,
      system: "",
      messages: [{ role: "user", text: "What is 2 + 2?" }],
      tools: [],
      effort: "default",
      maxOutputTokens: null,
      wantsSummary: false,
      isStreaming: true,
    },
  };
}
