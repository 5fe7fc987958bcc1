/**
 * The reply to a prompt that asks which of several fenced answers say the same, as Switchyard's judging lane asks it; null
 * when the prompt is none. It compares the results the answers mark, else their words: a stand-in for judgement that is
 * right about plain cases, so that judging can be tried without a key.
 */
export function judgeAnswers(system: string, prompt: string): string | null {
  if (!/\{"groups":\[\[/.test(system)) return null;
  const answers = [...prompt.matchAll(/<(\S+) answer="([A-Z])">\n([\s\S]*?)\n<\/\1>/g)].map(
    ([, , label = "", text = ""]): Answer => ({ label, result: resultOf(text), words: wordsOf(text) }),
  );
  if (answers.length < 2) return null;
  const groups: Answer[][] = [];
  for (const answer of answers) {
    const group = groups.find(([first]) => first !== undefined && isSame(first, answer));
    if (group === undefined) groups.push([answer]);
    else group.push(answer);
  }
  return JSON.stringify({ groups: groups.map((group) => group.map(({ label }) => label)) });
}

interface Answer {
  readonly label: string;
  /** What the answer marks as its result; null when it marks none. */
  readonly result: string | null;
  readonly words: ReadonlySet<string>;
}

function isSame(one: Answer, other: Answer): boolean {
  if (one.result !== null && other.result !== null) return one.result === other.result;
  const [marked, plain] = one.result === null ? [other, one] : [one, other];
  if (marked.result !== null && marked.result.split(" ").every((word) => plain.words.has(word))) return true;
  const common = [...one.words].filter((word) => other.words.has(word)).length;
  return common >= 0.6 * Math.max(1, Math.min(one.words.size, other.words.size));
}

/** A box, the last bold words, or what follows "answer:". Long marked text is emphasis, not a result. */
function resultOf(text: string): string | null {
  const marks = [
    /\\boxed\{([^{}]{1,60})\}/g,
    /\*\*([^*\n]{1,60})\*\*/g,
    /(?:answer|result|total|antwort|ergebnis)(?: is)?\s*[:=]\s*([^\n]{1,60})/gi,
  ];
  for (const mark of marks) {
    const found = [...text.matchAll(mark)].at(-1)?.[1];
    const words = found === undefined ? [] : [...wordsOf(found)];
    if (words.length > 0 && words.length <= 6) return words.join(" ");
  }
  return null;
}

/** Words and numbers in lower case, without thousands separators; lines that only say who answers are left out. */
function wordsOf(text: string): ReadonlySet<string> {
  const bare = text
    .replace(/^\*[^*\n]+\*$/gm, " ")
    .replace(/(\d),(?=\d{3}\b)/g, "$1")
    .toLowerCase();
  return new Set(bare.match(/[$€£]?[-−]?\d+(?:\.\d+)?%?|[\p{L}\p{M}]+/gu) ?? []);
}
