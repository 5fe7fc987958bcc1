import { prepareCall, streamCall } from "../../src/core/adapters/call.ts";
import { createRegistry } from "../../src/core/adapters/registry.ts";
import { applyEvents, newAttempt } from "../../src/core/model/attempt.ts";
import type { Effort } from "../../src/core/model/effort.ts";
import type { ModelRequest } from "../../src/core/model/model-request.ts";
import type { Attempt } from "../../src/core/model/session.ts";
import type { Transport } from "../../src/core/transport/transport.ts";
import type { SimulatedModel } from "../../src/simulator/simulated-model.ts";
import { simulatorProvider } from "../../src/simulator/provider.ts";

export interface Asked {
  readonly attempt: Attempt;
  /** As it was sent. */
  readonly body: string;
  /** Reasons for which the simulator left out earlier reasoning, told or not; empty: it used all of it. */
  readonly ignored: string;
}

export type AskSimulator = (
  model: SimulatedModel,
  request: Pick<ModelRequest, "system" | "messages" | "tools" | "keptEffort"> & { readonly effort?: Effort },
  key: string,
) => Promise<Asked>;

/** Keys of two organisations. */
export const accountKeys = { same: "org-a-1", other: "org-b-1" } as const;

/** A registry in which the simulator takes keys, so that there are accounts. */
export const keyedRegistry = createRegistry({
  extra: [{ ...simulatorProvider, auth: { type: "bearer", environment: ["SIMULATOR_KEY"], isOptional: true } }],
});

/** Asks the simulator at `url` through our own adapters, and hears what it does not tell clients. */
export function askSimulator(url: string, inner: Transport): AskSimulator {
  return async (model, request, key) => {
    const adapter = keyedRegistry.adapterFor({ provider: "simulator", wire: null, model: model.id });
    const rest = { model: model.id, maxOutputTokens: null, wantsSummary: true, isStreaming: true };
    const call = prepareCall(adapter, { effort: effortFor(model), ...request, ...rest }, { parameters: { baseUrl: url } });
    const timeouts = { connectMs: 5_000, headersMs: 5_000, idleMs: 5_000 };
    const { signal } = new AbortController();
    let ignored = "";
    const transport: Transport = {
      send: async (sent) => {
        const response = await inner.send(sent);
        ignored = response.headers["x-switchyard-ignored"] ?? "";
        return response;
      },
    };
    let attempt = newAttempt(1, 0);
    for await (const events of streamCall(call, { transport, key, signal, timeouts, now: () => 0 })) {
      attempt = applyEvents(attempt, events, 0);
    }
    return { attempt, body: JSON.stringify(call.body), ignored };
  };
}

export function effortFor({ knob, tiers }: SimulatedModel): Effort {
  if (knob === "budget") return { budgetTokens: 4_096 };
  return knob === "none" || !tiers.includes("high") ? "default" : "high";
}
