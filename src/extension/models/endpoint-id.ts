/** An id for a server that has none yet, from its address: free, and one that settings take. */
export function suggestedId(baseUrl: string, taken: readonly string[]): string {
  const host = URL.canParse(baseUrl) ? new URL(baseUrl).host : "";
  const words = host
    .toLowerCase()
    .replace(/^(?:api|www)\./, "")
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "");
  const start = (/^[a-z]/.test(words) ? words : `server-${words}`).replace(/-+$/, "").slice(0, 36);
  if (!taken.includes(start)) return start;
  for (let number = 2; ; number += 1) {
    const id = `${start}-${number}`;
    if (!taken.includes(id)) return id;
  }
}

/** Why an id cannot be used; null: it can. */
export function idProblem(id: string, taken: readonly string[]): string | null {
  if (!/^[a-z][a-z0-9-]{0,39}$/.test(id)) return "Lower-case letters, digits and -, a letter first.";
  return taken.includes(id) ? `There is a provider "${id}" already.` : null;
}

/** Why an address cannot be a base URL; null: it can. */
export function baseUrlProblem(text: string): string | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol))
    return "It starts with http:// or https://, for example http://127.0.0.1:8000/v1.";
  return url.username === "" && url.password === "" ? null : "It must not hold a user name or password: keys are kept apart.";
}
