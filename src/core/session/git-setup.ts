/*
 * What git should know about session files: they are text with one kind of line end, their merge unites steps, and the side
 * file of opaque state is nothing to read but merges likewise. Where the driver is not set up, git merges them as any text.
 */

const driver = "switchyard";

const attributeLines: readonly { readonly pattern: string; readonly line: string }[] = [
  { pattern: "*.reasoning.json", line: `*.reasoning.json text eol=lf merge=${driver}` },
  { pattern: "*.reasoning.opaque.json", line: `*.reasoning.opaque.json text eol=lf -diff merge=${driver} linguist-generated` },
];

/** The text of a `.gitattributes` with what session files need at its end; null when every pattern is in it already. */
export function withSessionAttributes(existing: string): string | null {
  const patterns = new Set(existing.split(/\r?\n/).map((line) => line.trim().split(/\s+/, 1)[0]));
  const missing = attributeLines.filter(({ pattern }) => !patterns.has(pattern)).map(({ line }) => line);
  if (missing.length === 0) return null;
  const isOpenLine = existing !== "" && !existing.endsWith("\n");
  return `${existing}${isOpenLine ? "\n" : ""}${missing.join("\n")}\n`;
}

/** Entries for `git config --local`, in order. @param program what runs Switchyard's command line, quoted for a shell */
export function mergeDriverConfig(program: string): readonly (readonly [key: string, value: string])[] {
  return [
    [`merge.${driver}.name`, "Switchyard: unites the steps of two versions of a session"],
    [mergeDriverKey, `${program} merge %O %A %B`],
  ];
}

export const mergeDriverKey = `merge.${driver}.driver`;

/** A word for the shell that git starts, on every platform a POSIX one. */
export function shellQuoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
