import type { Block } from "../../src/core/model/block.ts";
import type { Session, Step } from "../../src/core/model/session.ts";
import { smallSession, smallStep } from "./small-session.ts";

/** Two thoughts about the same question that part over half a day: a summary, and a raw trace. */
export const prorationSummary = `**Reading the terms.**
Monthly, paid in advance, 30 days, unused time is credited. The upgrade is one moment on 12 November.

**Fixing the unit of time.**
The upgrade happens at noon, so counting whole days would waste or double half a day. I count days with fractions: 11.5 used, 18.5 left.

**Crediting and charging the rest.**
The old plan gives back 40 × 18.5 / 30 = 24.67, the new one costs 100 × 18.5 / 30 = 61.67. The difference is 37.00, and rounding once at the end gives the same.

**Checking the rounding rule.**
The two orders can differ by a cent: 29 to 79 with 18.5 days left is 30.84 when each side is rounded, 30.83 when the difference is. So subtract first and round once.

**Looking for a trap in the month length.**
November has 30 days and the prompt says so too. Nothing changes.`;

export const prorationTrace = `Okay, a plan upgrade in the middle of the month. Month is 30 days, paid in advance, unused time credited. The change is on 12 November.

So which days are used? 1 to 12, that is 12 days, so 18 left. Hmm, it says 12:00. Does the 12th count as used? Most billing systems count the day of the change as used. I will go with 18.

40 × 18 / 30 = 24. 100 × 18 / 30 = 60. 60 − 24 = 36.

Wait, should I use half days? The time may only be a timestamp. Whole days is the usual rule, and the prompt says “30 days”, not hours.

Let me double-check: 30 − 12 = 18. Yes. 36.00.`;

/** Both thoughts as a session of two lanes. */
export function partedSession(): Session {
  const small = smallSession(1);
  const lanes = small.lanes.flatMap((lane) => [
    { ...lane, id: "l-1", head: "s-1" },
    { ...lane, id: "l-2", head: "s-2" },
  ]);
  const step = (id: string, lane: string, text: string, visibility: "raw" | "summary", answer: string): Step => {
    const whole = smallStep(id, null, lane);
    const blocks: readonly Block[] = [
      { type: "reasoning", visibility, text, estimatedTokens: null, isOpen: false },
      { type: "answer", channel: "answer", text: answer, isOpen: false },
    ];
    return { ...whole, attempts: whole.attempts.map((attempt) => ({ ...attempt, blocks })) };
  };
  return {
    ...small,
    lanes,
    steps: {
      "s-1": step("s-1", "l-1", prorationSummary, "summary", "18.5 days remain.\n\n$37.00"),
      "s-2": step("s-2", "l-2", prorationTrace, "raw", "18 days remain.\n\n$36.00"),
    },
  };
}
