import { prepareCall, streamCall } from "../../src/core/adapters/call.ts";
import { ProviderError } from "../../src/core/model/errors.ts";
import { prefixDigest } from "../../src/core/engine/prefix-digest.ts";
import type { HandoffPlan } from "../../src/core/handoff/plan-handoff.ts";
import { planHandoff } from "../../src/core/handoff/plan-handoff.ts";
import { applyEvents, newAttempt } from "../../src/core/model/attempt.ts";
import type { Effort } from "../../src/core/model/effort.ts";
import type { HandoffMode } from "../../src/core/model/handoff.ts";
import { handoffModes } from "../../src/core/model/handoff.ts";
import type { ModelRequest, Tool } from "../../src/core/model/model-request.ts";
import type { Attempt, Step } from "../../src/core/model/session.ts";
import type { Transport } from "../../src/core/transport/transport.ts";
import type { SimulatedModel } from "../../src/simulator/models.ts";
import { simulatedModels } from "../../src/simulator/models.ts";
import { endedStep, handoffQuestion, registry } from "./handoff-steps.ts";
import { sha256 } from "./handoff-steps.ts";
import { withToolCall } from "./native-tool-call.ts";

/*
 * Every simulated model continued on every other: mode × tool calls × account × edited prefix, sent to the simulator, which
 * enforces what each provider documents. What must come out is worked out here from the models' properties alone.
 */

export interface Cell {
  readonly origin: SimulatedModel;
  readonly target: SimulatedModel;
  readonly mode: HandoffMode;
  readonly hasTools: boolean;
  readonly isSameAccount: boolean;
  readonly isEdited: boolean;
}

export interface CellResult {
  readonly cell: Cell;
  /** Outcome and rule of the reasoning, as planned; null: the origin showed none. */
  readonly verdict: string | null;
  /** What is wrong; empty: all as it must be. */
  readonly faults: readonly string[];
}

const prompt = "A bat and a ball cost $1.10 together. The bat costs $1.00 more than the ball. What does the ball cost?";
const lookup: Tool = { name: "lookup", description: "Looks up a price.", parameters: { type: "object", properties: {} } };

export function allCells(models: readonly SimulatedModel[] = simulatedModels): readonly Cell[] {
  const flags = [false, true];
  return models.flatMap((origin) =>
    models.flatMap((target) =>
      handoffModes.flatMap((mode) =>
        flags.flatMap((hasTools) =>
          flags.flatMap((isSameAccount) =>
            flags.map((isEdited) => ({ origin, target, mode, hasTools, isSameAccount, isEdited })),
          ),
        ),
      ),
    ),
  );
}

/** Runs cells against a simulator at `url`. Each origin is asked once, with and without tools. */
export class MatrixRunner {
  readonly #url: string;
  readonly #transport: Transport;
  readonly #origins = new Map<string, Promise<Step>>();

  constructor(url: string, transport: Transport) {
    this.#url = url;
    this.#transport = transport;
  }

  async run(cell: Cell): Promise<CellResult> {
    const { origin, target, hasTools, isSameAccount, isEdited, mode } = cell;
    const made = await this.#origin(origin, hasTools);
    const step: Step = isEdited ? { ...made, input: `${made.input} Think well.` } : made;
    const tools = hasTools ? [lookup] : [];
    const toolResults = hasTools ? [{ callId: "call_1", name: lookup.name, text: "0.05", isError: false }] : [];
    const question = handoffQuestion(
      [step],
      { provider: "simulator", model: target.id },
      {
        mode,
        tools,
        toolResults,
        effort: effortFor(target),
        accountScope: isSameAccount ? "org-a" : "org-b",
        input: "What is 17 * 24?",
      },
    );
    const plan = planHandoff(question);
    const faults = await this.#send(cell, step, plan).catch((error: unknown) => [
      error instanceof ProviderError ? `${error.failure.status}: ${error.failure.message}` : String(error),
    ]);
    const reasoning = plan.blocks.filter(({ type }) => type === "reasoning");
    const verdicts = [...new Set(reasoning.map(({ outcome, rule }) => `${outcome} ${rule}`))];
    return {
      cell,
      verdict: verdicts.length === 0 ? null : verdicts.join(", "),
      faults: [...faults, ...judgePlan(cell, step, plan)],
    };
  }

  async #send({ target }: Cell, step: Step, plan: HandoffPlan): Promise<readonly string[]> {
    const request = { system: plan.system, messages: plan.messages, tools: plan.tools };
    const { attempt, body } = await this.#ask(target, request);
    const isClaimed = plan.blocks.some(({ type, outcome }) => type === "reasoning" && outcome === "native");
    const states = step.attempts.flatMap(({ opaque }) => opaque.map(({ data }) => data));
    const sent = states.filter((data) => body.includes(JSON.stringify(data).slice(1, -1)));
    const faults: string[] = [];
    if (isClaimed && sent.length < states.length) faults.push("claimed native, but not all of its state was sent");
    if (!isClaimed && sent.length > 0) faults.push("state was sent where it must not be");
    if ((attempt.inputTransformations ?? []).length > 0) {
      faults.push(`silently lost: ${JSON.stringify(attempt.inputTransformations)}`);
    }
    if (plan.briefText !== null && !body.includes("<earlier-reasoning>")) faults.push("the brief was not sent");
    if (!attempt.blocks.some((block) => block.type === "answer" && block.text.includes("408"))) faults.push("no answer came");
    return faults;
  }

  #origin(model: SimulatedModel, hasTools: boolean): Promise<Step> {
    const key = `${model.id} ${hasTools}`;
    const known = this.#origins.get(key) ?? this.#makeOrigin(model, hasTools);
    this.#origins.set(key, known);
    return known;
  }

  async #makeOrigin(model: SimulatedModel, hasTools: boolean): Promise<Step> {
    const request = { system: "Be brief.", messages: [{ role: "user" as const, text: prompt }], tools: hasTools ? [lookup] : [] };
    const { attempt } = await this.#ask(model, request);
    const whole = { ...attempt, status: "completed" as const };
    const step = endedStep({ provider: "simulator", wire: model.wire, model: model.id, input: prompt, system: "Be brief." });
    return {
      ...step,
      effort: { ...step.effort, requested: effortFor(model) },
      origin: { ...step.origin, prefixDigest: prefixDigest(request, sha256) },
      attempts: [hasTools ? withToolCall(whole, model.wire, "call_1", lookup.name) : whole],
    };
  }

  async #ask(
    model: SimulatedModel,
    request: Pick<ModelRequest, "system" | "messages" | "tools">,
  ): Promise<{ attempt: Attempt; body: string }> {
    const adapter = registry.adapterFor({ provider: "simulator", wire: null, model: model.id });
    const rest = { model: model.id, effort: effortFor(model), maxOutputTokens: null, wantsSummary: true, isStreaming: true };
    const call = prepareCall(adapter, { ...request, ...rest }, { parameters: { baseUrl: this.#url } });
    const timeouts = { connectMs: 5_000, headersMs: 5_000, idleMs: 5_000 };
    const { signal } = new AbortController();
    let attempt = newAttempt(1, 0);
    for await (const events of streamCall(call, { transport: this.#transport, key: null, signal, timeouts, now: () => 0 })) {
      attempt = applyEvents(attempt, events, 0);
    }
    return { attempt, body: JSON.stringify(call.body) };
  }
}

function effortFor({ knob }: SimulatedModel): Effort {
  return knob === "budget" ? { budgetTokens: 4_096 } : knob === "none" ? "default" : "high";
}

/** What the plan must say, from the models' properties. */
function judgePlan({ origin, target, mode, isSameAccount, isEdited }: Cell, step: Step, plan: HandoffPlan): readonly string[] {
  const isText = origin.trace === "raw" || origin.trace === "think-tags";
  const expectedRule = (): string => {
    if (mode === "answers" || mode === "brief") return `mode-${mode}`;
    if (origin.wire !== target.wire) return "other-wire";
    if (origin.id !== target.id) return "other-model";
    if (!isSameAccount && !isText) return "other-account";
    if (isEdited && !isText && origin.wire !== "gemini-generate-content") return "prefix-changed";
    return "native";
  };
  const rule = expectedRule();
  const blocks = step.attempts.flatMap((attempt) => attempt.blocks);
  return plan.blocks
    .filter(({ type }) => type === "reasoning")
    .flatMap(({ block, outcome, rule: decided, reason }) => {
      const made = blocks[block];
      const isReadable = made?.type === "reasoning" && made.text.trim() !== "";
      const briefs = mode === "auto" || mode === "brief";
      const expected = rule === "native" ? "native" : briefs && isReadable ? "brief" : "dropped";
      const faults = outcome === expected && decided === rule ? [] : [`${outcome} ${decided}, must be ${expected} ${rule}`];
      return reason === "" ? [...faults, "no reason is given"] : faults;
    });
}
