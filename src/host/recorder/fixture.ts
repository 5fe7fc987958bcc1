import { createHash } from "node:crypto";
import type { PreparedCall } from "../../core/adapters/adapter.ts";
import type { JsonObject, JsonValue } from "../../core/model/json.ts";
import type { Attempt } from "../../core/model/session.ts";
import type { BodyShape } from "../../core/transport/content-type.ts";
import { bodyShape } from "../../core/transport/content-type.ts";
import type { Exchange } from "./recording-transport.ts";
import { scrubExchange } from "./scrub-exchange.ts";

/** The files of a fixture by name. */
export type FixtureFiles = Readonly<Record<string, string | Uint8Array>>;

/** A fixture that would still hold a key is not made. */
export class SecretInFixtureError extends Error {
  constructor(file: string) {
    super(`The key in use was found in ${file} after scrubbing: nothing was written.`);
    this.name = "SecretInFixtureError";
  }
}

/**
 * A live exchange as files that may be shown to anybody: `request.json`, `response.sse|ndjson|json|bin`, `chunks.json` with
 * the end offset of each network read, and `meta.json`.
 * @throws SecretInFixtureError
 */
export function fixtureFiles(call: PreparedCall, exchange: Exchange, secrets: readonly string[]): FixtureFiles {
  const shape = shapeOf(call, exchange);
  const { requestBody, headers, body } = scrubExchange(exchange, shape, secrets);
  const responseFile = `response.${extensions[shape]}`;
  const { provider, wire, model } = call.adapter;
  const meta = {
    provider: provider.id,
    family: wire.id,
    model,
    streaming: shape !== "json" && shape !== "page",
    method: exchange.request.method,
    status: exchange.status,
    headers,
    responseFile,
    wire: shape === "page" ? "json" : shape,
    fidelity: "raw-bytes(per network read)",
    authenticity: provider.kind === "simulated" ? "simulated" : "recorded-scrubbed",
    isCut: exchange.isCut,
    features: [],
    bytes: body.length,
    sha256: createHash("sha256").update(body).digest("hex"),
  };
  const request: JsonValue = JSON.parse(requestBody === "" ? "null" : requestBody);
  const files = {
    "request.json": jsonText(request),
    [responseFile]: body,
    "meta.json": jsonText(meta),
    "chunks.json": jsonText({
      note: "end offset (bytes) of every network read",
      offsets: exchange.readEnds.filter((end) => end <= body.length),
    }),
  };
  for (const [name, content] of Object.entries(files)) {
    const text = Buffer.from(content).toString();
    if (secrets.some((secret) => secret.length >= 6 && text.includes(secret))) throw new SecretInFixtureError(name);
  }
  return files;
}

/** What a fixture's own response is read as, in the words of `expected.json`: to be checked by eye before it is believed. */
export function expectedOf({ blocks, usage, finish, opaque }: Attempt, error: JsonValue): JsonObject {
  const reasoningParts = blocks.flatMap((block) => (block.type === "reasoning" && block.text !== "" ? [block.text] : []));
  const textOn = (...channels: readonly string[]): string =>
    blocks.flatMap((block) => (block.type === "answer" && channels.includes(block.channel) ? [block.text] : [])).join("");
  return {
    oracle: "switchyard",
    reasoningParts,
    answerText: textOn("answer"),
    toolPlan: textOn("commentary"),
    refusalText: textOn("refusal"),
    toolCalls: blocks.flatMap((block) => (block.type === "tool-call" ? [{ name: block.name, arguments: block.arguments }] : [])),
    usage: usage?.raw ?? null,
    finishReason: finish?.raw ?? null,
    opaqueState: opaque.map(({ data }) => createHash("sha256").update(data).digest("hex").slice(0, 16)),
    error,
  };
}

const extensions: Readonly<Record<BodyShape, string>> = {
  sse: "sse",
  ndjson: "ndjson",
  "aws-eventstream": "bin",
  json: "json",
  "json-array": "json",
  page: "json",
};

function shapeOf(call: PreparedCall, { status, headers, body }: Exchange): BodyShape {
  if (status >= 300) return "json";
  return bodyShape(headers["content-type"] ?? null, call.adapter.wire.framing, body);
}

export function jsonText(value: JsonValue): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
