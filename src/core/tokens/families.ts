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
  /** The provider never shows the reasoning itself: text a gateway passes on as reasoning is a summary of it. */
  readonly isSummarised?: true;
  /** Tokens that every answer has beside its text (end of turn, channel marks), and that every tool call has. */
  readonly perResponse: number;
  readonly perCall: number;
}

const families: readonly TokenFamily[] = [
  { id: "gpt-oss", match: /^gpt-oss/, counter: "gpt", factor: 1, perResponse: 10, perCall: 10 },
  { id: "gpt", match: /^(gpt-|chatgpt|o\d\b|codex)/, counter: "gpt", isSummarised: true, factor: 1, perResponse: 5, perCall: 10 },
  { id: "claude", match: /^claude/, isSummarised: true, factor: 1.06, perResponse: 4, perCall: 47 },
  { id: "gemini", match: /^(gemini|gemma)/, isSummarised: true, factor: 1.03, perResponse: 1, perCall: 5 },
  { id: "deepseek", match: /^deepseek/, factor: 1, perResponse: 1, perCall: 32 },
  { id: "qwen", match: /^(qwen|qwq)/, factor: 1, perResponse: 2, perCall: 25 },
  { id: "kimi", match: /^(kimi|moonshot)/, factor: 0.95, perResponse: 1, perCall: 13 },
  { id: "glm", match: /^glm/, factor: 1.05, perResponse: 2, perCall: 3 },
  { id: "grok", match: /^grok/, factor: 0.96, perResponse: 0, perCall: 1 },
  {
    id: "mistral",
    match: /^(mistral|magistral|ministral|codestral|devstral|mixtral)/,
    factor: 0.97,
    perResponse: 3,
    perCall: 12,
  },
  { id: "llama", match: /^(meta-)?llama/, factor: 1, perResponse: 2, perCall: 10 },
  { id: "nova", match: /^nova/, factor: 1, perResponse: 6, perCall: 49 },
  { id: "command", match: /^command/, factor: 0.98, perResponse: 0, perCall: 0 },
];

const other: TokenFamily = { id: "other", match: /^/, factor: 1, perResponse: 1, perCall: 10 };

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
