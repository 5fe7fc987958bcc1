import { spawn } from "node:child_process";

/* `npm test`: everything, cheap checks first, stopping at the first stage that fails. Ends with one plain line. */

const stages: readonly { readonly name: string; readonly script: string; readonly countsTests?: boolean }[] = [
  { name: "types", script: "typecheck" },
  { name: "lint", script: "lint" },
  { name: "format", script: "format:check" },
  { name: "build", script: "build" },
  { name: "unit, conformance, protocol and webview tests", script: "test:unit", countsTests: true },
  { name: "real VS Code", script: "test:vscode", countsTests: true },
];

let passed = 0;
let failed = 0;

for (const { name, script, countsTests } of stages) {
  const startedAt = performance.now();
  process.stdout.write(`\n── ${name}\n`);
  const { code, output } = await run(script);
  process.stdout.write(`   ${name}: ${code === 0 ? "ok" : "failed"}, ${((performance.now() - startedAt) / 1000).toFixed(0)} s\n`);
  if (countsTests === true) {
    passed += count(output, "passing");
    failed += count(output, "failing");
  }
  if (code === 0) continue;
  if (failed === 0) failed = 1;
  process.exitCode = 1;
  break;
}
process.stdout.write(`\n${String(passed)} passed, ${String(failed)} failed\n`);

async function run(script: string): Promise<{ readonly code: number | null; readonly output: string }> {
  const child = spawn("npm", ["run", "--silent", script], {
    stdio: ["ignore", "pipe", "inherit"],
    shell: process.platform === "win32",
  });
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => {
    output += chunk.toString();
    process.stdout.write(chunk);
  });
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  return { code, output };
}

/** Mocha's own words: `  12 passing (3s)`. */
function count(output: string, word: string): number {
  const found = [...output.matchAll(new RegExp(`^\\s*(\\d+) ${word}\\b`, "gm"))].at(-1)?.[1];
  return Number(found ?? 0);
}
