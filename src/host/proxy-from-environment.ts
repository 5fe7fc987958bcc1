import type { ProxySettings } from "../core/transport/proxy-rules.ts";
import type { Environment } from "./environment-credentials.ts";

/** Reads `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY`; the lower-case names win, as in curl. */
export function proxyFromEnvironment(environment: Environment): ProxySettings {
  const read = (...names: readonly string[]): string | null =>
    names.map((name) => environment[name]?.trim() ?? "").find((value) => value !== "") ?? null;
  return {
    explicit: null,
    http: read("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"),
    https: read("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"),
    bypass: read("no_proxy", "NO_PROXY"),
  };
}
