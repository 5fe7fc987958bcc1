import type { Terminal } from "./terminal.ts";

/** One JSON value, to be read by people as well. */
export function printJson(terminal: Terminal, value: object): void {
  terminal.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}

/** One JSON value a line. */
export function printJsonLine(terminal: Terminal, value: object): void {
  terminal.stdout.write(`${JSON.stringify(value)}\n`);
}
