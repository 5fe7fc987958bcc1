import { spawn } from "node:child_process";
import path from "node:path";

/** Runs npm in a folder of its own, quietly, on the Node that runs this. Throws with npm's last words and the next step. */
export async function npm(folder: string, what: string, ...args: readonly string[]): Promise<void> {
  const { command, prefix, isShell } = npmCommand();
  const quiet = ["--no-audit", "--no-fund", "--loglevel=error", "--prefix", folder];
  const child = spawn(command, [...prefix, ...args, ...quiet], {
    cwd: folder,
    shell: isShell,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, ...nodeHeaders() },
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", resolve);
  });
  if (code === 0) return;
  const words = output.trim().split("\n").slice(-8).join("\n");
  throw new Error(
    `${what} failed: npm ended with code ${String(code)}.\n${words}\n` +
      `Check that the package registry can be reached ("npm ping"), then run the command again; what is done is kept.`,
  );
}

/** Inside an npm script, npm says where it is; on Windows the plain name is a batch file that needs a shell. */
function npmCommand(): { readonly command: string; readonly prefix: readonly string[]; readonly isShell: boolean } {
  const script = process.env.npm_execpath;
  if (script !== undefined && path.basename(script) === "npm-cli.js") {
    return { command: process.execPath, prefix: [script], isShell: false };
  }
  return { command: "npm", prefix: [], isShell: process.platform === "win32" };
}

/** The npm package `node` carries its headers, so a native module is built for exactly this Node without a download. */
function nodeHeaders(): Record<string, string> {
  const packageFolder = path.resolve(path.dirname(process.execPath), "..");
  const inner = path.join(packageFolder, "node_modules", `node-${process.platform}-${process.arch}`);
  return { npm_config_nodedir: inner };
}
