import assert from "node:assert/strict";
import { applyEvents, newAttempt } from "../../../src/core/model/attempt.ts";
import type { Attempt, Session, Step } from "../../../src/core/model/session.ts";
import { decodeSession, encodeSession } from "../../../src/core/session/codec.ts";
import { sessionFile } from "../../../src/core/session/file-schema.ts";
import { changedParts } from "../../../src/core/session/integrity.ts";
import { splitText } from "../../../src/core/session/side-file.ts";
import { sha256 } from "../../../src/host/sha256.ts";
import { recordedResponses } from "../../support/recorded-responses.ts";
import type { RecordedResponse } from "../../support/recorded-responses.ts";
import { skipWithoutRecordings } from "../../support/recordings.ts";
import { smallSession, smallStep } from "../../support/small-session.ts";

const options = { generator: "switchyard test", residue: null, sha256 };

function attemptOf({ batches }: RecordedResponse): Attempt {
  const events = batches.flat();
  const attempt = applyEvents(newAttempt(1, 0), events, 10);
  return {
    ...attempt,
    status: "completed",
    timing: { ...attempt.timing, totalMs: 20 },
    blocks: attempt.blocks.map((block) => ({ ...block, isOpen: false })),
  };
}

function stepOf(recorded: RecordedResponse, id: string, parent: string | null): Step {
  const step = smallStep(id, parent, "l-1");
  return { ...step, origin: { ...step.origin, wire: recorded.wire, model: recorded.model }, attempts: [attemptOf(recorded)] };
}

describe("sessions made from recorded responses", () => {
  if (skipWithoutRecordings()) return;

  it("come back the same from a file, whole and in two parts, with the same bytes each time, from every recording", () => {
    const byFolder = new Map<string, Step[]>();
    let count = 0;
    for (const recorded of recordedResponses()) {
      const steps = byFolder.get(recorded.item.folder) ?? [];
      byFolder.set(recorded.item.folder, steps);
      steps.push(stepOf(recorded, `s-${String(steps.length).padStart(4, "0")}`, steps.at(-1)?.id ?? null));
      count += 1;
    }
    for (const [folder, steps] of byFolder) {
      const session: Session = { ...smallSession(0), steps: Object.fromEntries(steps.map((step) => [step.id, step])) };
      const text = encodeSession(session, options);
      assert.equal(sessionFile.safeParse(JSON.parse(text)).success, true, folder);
      const result = decodeSession(text);
      assert.ok(result.session);
      assert.deepEqual(result.problems, [], folder);
      assert.deepEqual(result.session, session, folder);
      assert.equal(result.residue, null, folder);
      assert.equal(encodeSession(structuredClone(result.session), options), text, folder);
      assert.deepEqual(
        [...changedParts({ ...result, session: result.session }, sha256)].filter((part) => part !== null),
        [],
        folder,
      );
      const apart = splitText(text, { opaque: "side", rawReasoning: "side" });
      assert.deepEqual(decodeSession(apart.text, apart.side).session, session, folder);
    }
    assert.ok(count > 300, `only ${String(count)} recordings`);
  }).timeout(120_000);

  it("hold each opaque blob once, however often the provider's items repeat it", () => {
    for (const recorded of recordedResponses()) {
      const attempt = attemptOf(recorded);
      if (attempt.opaque.length === 0) continue;
      const step = { ...smallStep("s-1", null, "l-1"), attempts: [attempt] };
      const text = encodeSession({ ...smallSession(0), steps: { "s-1": step } }, options);
      for (const data of new Set(attempt.opaque.map((state) => state.data))) {
        if (data.length < 64) continue;
        const times = attempt.opaque.filter((state) => state.data === data).length;
        assert.equal(text.split(JSON.stringify(data).slice(1, -1)).length - 1, times, recorded.item.id);
      }
    }
  }).timeout(120_000);
});
