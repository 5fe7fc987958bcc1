const waiting = new Set<() => void>();

/** Costly drawing that several parts want at the same moment: each has a frame of its own. Returns how to call it off. */
export function inTurn(draw: () => void): () => void {
  waiting.add(draw);
  if (waiting.size === 1) requestAnimationFrame(drawNext);
  return () => waiting.delete(draw);
}

function drawNext(): void {
  const [next] = waiting;
  if (next === undefined) return;
  waiting.delete(next);
  if (waiting.size > 0) requestAnimationFrame(drawNext);
  next();
}
