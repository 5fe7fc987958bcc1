import type { Environment } from "./environment-credentials.ts";

/** Proxies as command-line tools know them; empty: none. */
export interface ProxySettings {
  readonly httpProxy: string;
  readonly httpsProxy: string;
  /** Comma-separated hosts that are reached directly. */
  readonly noProxy: string;
}

/** Reads `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY`; the lower-case names win, as in curl. */
export function proxyFromEnvironment(environment: Environment): ProxySettings {
  const read = (...names: readonly string[]): string =>
    names.map((name) => environment[name]?.trim() ?? "").find((value) => value !== "") ?? "";
  return {
    httpProxy: read("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"),
    httpsProxy: read("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"),
    noProxy: read("no_proxy", "NO_PROXY"),
  };
}
