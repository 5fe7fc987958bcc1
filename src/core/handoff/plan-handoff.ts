import type { Adapter } from "../adapters/adapter.ts";
import { continuityOf, readsReasoningOf } from "../adapters/continuity.ts";
import { prefixDigest } from "../engine/prefix-digest.ts";
import type { Brief, EarlierBrief } from "../model/brief.ts";
import type { Effort } from "../model/effort.ts";
import { effortText } from "../model/effort.ts";
import type { HandoffBlock, HandoffMode } from "../model/handoff.ts";
import type { StepId } from "../model/ids.ts";
import type { Message, Tool } from "../model/model-request.ts";
import { toolsOf, withTools } from "../model/offered-tools.ts";
import type { Step, ToolResult } from "../model/session.ts";
import { lastAttempt } from "../model/session.ts";
import { decideBlocks } from "./decide-blocks.ts";
import { effortChanges, type EffortChanges } from "./effort-changes.ts";
import { historyMessages, newMessages, stubTools, type MessageChanges } from "./history.ts";
import { defaultBriefTokens, makeBrief } from "./make-brief.ts";
import type { BriefSource } from "./make-brief.ts";
import { framedBrief, printBrief } from "./print-brief.ts";
import { decidingRule } from "./rules.ts";
import type { Rule, StepFacts } from "./rules.ts";
import { newTools, toolChanges, type ToolChanges } from "./tool-changes.ts";

export interface HandoffQuestion {
  /** From the first step to the one that is continued. Empty: a first prompt is asked anew. */
  readonly path: readonly Step[];
  /** System text where the path is empty; else that of its last step stays. */
  readonly system?: string;
  /** Where it goes. */
  readonly adapter: Adapter;
  /** A salted hash of the account that will send it; null: there is none. */
  readonly accountScope: string | null;
  readonly effort: Effort;
  readonly mode: HandoffMode;
  /** The next user message; may be empty when tool results go on with a turn. */
  readonly input: string;
  readonly toolResults: readonly ToolResult[];
  /** Tools to offer beside those of the conversation; calls without a definition get one made from their name. */
  readonly tools: readonly Tool[];
  /** Bound of a brief, in estimated tokens; null: a tenth of what it stands for, within limits. */
  readonly briefTokens: number | null;
  /** The reader's or a model's own text in place of the brief made here; null: make one. */
  readonly briefText: string | null;
  readonly sha256: (text: string) => string;
}

/** What would be sent, and why so. Nothing has been sent. */
export interface HandoffPlan {
  readonly mode: HandoffMode;
  readonly blocks: readonly HandoffBlock[];
  /** Null: none is needed, or the text is not our own. */
  readonly brief: Brief | null;
  /** As it is sent; null: none. */
  readonly briefText: string | null;
  /** Briefs that stand in the conversation already and go along with it, as they will be sent. */
  readonly earlierBriefs: readonly EarlierBrief[];
  /** What a brief is made of, for a maker other than ours; null: none is needed. */
  readonly briefSource: BriefSource | null;
  readonly system: string;
  readonly messages: readonly Message[];
  /** Of the request itself; what is added to them may stand in the messages. */
  readonly tools: readonly Tool[];
  /** Those that the path did not offer: the new step's own. */
  readonly newTools: readonly Tool[];
  /** The effort of the request itself, where another one is appended; null: the one that was asked. */
  readonly keptEffort: Effort | null;
  /** What changes in the conversation instead of in the request, to which earlier reasoning is bound. */
  readonly changes: MessageChanges;
  /** Everything before the new messages is, byte for byte, what its last step was made with. */
  readonly isPrefixIntact: boolean;
  /** And the same model and account got it, so that it may be in a cache. */
  readonly isCacheable: boolean;
}

/** What is fixed while steps are judged. */
interface Course {
  readonly question: HandoffQuestion;
  readonly path: readonly Step[];
  /** Of the request, as long as earlier reasoning may be bound to them. */
  readonly tools: readonly Tool[];
  readonly efforts: EffortChanges | null;
  readonly toolChanges: ToolChanges | null;
}

/**
 * Computes, for every block of the path, whether it goes as native state, in a brief, as plain text or not at all, with
 * the rule that says so, and the messages that follow from it. Pure; the same question gives the same plan.
 */
export function planHandoff(question: HandoffQuestion): HandoffPlan {
  const { mode, input, toolResults } = question;
  const path = pathInUse(question);
  const offered = toolsOf(path);
  const wanted = withTools(offered, question.tools);
  const stubs = stubTools(path, wanted);
  const own = path.filter((step) => isOwn(question, step));
  const efforts = effortChanges(question.adapter, own);
  const additions = toolChanges(question.adapter, path, own);
  const added = additions?.next(wanted) ?? null;
  const [lastOwn] = own.slice(-1);
  const canAdd = added !== null && additions !== null && lastOwn !== undefined;
  const keptTools = [...(canAdd ? additions.requestTools(lastOwn) : wanted), ...stubs];
  const course: Course = { question, path, tools: keptTools, efforts, toolChanges: canAdd ? additions : null };
  const decided = decideSteps(course);
  const isNative = (id: StepId): boolean => decided.get(id)?.outcome === "native";
  const briefed = new Set(path.flatMap((step) => (step.handoff?.brief ? briefedSteps(step) : [])));
  const blocks = question.path.flatMap((step) => {
    const rule = decided.get(step.id);
    if (rule === undefined) return decideBlocks(step, { rule: notSent, mode: "nothing", isBriefed: false });
    return decideBlocks(step, { rule, mode, isBriefed: briefed.has(step.id) });
  });
  const source = briefSource(path, blocks);
  const needsBrief = source.steps.length > 0;
  const bound = question.briefTokens ?? defaultBriefTokens(source);
  const brief = needsBrief && question.briefText === null ? makeBrief(source, bound) : null;
  const ownText = question.briefText === null ? null : framedBrief(question.briefText);
  const briefText = needsBrief ? (ownText ?? (brief === null ? null : printBrief(brief))) : null;
  const lastNative = path.findLast(({ id }) => isNative(id));
  // Without native state nothing is bound, and the request says its own effort and all of its tools.
  const isBound = lastNative !== undefined;
  const kept: Course = isBound ? course : { ...course, tools: [...wanted, ...stubs], efforts: null, toolChanges: null };
  const history = mode === "nothing" ? [] : historyMessages(path, isNative, changesIn(kept));
  const last = path.at(-1);
  const isPrefixIntact = last !== undefined && mode !== "nothing" && isSamePrefix(kept, path.length - 1, isNative);
  const changes: MessageChanges = {
    configuration: kept.efforts?.next(question.effort) ?? null,
    tools: kept.toolChanges === null ? [] : (added ?? []),
  };
  const system = question.path.at(-1)?.system ?? question.system ?? "";
  return {
    mode,
    blocks,
    brief,
    briefText,
    briefSource: needsBrief ? source : null,
    earlierBriefs: path.flatMap(({ id, handoff }) => (handoff?.brief ? { step: id, text: framedBrief(handoff.brief) } : [])),
    system,
    messages: [
      ...history,
      ...newMessages({ brief: briefText, input, toolResults, changes }, mode === "nothing" ? undefined : last),
    ],
    tools: kept.tools,
    newTools: newTools(wanted, offered),
    keptEffort: isBound ? keptEffort(kept.efforts, lastNative, question.effort) : null,
    changes,
    isPrefixIntact,
    isCacheable: isPrefixIntact && hasSameReader(question, last.origin),
  };
}

/** A cache is kept for one model and one account. */
function hasSameReader({ adapter, accountScope }: HandoffQuestion, origin: Step["origin"]): boolean {
  return origin.provider === adapter.provider.id && origin.model === adapter.model && origin.accountScope === accountScope;
}

const notSent = decidingRule({
  mode: "nothing",
  continuity: {
    carrier: "none",
    acrossTurns: "unknown",
    boundTo: { model: "bound", prefix: "bound", account: "bound", effort: "bound" },
    misfit: "unknown",
    source: "",
  },
  isWhole: false,
  hasItems: false,
  hasCarrier: false,
  isSameProvider: false,
  isSameWire: false,
  isReadable: false,
  isSameAccount: false,
  isSamePrefix: false,
  isSameEffort: false,
  isCurrentTurn: false,
});

/** A step that was started with nothing before it begins the conversation anew. */
function pathInUse({ path, mode }: HandoffQuestion): readonly Step[] {
  if (mode === "nothing") return [];
  const start = path.findLastIndex((step) => step.handoff?.mode === "nothing");
  return path.slice(Math.max(0, start));
}

/**
 * Step by step, each judged by the messages that the decisions before it lead to. What the target's own last step was made
 * with is tried first, because its state fits that history and no other.
 */
function decideSteps(course: Course): ReadonlyMap<StepId, Rule> {
  const { question, path } = course;
  const decided = new Map<StepId, Rule>();
  const own = path.findLastIndex((step) => isOwn(question, step));
  const asBefore = nativeBefore(path[own]);
  for (const [index, step] of path.entries()) {
    const isNative = (id: StepId): boolean => decided.get(id)?.outcome === "native";
    // Of what another provider or wire made it is not asked: to tell costs a digest of all that stands before it.
    const samePrefix = isOfTarget(question, step) && isSamePrefix(course, index, isNative);
    const rule = decidingRule(factsOf(course, index, samePrefix));
    const breaksLater = rule.outcome === "native" && asBefore !== null && index < own && !asBefore.has(step.id);
    decided.set(step.id, breaksLater ? leftOutBefore : rule);
  }
  return decided;
}

const leftOutBefore: Rule = {
  id: "left-out-before",
  condition: "The target's own last step was made without it.",
  outcome: "otherwise",
  sentence:
    "The target's own last step was made without it; to add it now would change what stands before that step's own reasoning.",
  source: "traps 3, 4",
  applies: () => true,
};

/** Its state could be the target's to read: only that is worth keeping a history for. */
function isOwn(question: HandoffQuestion, step: Step): boolean {
  const { adapter } = question;
  return isOfTarget(question, step) && readsReasoningOf(continuityOf(adapter), adapter.model, step.origin.model);
}

function isOfTarget({ adapter }: HandoffQuestion, { origin }: Step): boolean {
  return origin.provider === adapter.provider.id && origin.wire === adapter.wire.id;
}

/** The steps that went natively into this one; null when it says nothing about that. */
function nativeBefore(step: Step | undefined): ReadonlySet<StepId> | null {
  const handoff = step?.handoff;
  if (handoff === undefined) return null;
  return new Set(handoff.blocks.filter(({ outcome }) => outcome === "native").map(({ step }) => step));
}

function factsOf(course: Course, index: number, samePrefix: boolean): StepFacts {
  const { question, path } = course;
  const { adapter, accountScope, mode, input } = question;
  const continuity = continuityOf(adapter);
  const step = path[index];
  const attempt = step === undefined ? null : lastAttempt(step);
  const origin = step?.origin;
  const hasReasoningText = attempt?.blocks.some((block) => block.type === "reasoning" && block.text !== "") === true;
  const isSealed = (attempt?.opaque.length ?? 0) > 0;
  // Without any reasoning there is nothing that could be lost on the way back.
  const hasNone = attempt !== null && !isSealed && !attempt.blocks.some((block) => block.type === "reasoning");
  const carriers = { sealed: isSealed, text: hasReasoningText, mixed: isSealed || hasReasoningText, none: false };
  return {
    mode,
    continuity,
    isWhole: step?.status === "complete" && attempt?.status === "completed",
    hasItems: (attempt?.items.length ?? 0) > 0,
    hasCarrier: hasNone || carriers[continuity.carrier],
    isSameProvider: origin?.provider === adapter.provider.id,
    isSameWire: origin?.wire === adapter.wire.id,
    isReadable: origin !== undefined && readsReasoningOf(continuity, adapter.model, origin.model),
    isSameAccount: origin !== undefined && origin.accountScope === accountScope,
    isSamePrefix: samePrefix,
    isSameEffort: step !== undefined && isSameEffort(course, step),
    isCurrentTurn: input === "" && path.slice(index + 1).every((later) => later.input === ""),
  };
}

/** The request would say the effort that the step's request said; a change of it goes as an item where that is possible. */
function isSameEffort({ question, path, efforts }: Course, step: Step): boolean {
  if (efforts === null) return effortText(step.effort.requested) === effortText(question.effort);
  const last = path.findLast((candidate) => isOwn(question, candidate));
  const base = last === undefined ? question.effort : efforts.requestEffort(last);
  return effortText(efforts.requestEffort(step)) === effortText(base) && efforts.reaches(question.effort);
}

/** Null: the request says the effort that is asked, because it is the same or because it cannot be appended. */
function keptEffort(efforts: EffortChanges | null, lastNative: Step, asked: Effort): Effort | null {
  if (efforts === null || !efforts.reaches(asked)) return null;
  const kept = efforts.requestEffort(lastNative);
  return effortText(kept) === effortText(asked) ? null : kept;
}

function changesIn({ efforts, toolChanges: additions }: Course): (step: Step) => MessageChanges {
  return (step) => ({ configuration: efforts?.before(step) ?? null, tools: additions?.before(step) ?? [] });
}

/** Whether what would stand before this step's answer is what stood there when it was made. */
function isSamePrefix(course: Course, index: number, isNative: (id: StepId) => boolean): boolean {
  const { question, path, tools } = course;
  const digest = path[index]?.origin.prefixDigest ?? null;
  if (digest === null) return false;
  const messages = historyMessages(path.slice(0, index + 1), isNative, changesIn(course), "before-last-answer");
  const system = question.path.at(-1)?.system ?? "";
  return prefixDigest({ system, tools, messages }, question.sha256) === digest;
}

/** The steps whose reasoning went into this step's brief. */
function briefedSteps(step: Step): readonly StepId[] {
  return (step.handoff?.blocks ?? []).filter(({ outcome }) => outcome === "brief").map((block) => block.step);
}

function briefSource(path: readonly Step[], blocks: readonly HandoffBlock[]): BriefSource {
  const fresh = blocks.filter(({ outcome, rule }) => outcome === "brief" && rule !== "already-briefed");
  const steps = path.flatMap((step) => {
    const wanted = new Set(fresh.filter((block) => block.step === step.id).map(({ block }) => block));
    if (wanted.size === 0) return [];
    const all = lastAttempt(step)?.blocks ?? [];
    const reasoning = all.flatMap((block, index) => (block.type === "reasoning" && wanted.has(index) ? [block.text] : []));
    // What a tool was called with is a conclusion, too.
    const concluded = all.flatMap((block) =>
      block.type === "reasoning" ? [] : block.type === "answer" ? block.text : block.arguments,
    );
    return [{ id: step.id, reasoning: reasoning.join("\n\n"), answer: concluded.join("\n") }];
  });
  return { prompt: path[0]?.input ?? "", steps };
}
