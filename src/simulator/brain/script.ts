import type { JsonObject } from "../../core/model/json.ts";
import { countTokens, firstTokens } from "../tokens.ts";

/** One stretch of reasoning, in the model's own words and as a provider would digest it. */
export interface Thought {
  readonly title: string;
  readonly summary: string;
  readonly raw: string;
}

/** What a model does with a prompt, before any wire shows it. */
export interface Script {
  readonly thoughts: readonly Thought[];
  /** What the reasoning cost; more than its text where the text is a digest or is not shown. */
  readonly reasoningTokens: number;
  readonly answer: string;
  readonly answerTokens: number;
  readonly finish: "stop" | "length" | "refusal" | "tool-calls";
  /** In place of an answer. */
  readonly calls: readonly ScriptCall[];
}

/** A tool that the model wants called. */
export interface ScriptCall {
  readonly name: string;
  readonly arguments: JsonObject;
}

/** The reasoning as one text, as models that show it raw send it. */
export function rawTrace(script: Script): string {
  return script.thoughts.map((thought) => thought.raw).join("\n\n");
}

/** A summary part as providers write them: a bold title, then what was considered. */
export function summaryText(thought: Thought): string {
  return `**${thought.title}**\n\n${thought.summary}`;
}

/** Thinking counts toward the output limit everywhere: a limit that it uses up leaves an empty answer. */
export function limited(script: Script, maxOutputTokens: number | null): Script {
  const spent = script.reasoningTokens + script.answerTokens;
  if (maxOutputTokens === null || spent <= maxOutputTokens) return script;
  // Half a call is of no use to anybody: here a limit never cuts one.
  if (script.calls.length > 0 && script.reasoningTokens < maxOutputTokens) return script;
  if (script.reasoningTokens >= maxOutputTokens) return starved(script, maxOutputTokens);
  const answer = firstTokens(script.answer, maxOutputTokens - script.reasoningTokens);
  return { ...script, answer, answerTokens: countTokens(answer), finish: "length" };
}

/** All of `tokens` went into thinking. */
export function starved(script: Script, tokens: number): Script {
  const share = script.reasoningTokens === 0 ? 0 : tokens / script.reasoningTokens;
  const thoughts: Thought[] = [];
  let left = Math.floor(countTokens(rawTrace(script)) * share);
  for (const thought of script.thoughts) {
    if (left <= 0) break;
    thoughts.push({ ...thought, raw: firstTokens(thought.raw, left) });
    left -= countTokens(thought.raw) + 1;
  }
  return {
    thoughts,
    reasoningTokens: Math.min(tokens, script.reasoningTokens),
    answer: "",
    answerTokens: 0,
    calls: [],
    finish: "length",
  };
}
