import { countTokens } from "gpt-tokenizer/encoding/o200k_base";
import type { TokenCounter } from "./token-counter.ts";

/*
 * The o200k tokenizer of OpenAI's models, gpt-oss included. Its ranks are over two megabytes, so it is bundled apart:
 * import it lazily. Special tokens in a text are text: whoever writes `<|endoftext|>` in a prompt pays for the letters.
 */
export const gptCounter: TokenCounter = {
  count: (text) => countTokens(text, { disallowedSpecial: new Set() }),
};
