import type { Session } from "../../src/core/model/session.ts";

export const generator = "kill-test";

/** Characters of reasoning and answers, by step. */
export function heldChars(session: Session): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.values(session.steps).map((step) => [step.lane, textOf(session, step.lane).length]));
}

/** Everything that a lane's steps said. */
export function textOf(session: Session, lane: string): string {
  return Object.values(session.steps)
    .filter((step) => step.lane === lane)
    .flatMap(({ attempts }) => attempts.flatMap(({ blocks }) => blocks))
    .map((block) => (block.type === "tool-call" ? block.arguments : block.text))
    .join("\n");
}
