/** Makes a thing at its first use and keeps it. A failed attempt is not kept, so the next use tries again. */
export function lazy<T>(make: () => Promise<T>): { readonly get: () => Promise<T>; readonly started: () => Promise<T> | null } {
  let made: Promise<T> | null = null;
  const get = () => {
    if (made === null) {
      const attempt = make();
      made = attempt;
      attempt.catch(() => (made = null));
    }
    return made;
  };
  return { get, started: () => made };
}
