import { isSameNumber, numberPattern, numbersIn } from "./exact-number.ts";
import { finalValue } from "./final-value.ts";
import { normalText } from "./normal-text.ts";

/**
 * Where in a trace the result of the answer stands for the first time, 0 to 1. Null when the answer marks no result, when
 * the prompt holds it already (a mention is no finding then), or when the trace never says it.
 */
export function answerPlace(trace: string, answer: string, prompt: string): number | null {
  const final = finalValue(answer);
  if (final === null || trace.length === 0) return null;
  const { number } = final;
  if (number !== null) {
    if (numbersIn(prompt.slice(0, 100_000)).some((given) => isSameNumber(given, number))) return null;
    for (const match of trace.matchAll(numberPattern)) {
      const [found] = numbersIn(match[0]);
      const isResult = found !== undefined && isSameNumber(found, number);
      if (isResult && (!isSmall(match[0]) || isStated(trace.slice(Math.max(0, match.index - 24), match.index)))) {
        return match.index / trace.length;
      }
    }
    return null;
  }
  const words = normalText(final.text);
  if (final.place === "lead" || words.length < 4 || normalText(prompt.slice(0, 100_000)).includes(words)) return null;
  const text = trace.toLowerCase();
  const at = text.indexOf(words.includes(" ") ? final.text.toLowerCase() : words);
  return at === -1 ? null : at / text.length;
}

/** One or two digits stand everywhere (steps, counts); they are a result only where they are stated as one. */
function isSmall(written: string): boolean {
  return written.replace(/\D/g, "").length <= 1;
}

function isStated(before: string): boolean {
  return /(?:[=≈→:：]|\b(?:is|are|gives?|answer|ist|sind|ergibt|est|donne|es|da|равно|是|为|は))\s*[*_`$\\(]*\s?$/iu.test(before);
}
