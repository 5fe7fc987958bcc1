/** Longer ones are cut: a trace may be one line of half a megabyte. */
const maxSentenceChars = 320;

/** A full stop ends a sentence only before white space, so `3.14`, `v1.2` and `a.b()` stay whole. */
const closers = new Set([".", "!", "?", ";"]);
const wideClosers = new Set(["。", "！", "？", "；", "\n"]);

/**
 * The sentences of a text in order, trimmed, without Markdown's list and heading marks. Linear in its length, any language
 * that ends sentences with a mark or a line.
 */
export function splitSentences(text: string): readonly string[] {
  const sentences: string[] = [];
  let start = 0;
  const cut = (end: number) => {
    const sentence = text.slice(start, end).trim().replace(leadingMarks, "");
    const heading = boldLine.exec(sentence)?.[1] ?? null;
    // Providers head each part of a summary in bold. A heading without a number claims nothing.
    if (sentence !== "" && (heading === null || /\d/.test(heading))) sentences.push(heading ?? sentence);
    start = end;
  };
  for (let i = 0; i < text.length; i += 1) {
    const char = text.charAt(i);
    if (wideClosers.has(char)) cut(i + 1);
    else if (closers.has(char) && /^\s?$/.test(text.charAt(i + 1))) cut(i + 1);
    else if (i - start >= maxSentenceChars && (char === " " || i - start >= 2 * maxSentenceChars)) cut(i);
  }
  cut(text.length);
  return sentences;
}

const leadingMarks = /^(?:#{1,6}|[-*+•]|>|\d{1,3}[.)])\s+/;
const boldLine = /^\*\*([^*]+)\*\*:?$/;
