import type { ProviderId, WireId } from "../model/ids.ts";
import type { Fact, ModelRow, Provider } from "./provider.ts";

/** An endpoint of the user's own: whatever speaks one of the wires. */
export interface CustomEndpoint {
  readonly wire: WireId;
  /** Without the wire's own path. */
  readonly baseUrl: string;
  readonly label?: string | undefined;
  /** Names of environment variables that may hold its key. */
  readonly keyEnvironment?: readonly string[] | undefined;
  /** False: it takes requests without a key. Default: a key is sent if there is one. */
  readonly needsKey?: boolean | undefined;
  /** Ids worth offering in a picker. */
  readonly models?: readonly string[] | undefined;
}

const fact: Fact = { asOf: "2026-11-22", source: "settings", status: "unverified", note: "Defined by the user." };

/** A provider made of a custom endpoint. Nothing is known of its models, so no effort knob is ever sent to them. */
export function customProvider(id: ProviderId, endpoint: CustomEndpoint): Provider {
  const { wire, baseUrl, label = id, keyEnvironment = [], needsKey = false, models = [] } = endpoint;
  return {
    id,
    label,
    kind: isLoopback(baseUrl) ? "local" : "hosted",
    baseUrl: baseUrl.replace(/\/+$/, ""),
    auth: authOf(wire, keyEnvironment, !needsKey),
    routes: [{ wire }],
    models: models.length === 0 ? [] : [listedRow(models)],
    fact,
  };
}

/** Each wire's own way to send a key, which look-alikes share. */
function authOf(wire: WireId, environment: readonly string[], isOptional: boolean): Provider["auth"] {
  switch (wire) {
    case "anthropic-messages":
      return { type: "header", header: "x-api-key", environment, isOptional };
    case "gemini-generate-content":
    case "gemini-interactions":
      return { type: "header", header: "x-goog-api-key", environment, isOptional };
    case "openai-responses":
    case "openai-chat":
    case "bedrock-converse":
    case "ollama-chat":
    case "cohere-chat":
      return { type: "bearer", environment, isOptional };
  }
}

function listedRow(models: readonly string[]): ModelRow {
  return {
    match: ".*",
    listed: models.map((model) => ({ id: model, label: model })),
    effort: { type: "unknown" },
    trace: { visibility: "unknown" },
    fact,
  };
}

function isLoopback(baseUrl: string): boolean {
  return URL.canParse(baseUrl) && /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(new URL(baseUrl).hostname);
}
