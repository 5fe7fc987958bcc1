import { simulatorProvider } from "../simulator/provider.ts";
import { startSimulator } from "../simulator/start-simulator.ts";
import type { Terminal } from "./terminal.ts";
import { UsageError, exitCodes } from "./usage-error.ts";
import type { ExitCode } from "./usage-error.ts";

/** Serves the simulated providers on this machine until it is interrupted. */
export async function simulate(
  options: { readonly port: number; readonly speed: number },
  terminal: Terminal,
): Promise<ExitCode> {
  const simulator = await startSimulator(options).catch((error: unknown) => {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    if (code !== "EADDRINUSE" && code !== "EACCES") throw error;
    const reason = code === "EACCES" ? "may not be used" : "is in use";
    throw new UsageError(`Port ${options.port} ${reason}.`, "Choose another with --port, or leave it out for a free one.");
  });
  const models = simulatorProvider.models.flatMap((row) => row.listed ?? []).map(({ id }) => id);
  terminal.stdout.write(
    [
      `Simulated providers at ${simulator.url} (this machine only, no key, nothing is billed)`,
      `Models: ${models.join(", ")}`,
      `Use it: switchyard compare --text "…" --endpoint simulator=${simulator.url} --lane simulator/${models[0] ?? "…"}`,
      "Stop it with Ctrl-C.",
      "",
    ].join("\n"),
  );
  await new Promise<void>((resolve) => {
    terminal.onInterrupt(resolve);
  });
  await simulator.close();
  return exitCodes.completed;
}
