import { lane, type SimulatedSample } from "./sample.ts";

const code = `\`\`\`ts
// cents in, cents out, rounded once
function prorate(from: number, to: number, left: number, days = 30) {
  return Math.round(((to - from) * left) / days);
}
prorate(4000, 10000, 18.5); // 3700
\`\`\``;

export const proration: SimulatedSample = {
  id: "effort-pays",
  icon: "graph-scatter",
  title: "Does more effort pay?",
  description: "One billing question at low, medium and high. All agree; the last thinks about ten times as much.",
  system: "You are a careful billing engineer. Answer briefly; put the result in bold.",
  user: "A customer moves from the ${{old}} plan to the ${{new}} plan on {{when}}. Plans are paid monthly in advance, the month has 30 days, and unused time is credited. What do we charge today, and what is the smallest prorate() that gets it?",
  variables: { old: "40", new: "100", when: "12 November, 12:00" },
  lanes: [lane("steady-thinker", "low"), lane("steady-thinker", "medium"), lane("steady-thinker", "high")],
  solution: {
    isEasy: false,
    thoughts: [
      {
        from: 1,
        title: "Fixing the unit of time",
        summary:
          "The upgrade happens at noon, so counting whole days would waste or double half a day. I count days with fractions: 11.5 used, 18.5 left.",
        raw: "We have an upgrade at noon on the 12th. Let time run from the start of 1 November. Noon of the 12th is 11.5 days in, so 18.5 of 30 remain. (100 − 40) × 18.5 / 30 = 37.",
      },
      {
        from: 2,
        title: "Crediting and charging the rest",
        summary:
          "The old plan gives back 40 × 18.5 / 30 = 24.67, the new one costs 100 × 18.5 / 30 = 61.67. The difference is 37.00, and rounding once at the end gives the same.",
        raw: "Let me do the two sides separately, because that is how the invoice will show them. Credit: the old plan was paid for 30 days, 18.5 of them are unused, so 40 × 18.5 / 30 = 24.666… Charge: 100 × 18.5 / 30 = 61.666… Difference 37 exactly, the fractions cancel. Does the 12th count as used? If it did, 18 days would be left and the result 36; if it did not, 19 and 38. The prompt names a time of day, so it must matter: half of the 12th is gone. 18.5 it is. The function needs the two prices, what is left and the length of the month, nothing else.",
      },
      {
        from: 3,
        title: "Checking the rounding rule",
        summary:
          "The two orders can differ by a cent: 29 to 79 with 18.5 days left is 30.84 when each side is rounded, 30.83 when the difference is. So subtract first and round once.",
        raw: "Is it the same to round each side and to round the difference? Here yes: 61.67 − 24.67 = 37.00. In general? Try 29 to 79 with the same 18.5 days. Each side: 29 × 18.5 / 30 = 17.8833, so 17.88; 79 × 18.5 / 30 = 48.7167, so 48.72; difference 30.84. Difference first: 50 × 18.5 / 30 = 30.8333, so 30.83. A cent apart. So the order matters for other prices, and the function should subtract first and round once. If the invoice shows two lines, the second one has to take up the cent. And it should take cents, not dollars: in floating point 0.1 + 0.2 is not 0.3, and a price of 19.99 is not exact, but 1999 is. With whole cents the only rounding is Math.round at the end.",
      },
      {
        from: 3,
        title: "Looking for a trap in the month length",
        summary:
          "November has 30 days and the prompt says so too. A downgrade gives a negative number, which is a credit. Nothing changes.",
        raw: "Any trap left? The month: November has 30 days, and the prompt says 30 as well, so a fixed 30 and the true length agree here; in February they would not, hence a parameter with 30 as its default. Daylight saving: it ended before the 12th, so the days are 24 hours long. Paid in advance: yes, otherwise there would be nothing to credit. A downgrade: (40 − 100) gives −37, which reads as a credit; Math.round of a negative half rounds up, a cent in the customer's favour or against, worth a comment but not a change. Hours instead of days: 444 of 720 left, 60 × 444 / 720 = 37. Same. I am sure: 37.00.",
      },
    ],
    answers: [
      {
        from: 0,
        text: "Day 12 counts as used, so 18 days remain.\n\n- credit: 40 × 18 / 30 = 24.00\n- charge: 100 × 18 / 30 = 60.00\n\n```ts\nconst prorate = (from, to, day, days = 30) =>\n  ((to - from) * (days - day)) / days;\n```\n\n**$36.00**",
      },
      {
        from: 1,
        text: `The upgrade leaves **18.5 of 30 days**, so the charge is $60 × 18.5 / 30.\n\n${code}\n\n**$37.00**`,
      },
      {
        from: 2,
        text: `The upgrade leaves **18.5 of 30 days**. Credit and charge use the same remaining share, so subtract first and round once.\n\n- credit for the old plan: 40 × 18.5 / 30 = 24.67\n- charge for the new plan: 100 × 18.5 / 30 = 61.67\n\n${code}\n\n**$37.00**`,
      },
      {
        from: 3,
        text: `The upgrade leaves **18.5 of 30 days**. Credit and charge use the same remaining share, so subtract first and round once.\n\n- credit for the old plan: 40 × 18.5 / 30 = 24.67\n- charge for the new plan: 100 × 18.5 / 30 = 61.67\n\nThe order matters for other prices: $29 to $79 is $30.83 this way, $30.84 if each line is rounded by itself.\n\n${code}\n\n**$37.00**`,
      },
    ],
  },
};
