/** Which proxy a request goes through. Values come from the host: VS Code's `http.proxy`, or the environment. */
export interface ProxySettings {
  /** `http.proxy`: wins over the environment's. */
  readonly explicit: string | null;
  /** `HTTP_PROXY`, for http:// addresses. */
  readonly http: string | null;
  /** `HTTPS_PROXY`, for https:// addresses. */
  readonly https: string | null;
  /** `NO_PROXY`: hosts, domains (`.example.com`), `host:port` and `*`, separated by commas or spaces. */
  readonly bypass: string | null;
}

export const directConnection: ProxySettings = { explicit: null, http: null, https: null, bypass: null };

/** @returns the proxy's address, or null to connect directly. This machine is never reached through a proxy. */
export function proxyFor(url: URL, settings: ProxySettings): string | null {
  const proxy = nonEmpty(settings.explicit) ?? nonEmpty(url.protocol === "https:" ? settings.https : settings.http);
  if (proxy === null) return null;
  const host = bareHost(url.hostname);
  if (isLoopback(host) || isBypassed(host, portOf(url), settings.bypass ?? "")) return null;
  // `HTTPS_PROXY=proxy.example.com:3128` is common, and no URL.
  return /^[a-z][a-z\d+.-]*:\/\//i.test(proxy) ? proxy : `http://${proxy}`;
}

function isBypassed(host: string, port: string, rules: string): boolean {
  for (const rule of rules.toLowerCase().split(/[\s,]+/)) {
    if (rule === "") continue;
    if (rule === "*") return true;
    const { name, rulePort } = splitRule(rule);
    if (rulePort !== null && rulePort !== port) continue;
    const isWildcard = name.startsWith("*.");
    const domain = name.replace(/^\*?\./, "");
    // `example.com` and `.example.com` mean the domain and everything below it; `*.example.com` only what is below.
    if ((host === domain && !isWildcard) || host.endsWith(`.${domain}`)) return true;
  }
  return false;
}

function splitRule(rule: string): { readonly name: string; readonly rulePort: string | null } {
  const bracketed = /^\[(.+)\](?::(\d+))?$/.exec(rule);
  if (bracketed !== null) return { name: bracketed[1] ?? "", rulePort: bracketed[2] ?? null };
  // More than one colon: an IPv6 address without brackets.
  const withPort = /^([^:]+):(\d+)$/.exec(rule);
  return withPort === null ? { name: rule, rulePort: null } : { name: withPort[1] ?? "", rulePort: withPort[2] ?? null };
}

function portOf(url: URL): string {
  return url.port === "" ? (url.protocol === "https:" ? "443" : "80") : url.port;
}

function bareHost(hostname: string): string {
  return hostname
    .toLowerCase()
    .replace(/^\[(.+)\]$/, "$1")
    .replace(/\.$/, "");
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host.endsWith(".localhost") || host === "::1" || /^127\.\d+\.\d+\.\d+$/.test(host);
}

function nonEmpty(text: string | null): string | null {
  return text === null || text.trim() === "" ? null : text.trim();
}
