/** Runs a check until it holds, for what is drawn or sent a moment after it was asked for; after `withinMs` its last failure counts. */
export async function eventually(check: () => unknown, withinMs = 15_000): Promise<void> {
  const giveUpAt = performance.now() + withinMs;
  for (;;) {
    try {
      await check();
      return;
    } catch (error) {
      if (performance.now() > giveUpAt) throw error;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }
}
