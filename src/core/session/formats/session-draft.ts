import type { EffortPlan } from "../../model/effort.ts";
import type { ProviderId, StepId, WireId } from "../../model/ids.ts";
import type { Tool } from "../../model/model-request.ts";
import type { Attempt, Lane, Session, Step, StepStatus, ToolResult } from "../../model/session.ts";
import { fileBounds } from "../bounds.ts";
import { FormatError } from "./format.ts";
import type { ReadContext } from "./format.ts";

/** One answer as an importer found it. */
export interface DraftStep {
  readonly parent: StepId | null;
  readonly system: string;
  readonly input: string;
  readonly toolResults: readonly ToolResult[];
  /** Offered beside those of the step before; absent: none. */
  readonly tools?: readonly Tool[];
  /** Null: the question has no answer. */
  readonly answer: DraftAnswer | null;
  readonly asked: Asked | null;
}

/** Who is asked, and how; known even where no answer is. */
export interface Asked {
  readonly provider: ProviderId;
  readonly wire: WireId;
  readonly model: string;
  readonly effort: EffortPlan;
  readonly maxOutputTokens: number | null;
}

export interface DraftAnswer extends Asked {
  readonly attempt: Attempt;
  /** ISO time; null: not said. */
  readonly startedAt: string | null;
}

/** What was sent cannot be known from a conversation alone. */
export const unknownEffort: EffortPlan = {
  requested: "default",
  sent: null,
  sentLabel: "unknown",
  outcome: "not-applicable",
  note: "Imported: the file does not say what effort was asked for.",
};

/** Steps as they are read; at the end every path from a root to a leaf is a lane. */
export class SessionDraft {
  readonly #context: ReadContext;
  readonly #steps = new Map<StepId, DraftStep>();
  readonly #parents = new Set<StepId>();
  title = "";
  createdAt: string | null = null;

  constructor(context: ReadContext) {
    this.#context = context;
  }

  add(step: DraftStep): StepId {
    if (this.#steps.size >= fileBounds.maxSteps) {
      throw new FormatError(`The file holds more than ${String(fileBounds.maxSteps)} answers.`, "Import it in parts.");
    }
    const id = `s-${String(this.#steps.size + 1)}`;
    this.#steps.set(id, step);
    if (step.parent !== null) this.#parents.add(step.parent);
    return id;
  }

  get size(): number {
    return this.#steps.size;
  }

  toSession(label: string): Session {
    // The conversation that began first comes first, also where another ended before it.
    const order = new Map([...this.#steps.keys()].map((id, index) => [id, index]));
    const beganAt = (head: StepId): number => order.get(this.#rootOf(head)) ?? 0;
    const heads = [...this.#steps.keys()]
      .filter((id) => !this.#parents.has(id))
      .map((head) => ({ head, began: beganAt(head) }))
      .toSorted((a, b) => a.began - b.began)
      .map(({ head }) => head);
    if (heads.length > fileBounds.maxLanes) {
      throw new FormatError(`The file holds more than ${String(fileBounds.maxLanes)} branches.`, "Import it in parts.");
    }
    const laneOf = new Map<StepId, string>();
    const lanes = heads.map((head, index) => {
      const lane = `l-${String(index + 1)}`;
      for (let id: StepId | null = head; id !== null && !laneOf.has(id); id = this.#steps.get(id)?.parent ?? null)
        laneOf.set(id, lane);
      return this.#lane(lane, head);
    });
    const [first] = this.#steps.values();
    const createdAt = validTime(this.createdAt) ?? this.#context.now;
    return {
      id: this.#context.newId("x"),
      title: clip(this.title.trim() === "" ? titleOf(first, label) : this.title.trim()),
      createdAt,
      prompt: { system: first?.system ?? "", user: first?.input ?? "", variables: {} },
      lanes,
      steps: Object.fromEntries([...this.#steps].map(([id, step]) => [id, toStep(id, laneOf.get(id) ?? "l-1", step, createdAt)])),
    };
  }

  #rootOf(head: StepId): StepId {
    let root = head;
    for (let at: StepId | null = head; at !== null; at = this.#steps.get(at)?.parent ?? null) root = at;
    return root;
  }

  #lane(id: string, head: StepId): Lane {
    let asked: Asked | null = null;
    for (let at: StepId | null = head; at !== null && asked === null;) {
      const step: DraftStep | undefined = this.#steps.get(at);
      asked = step?.answer ?? step?.asked ?? null;
      at = step?.parent ?? null;
    }
    return {
      id,
      provider: orUnknown(asked?.provider),
      wire: asked?.wire ?? null,
      model: orUnknown(asked?.model),
      effort: asked?.effort.requested ?? "default",
      maxOutputTokens: asked?.maxOutputTokens ?? null,
      wantsSummary: false,
      head,
    };
  }
}

function toStep(id: StepId, lane: string, step: DraftStep, createdAt: string): Step {
  const { answer } = step;
  const asked = answer ?? step.asked;
  return {
    id,
    parent: step.parent,
    lane,
    status: answer === null ? "cancelled" : statusOf(answer.attempt),
    startedAt: validTime(answer?.startedAt ?? null) ?? createdAt,
    durationMs: answer?.attempt.timing.totalMs ?? null,
    input: step.input,
    ...(step.toolResults.length === 0 ? {} : { toolResults: step.toolResults }),
    ...(step.tools === undefined || step.tools.length === 0 ? {} : { tools: step.tools }),
    system: step.system,
    origin: {
      provider: orUnknown(asked?.provider),
      wire: asked?.wire ?? "openai-chat",
      model: orUnknown(asked?.model),
      accountScope: null,
      prefixDigest: null,
      isSimulated: false,
    },
    effort: asked?.effort ?? unknownEffort,
    maxOutputTokens: asked?.maxOutputTokens ?? null,
    attempts: answer === null ? [] : [answer.attempt],
    wait: null,
    failure: answer?.attempt.failure ?? null,
    cost: answer?.attempt.cost ?? null,
  };
}

function statusOf(attempt: Attempt): StepStatus {
  switch (attempt.status) {
    case "failed":
      return "failed";
    case "truncated":
      return "partial";
    case "stopped":
      return "cancelled";
    case "completed":
    case "running":
      return "complete";
  }
}

function orUnknown(name: string | undefined): string {
  return name === undefined || name.trim() === "" ? "unknown" : name;
}

function titleOf(first: DraftStep | undefined, label: string): string {
  return (
    first?.input
      .split("\n")
      .find((line) => line.trim() !== "")
      ?.trim() ?? `Imported: ${label}`
  );
}

function clip(title: string): string {
  return title.length <= 80 ? title : `${title.slice(0, 79).replace(/[\uD800-\uDBFF]$/, "")}…`;
}

/** An ISO time as session files hold it; null when it is none. */
function validTime(time: string | null): string | null {
  if (time === null) return null;
  const milliseconds = Date.parse(time);
  return Number.isNaN(milliseconds) || milliseconds < 0 || milliseconds > 8.64e14 / 100
    ? null
    : new Date(milliseconds).toISOString();
}
