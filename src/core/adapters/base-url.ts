import { newFailure, ProviderError } from "../model/errors.ts";
import type { Adapter } from "./adapter.ts";
import type { Provider } from "./provider.ts";

/**
 * Where a request goes: the user's own base URL when there is one, else the route's, else the provider's; then the
 * path, with `{model}` and the provider's parameters filled in.
 * @param parameters values by name; `baseUrl` replaces the base URL
 * @throws ProviderError `invalid-request` naming the parameter that is missing, or the base URL that is none
 */
export function requestUrl(
  adapter: Pick<Adapter, "provider" | "route" | "model">,
  wirePath: string,
  parameters: Readonly<Record<string, string>>,
): string {
  const { provider, route, model } = adapter;
  const base = nonEmpty(parameters["baseUrl"]) ?? route.baseUrl ?? provider.baseUrl;
  const path = route.path ?? wirePath;
  const fill = (text: string): string =>
    text.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
      name === "model" ? encodeURIComponent(model) : parameter(provider, name, parameters),
    );
  const url = joined(fill(base).replace(/\/+$/, ""), fill(path));
  if (!/^https?:\/\/[^/]/i.test(url) || !URL.canParse(url)) {
    throw misconfigured(
      provider,
      `The base URL of ${provider.label} is not an http or https address: ${base}`,
      "Correct it in the settings.",
    );
  }
  return url;
}

/** People give a base URL with or without its version (`…:11434/v1`), and a path may begin with it: it is there once. */
function joined(base: string, path: string): string {
  const version = /\/v\d\w*$/.exec(base)?.[0];
  return version !== undefined && path.startsWith(`${version}/`) ? `${base}${path.slice(version.length)}` : `${base}${path}`;
}

function parameter(provider: Provider, name: string, parameters: Readonly<Record<string, string>>): string {
  const declared = provider.parameters?.find((candidate) => candidate.name === name);
  const value = nonEmpty(parameters[name]) ?? nonEmpty(declared?.default);
  if (value !== null) return encodeURIComponent(value);
  const variables = declared?.environment.join(" or ") ?? "";
  throw misconfigured(
    provider,
    `${provider.label} needs “${declared?.label ?? name}” (${name}), which is not set.`,
    variables === "" ? "Set it in the settings." : `Set it in the settings, or in the environment as ${variables}.`,
  );
}

function nonEmpty(text: string | undefined): string | null {
  return text === undefined || text.trim() === "" ? null : text.trim();
}

function misconfigured(provider: Provider, message: string, advice: string): ProviderError {
  return new ProviderError(
    newFailure({
      kind: "invalid-request",
      message,
      advice,
      provider: provider.id,
      code: "missing-parameter",
    }),
  );
}
