/**
 * Model families that count text alike, by model id without a vendor's prefix. `factor`: how many of a family's tokens one of
 * the o200k tokenizer's is; `npm run fit:meters` fits it, with the two overheads, on recorded responses and says how well
 * figures of one half hold on the other. A model that has been run is calibrated by its own counts instead.
 */
export interface TokenFamily {
  readonly id: string;
  readonly match: RegExp;
  readonly factor: number;
  /**
   * `exact`: its tokenizer is o200k. `near`: a byte-pair tokenizer of like size, so that o200k times the factor is closer than
   * any estimate from characters. `none`: not known.
   */
  readonly o200k: "exact" | "near" | "none";
  /** The provider never shows the reasoning itself: text passed on as reasoning is a summary, or holds what tools returned. */
  readonly isSummarised?: true;
  /** Tokens that every answer has beside its text (end of turn, channel marks), and that every tool call has. */
  readonly perResponse: number;
  readonly perCall: number;
  /** More of them where hidden reasoning came before; absent: none. */
  readonly perReasoning?: number;
}

const families: readonly TokenFamily[] = [
  { id: "gpt-oss", match: /^gpt-oss/, o200k: "exact", factor: 1, perResponse: 10, perCall: 10 },
  // Before o200k: the cl100k tokenizer.
  { id: "gpt-cl100k", match: /^gpt-(3|4$|4-)/, o200k: "near", factor: 1, perResponse: 0, perCall: 8 },
  { id: "gpt-4", match: /^(gpt-4|chatgpt)/, o200k: "exact", factor: 1, perResponse: 0, perCall: 8 },
  // Messages of these begin and end with marks that are counted; the same in every recorded response.
  {
    id: "gpt",
    match: /^(gpt-|o\d\b|codex)/,
    o200k: "exact",
    isSummarised: true,
    factor: 1,
    perResponse: 4,
    perCall: 7,
    perReasoning: 2,
  },
  { id: "claude", match: /^claude/, o200k: "near", isSummarised: true, factor: 1.09, perResponse: 4, perCall: 40 },
  { id: "gemini", match: /^(gemini|gemma)/, o200k: "near", isSummarised: true, factor: 1.01, perResponse: 2, perCall: 9 },
  { id: "deepseek", match: /^deepseek/, o200k: "near", factor: 1.01, perResponse: 2, perCall: 32 },
  { id: "qwen", match: /^(qwen|qwq)/, o200k: "near", factor: 1.03, perResponse: 3, perCall: 16 },
  { id: "kimi", match: /^(kimi|moonshot)/, o200k: "near", factor: 1, perResponse: 2, perCall: 9 },
  { id: "glm", match: /^glm/, o200k: "near", factor: 1.02, perResponse: 2, perCall: 3 },
  // What it shows of its reasoning is half of what is counted (recorded 2025-10).
  { id: "grok-code", match: /^grok-code/, o200k: "near", isSummarised: true, factor: 0.98, perResponse: 2, perCall: 25 },
  { id: "grok", match: /^grok/, o200k: "near", factor: 0.98, perResponse: 2, perCall: 25 },
  { id: "minimax", match: /^minimax/, o200k: "near", factor: 1, perResponse: 2, perCall: 10 },
  {
    id: "mistral",
    match: /^(mistral|magistral|ministral|codestral|devstral|mixtral)/,
    o200k: "near",
    factor: 1.01,
    perResponse: 2,
    perCall: 12,
  },
  { id: "llama", match: /^(meta-)?llama|-llama-\d/, o200k: "near", factor: 1, perResponse: 2, perCall: 9 },
  { id: "nova", match: /^nova/, o200k: "near", factor: 1, perResponse: 2, perCall: 47 },
  { id: "command", match: /^command/, o200k: "near", factor: 1, perResponse: 2, perCall: 0 },
  // Groq's own agent: what its tools returned stands in its reasoning and is not in the output count.
  { id: "compound", match: /^compound/, o200k: "near", isSummarised: true, factor: 1, perResponse: 2, perCall: 10 },
];

const other: TokenFamily = { id: "other", match: /^/, o200k: "none", factor: 1, perResponse: 1, perCall: 10 };

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
