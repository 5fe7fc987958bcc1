import { lane, type SimulatedSample } from "./sample.ts";

export const seating: SimulatedSample = {
  id: "eaten-limit",
  icon: "circle-slash",
  title: "Thinking that eats the limit",
  description:
    "The same model twice; one may write 160 tokens. It spends them on thinking, answers nothing, and would be billed.",
  system: "",
  user: "In how many ways can five people sit around a round table if Ann and Bob must not sit side by side? Seatings that differ by a rotation are the same.",
  variables: {},
  lanes: [lane("open-book", "high", { maxOutputTokens: 160 }), lane("open-book", "high")],
  solution: {
    isEasy: false,
    thoughts: [
      {
        from: 1,
        title: "Counting all seatings",
        summary: "Around a round table five people have 4! = 24 seatings; in 12 of them Ann and Bob are neighbours.",
        raw: "Round table, rotations count once: (5 − 1)! = 24. Together: glue Ann and Bob into one, 3! = 6 seatings of four, times 2 for who sits left. 12. So 24 − 12 = 12.",
      },
      {
        from: 2,
        title: "Counting the wanted ones directly",
        summary: "Fix Ann. Bob has two of four chairs that are not next to her, the others 3! orders: 2 × 6 = 12.",
        raw: "Let me count without subtracting. Fix Ann in chair 1, which uses up the rotations. Chairs 2 and 5 are beside her, chairs 3 and 4 are not. Bob takes one of those two. The other three people fill the remaining three chairs in 3! = 6 ways. 2 × 6 = 12. The same number by a way that shares no step with the first, so I believe it. Are mirror images the same? The prompt names only rotations, so a mirrored seating is a different one.",
      },
      {
        from: 3,
        title: "Writing them all down",
        summary: "With Ann at the top the twelve seatings can be listed; none is missing and none is double.",
        raw: "Twelve is few enough to list. Ann at the top, then clockwise chairs 2, 3, 4, 5, people B (Bob), C, D, E. Bob in chair 3: chair 2, 4, 5 hold C, D, E in any order: C B D E, C B E D, D B C E, D B E C, E B C D, E B D C. Six. Bob in chair 4: C D B E, C E B D, D C B E, D E B C, E C B D, E D B C. Six. Together twelve. Is any of them a rotation of another? No, because Ann is always at the top, and a rotation would move her. Is any missing? Bob can only be in chair 3 or 4, and for each all six orders are there. So the list is complete.",
      },
      {
        from: 3,
        title: "Testing the rule on a smaller table",
        summary: "With four people the same rule gives 2, which is right: Bob sits opposite Ann.",
        raw: "Does the method hold elsewhere? Four people: (4 − 1)! = 6, together 2 × 2! = 4, apart 2. Directly: Bob must sit opposite Ann, the other two in 2 orders. 2. It agrees. Three people: 2 seatings, and Ann and Bob are always neighbours, so 0; the formula gives 2 − 2 × 1 = 0. Agrees too. And with n people, (n − 1)! − 2 (n − 2)! = (n − 3)(n − 2)!; for 5 that is 2 × 6 = 12. Fine.",
      },
    ],
    answers: [
      { from: 0, text: "There are 4! = 24 seatings; Ann and Bob sit together in half of them. **12**" },
      { from: 1, text: "All seatings: (5 − 1)! = 24. With Ann and Bob together: 2 × 3! = 12. Apart: 24 − 12 = **12**." },
      {
        from: 2,
        text: "Fix Ann, which uses up the rotations. Bob has 2 chairs that are not beside her, the other three people 3! = 6 orders: 2 × 6 = **12**.\n\nThe other way round: 4! = 24 seatings, 2 × 3! = 12 of them with Ann and Bob together, so 12 without.",
      },
    ],
  },
};
