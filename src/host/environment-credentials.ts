import type { Auth, Provider } from "../core/adapters/provider.ts";
import type { Credentials } from "../core/engine/engine.ts";
import type { ProviderId } from "../core/model/ids.ts";
import { accountScope } from "./account-scope.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

export interface EnvironmentCredentialsOptions {
  readonly environment: Environment;
  readonly provider: (id: ProviderId) => Provider | null;
  /** Another variable name for a provider's key (`--key-env`). */
  readonly keyNames?: Readonly<Record<ProviderId, string>>;
  /** Base URLs by provider (`--endpoint`, user settings, the simulator's own). */
  readonly baseUrls?: Readonly<Record<ProviderId, string>>;
}

/** Keys and endpoint parameters from environment variables, under the names that provider data lists. */
export function createEnvironmentCredentials(options: EnvironmentCredentialsOptions): Credentials {
  const keyOf = (id: ProviderId): string | null => {
    const provider = options.provider(id);
    return provider === null ? null : (findEnvironmentKey(provider, options.environment, options.keyNames)?.key ?? null);
  };
  return {
    keyFor: (id) => Promise.resolve(keyOf(id)),
    parametersFor: (id) => Promise.resolve(parametersOf(options.provider(id), id, options)),
    accountScopeFor: (id) => {
      const key = keyOf(id);
      return Promise.resolve(key === null ? null : accountScope(id, key));
    },
  };
}

/** The first variable that holds a key for this provider, with its name; null when none does. */
export function findEnvironmentKey(
  provider: Provider,
  environment: Environment,
  keyNames: Readonly<Record<ProviderId, string>> = {},
): { readonly variable: string; readonly key: string } | null {
  const own = Object.hasOwn(keyNames, provider.id) ? keyNames[provider.id] : undefined;
  for (const variable of own === undefined ? keyVariables(provider.auth) : [own]) {
    // A key pasted with its line break would be an invalid header; a blank variable is an unset one.
    const key = environment[variable]?.trim() ?? "";
    if (key !== "") return { variable, key };
  }
  return null;
}

/** The names a provider's key goes by, in order of preference. */
export function keyVariables(auth: Auth): readonly string[] {
  return auth.type === "none" ? [] : auth.environment;
}

function parametersOf(provider: Provider | null, id: ProviderId, options: EnvironmentCredentialsOptions): Record<string, string> {
  const parameters: Record<string, string> = {};
  for (const parameter of provider?.parameters ?? []) {
    const found = parameter.environment.map((name) => options.environment[name]?.trim()).find((value) => value);
    const value = found ?? parameter.default;
    if (value !== undefined) parameters[parameter.name] = value;
  }
  const baseUrl = options.baseUrls !== undefined && Object.hasOwn(options.baseUrls, id) ? options.baseUrls[id] : undefined;
  if (baseUrl !== undefined) parameters["baseUrl"] = baseUrl;
  return parameters;
}
