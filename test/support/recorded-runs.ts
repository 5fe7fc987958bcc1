import { createHash } from "node:crypto";
import { parseEffort } from "../../src/core/model/effort.ts";
import type { Effort } from "../../src/core/model/effort.ts";
import type { JsonValue } from "../../src/core/model/json.ts";
import { isJsonArray, isJsonObject, numberAt, objectAt, stringAt } from "../../src/core/model/json.ts";
import { recordedResponses } from "./recorded-responses.ts";
import type { RecordedResponse } from "./recorded-responses.ts";
import { hasUnseenWork, isHandMade } from "./unseen-work.ts";

/** A recorded response as a forecast would have met it. */
export interface RecordedRun {
  readonly id: string;
  readonly provider: string;
  readonly model: string;
  readonly effort: Effort;
  /** The last user text; null: no request was recorded. */
  readonly prompt: string | null;
  readonly hasTools: boolean;
  /** The output limit that was sent; null: none was. */
  readonly maxOutputTokens: number | null;
  readonly inputTokens: number | null;
  readonly outputTokens: number;
  readonly reasoningTokens: number | null;
  /** By the prompt's letters, so that one prompt is on one side whatever model answered. Weights are fitted on `fitted` only. */
  readonly half: "fitted" | "held out";
}

/**
 * Every recorded response with a reported output count, but those whose provider ran tools or compactions of its own in
 * it, which Switchyard never asks for, and those whose counts were made up for a fixture.
 */
export function recordedRuns(): readonly RecordedRun[] {
  return [...recordedResponses()].flatMap((response): RecordedRun[] => {
    const { usage, item, model, batches } = response;
    if (hasUnseenWork(batches.flat()) || isHandMade(item)) return [];
    const outputTokens = usage?.source === "reported" ? usage.output.total : null;
    if (usage === null || outputTokens === null || outputTokens === 0) return [];
    const request = item.request();
    const prompt = lastUserText(request);
    return [
      {
        id: item.id,
        provider: item.folder,
        model,
        effort: effortOf(response),
        prompt,
        hasTools: isJsonObject(request) && toolKeys.some((key) => key in request),
        maxOutputTokens: limitOf(request),
        inputTokens: usage.input.total,
        outputTokens,
        reasoningTokens: usage.output.reasoning,
        half: halfOf(prompt ?? item.id),
      },
    ];
  });
}

function limitOf(request: JsonValue): number | null {
  if (!isJsonObject(request)) return null;
  const inner = ["generationConfig", "generation_config", "inferenceConfig", "options"].map(
    (key) => objectAt(request, key) ?? {},
  );
  for (const holder of [request, ...inner]) {
    for (const key of limitKeys) {
      const limit = numberAt(holder, key);
      if (limit !== null && limit > 0) return limit;
    }
  }
  return null;
}

const limitKeys = ["max_tokens", "max_completion_tokens", "max_output_tokens", "maxOutputTokens", "maxTokens", "num_predict"];

const toolKeys = ["tools", "toolConfig", "functions"];

function halfOf(text: string): RecordedRun["half"] {
  const letters = text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "")
    .slice(0, 40);
  return (createHash("sha256").update(letters).digest()[0] ?? 0) % 2 === 0 ? "fitted" : "held out";
}

/** Effort is read from the recorded request where it says one; else from whether the model reasoned, shown, told in its answer, or only counted. */
function effortOf({ item, batches, usage }: RecordedResponse): Effort {
  const request = item.request();
  const body = isJsonObject(request) ? request : {};
  const word =
    stringAt(body, "reasoning_effort") ??
    stringAt(objectAt(body, "reasoning") ?? {}, "effort") ??
    stringAt(objectAt(body, "output_config") ?? {}, "effort") ??
    stringAt(objectAt(objectAt(body, "generationConfig") ?? {}, "thinkingConfig") ?? {}, "thinkingLevel");
  const asked = word === null ? null : parseEffort(word.toLowerCase());
  if (asked !== null) return asked;
  const thinking = objectAt(body, "thinking") ?? objectAt(objectAt(body, "generationConfig") ?? {}, "thinkingConfig") ?? {};
  const budgetTokens = numberAt(thinking, "budget_tokens") ?? numberAt(thinking, "thinkingBudget");
  if (budgetTokens === 0) return "none";
  if (budgetTokens !== null && budgetTokens > 0) return { budgetTokens };
  const isCounted = (usage?.output.reasoning ?? 0) > 0 || item.features.includes("think-tags-in-content");
  return isCounted || batches.flat().some(({ type }) => type === "reasoning-start") ? "default" : "none";
}

function lastUserText(request: JsonValue): string | null {
  if (!isJsonObject(request)) return null;
  const list = request["messages"] ?? request["contents"] ?? request["input"] ?? request["steps"];
  if (typeof list === "string") return list;
  if (!isJsonArray(list)) return null;
  const texts = list.flatMap((message): string[] => {
    if (!isJsonObject(message)) return [];
    const role = stringAt(message, "role") ?? stringAt(message, "type");
    if (role !== null && role !== "user" && role !== "user_input") return [];
    const text = textOf(message["content"] ?? message["parts"] ?? message["text"] ?? null);
    return text === "" ? [] : [text];
  });
  return texts.at(-1) ?? null;
}

/** Text of a message's parts; tool results are no prompt. */
function textOf(content: JsonValue): string {
  if (typeof content === "string") return content;
  if (!isJsonArray(content)) return "";
  const parts = content.flatMap((part) => {
    if (!isJsonObject(part) || part["type"] === "tool_result") return [];
    return stringAt(part, "text") ?? [];
  });
  return parts.join("\n");
}
