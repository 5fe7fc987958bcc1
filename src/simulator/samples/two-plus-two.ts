import { lane, type SimulatedSample } from "./sample.ts";

export const twoPlusTwo: SimulatedSample = {
  id: "over-thinking",
  icon: "watch",
  title: "An invitation to over-think",
  description: "The easiest question there is, at every effort. See who thinks anyway, and what it costs.",
  system: "",
  user: "What is 2 + 2?",
  variables: {},
  lanes: [
    lane("quick-draft", "default"),
    lane("clear-signal", "low"),
    lane("steady-thinker", "low"),
    lane("steady-thinker", "xhigh"),
  ],
  solution: {
    isEasy: true,
    thoughts: [
      {
        from: 1,
        title: "Adding",
        summary: "2 + 2 = 4.",
        raw: "Two and two. That is four. There is nothing to work out here.",
      },
      {
        from: 2,
        title: "Suspecting a trick",
        summary: "I looked for another base, a joke or missing context and found none.",
        raw: "Is it a trick? In base 3 one would write 11, in base 4 it would be 10, but nobody mentions a base, and in base 3 or below the digit is at its limit anyway. Perhaps a test of whether I over-think. If so, the best answer is short.",
      },
      {
        from: 3,
        title: "Proving it",
        summary: "From the definition of addition: 2 + 2 is the successor of the successor of 2, which is 4.",
        raw: "Could I prove it? By definition 2 is the successor of 1, 3 of 2, 4 of 3. And a + S(b) = S(a + b). So 2 + 2 = 2 + S(1) = S(2 + 1) = S(2 + S(0)) = S(S(2 + 0)) = S(S(2)) = S(3) = 4. That is a proof and it took longer than the question deserves. Should I mention floating point? 2 and 2 are exact in binary, so is 4. Modular arithmetic? Modulo 4 it would be 0, modulo 3 it would be 1; not asked. Concatenation, as some languages do with text? “22”, not asked either.",
      },
      {
        from: 3,
        title: "Stopping",
        summary: "Every reading that is not forced makes the question less likely. The answer is 4.",
        raw: "I notice that I am looking for reasons to go on. A person who asks “What is 2 + 2?” wants “4”. A table, a proof or a note on number bases would all be worse answers. So: 4, and not one word more than needed. Every token here was spent on being sure of something that was never in doubt, and that is worth knowing about the effort setting, not about the sum.",
      },
    ],
    answers: [{ from: 0, text: "**4**" }],
  },
};
