import { prefixDigest } from "../../src/core/engine/prefix-digest.ts";
import type { HandoffPlan } from "../../src/core/handoff/plan-handoff.ts";
import { planHandoff } from "../../src/core/handoff/plan-handoff.ts";
import type { Effort } from "../../src/core/model/effort.ts";
import type { HandoffMode } from "../../src/core/model/handoff.ts";
import type { Tool } from "../../src/core/model/model-request.ts";
import type { Step, ToolResult } from "../../src/core/model/session.ts";
import { lastAttempt } from "../../src/core/model/session.ts";
import type { SimulatedModel } from "../../src/simulator/simulated-model.ts";
import { accountKeys, effortFor, keyedRegistry, type AskSimulator, type Asked } from "./ask-simulator.ts";
import { tools } from "./handoff-matrix.ts";
import { endedStep, handoffQuestion, sha256 } from "./handoff-steps.ts";

/** What a link of a chain was, for checking it. */
export interface Link extends Asked {
  readonly plan: HandoffPlan;
  readonly step: Step;
}

export interface NextLink {
  /** Empty: only tool results go on. */
  readonly input: string;
  readonly mode?: HandoffMode;
  readonly effort?: Effort;
  readonly key?: string;
  /** Tools to offer; left out: all of them. */
  readonly offers?: readonly Tool[];
}

/** A conversation that goes from model to model as a session does, each link planned, sent and kept as a step. */
export class HandoffChain {
  readonly #ask: AskSimulator;
  readonly #path: Step[] = [];

  constructor(ask: AskSimulator) {
    this.#ask = ask;
  }

  async next(
    model: SimulatedModel,
    { input, mode = "auto", effort, key = accountKeys.same, offers = tools }: NextLink,
  ): Promise<Link> {
    const accountScope = key.slice(0, key.lastIndexOf("-"));
    const toolResults = this.#results();
    const question = {
      ...handoffQuestion(this.#path, { provider: "simulator", model: model.id }, { mode, input, toolResults, tools: offers }),
      adapter: keyedRegistry.adapterFor({ provider: "simulator", wire: null, model: model.id }),
      accountScope,
      effort: effort ?? effortFor(model),
    };
    const plan = planHandoff(question);
    const kept = plan.keptEffort === null ? {} : { keptEffort: plan.keptEffort };
    const request = { system: plan.system, messages: plan.messages, tools: plan.tools, effort: question.effort, ...kept };
    const asked = await this.#ask(model, request, key);
    const from = this.#path.at(-1)?.id;
    const { blocks, briefText: brief } = plan;
    const made = endedStep({
      id: `s${this.#path.length + 1}`,
      provider: "simulator",
      wire: model.wire,
      model: model.id,
      input,
      account: accountScope,
      effort: question.effort,
      ...(from === undefined ? {} : { handoff: { mode, from, blocks, brief, fallbackOf: null } }),
    });
    const step: Step = {
      ...made,
      origin: { ...made.origin, prefixDigest: prefixDigest(request, sha256) },
      attempts: [{ ...asked.attempt, status: "completed" }],
      ...(toolResults.length === 0 ? {} : { toolResults }),
      ...(plan.newTools.length === 0 ? {} : { tools: plan.newTools }),
    };
    this.#path.push(step);
    return { ...asked, plan, step };
  }

  #results(): readonly ToolResult[] {
    const last = this.#path.at(-1);
    const blocks = (last === undefined ? null : lastAttempt(last))?.blocks ?? [];
    return blocks.flatMap((block) => {
      if (block.type !== "tool-call") return [];
      return [{ callId: block.callId, name: block.name, text: `${block.name} says 0.05`, isError: false }];
    });
  }
}
