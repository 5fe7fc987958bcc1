import { countTokens } from "../tokens.ts";
import type { Thought } from "./script.ts";
import type { Depth } from "./solution.ts";

/**
 * What very high effort buys: the same ground once more, with other doubts, until the trace is about three times as long
 * for each step above high.
 */
export function secondPasses(thoughts: readonly Thought[], depth: Depth): readonly Thought[] {
  const first = thoughts.reduce((sum, thought) => sum + countTokens(thought.raw), 0);
  const target = first * 3 ** (depth - 3);
  const passes: Thought[] = [];
  for (let pass = 2, total = first; total < target && pass < 40; pass += 1) {
    const next = passOver(thoughts, pass);
    passes.push(next);
    total += countTokens(next.raw);
  }
  return passes;
}

function passOver(thoughts: readonly Thought[], pass: number): Thought {
  const angle = pick(angles, pass);
  const paragraphs = thoughts.map((thought, at) => {
    const doubt = pick(doubts, pass * 7 + at * 3);
    return `${pick(openings, pass + at)} “${thought.title.toLowerCase()}”. ${thought.summary} ${doubt}`;
  });
  return {
    title: `Pass ${pass}: ${angle.title}`,
    summary: `${angle.summary} The conclusion of the first pass stands.`,
    raw: `${angle.raw}\n\n${paragraphs.join("\n\n")}\n\n${pick(closings, pass)}`,
  };
}

function pick<T>(list: readonly T[], at: number): T {
  const picked = list[at % list.length];
  if (picked === undefined) throw new RangeError("There is nothing to pick from.");
  return picked;
}

const angles = [
  {
    title: "reading the question again",
    summary: "I compared every step with the exact words of the question.",
    raw: "I have an answer. Before I give it, I read the question once more, word by word, and ask of every step whether the words force it or whether I only assumed it.",
  },
  {
    title: "trying to break it",
    summary: "I looked for an input, a reading or a case in which the result fails.",
    raw: "Suppose the result is wrong. What would have to be true for that? I go through it as a reviewer who wants to find a fault.",
  },
  {
    title: "working backwards",
    summary: "I started from the result and checked that it leads back to what was given.",
    raw: "Now the other way round: I take the result as given and see whether it leads back to the question without a gap.",
  },
  {
    title: "a simpler route",
    summary: "I looked for a shorter argument and compared where both arrive.",
    raw: "Is there a shorter way to the same place? If two routes that share no step agree, I can stop doubting the arithmetic and only doubt the reading.",
  },
] as const;

const openings = ["About", "Once more", "Back to", "Then there is"] as const;

const doubts = [
  "Could that be read differently? Possibly, but the other reading makes a part of the question pointless, so I keep this one.",
  "I did this in one go the first time; done slowly it comes out the same.",
  "The extreme cases are the place to look: nothing at all, exactly one, and far too many. None of them changes it.",
  "If I were wrong here, the result would be off by a lot, and it is not.",
  "Wait. Did I use something that was never said? No: every number in it is in the question or follows from one that is.",
  "The units agree on both sides, which would be unlikely for a slip.",
  "I would like a second source for this; there is none here, so I mark it as an assumption and check that the answer says so.",
] as const;

const closings = [
  "Nothing new. I keep the result.",
  "It holds. I could stop here, and at a lower effort I would have.",
  "Same place again.",
] as const;
