import { runProgram } from "./program.ts";
import type { Terminal } from "./terminal.ts";
import { exitCodes } from "./usage-error.ts";
import type { ExitCode } from "./usage-error.ts";

const { stdin, stdout, stderr, env } = process;

/** `npx` and `timeout` pass on a signal that the terminal has sent already: within this time two are one. */
const sameInterruptMs = 500;

const interruptListeners = new Set<() => void>();
let interruptedAt: number | null = null;
let isUnread = false;

function interrupt(): void {
  const now = performance.now();
  if (interruptedAt !== null && now - interruptedAt < sameInterruptMs) return;
  // Nothing is running that could end in an orderly way, or whoever asks again does not want to wait for it.
  if (interruptListeners.size === 0 || interruptedAt !== null) process.exit(exitCodes.interrupted);
  interruptedAt = now;
  for (const listener of interruptListeners) listener();
}

/** Nobody reads on: what is running, or starts now, ends as if interrupted, once, however many writes fail. */
function endUnread(): void {
  isUnread = true;
  if (interruptedAt === null && interruptListeners.size > 0) interrupt();
}

process.on("SIGINT", interrupt);
process.on("SIGTERM", interrupt);
// The terminal is closed. Without one, as under `nohup`, the signal keeps the meaning it was started with.
if ([stdin, stdout, stderr].some((stream) => stream.isTTY)) process.on("SIGHUP", interrupt);
// `switchyard … | head` closes our output.
stdout.on("error", endUnread);
// Trouble that nobody reads is no reason to end what somebody waits for.
stderr.on("error", () => undefined);

const terminal: Terminal = {
  stdin,
  stdout,
  stderr,
  // The type says always, but it is undefined where there is no terminal.
  isTty: stdout.isTTY ?? false,
  environment: env,
  onInterrupt(listener) {
    interruptListeners.add(listener);
    if (interruptedAt !== null || isUnread) listener();
    return () => interruptListeners.delete(listener);
  },
};

async function main(): Promise<ExitCode> {
  try {
    return await runProgram(process.argv.slice(2), terminal);
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error);
    stderr.write(`switchyard: an error of its own: ${what}\nReport it with the command you gave.\n`);
    return exitCodes.failed;
  }
}

// Never rejects. The process ends by itself when all output is written.
void main().then((exitCode) => (process.exitCode = exitCode));
