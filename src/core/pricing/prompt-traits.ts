/** What a prompt's text tells about the length of its answer, without a model. Words are looked for in English. */
export interface PromptTraits {
  readonly characters: number;
  /** "Reply with exactly", "a single word", "just the number": the answer is a few tokens. */
  readonly asksExact: boolean;
  /** "Explain", "write", "how to": an answer of paragraphs. */
  readonly asksLong: boolean;
  /** A sum, a proof, a riddle: what a reasoning model thinks about at length. */
  readonly isProblem: boolean;
}

/** A long prompt says what it wants at its ends. */
const readCharacters = 4000;

export function promptTraits(prompt: string): PromptTraits {
  const text =
    prompt.length <= readCharacters ? prompt : `${prompt.slice(0, readCharacters / 2)}\n${prompt.slice(-readCharacters / 2)}`;
  return {
    characters: prompt.length,
    asksExact: exact.test(text),
    asksLong: long.test(text),
    isProblem: problem.test(text),
  };
}

/** Traits of a prompt that is not known: as the prompts that the figures were fitted on have them in the middle. */
export const unknownTraits: PromptTraits = { characters: 60, asksExact: false, asksLong: false, isProblem: false };

const exact =
  /\b(?:exactly|(?:single|one|1) (?:short )?word|(?:just|only) (?:the|a|one) (?:final )?(?:number|word|result|answer|name)|yes or no|say this is|nothing else|no other text|no explanation)\b/i;

const long =
  /\b(?:write|explain|describe|essay|story|detail(?:ed|s)?|plan|implement|code|function|prove|compare|analy[sz]e|list|steps?|generate|create|draft|how (?:do|does|can|to)|why|tutorial|guide|poem)\b/i;

const problem =
  /\d\s*[-+*/×÷^]\s*\d|\b(?:train|puzzle|riddle|prove|probabilit(?:y|ies)|how many|if a|suppose|solve|paradox|integer|equation)\b/i;
