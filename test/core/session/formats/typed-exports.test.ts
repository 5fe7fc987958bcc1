import type { Session } from "../../../../src/core/model/session.ts";
import { assertGolden } from "../../../support/golden.ts";
import { smallSession } from "../../../support/small-session.ts";
import { markedOrigins, markedSession } from "./marked-session.ts";
import { typedExport, typedExports } from "./typed-exports.ts";

describe("exports and the types of those who read them", () => {
  const sessions = [plain(smallSession()), ...markedOrigins.map(markedSession)];
  for (const each of typedExports) {
    it(`${each.format} holds what is exported, so that compiling it checks the types`, () => {
      assertGolden(`formats/${each.format}.ts`, typedExport(each, sessions));
    });
  }
});

/** Effort goes along as it was sent; the made-up field of this one is in no type. */
function plain(session: Session): Session {
  const steps = Object.values(session.steps).map((step) => [step.id, { ...step, effort: { ...step.effort, sent: null } }]);
  return { ...session, steps: Object.fromEntries(steps) };
}
