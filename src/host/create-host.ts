import type { Provider } from "../core/adapters/provider.ts";
import type { Registry } from "../core/adapters/registry.ts";
import type { Credentials, EngineDependencies } from "../core/engine/engine.ts";
import { createPriceBook } from "../core/pricing/create-price-book.ts";
import type { PriceRow } from "../core/pricing/price-row.ts";
import { createMemoryCalibration } from "../core/tokens/calibration.ts";
import type { CalibrationStore } from "../core/tokens/calibration.ts";
import { createTokenMeters } from "../core/tokens/token-meters.ts";
import type { Transport } from "../core/transport/transport.ts";
import { newId } from "./new-id.ts";
import { sha256 } from "./sha256.ts";
import { systemClock } from "./system-clock.ts";

export interface HostOptions {
  readonly registry: Registry;
  readonly transport: Transport;
  readonly credentials: Credentials;
  /** The user's own price rows, asked at each use. */
  readonly ownRows?: () => readonly PriceRow[];
  /** What earlier responses taught about counting; absent: learnt anew by this process. */
  readonly calibration?: CalibrationStore;
}

/** The engine's dependencies on a real machine: what the editor and the command line have in common. */
export function createHost({ registry, transport, credentials, ownRows, calibration }: HostOptions): EngineDependencies {
  return {
    registry,
    transport,
    credentials,
    prices: createPriceBook({
      notBilled: notBilled(registry.providers()),
      // Half a megabyte that only models without a row of ours need: a bundle of its own.
      loadMore: async () => (await import("../core/pricing/genai-rows.ts")).genaiRows,
      ...(ownRows === undefined ? {} : { ownRows }),
    }),
    meters: createTokenMeters({
      loadGptCounter: async () => (await import("../core/tokens/gpt-counter.ts")).gptCounter,
      calibration: calibration ?? createMemoryCalibration(),
    }),
    clock: systemClock,
    random: () => Math.random(),
    newId,
    sha256,
  };
}

function notBilled(providers: readonly Provider[]): Record<string, string> {
  const reasons: Record<string, string> = {};
  for (const { id, kind } of providers) {
    if (kind === "simulated") reasons[id] = "simulated: nothing is billed";
    else if (kind === "local") reasons[id] = "runs on your own machine: nothing is billed";
  }
  return reasons;
}
