import type { TaskKind } from "./read-prompt.ts";

/** How a kind of task is gone about. `{topic}` is filled with words of the prompt. */
export interface Outline {
  readonly verb: string;
  readonly steps: readonly string[];
  /** What usually goes wrong with such tasks. */
  readonly traps: readonly string[];
  /** How one would know that the result is right. */
  readonly check: string;
}

export const outlines: Readonly<Record<TaskKind, Outline>> = {
  explain: {
    verb: "an explanation",
    steps: [
      "**In one sentence**: what {topic} is, for the reader who asked.",
      "**How it works**: the parts and what passes between them, in the order in which things happen.",
      "**One example** small enough to follow by hand.",
      "**Where it stops being true**: the common misreading and the limits.",
    ],
    traps: ["explaining the words instead of the mechanism", "an example that is special in a way that hides the general case"],
    check: "A reader should be able to predict the outcome of a second example.",
  },
  compare: {
    verb: "a comparison",
    steps: [
      "**Criteria first**: what matters for the decision, before looking at {topic}.",
      "**A table**: one row a criterion, one column an option, no cell without a reason.",
      "**Where they really differ**: usually one or two rows decide.",
      "**Verdict by situation**: which to take when, and what would change it.",
    ],
    traps: ["comparing features instead of needs", "giving every criterion the same weight"],
    check: "Swap the options' names: the reasoning should still read as fair.",
  },
  write: {
    verb: "something to be written",
    steps: [
      "**Reader and purpose**: who will use {topic}, and what they do next.",
      "**Shape**: the parts in order, with the one thing each must achieve.",
      "**First version** that meets every stated constraint.",
      "**Second look**: cut what does not serve the purpose, check names, numbers and edge cases.",
    ],
    traps: ["filling length instead of serving the reader", "a constraint that is met in the first half only"],
    check: "Go through the constraints one by one and point at the place that meets each.",
  },
  fix: {
    verb: "a fault to be found",
    steps: [
      "**What is expected and what happens**, in one line each.",
      "**The smallest input that shows it** for {topic}.",
      "**Follow the value** from that input to the wrong result; the fault is where it first differs from what was meant.",
      "**The fix, and a test** that fails without it.",
      "**Who else relies** on the old behaviour.",
    ],
    traps: ["repairing the symptom one line further down", "a fix that is right for the example only"],
    check: "The test must fail before the change and pass after it.",
  },
  review: {
    verb: "a review",
    steps: [
      "**Is it correct?** Inputs at the limits, failure in the middle, second call.",
      "**Is it safe?** What comes from outside and where it ends up.",
      "**Will {topic} be understood** in half a year: names, size, one idea a part.",
      "**Findings by weight**: must change, should change, taste.",
    ],
    traps: ["many remarks on style and none on what breaks", "asking for changes without saying what goes wrong otherwise"],
    check: "Each finding names a line, a consequence and a way out.",
  },
  plan: {
    verb: "a plan",
    steps: [
      "**Goal and non-goals**: how anybody can tell that {topic} is done.",
      "**Order**: what depends on what; the risky part first, while it is cheap to change course.",
      "**Steps that can each be undone**, with who decides to go on.",
      "**What is watched** on the way, and at which value one stops.",
      "**The way back**, tried before it is needed.",
    ],
    traps: ["a step that can only succeed if everything before it was perfect", "no owner for the decision to stop"],
    check: "Take any step and ask what happens if it fails: the plan must have an answer.",
  },
  summarise: {
    verb: "a summary",
    steps: [
      "**The claim**: what the text wants the reader to believe about {topic}.",
      "**What it rests on**: two or three supports, in the text's own order of weight.",
      "**What is left open** or said with reservation.",
    ],
    traps: ["the order of the text instead of the order of importance", "adding what the text does not say"],
    check: "Every sentence of the summary must be traceable to a place in the text.",
  },
  translate: {
    verb: "a translation",
    steps: [
      "**Register and reader**: how formal {topic} is, and for whom.",
      "**Terms** that must stay the same throughout.",
      "**A version that reads as if written** in the other language, then compared sentence by sentence.",
    ],
    traps: ["words that look alike and mean something else", "a joke or a saying taken word for word"],
    check: "Translated back, the meaning is the same, even if the words are not.",
  },
  classify: {
    verb: "a classification",
    steps: [
      "**The categories** and the one question that tells two neighbours apart.",
      "**Each item of {topic}** with the words that decide it.",
      "**Doubtful ones** marked as such instead of being forced.",
    ],
    traps: ["a category that is a bin for the rest", "deciding by one striking word"],
    check: "A second person with the same rules would sort them the same way.",
  },
  decide: {
    verb: "a decision",
    steps: [
      "**What is decided** about {topic}, and until when it can be put off.",
      "**What would have to be true** for each option to be the right one.",
      "**What it costs to be wrong**, and whether one can go back.",
      "**A recommendation**, with the fact that would change it.",
    ],
    traps: [
      "weighing what is easy to measure instead of what matters",
      "treating a decision that can be undone like one that cannot",
    ],
    check: "State the strongest argument for the other option; the recommendation must survive it.",
  },
  count: {
    verb: "a calculation",
    steps: [
      "**What is given** and in which unit: {topic}.",
      "**What is asked** and in which unit.",
      "**The relation** between them as one line, before any number is put in.",
      "**The numbers**, rounded once and at the end.",
    ],
    traps: ["units that do not match", "rounding on the way", "counting the first or the last one twice"],
    check: "Estimate the size first; the result must lie near it.",
  },
  ask: {
    verb: "a question",
    steps: [
      "**What kind of answer** would settle it: a fact, a reason, a number, a choice about {topic}.",
      "**What is known** from the prompt itself.",
      "**What would have to be looked up**, and where.",
      "**The answer, with how sure it is**.",
    ],
    traps: ["answering a neighbouring, easier question", "sounding surer than the evidence"],
    check: "Read the question again after the answer and see whether it was that one.",
  },
};
