import { defaultRunOptions } from "../../src/core/engine/engine.ts";
import type { EngineDependencies } from "../../src/core/engine/engine.ts";
import type { Session } from "../../src/core/model/session.ts";
import { defaultTimeouts } from "../../src/core/transport/transport.ts";
import { LiveSession } from "../../src/extension/editor/live-session.ts";
import { SessionDocument } from "../../src/extension/editor/session-document.ts";

/** A session as the editor holds it, after all of its lanes have run. Nothing is tried again. */
export async function runSession(session: Session, engine: EngineDependencies): Promise<LiveSession> {
  const live = new LiveSession(new SessionDocument(session, "test"), {
    engine: () => Promise.resolve(engine),
    openRun: () =>
      Promise.resolve({
        options: { ...defaultRunOptions, maxRetries: 0, timeouts: defaultTimeouts },
        close: () => undefined,
      }),
    stepEnded: () => undefined,
  });
  await live.runner.start(null);
  await live.runner.settled();
  return live;
}
