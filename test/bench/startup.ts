import { readdir, readFile, stat } from "node:fs/promises";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { spawnSync } from "node:child_process";
import { buildExtension, packageVsix } from "../vscode/build.ts";
import { cacheRoot, projectRoot } from "../vscode/cache.ts";

/*
 * `npm run bench:startup`: what activation and the first editor cost, and what ships. Loading is measured in fresh
 * processes with a stand-in for VS Code's API, so that only our own code counts; beside the clock, the processor time.
 */

const vsixLimit = 1_000_000;

await buildExtension();
const dist = path.join(projectRoot, "dist");
console.log("bundle             bytes    gzipped");
for (const name of ["extension.cjs", "workbench.cjs", "webview.js", "webview.css", "cli.cjs"]) {
  const bytes = await readFile(path.join(dist, name));
  console.log(`${name.padEnd(16)}${String(bytes.length).padStart(8)}   ${String(gzipSync(bytes).length).padStart(8)}`);
}
const { size } = await stat(await packageVsix(cacheRoot));
const atNeed = await lazyBytes();
console.log(`\nVSIX            ${String(size).padStart(8)}`);
console.log(`  without what is loaded at need ${String(size - atNeed)}   limit ${String(vsixLimit)}`);
console.log(`\nactivation (load and activate)         ${median("activate")}`);
console.log(`first command or editor (load the rest) ${median("workbench")}`);
if (size - atNeed > vsixLimit) {
  console.log("target missed: the VSIX is too large");
  process.exitCode = 1;
}

/** What bundles that are loaded only at need (tokenizer, price rows, what git starts to merge) add to the VSIX. */
async function lazyBytes(): Promise<number> {
  const eager = new Set(["extension.cjs", "workbench.cjs", "cli.cjs"]);
  const lazy = (await readdir(dist)).filter((name) => name.endsWith(".cjs") && !eager.has(name));
  const sizes = await Promise.all(lazy.map(async (name) => gzipSync(await readFile(path.join(dist, name))).length));
  return sizes.reduce((sum, bytes) => sum + bytes, 0);
}

interface Cost {
  readonly wallMs: number;
  readonly cpuMs: number;
}

function measure(what: "activate" | "workbench"): Cost {
  const script = path.join(projectRoot, "test", "bench", "startup-probe.cjs");
  const { stdout, stderr } = spawnSync(process.execPath, [script, what, dist], { encoding: "utf8" });
  const [wallMs, cpuMs] = stdout.split(" ").map(Number);
  if (stdout === "" || wallMs === undefined || cpuMs === undefined) throw new Error(`The probe gave no time: ${stderr}`);
  return { wallMs, cpuMs };
}

function median(what: "activate" | "workbench"): string {
  const costs = Array.from({ length: 9 }, () => measure(what));
  const middle = (of: (cost: Cost) => number): string => (costs.map(of).toSorted((a, b) => a - b)[4] ?? 0).toFixed(1);
  return `${middle(({ wallMs }) => wallMs)} ms   processor ${middle(({ cpuMs }) => cpuMs)} ms`;
}
