import { crc32 } from "node:zlib";
import { scrubText } from "../../core/adapters/scrub-secrets.ts";
import type { BodyShape } from "../../core/transport/content-type.ts";
import type { Placeholders } from "./placeholders.ts";
import { createPlaceholders } from "./placeholders.ts";
import type { Exchange } from "./recording-transport.ts";
import type { JsonToken } from "./rewrite-json.ts";
import { JsonRewriter } from "./rewrite-json.ts";

/** What of an exchange may be shown to anybody. */
export interface ScrubbedExchange {
  readonly requestBody: string;
  readonly headers: Readonly<Record<string, string>>;
  /** As long as the original, so that `readEnds` holds. */
  readonly body: Uint8Array;
}

/**
 * Takes keys, accounts, ids and opaque state out of an exchange. Works on bytes, one a character: nothing else changes,
 * neither text that is no valid UTF-8 nor white space.
 * @param secrets the very keys in use
 */
export function scrubExchange(exchange: Exchange, shape: BodyShape, secrets: readonly string[]): ScrubbedExchange {
  const placeholders = createPlaceholders();
  // The first pass only collects: an id may be mentioned before the place that shows that it is one.
  scrubOnce(exchange, shape, new Scrubber(placeholders, secrets));
  return scrubOnce(exchange, shape, new Scrubber(placeholders, secrets));
}

function scrubOnce({ request, status, headers, body }: Exchange, shape: BodyShape, scrubber: Scrubber): ScrubbedExchange {
  return {
    requestBody: fromBytes(scrubber.text(toBytes(request.body ?? ""), "json", "prompt")),
    headers: scrubber.headers(headers),
    body: scrubber.body(body, shape, status >= 300 ? "error" : "model"),
  };
}

/**
 * Whose words a text holds. In a model's text only what is known to be secret is replaced: a stream brings it in pieces
 * and once more whole, and both have to stay the same.
 */
type Author = "model" | "prompt" | "error";

class Scrubber {
  readonly #placeholders: Placeholders;
  readonly #secrets: readonly string[];
  readonly #known: readonly (readonly [string, string])[];

  constructor(placeholders: Placeholders, secrets: readonly string[]) {
    this.#placeholders = placeholders;
    this.#secrets = secrets.filter((secret) => secret.length >= 6);
    // Words of a reader's own ("customer") would be found in every text.
    this.#known = placeholders.known().filter(([value]) => /\d/.test(value) || value.length >= 16);
  }

  headers(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
    return Object.fromEntries(
      Object.entries(headers).flatMap(([name, value]) => {
        if (requestIdHeader.test(name)) return [[name, this.#placeholders.id(value)]];
        return keptHeaders.has(name) ? [[name, this.#plain(value, "error")]] : [];
      }),
    );
  }

  body(body: Uint8Array, shape: BodyShape, author: Author): Uint8Array {
    if (shape === "aws-eventstream") return this.#awsMessages(body);
    return Buffer.from(this.text(Buffer.from(body).toString("latin1"), shape, author), "latin1");
  }

  text(text: string, shape: Exclude<BodyShape, "aws-eventstream">, author: Author): string {
    const rewriter = new JsonRewriter((token) => this.#token(token, author));
    if (shape !== "sse") return startsJson(text) ? rewriter.rewrite(text) : this.#plain(text, author);
    return text.replaceAll(/^(?:(data|id):(.*))?$/gm, (line: string, field?: string, value = "") => {
      if (field === "data") return `data:${startsJson(value) ? rewriter.rewrite(value) : this.#plain(value, "error")}`;
      if (field === "id") return `id:${this.#placeholders.id(value)}`;
      // A blank line ends the event.
      rewriter.reset();
      return line;
    });
  }

  #awsMessages(body: Uint8Array): Uint8Array {
    const scrubbed = Buffer.from(body);
    let from = 0;
    while (from + 12 <= scrubbed.length) {
      const end = from + scrubbed.readUInt32BE(from);
      const payload = from + 12 + scrubbed.readUInt32BE(from + 4);
      if (end > scrubbed.length || end <= from || payload > end - 4) break;
      scrubbed.write(this.text(scrubbed.toString("latin1", payload, end - 4), "json", "model"), payload, "latin1");
      scrubbed.writeUInt32BE(crc32(scrubbed.subarray(from, end - 4)), end - 4);
      from = end;
    }
    // A message without its end cannot be checked for what it holds, and no reader can use it.
    return scrubbed.subarray(0, from);
  }

  #token({ path, raw, isString }: JsonToken, author: Author): string {
    const key = path.at(-1) ?? "";
    if (!isString) return accountKey.test(key) && raw.length >= 6 ? `1${"0".repeat(raw.length - 1)}` : raw;
    if (accountKey.test(key)) return this.#placeholders.account(raw);
    if (opaqueKey.test(key) || (blobKey.test(key) && /^[\w+/-]{24,}=*$/.test(raw))) return this.#placeholders.opaque(raw);
    if (idKey.test(key) && !/model|provider/i.test(key)) return this.#placeholders.id(raw);
    return this.#plain(raw, path.includes("error") ? "error" : author);
  }

  #plain(text: string, author: Author): string {
    let clean = text;
    for (const [value, placeholder] of this.#known) clean = clean.replaceAll(value, placeholder);
    if (author === "model") {
      for (const secret of this.#secrets) clean = clean.replaceAll(secret, crossedOut);
      return clean;
    }
    clean = scrubText(clean, this.#secrets, crossedOut);
    for (const shape of accountShapes) clean = clean.replaceAll(shape, (found) => this.#placeholders.account(found));
    if (author !== "error") return clean;
    for (const shape of errorShapes) clean = clean.replaceAll(shape, (found) => this.#placeholders.account(found));
    return clean;
  }
}

const keptHeaders = new Set([
  "content-type",
  "retry-after",
  "retry-after-ms",
  "x-should-retry",
  "x-amzn-errortype",
  "x-switchyard-simulated",
]);
const requestIdHeader = /^(?:x-)?(?:amzn-)?(?:apim-)?(?:request|generation)-?id$/;

const accountKey =
  /^(?:organi[sz]ation|org|account|project|user|tenant|workspace|team|customer|subscription)(?:_?(?:id|name|uuid))?$|^(?:safety_identifier|prompt_cache_key|email|username)$/i;
const opaqueKey = /^(?:thought_?)?signature$|^(?:encrypted|redacted)_?(?:content|index|stdout)$/i;
const blobKey = /^(?:data|blob|encrypted)$/;
const idKey = /^id$|_id$|Id$|-id$|uuid$|^system_fingerprint$/;

const accountShapes = [/\b(?:org|proj|acct|user|req)[-_][A-Za-z0-9]{8,}/g, /(?<=\barn:aws[\w-]*:[\w-]+:[\w-]*:)\d{12}\b/g];
/** In an error's words these stand for somebody; in a prompt they may be the task. */
const errorShapes = [
  /\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b/gi,
  /(?<=\bprojects?[ /])[\w-]{4,}/g,
  /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g,
  /\b\d{9,}\b/g,
];

/** As long as the key; escapes stay, so that JSON stays JSON. */
function crossedOut(key: string): string {
  return key.replaceAll(/\\u[0-9a-fA-F]{4}|\\.|[A-Za-z0-9]/g, (part) => (part.startsWith("\\") ? part : "x"));
}

function startsJson(text: string): boolean {
  return /^\s*[{["]/.test(text);
}

function toBytes(text: string): string {
  return Buffer.from(text).toString("latin1");
}

function fromBytes(text: string): string {
  return Buffer.from(text, "latin1").toString();
}
