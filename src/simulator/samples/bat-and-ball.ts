import { lane, type SimulatedSample } from "./sample.ts";

export const batAndBall: SimulatedSample = {
  id: "first-thought",
  icon: "zap",
  title: "The first thought is wrong",
  description: "A model that does not reason gives the answer that comes to mind; a little effort is enough to see it.",
  system: "",
  user: "A bat and a ball cost $1.10 together. The bat costs $1.00 more than the ball. What does the ball cost?",
  variables: {},
  lanes: [lane("quick-draft", "default"), lane("steady-thinker", "low"), lane("loud-thinker", "high")],
  solution: {
    isEasy: false,
    thoughts: [
      {
        from: 1,
        title: "Testing the first thought",
        summary: "Ten cents comes to mind, but then the bat would cost only 90 cents more. Five cents fits both conditions.",
        raw: "Ten cents? Then the bat is 1.00, which is only 0.90 more. No. Let the ball be b: b + (b + 1.00) = 1.10, so 2b = 0.10 and b = 0.05.",
      },
      {
        from: 2,
        title: "Checking both conditions",
        summary: "5 cents and $1.05: the sum is $1.10 and the difference is $1.00. Both hold.",
        raw: "Check with both sentences. Ball 0.05, bat 1.05. Together 1.10, yes. The bat is 1.05 − 0.05 = 1.00 more, yes. The tempting answer fulfils only the first sentence: 0.10 + 1.00 = 1.10, but the difference is 0.90. The mind splits 1.10 into 1 and 0.10 because the numbers are already written that way, and “$1.00 more” is read as “$1.00”. That is the whole trick.",
      },
      {
        from: 3,
        title: "Asking whether it is the only answer",
        summary: "Two equations with two unknowns that are not multiples of each other have exactly one solution.",
        raw: "Could another pair fit? Two unknowns, two equations: bat + ball = 1.10, bat − ball = 1.00. Adding them: 2 × bat = 2.10, bat = 1.05. Subtracting: 2 × ball = 0.10, ball = 0.05. The equations are independent, so this is the only pair. In cents, to be safe from decimals: 110 and 100; (110 − 100) / 2 = 5. In general the cheaper one costs half of what the sum exceeds the difference by. Try it with easy numbers: together 10, one costs 8 more: (10 − 8) / 2 = 1 and 9; sum 10, difference 8. It works.",
      },
      {
        from: 3,
        title: "Why the wrong answer feels right",
        summary: "Nothing in the wording is ambiguous; “more than” names a difference.",
        raw: "Might “$1.00 more” be meant loosely, as “the bat costs $1.00”? Then the question would be trivial and the words “more than the ball” idle. One should not read away words that are there. Is there tax, a discount, a currency with no 5 cent coin? Nothing of the kind is said. So the answer is five cents, and it is worth showing the check in one line, because a reader who has ten cents in mind will not believe it otherwise.",
      },
    ],
    answers: [
      { from: 0, text: "The ball costs **$0.10**: $1.10 − $1.00 = $0.10." },
      { from: 1, text: "The ball costs **$0.05**, the bat $1.05." },
      {
        from: 2,
        text: "The ball costs **$0.05**.\n\nCheck: $1.05 + $0.05 = $1.10, and $1.05 − $0.05 = $1.00. (With $0.10 the bat would cost only $0.90 more.)",
      },
    ],
  },
};
