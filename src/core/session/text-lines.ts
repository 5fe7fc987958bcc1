/**
 * Text in a file: a string while it is one line, else one array element per line, as notebooks do,
 * so that a changed sentence is a changed line in a pull request.
 */
export type FileText = string | readonly string[];

export function toFileText(text: string): FileText {
  return text.includes("\n") ? text.split("\n") : text;
}

export function fromFileText(text: FileText): string {
  return typeof text === "string" ? text : text.join("\n");
}

export function isFileText(value: unknown): value is FileText {
  return typeof value === "string" || (Array.isArray(value) && value.every((line) => typeof line === "string"));
}
