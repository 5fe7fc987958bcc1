import { createRegistry } from "../core/adapters/registry.ts";
import type { Provider } from "../core/adapters/provider.ts";
import type { Registry } from "../core/adapters/registry.ts";
import type { EngineDependencies } from "../core/engine/engine.ts";
import { createUndiciTransport } from "../core/transport/undici-transport.ts";
import { createHost } from "../host/create-host.ts";
import { createEnvironmentCredentials } from "../host/environment-credentials.ts";
import type { Environment } from "../host/environment-credentials.ts";
import { proxyFromEnvironment } from "../host/proxy-from-environment.ts";
import { simulatorProvider } from "../simulator/provider.ts";
import { startSimulator } from "../simulator/start-simulator.ts";
import { readBaseUrl, readPairs, readProvider } from "./endpoints.ts";
import { readPrices } from "./read-prices.ts";
import { suggestion } from "./lane-syntax.ts";
import { UsageError } from "./usage-error.ts";

export interface HostArguments {
  readonly environment: Environment;
  /** `<provider>=<base url>` each. */
  readonly endpoints: readonly string[];
  /** `<id>=<wire>,<base url>` each. */
  readonly providers: readonly string[];
  /** `<provider>=<NAME>` each. */
  readonly keyNames: readonly string[];
  /** A file of price rows, which go before the built-in ones; null: none. */
  readonly prices: string | null;
}

/** Providers as the command line defines them. @throws UsageError */
export function openRegistry(providers: readonly string[]): Registry {
  return createRegistry({ extra: [simulatorProvider, ...providers.map((text) => readProvider(text))] });
}

export interface OpenHost {
  readonly dependencies: EngineDependencies;
  close(): Promise<void>;
}

/**
 * Everything a run needs. Starts the simulator in this process when one of its lanes is asked and no address was given.
 * @throws UsageError
 */
export async function openHost(registry: Registry, used: ReadonlySet<string>, options: HostArguments): Promise<OpenHost> {
  const ownRows = await readPrices(options.prices);
  const endpoints = readPairs("--endpoint", options.endpoints);
  const keyNames = readPairs("--key-env", options.keyNames);
  for (const id of [...Object.keys(endpoints), ...Object.keys(keyNames)]) requireProvider(registry, id);
  for (const [id, name] of Object.entries(keyNames)) if (used.has(id)) requireKey(name, id, options.environment);
  const baseUrls: Record<string, string> = {};
  for (const [id, url] of Object.entries(endpoints)) baseUrls[id] = readBaseUrl(url);

  const isSimulated = used.has(simulatorProvider.id) && baseUrls[simulatorProvider.id] === undefined;
  const simulator = isSimulated ? await startSimulator({ speed: simulatorSpeed(options.environment) }) : null;
  if (simulator !== null) baseUrls[simulatorProvider.id] = simulator.url;
  const transport = createUndiciTransport({ proxy: proxyFromEnvironment(options.environment) });
  const { environment } = options;
  const provider = (id: string): Provider | null => registry.provider(id);
  const credentials = createEnvironmentCredentials({ environment, provider, keyNames, baseUrls });
  return {
    dependencies: createHost({ registry, transport, credentials, ownRows: () => ownRows }),
    async close() {
      await transport.close();
      await simulator?.close();
    },
  };
}

/** @throws UsageError naming near ones */
export function requireProvider(registry: Registry, id: string): Provider {
  const provider = registry.provider(id);
  if (provider !== null) return provider;
  const ids = registry.providers().map(({ id }) => id);
  throw new UsageError(`There is no provider "${id}".`, `${suggestion(id, ids)}"switchyard models" lists them.`);
}

/** A key that was named must be there: without it the lanes would only fail one by one, or try without. @throws UsageError */
function requireKey(name: string, id: string, environment: Environment): void {
  if ((environment[name]?.trim() ?? "") !== "") return;
  throw new UsageError(`There is no key for ${id}: ${name} is not set in the environment.`, "Set it, or leave --key-env out.");
}

/** `SWITCHYARD_SIMULATOR_SPEED`: 1 as real models, 0 without any wait. */
function simulatorSpeed(environment: Environment): number {
  const speed = Number(environment["SWITCHYARD_SIMULATOR_SPEED"] ?? "1");
  return Number.isFinite(speed) && speed >= 0 ? speed : 1;
}
