import { defaultRunOptions } from "../core/engine/engine.ts";
import type { LaneJob } from "../core/engine/engine.ts";
import { requestText } from "../core/engine/request-text.ts";
import { startRun } from "../core/engine/start-run.ts";
import type { HandoffPlan } from "../core/handoff/plan-handoff.ts";
import { modelBriefRequest, readModelBrief } from "../core/handoff/model-brief.ts";
import { printBrief } from "../core/handoff/print-brief.ts";
import type { BriefWriter } from "../core/model/handoff.ts";
import { reduceSession } from "../core/model/session-reducer.ts";
import type { Lane, Session, Step } from "../core/model/session.ts";
import { lastAttempt } from "../core/model/session.ts";
import { estimateTokens } from "../core/model/token-estimate.ts";
import { noUsage } from "../core/model/usage.ts";
import { defaultTimeouts } from "../core/transport/transport.ts";
import type { OpenHost } from "./open-host.ts";
import { report } from "./terminal.ts";
import type { Terminal } from "./terminal.ts";

export interface WrittenBrief {
  /** Null: what came is no brief, and the one made here stands. */
  readonly text: string | null;
  readonly by: BriefWriter;
  /** The request beside the session, which has cost something whatever it brought. */
  readonly step: Step;
}

export interface BriefWriting {
  readonly plan: HandoffPlan;
  /** The writer. */
  readonly lane: Lane;
  readonly maxTokens: number | null;
  /** The most that it may cost; null: there is no limit. */
  readonly maxCostUsd: string | null;
}

/** Lets a model write the brief; says what its input costs before, and what it all cost after. Null: none is needed. */
export async function writeBrief(
  { plan, lane, maxTokens, maxCostUsd }: BriefWriting,
  host: OpenHost,
  terminal: Terminal,
): Promise<WrittenBrief | null> {
  const source = plan.briefSource;
  if (source === null) return null;
  const request = modelBriefRequest(source, lane, maxTokens);
  const { prices, clock } = host.dependencies;
  await prices.prepare(lane.provider, lane.model);
  const total = estimateTokens(requestText(request));
  const input = { ...noUsage.input, total };
  const usage = { ...noUsage, source: "estimated" as const, input, output: { total: 0, reasoning: 0, visible: 0 } };
  const { usd } = prices.costOf({ provider: lane.provider, model: lane.model, usage, at: clock.now() });
  report(
    terminal,
    `Brief by ${lane.provider}/${lane.model}: ≈${total} input tokens, ${usd === null ? "unknown cost" : `≈ $${usd}`}.`,
  );
  const step = await run({ lane, parent: null, input: "Write a brief.", request }, maxCostUsd, host);
  if (step === null) return null;
  const blocks = lastAttempt(step)?.blocks ?? [];
  const answer = blocks.flatMap((block) => (block.type === "answer" ? [block.text] : [])).join("");
  const { cost } = step;
  const spent = cost?.usd ?? null;
  report(terminal, `The brief cost ${spent === null ? "an unknown amount" : `$${spent}`}.`);
  const by = { provider: lane.provider, model: lane.model, cost };
  const result = readModelBrief(answer, source, maxTokens);
  if (result.type === "brief" && step.status !== "budget") return { text: printBrief(result.brief), by, step };
  const stopped = step.status === "budget" ? "The budget ended the brief." : null;
  const why = stopped ?? step.failure?.message ?? (result.type === "rejected" ? result.why : "");
  report(terminal, `Note: ${why} The brief made here is sent instead.`);
  return { text: null, by, step };
}

async function run(job: LaneJob, budgetUsd: string | null, host: OpenHost): Promise<Step | null> {
  const prompt = { system: "", user: "", variables: {} };
  let session: Session = { id: "brief", title: "", createdAt: "", prompt, lanes: [job.lane], steps: {} };
  const options = { ...defaultRunOptions, budgetUsd, timeouts: defaultTimeouts };
  await startRun(host.dependencies, [job], options, (change) => {
    session = reduceSession(session, change);
  }).done;
  return Object.values(session.steps)[0] ?? null;
}
