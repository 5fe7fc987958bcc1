import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

export interface CliResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliOptions {
  readonly input?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly onStart?: (child: ChildProcess) => void;
  /** Called with all standard output so far whenever more comes. */
  readonly onOutput?: (stdout: string, child: ChildProcess) => void;
}

const entry = fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));
let bundled: Promise<string> | null = null;

/** Bundled once for all tests, as it ships: a process then starts in a third of the time that the sources take. */
export function cliBundle(): Promise<string> {
  return (bundled ??= bundleTo(join(tmpdir(), `switchyard-cli-${process.pid}.cjs`)));
}

async function bundleTo(outfile: string): Promise<string> {
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: "node",
    format: "cjs",
    mainFields: ["module", "main"],
    logLevel: "error",
  });
  process.once("exit", () => rmSync(outfile, { force: true }));
  return outfile;
}

/** Runs the command line as a user would: a process of its own, no key in its environment, the simulator without waits. */
export async function runCli(arguments_: readonly string[], options: CliOptions = {}): Promise<CliResult> {
  const main = await cliBundle();
  return new Promise((resolve, reject) => {
    const env = {
      PATH: process.env["PATH"] ?? "",
      SWITCHYARD_SIMULATOR_SPEED: "0",
      NODE_NO_WARNINGS: "1",
      ...options.environment,
    };
    const child = spawn(process.execPath, [main, ...arguments_], { env, stdio: "pipe" });
    options.onStart?.(child);
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
      options.onOutput?.(stdout, child);
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, stdout, stderr }));
    child.stdin.on("error", () => undefined); // a command that does not read its input may be gone first
    child.stdin.end(options.input ?? "");
  });
}

/** The lines of `--format events`, parsed. */
export function eventLines(stdout: string): readonly Readonly<Record<string, unknown>>[] {
  return stdout
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => {
      const value: unknown = JSON.parse(line);
      if (typeof value !== "object" || value === null) throw new Error(`not an object: ${line}`);
      return { ...value };
    });
}
