import type { PreparedCall } from "../adapters/adapter.ts";
import type { Provider } from "../adapters/provider.ts";
import type { ProviderFailure } from "../model/errors.ts";
import type { ModelRequest } from "../model/model-request.ts";
import type { Step } from "../model/session.ts";
import { abortable } from "./abortable.ts";
import type { LaneJob } from "./engine.ts";
import { failureOf, missingKey } from "./failures.ts";
import type { RunContext } from "./lane-context.ts";
import { prefixDigest } from "./prefix-digest.ts";

export interface StepPlan {
  /** As it goes into `step-start`. */
  readonly step: Step;
  readonly outcome:
    | {
        readonly type: "ready";
        readonly call: PreparedCall;
        /** The same request under a lower output limit. */
        readonly limitedTo: (maxOutputTokens: number) => PreparedCall;
      }
    /** Nothing can be sent: unknown provider or wire, no key, a missing parameter. */
    | { readonly type: "refused"; readonly failure: ProviderFailure };
}

/** Everything that can be known before a lane asks for its turn. Never throws. */
export async function planStep(run: RunContext, job: LaneJob, signal: AbortSignal, startedAt: number): Promise<StepPlan> {
  let provider: Provider | null = null;
  try {
    const { registry, credentials } = run.dependencies;
    const adapter = registry.adapterFor(job.lane);
    provider = adapter.provider;
    const parameters = await abortable(credentials.parametersFor(provider.id), signal);
    const prepare = (request: ModelRequest): PreparedCall => run.calls.prepareCall(adapter, request, { parameters });
    const call = prepare(job.request);
    const limitedTo = (maxOutputTokens: number): PreparedCall => prepare({ ...job.request, maxOutputTokens });
    // A budget can only hold what has a price, so the catalogue is there before the request is.
    await abortable(run.dependencies.prices.prepare(provider.id, job.lane.model), signal);
    await abortable(run.dependencies.meters?.prepare(job.lane.model) ?? Promise.resolve(), signal);
    const key = await abortable(credentials.keyFor(provider.id), signal);
    const failure = key === null ? missingKey(provider) : null;
    if (failure !== null) return { step: stepOf(run, job, startedAt, { call }), outcome: { type: "refused", failure } };
    const accountScope = await abortable(credentials.accountScopeFor(provider.id), signal);
    const step = stepOf(run, job, startedAt, { call, accountScope, isSent: true });
    return { step, outcome: { type: "ready", call, limitedTo } };
  } catch (error) {
    const failure = failureOf(error, job.lane.provider);
    return { step: stepOf(run, job, startedAt, { provider }), outcome: { type: "refused", failure } };
  }
}

interface Known {
  readonly provider?: Provider | null;
  readonly call?: PreparedCall;
  readonly accountScope?: string | null;
  readonly isSent?: boolean;
}

function stepOf(run: RunContext, job: LaneJob, startedAt: number, known: Known): Step {
  const { lane, request } = job;
  const { call } = known;
  const provider = call?.adapter.provider ?? known.provider ?? null;
  return {
    id: run.dependencies.newId("s"),
    parent: job.parent,
    lane: lane.id,
    status: "queued",
    startedAt: new Date(startedAt).toISOString(),
    durationMs: null,
    input: job.input,
    system: request.system,
    origin: {
      provider: lane.provider,
      // A lane whose provider is unknown has no wire; the file format asks for one, and nothing was sent over it.
      wire: call?.adapter.wire.id ?? lane.wire ?? provider?.routes[0]?.wire ?? "openai-chat",
      model: lane.model,
      accountScope: known.accountScope ?? null,
      prefixDigest: known.isSent === true ? prefixDigest(request, run.dependencies.sha256) : null,
      isSimulated: provider?.kind === "simulated",
    },
    effort: call?.effort ?? {
      requested: lane.effort,
      sent: null,
      sentLabel: "nothing",
      outcome: lane.effort === "default" ? "not-applicable" : "dropped",
      note: "Nothing was sent.",
    },
    maxOutputTokens: call?.maxOutputTokens ?? null,
    attempts: [],
    wait: { reason: "queue" },
    failure: null,
    cost: null,
    ...(job.toolResults === undefined ? {} : { toolResults: job.toolResults }),
    ...(job.tools === undefined ? {} : { tools: job.tools }),
    ...(job.handoff === undefined ? {} : { handoff: job.handoff }),
  };
}
