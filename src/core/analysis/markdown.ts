/** Lines of a text that are prose: code fences and what is in them left out. */
export function proseLines(text: string): readonly string[] {
  const lines: string[] = [];
  let fence: string | null = null;
  for (const line of text.split("\n")) {
    const mark = /^\s{0,3}(```+|~~~+)/.exec(line)?.[1]?.slice(0, 3) ?? null;
    if (fence !== null) {
      if (mark === fence) fence = null;
    } else if (mark !== null) fence = mark;
    else if (line.trim() !== "") lines.push(line.trim());
  }
  return lines;
}

export interface CodeBlock {
  /** Lower case; empty when the fence names none. */
  readonly language: string;
  readonly text: string;
}

/** Fenced blocks in order; one that is never closed counts. */
export function codeBlocks(text: string): readonly CodeBlock[] {
  const blocks: CodeBlock[] = [];
  let open: { readonly fence: string; readonly language: string; readonly lines: string[] } | null = null;
  for (const line of text.split("\n")) {
    const [, fence = null, language = ""] = /^\s{0,3}(```+|~~~+)\s*([\w+#.-]*)/.exec(line) ?? [];
    if (open !== null && fence !== null && fence.startsWith(open.fence)) {
      blocks.push({ language: open.language, text: open.lines.join("\n") });
      open = null;
    } else if (open !== null) open.lines.push(line);
    else if (fence !== null) open = { fence: fence.slice(0, 3), language: language.toLowerCase(), lines: [] };
  }
  if (open !== null) blocks.push({ language: open.language, text: open.lines.join("\n") });
  return blocks;
}

/** A line without Markdown's marks: headings, lists, quotes, emphasis, code ticks, `\( \)`. */
export function plainLine(line: string): string {
  return line
    .replace(/^\s*(?:>\s*|#{1,6}\s+|[-*+•]\s+|\d{1,3}[.)]\s+)*/, "")
    .replace(/\*\*|__|`|\\[()[\]]|\$\$/g, "")
    .replace(/(?<![\p{L}\p{N}])[*_]|[*_](?![\p{L}\p{N}])/gu, "")
    .trim();
}
