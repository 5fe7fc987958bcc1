import type { Script } from "../brain/script.ts";
import { countTokens, inGroups } from "../tokens.ts";

/** A piece of text to show and the tokens' worth of thinking that passes before it. */
export interface ShownPiece {
  readonly text: string;
  readonly tokens: number;
}

/**
 * How a digest arrives: each part after the thinking it stands for, most of that time in silence, then quickly. The parts'
 * times add up to what the reasoning cost.
 */
export function digestPieces(script: Script, shown: readonly string[], groupSize: number): readonly (readonly ShownPiece[])[] {
  const written = script.thoughts.map((thought) => countTokens(thought.raw));
  const whole = written.reduce((sum, tokens) => sum + tokens, 0);
  return shown.map((text, at) => {
    const share = whole === 0 ? 0 : ((written[at] ?? 0) / whole) * script.reasoningTokens;
    const pieces = inGroups(text, groupSize);
    const [first = "", ...rest] = pieces;
    const quick = (share * 0.3) / Math.max(1, rest.length);
    return [
      { text: first, tokens: share * (rest.length === 0 ? 1 : 0.7) },
      ...rest.map((piece) => ({ text: piece, tokens: quick })),
    ];
  });
}
