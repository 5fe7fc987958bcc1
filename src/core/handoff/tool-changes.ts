import canonicalize from "canonicalize";
import type { Adapter } from "../adapters/adapter.ts";
import { continuityOf } from "../adapters/continuity.ts";
import type { Tool } from "../model/model-request.ts";
import { withTools } from "../model/offered-tools.ts";
import type { Step } from "../model/session.ts";
import { continuedNatively, stepsBefore } from "./continued-natively.ts";

/*
 * Tools are a part of what reasoning is bound to. Where a provider takes more of them in mid-conversation, the request keeps
 * those that the chain began with, and each addition stands before the message it first holds for (provider-matrix trap 4).
 * Like changes of effort it follows from the steps alone.
 */

export interface ToolChanges {
  /** The tools that were appended with a step's message. */
  readonly before: (step: Step) => readonly Tool[];
  /** The tools of the request that a step was made with, without those that were appended. */
  readonly requestTools: (step: Step) => readonly Tool[];
  /** What has to be appended to go on with these; null: a tool means something else now, so no addition leads there. */
  readonly next: (wanted: readonly Tool[]) => readonly Tool[] | null;
}

/** @param own the steps of the path whose state is the target's to read, in order; null: the target appends no tools */
export function toolChanges(adapter: Adapter, path: readonly Step[], own: readonly Step[]): ToolChanges | null {
  if (continuityOf(adapter).toolChange !== "append") return null;
  const offered = offeredAt(path);
  const at = (step: Step): readonly Tool[] => offered.get(step) ?? [];
  const appended = new Map<Step, readonly Tool[]>();
  const available = new Map<Step, readonly Tool[]>();
  // In their order, not by recursion: a chain may be long.
  for (const step of own) {
    const last = stepsBefore(step, own).at(-1);
    const had = last === undefined ? at(step) : (available.get(last) ?? []);
    const tools = missing(at(step), had) ?? [];
    appended.set(step, tools);
    available.set(step, [...had, ...tools]);
  }
  const requestTools = (step: Step): readonly Tool[] => {
    const [first] = continuedNatively(step, own);
    return first === undefined || first === step ? at(step) : requestTools(first);
  };
  return {
    before: (step) => appended.get(step) ?? [],
    requestTools,
    next: (wanted) => {
      const last = own.at(-1);
      return last === undefined ? [] : missing(wanted, available.get(last) ?? []);
    },
  };
}

/** What each step could call, its own additions included. */
function offeredAt(path: readonly Step[]): ReadonlyMap<Step, readonly Tool[]> {
  const offered = new Map<Step, readonly Tool[]>();
  let tools: readonly Tool[] = [];
  for (const step of path) {
    if (step.tools !== undefined) tools = withTools(tools, step.tools);
    offered.set(step, tools);
  }
  return offered;
}

/** Of the wanted, those that are new; a tool that is there in another form counts as new as well. */
export function newTools(wanted: readonly Tool[], have: readonly Tool[]): readonly Tool[] {
  return wanted.filter((tool) => !have.some((each) => isSame(each, tool)));
}

function missing(wanted: readonly Tool[], have: readonly Tool[]): readonly Tool[] | null {
  const added = newTools(wanted, have);
  return added.some(({ name }) => have.some((each) => each.name === name)) ? null : added;
}

function isSame(one: Tool, other: Tool): boolean {
  return one.name === other.name && canonicalize(one) === canonicalize(other);
}
