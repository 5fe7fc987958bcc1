import { writeFile } from "node:fs/promises";
import path from "node:path";
import { cached } from "./cache.ts";
import { npm } from "./npm.ts";

/** Carries VS Code 1.139.1, server and web workbench, in `lib/vscode`. */
const packageVersion = "4.139.1";

/** The folder of a built VS Code (`out/server-main.js` in it), from the package registry alone, without root. */
export async function provisionVsCode(say: (line: string) => void): Promise<string> {
  const folder = await cached(`code-server-${packageVersion}`, say, async (into) => {
    await writeFile(path.join(into, "package.json"), `{ "private": true }\n`);
    say(`Getting VS Code from npm (code-server ${packageVersion}; about a minute, once) …`);
    const quiet = ["--ignore-scripts", "--omit=dev"];
    await npm(into, "Getting VS Code", "install", `code-server@${packageVersion}`, ...quiet);
    const vscode = vsCodeFolder(into);
    say("Getting what VS Code depends on …");
    await npm(vscode, "Getting VS Code's dependencies", "install", ...quiet);
    say("Building two small modules of VS Code …");
    try {
      await npm(vscode, "Building two small modules of VS Code", "rebuild", "@vscode/spdlog", "@vscode/native-watchdog");
    } catch {
      // Needs a C++ compiler. Without it VS Code runs just the same.
      say("  no C++ compiler that works: carrying on without; only VS Code's own log files stay empty.");
    }
    say("VS Code is ready.");
  });
  return vsCodeFolder(folder);
}

function vsCodeFolder(folder: string): string {
  return path.join(folder, "node_modules", "code-server", "lib", "vscode");
}
