/** Cuts a text into pieces of about the size of real tokens. Joined they are the text again, exactly. */
export function tokenise(text: string): readonly string[] {
  return text.match(piece) ?? [];
}

const piece = / ?\p{L}{1,7}| ?\p{N}{1,3}|\s+| ?[^\s\p{L}\p{N}]/gu;

export function countTokens(text: string): number {
  let count = 0;
  piece.lastIndex = 0;
  // A prompt of megabytes is counted, too, and needs no list of its pieces for that.
  while (piece.test(text)) count += 1;
  return count;
}

/** The first `limit` tokens of a text. */
export function firstTokens(text: string, limit: number): string {
  return tokenise(text).slice(0, Math.max(0, limit)).join("");
}

/** Neighbouring tokens joined, `size` at a time: some providers send one token a frame, others a handful. */
export function inGroups(text: string, size: number): readonly string[] {
  const tokens = tokenise(text);
  const groups: string[] = [];
  for (let start = 0; start < tokens.length; start += size) groups.push(tokens.slice(start, start + size).join(""));
  return groups;
}
