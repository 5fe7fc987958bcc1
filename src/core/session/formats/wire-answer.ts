import { createClassify } from "../../adapters/classify-error.ts";
import { createGuard } from "../../adapters/guard.ts";
import type { Wire, WireDialect } from "../../adapters/wire.ts";
import { applyEvents, newAttempt } from "../../model/attempt.ts";
import type { EffortPlan } from "../../model/effort.ts";
import { isEffortTier } from "../../model/effort.ts";
import { ProviderError } from "../../model/errors.ts";
import type { ProviderId } from "../../model/ids.ts";
import type { JsonObject, JsonValue } from "../../model/json.ts";
import { isJsonObject, numberAt, objectAt, stringAt } from "../../model/json.ts";
import type { Attempt } from "../../model/session.ts";
import type { StreamEvent } from "../../model/stream-event.ts";
import { count, saneUsage } from "./counted-usage.ts";
import { describeValue } from "./format.ts";
import type { ReadContext } from "./format.ts";
import { unknownEffort } from "./session-draft.ts";

/**
 * What a response body says, read by the wire that would have received it. An answer out of a history has no end and no
 * usage of its own; what the wire made of its absence is taken back.
 */
export function wireAnswer(wire: Wire, provider: ProviderId, body: JsonValue, kind: "response" | "history"): Attempt {
  const classify = createClassify({ headers: {}, provider, label: provider, nowMs: 0, secrets: [] });
  const guard = createGuard(classify);
  const events: StreamEvent[] = [];
  try {
    guard.push(wire.decodeBody(body, wire.defaultDialect, classify), events);
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    guard.end(events, { ...error.failure, provider });
  }
  guard.end(events, null);
  const read = applyEvents(newAttempt(1, 0), events, 0);
  const attempt = { ...read, timing: noTiming, usage: read.usage === null ? null : saneUsage(read.usage) };
  if (kind === "history") return { ...attempt, status: "completed", finish: null, failure: null, responseId: null, warnings: [] };
  const reason = attempt.finish?.reason;
  return { ...attempt, status: reason === "truncated" ? "truncated" : reason === "error" ? "failed" : "completed" };
}

export const noTiming: Attempt["timing"] = { firstByteMs: null, firstReasoningMs: null, firstAnswerMs: null, totalMs: null };

/** Effort as a request body says it. @param path the keys to the tier, and to the fields around it */
export function tierEffort(sent: JsonObject | null, tier: string | null): EffortPlan {
  if (sent === null) return unknownEffort;
  const requested = tier !== null && isEffortTier(tier) ? tier : "default";
  const isKnown = requested !== "default";
  return {
    requested,
    sent,
    sentLabel: tier ?? "set",
    outcome: isKnown ? "exact" : "not-applicable",
    note: isKnown ? null : "Imported: sent as shown.",
  };
}

export function budgetEffort(sent: JsonObject, tokens: number): EffortPlan {
  const isBudget = Number.isSafeInteger(tokens) && tokens > 0 && tokens <= 1_000_000_000;
  return {
    requested: isBudget ? { budgetTokens: tokens } : "default",
    sent,
    sentLabel: `${String(tokens)} tok`,
    outcome: isBudget ? "exact" : "not-applicable",
    note: isBudget ? null : "Imported: sent as shown.",
  };
}

/** A positive whole number, as output limits are. */
export function limitAt(body: JsonObject, key: string): number | null {
  const value = count(numberAt(body, key));
  return value === 0 ? null : value;
}

/** Text of a content that is a string, or a list whose text parts are joined; other parts stay unread, and so are losses. */
export function contentText(
  content: JsonValue | undefined,
  types: readonly string[] = ["text", "input_text", "output_text"],
): string | null {
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) return null;
  const texts: string[] = [];
  for (const part of content) {
    if (typeof part === "string") texts.push(part);
    else if (isJsonObject(part) && types.includes(stringAt(part, "type") ?? "")) texts.push(stringAt(part, "text") ?? "");
  }
  return texts.length === 0 ? null : texts.join("\n\n");
}

/** `{request, response}` as loggers write it, or either alone. */
export function requestAndResponse(json: JsonObject): {
  readonly request: JsonObject | null;
  readonly response: JsonObject | null;
} {
  const request = objectAt(json, "request");
  const response = objectAt(json, "response");
  return request === null && response === null ? { request: json, response: json } : { request, response };
}

/** The tier that answered stands beside the usage, and is kept only where it decides the price. */
export function loseUnpricedTier(response: JsonObject, path: string, attempt: Attempt, context: ReadContext): void {
  const tier = stringAt(response, "service_tier");
  const raw = attempt.usage?.raw;
  if (tier === null || (isJsonObject(raw) && raw["service_tier"] === tier)) return;
  context.lose({ path, what: describeValue(tier), why: "A tier is kept only where it decides the price." });
}

/** A wire with its own dialect, under the general type: whatever dialect is passed in, it is this one. */
export function asWire<D extends WireDialect>(wire: Wire<D>, dialect: D): Wire {
  return {
    ...wire,
    defaultDialect: dialect,
    encode: (input) => wire.encode(input, dialect),
    createDecoder: (_, classify) => wire.createDecoder(dialect, classify),
    decodeBody: (body, _, classify) => wire.decodeBody(body, dialect, classify),
  };
}
