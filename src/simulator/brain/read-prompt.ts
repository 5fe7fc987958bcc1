/** What can be seen in a prompt without understanding it. */
export interface Reading {
  readonly kind: TaskKind;
  /** The task in its own words, one line. */
  readonly task: string;
  /** Words that carry it, longest first in order of appearance, at most five. */
  readonly topics: readonly string[];
  readonly questions: number;
  readonly listItems: readonly string[];
  readonly constraints: readonly string[];
  readonly code: readonly CodeReading[];
  readonly numbers: readonly string[];
  readonly language: "en" | "de" | "fr" | "es";
  readonly words: number;
  /** The prompt without its code. */
  readonly prose: string;
}

interface CodeReading {
  /** As the fence says, or guessed, or "text". */
  readonly language: string;
  readonly lines: number;
  readonly defines: readonly string[];
  /** What looks suspicious by form alone. */
  readonly notes: readonly string[];
}

export type TaskKind =
  | "explain"
  | "compare"
  | "write"
  | "fix"
  | "review"
  | "plan"
  | "summarise"
  | "translate"
  | "classify"
  | "decide"
  | "count"
  | "ask";

const kindWords: readonly (readonly [TaskKind, RegExp])[] = [
  ["translate", /\b(translate|übersetze|traduis|traduce)\b/i],
  ["summarise", /\b(summari[sz]e|summary|tl;?dr|fasse .* zusammen|résume|resume)\b/i],
  ["review", /\b(review|critique|audit|assess)\b/i],
  ["fix", /\b(fix|debug|bug|broken|error|fails?|wrong|why does(n['’]t)? .* work|behebe)\b/i],
  ["compare", /\b(compare|versus|vs\.?|difference between|pros and cons|vergleiche)\b/i],
  ["plan", /\b(plan|roadmap|steps to|migrate|migration|schedule|strategy|itinerary)\b/i],
  ["classify", /\b(classify|categori[sz]e|label|which (category|type)|sentiment|extract)\b/i],
  ["decide", /\b(should (i|we)|which (one|is better)|choose|decide|recommend|is it worth)\b/i],
  ["explain", /\b(explain|why|how does|how do|what does|describe|erkläre|explique|explica)\b/i],
  ["write", /\b(write|draft|compose|generate|create|implement|build|add|refactor|schreibe|écris|escribe)\b/i],
  ["count", /\b(how many|how much|calculate|compute|count)\b/i],
];

export function readPrompt(prompt: string): Reading {
  const { prose, code } = splitCode(prompt);
  const sentences = prose
    .split(/(?<=[.!?])\s+|\n+/)
    .map((line) => line.trim())
    .filter((line) => line !== "");
  const listItems = prose.match(/^[ \t]*(?:[-*•]|\d+[.)])[ \t]+.+$/gm) ?? [];
  const task =
    sentences.findLast((line) => line.endsWith("?")) ?? sentences.find((line) => startsWithVerb(line)) ?? sentences[0] ?? "";
  return {
    kind: kindWords.find(([, pattern]) => pattern.test(prose))?.[0] ?? "ask",
    task: shorten(task.replace(/^[-*•#>\s]+|[:\s]+$/g, ""), 220),
    topics: topicsOf(prose),
    questions: prose.match(/\?/g)?.length ?? 0,
    listItems: listItems.map((item) => shorten(item.replace(/^[ \t]*(?:[-*•]|\d+[.)])[ \t]+/, ""), 120)),
    constraints: sentences
      .filter((line) => /\b(must|only|at most|at least|no more than|without|never|exactly|within|do not|don['’]t)\b/i.test(line))
      .slice(0, 4)
      .map((line) => shorten(line, 140)),
    code,
    numbers: [
      ...new Set(
        prose.replace(/\d{1,4}[-/]\d{1,2}[-/]\d{1,4}/g, " ").match(/(?<![\w.])[$€£]?\d[\d,]*(?:\.\d+)?%?(?![\w])/g) ?? [],
      ),
    ].slice(0, 12),
    language: languageOf(prose),
    words: prose.match(/[\p{L}\p{N}]+/gu)?.length ?? 0,
    prose,
  };
}

export function shorten(text: string, length: number): string {
  const flat = text.replace(/\s+/g, " ").trim();
  return flat.length <= length ? flat : `${flat.slice(0, length - 1).trimEnd()}…`;
}

function startsWithVerb(line: string): boolean {
  return kindWords.some(([, pattern]) => pattern.test(line.split(/\s+/).slice(0, 3).join(" ")));
}

function splitCode(prompt: string): { prose: string; code: readonly CodeReading[] } {
  const code: CodeReading[] = [];
  const prose = prompt.replace(/```([\w+#.-]*)[^\n]*\n([\s\S]*?)(?:```|$)/g, (_, language: string, body: string) => {
    code.push(readCode(language, body));
    return "\n";
  });
  return { prose, code };
}

function readCode(label: string, body: string): CodeReading {
  const defines = [
    ...body.matchAll(/\b(?:function|def|fn|func|class|interface|struct|type|const|let)\s+([A-Za-z_]\w*)/g),
  ].flatMap((match) => match[1] ?? []);
  return {
    language: label === "" ? guessLanguage(body) : label.toLowerCase(),
    lines: body.replace(/\n$/, "").split("\n").length,
    defines: [...new Set(defines)].slice(0, 6),
    notes: codeNotes(body),
  };
}

function guessLanguage(body: string): string {
  if (/\bselect\b[\s\S]*\bfrom\b/i.test(body)) return "sql";
  if (/^\s*def \w+\(.*\):/m.test(body)) return "python";
  if (/\b(const|let|function|=>)/.test(body)) return "javascript";
  if (/\bfn \w+\(|let mut /.test(body)) return "rust";
  return /^\s*[{[]/.test(body) ? "json" : "text";
}

function codeNotes(body: string): readonly string[] {
  const bare = body.replace(/(["'`])(?:\\.|(?!\1).)*\1/g, "");
  const notes: string[] = [];
  for (const [open, close] of [
    ["(", ")"],
    ["[", "]"],
    ["{", "}"],
  ] as const) {
    const difference = bare.split(open).length - bare.split(close).length;
    if (difference !== 0) notes.push(`${Math.abs(difference)} “${difference > 0 ? open : close}” without its partner`);
  }
  if (/\b(TODO|FIXME|XXX)\b/.test(body)) notes.push("a TODO or FIXME mark");
  if (/select\s+\*/i.test(bare)) notes.push("`SELECT *`, which takes columns nobody named");
  if (/left\s+join/i.test(bare) && /\bwhere\b/i.test(bare))
    notes.push("a `LEFT JOIN` together with `WHERE`: a condition on the right table there undoes the outer join");
  if (/catch\s*(\([^)]*\))?\s*\{\s*\}/.test(bare) || /except[^\n]*:\s*\n\s*pass\b/.test(bare))
    notes.push("an error that is caught and dropped");
  if (/[^=!<>]==[^=]/.test(bare) && /\b(const|let|var|function)\b/.test(bare)) notes.push("`==` where `===` may be meant");
  return notes;
}

const stopWords = new Set(
  "the and for with that this from have has are was were will would should could about into your their there what which when where how why who not can you our his her its they them than then also been being such only over more most some any each does make made just like very here must please write explain compare give show tell using use need want list answer question following why fix bug review sort wie und der die das ein eine einer zwischen ist les des une est pour avec los las una para con".split(
    " ",
  ),
);

function topicsOf(prose: string): readonly string[] {
  const words = prose.match(/\p{L}[\p{L}\p{N}'’-]{2,}/gu) ?? [];
  const distinct = [...new Set(words.map((word) => word.toLowerCase()))].filter((word) => !stopWords.has(word));
  const chosen = new Set(distinct.toSorted((a, b) => b.length - a.length).slice(0, 5));
  return distinct.filter((word) => chosen.has(word));
}

function languageOf(prose: string): Reading["language"] {
  const score = (pattern: RegExp) => prose.match(pattern)?.length ?? 0;
  const scores = [
    ["de", score(/\b(der|die|das|und|ist|nicht|ein|eine|wie|was|bitte|für|mit)\b/gi)],
    ["fr", score(/\b(le|la|les|des|est|une|pour|avec|que|quel|comment|pourquoi|dans)\b/gi)],
    ["es", score(/\b(el|los|las|una|para|con|qué|cómo|por|está|dame|explica)\b/gi)],
  ] as const;
  const english = score(/\b(the|and|is|are|of|to|what|how|for|with|a|in)\b/gi);
  const best = scores.reduce((best, next) => (next[1] > best[1] ? next : best));
  return best[1] > english && best[1] >= 2 ? best[0] : "en";
}
