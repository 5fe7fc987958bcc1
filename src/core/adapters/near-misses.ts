/** Names a typo may have meant, nearest first, at most three. */
export function nearMisses(asked: string, names: readonly string[]): readonly string[] {
  const wanted = asked.toLowerCase();
  const most = Math.max(1, Math.floor(wanted.length / 3));
  return names
    .map((name) => ({ name, distance: distanceTo(wanted, name.toLowerCase()) }))
    .filter(({ distance }) => distance <= most)
    .toSorted((left, right) => left.distance - right.distance)
    .slice(0, 3)
    .map(({ name }) => name);
}

/** A beginning counts as one slip: `open` means `openai`, `deepseek-api` means `deepseek`. */
function distanceTo(wanted: string, name: string): number {
  const isPart = wanted.length > 2 && (name.startsWith(wanted) || wanted.startsWith(name));
  return isPart ? Math.min(1, editDistance(wanted, name)) : editDistance(wanted, name);
}

/** Levenshtein's, and two letters swapped are one slip. Names are short; anything longer than 64 characters is no typo of one. */
function editDistance(left: string, right: string): number {
  if (left.length > 64 || right.length > 64) return 64;
  let before: readonly number[] = [];
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let i = 1; i <= left.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= right.length; j += 1) {
      const substitution = (row[j - 1] ?? 0) + (left[i - 1] === right[j - 1] ? 0 : 1);
      const isSwap = i > 1 && j > 1 && left[i - 1] === right[j - 2] && left[i - 2] === right[j - 1];
      const swap = isSwap ? (before[j - 2] ?? 0) + 1 : substitution;
      next.push(Math.min(substitution, swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    before = row;
    row = next;
  }
  return row[right.length] ?? 0;
}
