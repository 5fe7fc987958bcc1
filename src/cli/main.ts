import { runProgram } from "./program.ts";
import type { Terminal } from "./terminal.ts";
import { exitCodes } from "./usage-error.ts";
import type { ExitCode } from "./usage-error.ts";

const { stdin, stdout, stderr, env } = process;

const interruptListeners = new Set<() => void>();
const interrupt = (): void => {
  // Nothing is running that could end in an orderly way: end at once.
  if (interruptListeners.size === 0) process.exit(exitCodes.interrupted);
  for (const listener of interruptListeners) listener();
};
process.on("SIGINT", interrupt);
process.on("SIGTERM", interrupt);
// `switchyard … | head` closes our output: nobody reads on, so the run ends as if interrupted.
stdout.on("error", interrupt);

const terminal: Terminal = {
  stdin,
  stdout,
  stderr,
  // The type says always, but it is undefined where there is no terminal.
  isTty: stdout.isTTY ?? false,
  environment: env,
  onInterrupt(listener) {
    interruptListeners.add(listener);
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
