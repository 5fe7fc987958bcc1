import type { Block } from "./block.ts";
import type { Segment } from "./segments.ts";

/** All readable reasoning of an attempt as one text. Offsets of segments, marks and matches count in it. */
export interface Trace {
  /** `raw` only when every block is. */
  readonly basis: "raw" | "summary";
  readonly text: string;
}

/** Between two blocks; also what a paragraph's end looks like. */
const blockGap = "\n\n";

/** Text that stands for the reasoning; null when none was sent. */
export function traceOf({ blocks }: { readonly blocks: readonly Block[] }): Trace | null {
  const reasoning = blocks.flatMap((block) => (block.type === "reasoning" && block.text.trim() !== "" ? [block] : []));
  if (reasoning.length === 0) return null;
  const basis = reasoning.every(({ visibility }) => visibility === "raw") ? "raw" : "summary";
  return { basis, text: reasoning.map(({ text }) => text).join(blockGap) };
}

/** Where in the trace a block's text begins; null when the block is no part of it. */
export function traceOffset({ blocks }: { readonly blocks: readonly Block[] }, index: number): number | null {
  let offset = 0;
  for (const [at, block] of blocks.entries()) {
    if (block.type !== "reasoning" || block.text.trim() === "") continue;
    if (at === index) return offset;
    offset += block.text.length + blockGap.length;
  }
  return null;
}

/** A segment's name: its title, else its first sentence. One line, at most about 120 characters. */
export function segmentName(text: string, { title, start, end }: Segment): string {
  if (title !== null) return title;
  const head = text
    .slice(start, Math.min(end, start + 240))
    .replace(/\s+/g, " ")
    .trim();
  const sentence = /^.{12,110}?[.!?。！？](?=\s|$|[^\p{P}\p{N}\sA-Za-z])/u.exec(head)?.[0] ?? head;
  return sentence.length <= 120 ? sentence : `${sentence.slice(0, 119).trimEnd()}…`;
}
