import { execFile } from "node:child_process";
import { mkdir } from "node:fs/promises";
import { promisify } from "node:util";
import path from "node:path";
import { projectRoot } from "./cache.ts";

/** Builds what ships into `dist`. Throws with the compiler's words. */
export async function buildExtension(): Promise<void> {
  await promisify(execFile)(process.execPath, ["esbuild.js"], { cwd: projectRoot });
}

/** Packages `dist` as a user would install it. The build must be there. */
export async function packageVsix(into: string): Promise<string> {
  const vsix = path.join(into, "switchyard.vsix");
  await mkdir(into, { recursive: true });
  const vsce = path.join(projectRoot, "node_modules", "@vscode", "vsce", "vsce");
  const options = ["--no-dependencies", "--no-rewrite-relative-links", "--allow-missing-repository"];
  await promisify(execFile)(process.execPath, [vsce, "package", ...options, "--out", vsix], { cwd: projectRoot });
  return vsix;
}
