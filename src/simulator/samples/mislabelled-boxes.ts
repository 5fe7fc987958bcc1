import { lane, type SimulatedSample } from "./sample.ts";

export const mislabelledBoxes: SimulatedSample = {
  id: "cannot-read",
  icon: "eye-closed",
  title: "Reasoning you cannot read",
  description: "Raw, summarised, omitted, encrypted and redacted: one puzzle, five ways to show how it was solved.",
  system: "",
  user: "Three boxes are labelled “apples”, “oranges” and “mixed”. Every label is wrong. You may take one fruit out of one box without looking inside. Which box do you choose, and how do you relabel all three?",
  variables: {},
  lanes: [
    lane("open-book", "high"),
    lane("clear-signal", "high"),
    lane("quiet-mind", "high", { wantsSummary: false }),
    lane("sealed-thinker", "high"),
    lane("guarded-thinker", "high"),
  ],
  solution: {
    isEasy: false,
    thoughts: [
      {
        from: 1,
        title: "Using that every label is wrong",
        summary: "The box labelled “mixed” cannot be mixed, so one fruit from it tells what it holds.",
        raw: "Every label is wrong. So the box that says “mixed” holds only one kind. One fruit from it says which. The other boxes could be mixed, so one fruit from them would prove nothing.",
      },
      {
        from: 2,
        title: "Following one case to the end",
        summary:
          "If an apple comes out, that box is apples; “oranges” cannot be oranges and apples are taken, so it is mixed; the last one is oranges.",
        raw: "Say an apple comes out of “mixed”. Then that box is apples. Left are the boxes labelled “apples” and “oranges”, and left are the contents oranges and mixed. The one labelled “oranges” is not oranges, so it is mixed. Then the one labelled “apples” is oranges. Check: is each label wrong? “mixed” holds apples, “oranges” holds mixed, “apples” holds oranges. Yes, all three. With an orange everything is the same with the two fruits exchanged.",
      },
      {
        from: 3,
        title: "Asking why no other box will do",
        summary:
          "From “apples” an orange could come out of oranges or of mixed; both arrangements are possible, so one fruit does not decide.",
        raw: "Would another choice work as well? Suppose I take from the box labelled “apples”. It holds oranges or mixed. If an apple comes out it must be mixed, and I would be done. But if an orange comes out it may be oranges or mixed, and I know nothing more. So there is a draw after which I am stuck; one try must be enough, so this box is out. “Oranges” is out by symmetry. How many arrangements are there at all? Wrong labels everywhere means a permutation without a fixed point; of three things there are exactly two: apples→oranges→mixed→apples and the other way round. One fruit from “mixed” tells these two apart: in one it gives an apple, in the other an orange. That is why one fruit is enough, and also why it has to be that box.",
      },
      {
        from: 3,
        title: "Reading the rules once more",
        summary: "“Without looking inside” and “one fruit” are both kept. Nothing is left to guess.",
        raw: "The rules again: one fruit, one box, no looking. I use one fruit from one box. Do I need to assume that the mixed box is well mixed? No, because I never draw from it: the box with the label “mixed” is certainly not mixed. If I had drawn from the truly mixed box, a fruit would have told me less. Good. The answer has to give the box and the rule for all three, for both outcomes.",
      },
    ],
    answers: [
      {
        from: 0,
        text: "Take one from the box labelled **“apples”**. If it is an orange, the box is oranges, and you can swap the other two labels.",
      },
      {
        from: 1,
        text: "Take one fruit from the box labelled **“mixed”**: its label is wrong, so it holds only what you drew. The box labelled with that fruit holds the other kind, and the third one is mixed.",
      },
      {
        from: 3,
        text: "Take one fruit from the box labelled **“mixed”**. Its label is wrong, so it holds only what you drew.\n\n| drawn | “mixed” is | “apples” is | “oranges” is |\n|---|---|---|---|\n| apple | apples | oranges | mixed |\n| orange | oranges | mixed | apples |\n\nOnly two arrangements have all three labels wrong, and this fruit tells them apart. From any other box it might not.",
      },
    ],
  },
};
