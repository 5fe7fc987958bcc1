import type { Effort } from "../../src/core/model/effort.ts";
import type { Sweep } from "./sweep.ts";

/*
 * Sweeps written by hand: answers as models word them, differently at every tier, with the traps that make a comparison
 * call different answers the same or the same answers different.
 */

const order = ["low", "medium", "high"] as const;

/** One answer a tier, or a list of repeats. */
function sweep(
  name: string,
  prompt: string,
  answers: readonly [Runs, Runs, Runs],
  keeps: readonly Effort[],
  more: Pick<Sweep, "same" | "assertion"> = {},
): Sweep {
  const tiers = order.map((effort, i) => {
    const runs = answers[i] ?? null;
    return { effort, answers: Array.isArray(runs) ? runs : [runs] };
  });
  return { name, prompt, tiers, keeps, ...more };
}

type Runs = string | null | readonly (string | null)[];

const all = ["low", "medium"] as const;
const top = ["medium"] as const;
const none = [] as const;

export const writtenSweeps: readonly Sweep[] = [
  sweep(
    "an amount in three wordings",
    "What is the invoice total?",
    [
      "The lines sum to 1,204.50.\n\n**$1,204.50**",
      "- goods: 1,000.00\n- tax: 204.50\n\nTotal: $1204.50",
      "Adding goods and tax gives the invoice total.\n\n$1,204.50",
    ],
    all,
  ),
  sweep(
    "thousands and decimals the German way",
    "Wie hoch ist die Summe?",
    ["Antwort: 1.204,50 €", "Ergebnis: 1204,50 €", "Die Posten ergeben zusammen:\n\n**1.204,50 €**"],
    all,
  ),
  sweep(
    "a fraction and its decimal",
    "Chance of two heads in three tosses?",
    ["Answer: 0.375", "The chance is **3/8**.", "There are 8 outcomes and 3 fit.\n\nAnswer: 37.5 %"],
    all,
  ),
  sweep(
    "a boxed result",
    "Solve 3x = 51.",
    ["So $x = \\boxed{17}$.", "Dividing by 3:\n\n$$\\boxed{17}$$", "We find x.\n\n\\boxed{17}"],
    all,
  ),
  sweep(
    "a multiple choice letter",
    "Which planet is largest? A Mars B Jupiter C Venus",
    ["Answer: B", "The answer is: **B**", "Jupiter has the largest radius of the three.\n\nFinal answer: B."],
    all,
  ),
  sweep("an answer in Chinese", "小明有多少个苹果？", ["答案：12", "一共十二个。\n\n答案: 12", "先加后减。\n\n**12**"], all),
  sweep(
    "JSON with other key order and spacing",
    "Extract name and age as JSON.",
    ['{"name":"Ann","age":41}', '```json\n{ "age": 41, "name": "Ann" }\n```', '{\n  "name": "Ann",\n  "age": 41\n}'],
    all,
  ),
  sweep(
    "JSON inside a sentence",
    "Extract name and age as JSON.",
    ['Here it is: {"name":"Ann","age":41}', '{"age":41,"name":"Ann"}', '```json\n{"name":"Ann","age":41.0}\n```'],
    all,
  ),
  sweep(
    "code formatted in other ways",
    "Write a function that doubles.",
    [
      "```ts\nconst double = (n: number) => n * 2;\n```",
      "```ts\n// twice\nconst double = (n: number) =>\n  n * 2\n```",
      "```ts\nconst double = (n: number) => n*2;\n```",
    ],
    all,
  ),
  sweep(
    "one line of SQL",
    "Count users.",
    [
      "```sql\nSELECT count(*) FROM users;\n```",
      "```sql\nselect count(*)\nfrom users\n```",
      "```sql\nSELECT COUNT(*) FROM users\n```",
    ],
    all,
  ),
  sweep(
    "yes with other reasons",
    "Is 97 prime?",
    ["Yes.", "Yes, 97 has no divisor below 10.", "**Yes.** None of 2, 3, 5 and 7 divides it."],
    all,
  ),
  sweep("one word", "Capital of Australia?", ["Canberra", "**Canberra**", "The capital of Australia is **Canberra**."], all),
  sweep("a rounded number", "What is the mean?", ["Mean: **24.67**", "The mean is **24.667**", "Answer: 24.6667"], all),
  sweep(
    "the same words, other marks",
    "Name the rule.",
    ["Measure twice, cut once.", "measure twice — cut once", "“Measure twice, cut once.”"],
    all,
  ),
  sweep(
    "low repeats itself well",
    "How many?",
    [
      ["Answer: 42", "**42**", "Answer: 42."],
      ["**42**", "**42**", "Answer: 42"],
      ["**42**", "**42**", "**42**"],
    ],
    all,
  ),
  sweep("a date", "When does the lease end?", ["Answer: 2027-03-31", "**2027-03-31**", "It runs two years.\n\n2027-03-31"], all),
  sweep("a negative result", "Change in temperature?", ["**-4**", "Answer: −4", "It fell by four degrees.\n\n**−4**"], all),
  sweep(
    "an assertion that all pass",
    "Name a mammal that lays eggs.",
    ["The platypus does.", "A platypus, for example, lays eggs.", "Monotremes do: the platypus and the echidnas."],
    all,
    {
      assertion: { type: "contains", text: "platypus" },
    },
  ),
  sweep("a pattern that low fails", "Give an ISO date.", ["31 March 2027", "It is 2027-03-31.", "2027-03-31"], top, {
    assertion: { type: "regex", pattern: "\\d{4}-\\d{2}-\\d{2}", flags: "u" },
  }),
  sweep(
    "a schema that low misses",
    "Give the user as JSON.",
    ['{"name":"Ann"}', '{"name":"Ann","age":41}', '{"age":41,"name":"Ann"}'],
    top,
    {
      assertion: {
        type: "json-schema",
        name: "user.json",
        schema: { type: "object", required: ["name", "age"], properties: { age: { type: "integer" } } },
      },
    },
  ),
  sweep("low is wrong", "What do we charge?", ["**$36.00**", "**$37.00**", "Answer: $37.00"], top),
  sweep("low is lucky, medium is not", "How many ways?", ["Answer: 12", "Answer: 14", "Answer: 12"], none),
  sweep("low and medium are wrong together", "Which probability?", ["**2/3**", "**2/3**", "**1/2**"], none),
  sweep("every tier says something else", "Estimate it.", ["**10**", "**12**", "**15**"], none),
  sweep(
    "low is right two times in three",
    "How many?",
    [
      ["**42**", "**42**", "**40**"],
      ["**42**", "**42**", "**42**"],
      ["**42**", "**42**", "**42**"],
    ],
    top,
  ),
  sweep(
    "the top does not agree with itself",
    "How many?",
    [
      ["**42**", "**42**", "**42**"],
      ["**42**", "**41**", "**40**"],
      ["**42**", "**41**", "**40**"],
    ],
    none,
  ),
  sweep("the same number, another unit", "How much is it?", ["**5 cents**", "**5 dollars**", "**5 dollars**"], top),
  sweep("the same number, another thing", "What is left over?", ["**3 apples**", "**3 oranges**", "**3 oranges**"], top),
  sweep("another currency", "What does it cost?", ["**€37.00**", "**$37.00**", "**$37.00**"], top),
  sweep("a sign lost at low", "What is the balance?", ["**4**", "**-4**", "**-4**"], top),
  sweep(
    "numbers that only stand in the text",
    "Explain HTTP/2 in short.",
    [
      "It came in 2015 and multiplexes streams over one connection.",
      "Published in 2015, it sends several streams at a time and compresses headers.",
      "Since 2015 browsers use it; header compression and streams are what changed.",
    ],
    none,
  ),
  sweep(
    "prose of growing depth",
    "Should we cache?",
    [
      "Caching is usually a good idea here because reads dominate.",
      "Reads dominate, but invalidation across regions would cost you more than the reads do.",
      "Do not cache yet: find out first why one query takes 80 ms, an index may end the discussion.",
    ],
    none,
  ),
  sweep(
    "JSON with one value changed",
    "Extract name and age as JSON.",
    ['{"name":"Ann","age":14}', '{"name":"Ann","age":41}', '{"age":41,"name":"Ann"}'],
    top,
  ),
  sweep(
    "JSON with a long id that floats would blur",
    "Give the id as JSON.",
    ['{"id":12345678901234567891}', '{"id":12345678901234567892}', '{"id":12345678901234567893}'],
    none,
  ),
  sweep(
    "code that is off by one",
    "Sum the list.",
    [
      "```js\nfor (let i = 0; i <= n; i++) sum += list[i];\n```",
      "```js\nfor (let i = 0; i < n; i++) sum += list[i];\n```",
      "```js\nfor (let i = 0; i < n; i++) { sum += list[i]; }\n```",
    ],
    top,
  ),
  sweep(
    "a string that only differs in case",
    "Which header?",
    ["```js\nsend('X-Key');\n```", "```js\nsend('x-key');\n```", '```js\nsend("x-key");\n```'],
    top,
  ),
  sweep("cut off at low", "How many?", [null, "**42**", "**42**"], top),
  sweep(
    "yes at low, no above",
    "Is it safe?",
    ["Yes, it is safe.", "No. The lock is released too early.", "No: the lock is released before the write."],
    top,
  ),
  sweep(
    "no difference is not no",
    "Does it matter?",
    ["No, it does not.", "No difference in speed, but memory doubles.", "Memory doubles, so it matters."],
    none,
  ),
  sweep("a version is not a number", "Which version fixed it?", ["**1.2.3**", "**1.2.4**", "**1.2.4**"], top),
  sweep("times of day", "When do we meet?", ["**12:30**", "**12:45**", "**12:45**"], top),
  sweep(
    "a list whose last item is a number",
    "List the ports.",
    ["- web: 80\n- tls: 443", "- web: 8080\n- tls: 443", "- web: 8080\n- tls: 443"],
    top,
  ),
  sweep("five runs that agree", "How many?", [five("**42**"), five("Answer: 42"), five("**42**")], all),
  sweep(
    "five runs, one astray at medium",
    "How many?",
    [["**42**", "**40**", "**42**", "**41**", "**42**"], ["**42**", "**42**", "**42**", "**42**", "**41**"], five("**42**")],
    none,
  ),
];

function five(answer: string): readonly string[] {
  return Array.from({ length: 5 }, () => answer);
}
