import type { JsonObject } from "../../model/json.ts";
import { arrayAt, isJsonObject, numberAt, objectAt, stringAt } from "../../model/json.ts";
import type { Attempt } from "../../model/session.ts";
import type { FinishReason } from "../../model/stream-event.ts";
import type { Usage } from "../../model/usage.ts";
import { countedUsage } from "./counted-usage.ts";
import { noTiming } from "./wire-answer.ts";

/** What a log of Inspect says of one call of the model. */
export interface ModelCall {
  /** ISO time; null: not said. */
  readonly startedAt: string | null;
  readonly rest: Partial<Attempt>;
}

/** By the messages that were answered. A log without events says of a sample's last answer only. */
export function modelCalls(sample: JsonObject): ReadonlyMap<JsonObject, ModelCall> {
  const messages = arrayAt(sample, "messages").filter(isJsonObject);
  const byId = new Map(messages.map((message) => [stringAt(message, "id"), message]));
  const calls = new Map<JsonObject, ModelCall>();
  const output = objectAt(sample, "output");
  const last = messages.at(-1);
  if (output !== null && last !== undefined) calls.set(last, callOf(output, null));
  for (const event of arrayAt(sample, "events")) {
    const answered = isJsonObject(event) && event["event"] === "model" ? objectAt(event, "output") : null;
    const [choice] = arrayAt(answered ?? {}, "choices");
    const id = isJsonObject(choice) ? stringAt(objectAt(choice, "message") ?? {}, "id") : null;
    const message = id === null ? undefined : byId.get(id);
    if (message === undefined || answered === null || !isJsonObject(event)) continue;
    calls.set(message, callOf(answered, stringAt(event, "timestamp")));
  }
  return calls;
}

function callOf(output: JsonObject, startedAt: string | null): ModelCall {
  const [choice] = arrayAt(output, "choices");
  const raw = isJsonObject(choice) ? stringAt(choice, "stop_reason") : null;
  const usage = objectAt(output, "usage");
  const seconds = numberAt(output, "time");
  return {
    startedAt,
    rest: {
      ...(usage === null ? {} : { usage: usageOf(usage) }),
      ...(raw === null ? {} : { finish: { reason: reasons.get(raw) ?? "stop", raw } }),
      ...(seconds === null || seconds < 0 ? {} : { timing: { ...noTiming, totalMs: Math.round(seconds * 1000) } }),
    },
  };
}

const reasons: ReadonlyMap<string, FinishReason> = new Map([
  ["max_tokens", "length"],
  ["model_length", "context"],
  ["tool_calls", "tool-calls"],
  ["content_filter", "content-filter"],
]);

/** The cache stands beside the input (ModelUsage, 2026-08); where older logs counted it in the input, their total says so. */
function usageOf(usage: JsonObject): Usage {
  const counts = {
    input: numberAt(usage, "input_tokens"),
    cacheRead: numberAt(usage, "input_tokens_cache_read"),
    cacheWrite: numberAt(usage, "input_tokens_cache_write"),
    output: numberAt(usage, "output_tokens"),
    reasoning: numberAt(usage, "reasoning_tokens"),
  };
  const isIncluded = numberAt(usage, "total_tokens") === (counts.input ?? 0) + (counts.output ?? 0);
  return countedUsage(counts, isIncluded ? "included" : "additive", usage);
}
