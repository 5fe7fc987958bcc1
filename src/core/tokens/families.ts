/**
 * Model families that count text alike, by model id without a vendor's prefix. `factor`: how many of a family's tokens the
 * plain estimate's one is, fitted on recorded responses; a model that has been run is calibrated by its own counts instead.
 * `counter`: the tokenizer is public and at hand.
 */
export interface TokenFamily {
  readonly id: string;
  readonly match: RegExp;
  readonly factor: number;
  readonly counter?: "gpt";
  /** Tokens that every answer has beside its text (end of turn, channel marks). */
  readonly overhead: number;
}

const families: readonly TokenFamily[] = [
  { id: "gpt", match: /^(gpt-|chatgpt|o\d\b|codex)/, factor: 1, counter: "gpt", overhead: 0 },
  { id: "claude", match: /^claude/, factor: 1, overhead: 0 },
  { id: "gemini", match: /^(gemini|gemma)/, factor: 1, overhead: 0 },
  { id: "deepseek", match: /^deepseek/, factor: 1, overhead: 0 },
  { id: "qwen", match: /^(qwen|qwq)/, factor: 1, overhead: 0 },
  { id: "kimi", match: /^(kimi|moonshot)/, factor: 1, overhead: 0 },
  { id: "glm", match: /^glm/, factor: 1, overhead: 0 },
  { id: "grok", match: /^grok/, factor: 1, overhead: 0 },
  { id: "mistral", match: /^(mistral|magistral|ministral|codestral|devstral|mixtral)/, factor: 1, overhead: 0 },
  { id: "llama", match: /^(meta-)?llama/, factor: 1, overhead: 0 },
  { id: "nova", match: /^nova/, factor: 1, overhead: 0 },
  { id: "command", match: /^command/, factor: 1, overhead: 0 },
];

const other: TokenFamily = { id: "other", match: /^/, factor: 1, overhead: 0 };

export function tokenFamily(model: string): TokenFamily {
  const bare = model
    .toLowerCase()
    .replace(/^.*\//, "")
    .replace(
      /^(?:(?:us|eu|au|jp|apac|global)\.)?(?:anthropic|amazon|openai|deepseek|qwen|meta|mistral|moonshotai|zai|google)\./,
      "",
    );
  return families.find(({ match }) => match.test(bare)) ?? other;
}
