import { finalValue } from "./final-value.ts";
import { codeBlocks } from "./markdown.ts";
import { jsonIn } from "./read-json.ts";
import type { Rule } from "./same-rules.ts";

/**
 * The rule that fits these answers: the most specific one that finds something in nearly all of them. A rule that is too
 * loose would call different answers the same, so what remains is compared by all its words.
 */
export function chooseRule(answers: readonly string[]): Rule {
  const fitsMost = (test: (answer: string) => boolean) =>
    answers.length > 0 && answers.filter(test).length >= 0.75 * answers.length;
  if (fitsMost((answer) => jsonIn(answer) !== null)) return "json";
  const results = answers.map(finalValue).filter((result) => result !== null);
  const enough = 0.75 * answers.length;
  if (results.filter(({ number }) => number !== null).length >= enough && results.length > 0) return "number";
  if (results.length >= enough && results.length > 0) return "result";
  return fitsMost(isMostlyCode) ? "code" : "text";
}

/** Code is the answer, not an illustration: more of it than of prose. */
function isMostlyCode(answer: string): boolean {
  const code = codeBlocks(answer).reduce((sum, { text }) => sum + text.length, 0);
  return code > 0 && code * 2 >= answer.length;
}
