import { stringify } from "yaml";
import type { JsonObject } from "../../model/json.ts";
import type { Lane, Session } from "../../model/session.ts";
import { lanePath, lastAttempt } from "../../model/session.ts";
import { noUsage } from "../../model/usage.ts";
import type { Format } from "./format.ts";
import { known } from "./lane-flow.ts";

/** The comparison as promptfoo would run it: the prompt, a provider for each lane, one test with the variables. */
export const promptfooFormat: Format = {
  id: "promptfoo",
  label: "promptfoo configuration",
  extension: ".yaml",
  detect: () => null,
  write: (session) => stringify(configOf(session)),
};

/** What promptfoo writes with `--output results.json`: a result for each lane. */
export const promptfooResultsFormat: Format = {
  id: "promptfoo-results",
  label: "promptfoo results",
  extension: ".json",
  detect: () => null,
  write(session) {
    const results = session.lanes.map((lane, index) => resultOf(session, lane, index));
    const successes = results.filter((result) => result["success"] === true).length;
    const value = {
      evalId: session.id,
      results: {
        version: 3,
        timestamp: session.createdAt,
        prompts: [{ raw: promptText(session), label: session.title }],
        results,
        stats: { successes, failures: 0, errors: results.length - successes },
      },
      config: configOf(session),
      shareableUrl: null,
    };
    return `${JSON.stringify(value, null, 2)}\n`;
  },
};

function configOf(session: Session): JsonObject {
  return {
    description: session.title,
    prompts: [promptText(session)],
    providers: session.lanes.map(providerOf),
    tests: [{ vars: { ...session.prompt.variables } }],
  };
}

/** promptfoo reads a JSON list as messages. */
function promptText({ prompt }: Session): string {
  if (prompt.system === "") return prompt.user;
  return JSON.stringify([
    { role: "system", content: prompt.system },
    { role: "user", content: prompt.user },
  ]);
}

function providerOf(lane: Lane): JsonObject {
  const isTier = typeof lane.effort === "string" && lane.effort !== "default";
  const config = known({
    reasoning_effort: isTier && typeof lane.effort === "string" ? lane.effort : null,
    thinking: typeof lane.effort === "string" ? null : { type: "enabled", budget_tokens: lane.effort.budgetTokens },
    max_tokens: lane.maxOutputTokens,
  });
  const effort = typeof lane.effort === "string" ? lane.effort : String(lane.effort.budgetTokens);
  return { id: providerId(lane), label: `${lane.model}@${effort}`, ...(Object.keys(config).length === 0 ? {} : { config }) };
}

/** promptfoo's own names; for all others its OpenAI-compatible `<provider>:<model>`. */
const prefixes: ReadonlyMap<string, string> = new Map([
  ["openai", "openai:responses"],
  ["anthropic", "anthropic:messages"],
]);

function providerId(lane: Lane): string {
  return `${prefixes.get(lane.provider) ?? lane.provider}:${lane.model}`;
}

function resultOf(session: Session, lane: Lane, index: number): JsonObject {
  const step = lanePath(session, lane).at(-1) ?? null;
  const attempt = step === null ? null : lastAttempt(step);
  const output = (attempt?.blocks ?? []).flatMap((block) => (block.type === "answer" ? [block.text] : [])).join("\n\n");
  const usd = step?.cost?.usd ?? null;
  const { input, output: counts } = attempt?.usage ?? noUsage;
  // `cached` would be what promptfoo's own cache answered.
  const details = known({
    reasoning: counts.reasoning,
    cacheReadInputTokens: input.cacheRead,
    cacheCreationInputTokens: input.cacheWrite,
  });
  const tokenUsage: JsonObject = {
    ...known({ prompt: input.total, completion: counts.total }),
    ...(Object.keys(details).length === 0 ? {} : { completionDetails: details }),
  };
  const isComplete = step?.status === "complete";
  const error = step?.failure?.message ?? (isComplete ? null : `The lane is ${step?.status ?? "not run"}.`);
  return known({
    promptIdx: 0,
    testIdx: index,
    provider: { id: providerId(lane), label: lane.model },
    prompt: { raw: promptText(session), label: session.title },
    vars: { ...session.prompt.variables },
    response: { output, tokenUsage, ...known({ cost: usd === null ? null : Number(usd), error }) },
    success: isComplete,
    score: isComplete ? 1 : 0,
    latencyMs: step?.durationMs ?? null,
    cost: usd === null ? null : Number(usd),
    error,
  });
}
