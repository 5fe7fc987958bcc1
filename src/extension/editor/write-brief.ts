import type { EngineDependencies, LaneJob, RunOptions } from "../../core/engine/engine.ts";
import { requestText } from "../../core/engine/request-text.ts";
import { startRun } from "../../core/engine/start-run.ts";
import { defaultBriefTokens } from "../../core/handoff/make-brief.ts";
import type { BriefSource } from "../../core/handoff/make-brief.ts";
import { modelBriefRequest, readModelBrief } from "../../core/handoff/model-brief.ts";
import { printBrief } from "../../core/handoff/print-brief.ts";
import type { EarlierBrief } from "../../core/model/brief.ts";
import type { BriefWriting, ContinuationBrief } from "../../core/model/continuation.ts";
import type { StepId } from "../../core/model/ids.ts";
import { reduceSession } from "../../core/model/session-reducer.ts";
import { lastAttempt } from "../../core/model/session.ts";
import type { Lane, Session, Step } from "../../core/model/session.ts";
import { estimateTokens } from "../../core/model/token-estimate.ts";
import { noUsage } from "../../core/model/usage.ts";
import { Refusal } from "../refusal.ts";
import type { LiveSession } from "./live-session.ts";

export interface Writing {
  readonly engine: EngineDependencies;
  /** The writer. */
  readonly lane: Lane;
  readonly source: BriefSource;
  readonly earlier: readonly EarlierBrief[];
  readonly boundTokens: number | null;
  /** The step that is continued; null: none. */
  readonly from: StepId | null;
}

/** What a model would be paid for writing the brief: its input, and an answer as long as the bound. */
export async function priceBrief({ engine, lane, source, boundTokens }: Writing): Promise<BriefWriting> {
  const { prices, clock, registry } = engine;
  await prices.prepare(lane.provider, lane.model);
  const inputTokens = estimateTokens(requestText(modelBriefRequest(source, lane, boundTokens)));
  const output = boundTokens ?? defaultBriefTokens(source);
  const usage = {
    ...noUsage,
    source: "estimated" as const,
    input: { ...noUsage.input, total: inputTokens },
    output: { total: output, reasoning: 0, visible: output },
  };
  const { usd } = prices.costOf({ provider: lane.provider, model: lane.model, usage, at: clock.now() });
  return { inputTokens, costUsd: usd, isSimulated: registry.provider(lane.provider)?.kind === "simulated" };
}

/** Lets a model write the brief. What it cost is the session's, whether its answer is of use or not. */
export async function writeBrief(writing: Writing, live: LiveSession): Promise<ContinuationBrief> {
  const { engine, lane, source, earlier, boundTokens, from } = writing;
  const request = modelBriefRequest(source, lane, boundTokens);
  const { step } = await live.runner.beside("brief", from, async (options) => ({
    step: await run({ lane, parent: null, input: "Write a brief.", request }, engine, options),
  }));
  const blocks = (step === null ? null : lastAttempt(step))?.blocks ?? [];
  const answer = blocks.flatMap((block) => (block.type === "answer" ? [block.text] : [])).join("");
  const result = readModelBrief(answer, source, boundTokens);
  if (result.type === "rejected") {
    throw new Refusal(step?.failure?.message ?? result.why, "The brief made here stays. What the answer cost is in the ledger.");
  }
  const text = printBrief(result.brief);
  const bound = boundTokens ?? defaultBriefTokens(source);
  return { text, tokens: estimateTokens(text), boundTokens: bound, graph: result.brief, earlier, maker: "model" };
}

/** One request beside the session: its step is in no lane. */
async function run(job: LaneJob, engine: EngineDependencies, options: RunOptions): Promise<Step | null> {
  const prompt = { system: "", user: "", variables: {} };
  let session: Session = { id: "brief", title: "", createdAt: "", prompt, lanes: [job.lane], steps: {} };
  await startRun(engine, [job], options, (change) => {
    session = reduceSession(session, change);
  }).done;
  return Object.values(session.steps)[0] ?? null;
}
