import type { Block } from "../model/block.ts";
import type { Attempt, Session, Step } from "../model/session.ts";

/** What a shared copy leaves out. */
export interface ShareOptions {
  /** The text of reasoning, summaries included. */
  readonly withoutReasoning: boolean;
  /** The text of answers, and what tools were called with. */
  readonly withoutAnswers: boolean;
  /** What providers need back to continue natively. */
  readonly withoutOpaque: boolean;
  /** Prompts, variables, inputs, plans, definitions of tools and what they answered, and the briefs of handoffs and titles that retell them. */
  readonly withoutPrompts: boolean;
  /** The hashes that tell which runs were made with the same account. */
  readonly withoutAccounts: boolean;
}

/** A copy to give away. Usage, cost and settings stay: what was compared, and what it cost, can still be read. */
export function shareCopy(session: Session, options: ShareOptions): Session {
  const steps = Object.entries(session.steps).map(([id, step]) => [id, shareStep(step, options)] as const);
  const { comparison, ...rest } = session;
  return {
    ...rest,
    ...(options.withoutPrompts ? withoutPrompts(session) : {}),
    // What an answer must hold or match tells the answer.
    ...(comparison === undefined || (options.withoutAnswers && comparison.assertion !== null) ? {} : { comparison }),
    steps: Object.fromEntries(steps),
  };
}

/** A title is often the prompt's own first words. */
function withoutPrompts({ title, prompt, lanes }: Session): Pick<Session, "title" | "prompt" | "lanes"> {
  const isOwn = title !== "" && prompt.user.includes(title.replace(/…$/, ""));
  return {
    title: isOwn ? "" : title,
    prompt: { system: "", user: "", variables: {} },
    lanes: lanes.map(({ plan: _plan, ...lane }) => lane),
  };
}

function shareStep(step: Step, options: ShareOptions): Step {
  if (Object.values(options).every((isLeftOut) => isLeftOut === false)) return step;
  const shared: Step = {
    ...step,
    origin: options.withoutAccounts ? { ...step.origin, accountScope: null } : step.origin,
    attempts: step.attempts.map((attempt) => shareAttempt(attempt, options)),
  };
  if (!options.withoutPrompts && !options.withoutReasoning && !options.withoutAnswers) return shared;
  const { toolResults, tools, handoff, ...rest } = shared;
  return {
    ...rest,
    ...(options.withoutPrompts ? { system: "", input: "" } : {}),
    ...(toolResults === undefined || options.withoutPrompts ? {} : { toolResults }),
    ...(tools === undefined || options.withoutPrompts ? {} : { tools }),
    ...(handoff === undefined ? {} : { handoff: { ...handoff, brief: null } }),
  };
}

function shareAttempt(attempt: Attempt, options: ShareOptions): Attempt {
  if (!options.withoutReasoning && !options.withoutOpaque && !options.withoutAnswers) return attempt;
  return {
    ...attempt,
    blocks: attempt.blocks.map((block) => shareBlock(block, options)),
    // Opaque state holds the reasoning, encrypted; items hold both, verbatim, and a part of an item is of no use.
    opaque: [],
    items: [],
  };
}

function shareBlock(block: Block, { withoutReasoning, withoutAnswers }: ShareOptions): Block {
  switch (block.type) {
    case "reasoning":
      return withoutReasoning ? { ...block, visibility: "omitted", text: "" } : block;
    case "answer":
      return withoutAnswers ? { ...block, text: "" } : block;
    case "tool-call":
      return withoutAnswers ? { ...block, arguments: "{}" } : block;
  }
}
