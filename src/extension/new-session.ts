import type { NewId } from "../core/model/clock.ts";
import type { Prompt, Session } from "../core/model/session.ts";
import type { SimulatedSample } from "../simulator/samples/sample.ts";

export interface SessionMaker {
  readonly newId: NewId;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

export const emptyPrompt: Prompt = { system: "", user: "", variables: {} };

export function newSession(make: SessionMaker, prompt: Prompt, title: string): Session {
  return {
    id: make.newId("x"),
    title,
    createdAt: new Date(make.now()).toISOString(),
    prompt,
    lanes: [],
    steps: {},
  };
}

/** A sample as a session of its own, ready to run. */
export function sampleSession(make: SessionMaker, sample: SimulatedSample): Session {
  const { system, user, variables, title } = sample;
  const session = newSession(make, { system, user, variables }, title);
  return { ...session, lanes: sample.lanes.map((lane) => ({ ...lane, id: make.newId("l"), wire: null, head: null })) };
}

/** True when nobody has put anything into it yet. */
export function isUntouched(session: Session): boolean {
  const { system, user } = session.prompt;
  return system === "" && user === "" && session.lanes.length === 0 && Object.keys(session.steps).length === 0;
}

/** A file name of a title: `Which is larger?` becomes `which-is-larger`. */
export function fileNameOf(title: string, fallback: string): string {
  const name = title
    .toLowerCase()
    .normalize("NFKD")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 48)
    .replace(/-+$/, "");
  return name === "" ? fallback : name;
}
