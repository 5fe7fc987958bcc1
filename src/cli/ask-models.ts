import { createDiscovery, withDiscovered } from "../core/adapters/discovery.ts";
import type { Provider } from "../core/adapters/provider.ts";
import { ProviderError } from "../core/model/errors.ts";
import { createUndiciTransport } from "../core/transport/undici-transport.ts";
import { createEnvironmentCredentials, findEnvironmentKey, keyVariables } from "../host/environment-credentials.ts";
import { proxyFromEnvironment } from "../host/proxy-from-environment.ts";
import { readBaseUrl, readPairs } from "./endpoints.ts";
import { report } from "./terminal.ts";
import type { Terminal } from "./terminal.ts";

/**
 * The providers with the models they list themselves. Only those are asked that can answer: with a key, or on this
 * machine. One that does not answer is reported and keeps what the table knows.
 * @throws UsageError
 */
export async function askModels(
  providers: readonly Provider[],
  endpoints: readonly string[],
  terminal: Terminal,
): Promise<readonly Provider[]> {
  const { environment } = terminal;
  const pairs = Object.entries(readPairs("--endpoint", endpoints));
  const baseUrls = Object.fromEntries(pairs.map(([id, url]) => [id, readBaseUrl(url)]));
  const byId = new Map(providers.map((provider) => [provider.id, provider]));
  const credentials = createEnvironmentCredentials({ environment, provider: (id) => byId.get(id) ?? null, baseUrls });
  const transport = createUndiciTransport({ proxy: proxyFromEnvironment(environment) });
  const discovery = createDiscovery({ transport, credentials, now: () => Date.now() });
  const stop = new AbortController();
  const stopListening = terminal.onInterrupt(() => stop.abort());
  const ask = async (provider: Provider): Promise<Provider> => {
    if (!isReachable(provider, terminal)) {
      // Asked for by name, it must not look as if it had answered.
      if (providers.length === 1) report(terminal, whyNotAsked(provider));
      return provider;
    }
    try {
      const discovered = await discovery.discover(provider, stop.signal);
      return discovered === null ? provider : withDiscovered(provider, discovered);
    } catch (error) {
      if (stop.signal.aborted) return provider;
      if (!(error instanceof ProviderError)) throw error;
      // A local server that does not run is the usual case, not news, unless it was asked for by name.
      if (provider.kind !== "local" || providers.length === 1) {
        report(terminal, `${provider.label}: ${error.failure.message} ${error.failure.advice}`);
      }
      return provider;
    }
  };
  try {
    return await Promise.all(providers.map(ask));
  } finally {
    stopListening();
    await transport.close();
  }
}

function isReachable(provider: Provider, terminal: Terminal): boolean {
  if (provider.discovery === undefined || provider.kind === "simulated") return false;
  return provider.kind === "local" || findEnvironmentKey(provider, terminal.environment) !== null;
}

function whyNotAsked(provider: Provider): string {
  const names = keyVariables(provider.auth);
  if (provider.discovery === undefined || provider.kind === "simulated" || names.length === 0) {
    return `${provider.label} has no list to ask for; this is what is known of it.`;
  }
  return `${provider.label} was not asked: there is no key. Set ${names.join(" or ")}.`;
}
