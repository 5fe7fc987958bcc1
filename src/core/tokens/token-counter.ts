/** Counts the tokens of a text exactly, as one public tokenizer does. */
export interface TokenCounter {
  count(text: string): number;
}
