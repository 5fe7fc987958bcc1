import { execFile } from "node:child_process";
import { access, constants, mkdir } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { cached, exists } from "./cache.ts";
import { npm } from "./npm.ts";

const packageVersion = "153.0.0";

/** What a headless Chromium needs in a container without root or network. */
export const chromiumArguments: readonly string[] = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** A Chromium to drive: `$CHROME_PATH`, else one that is installed, else one from npm (Linux x64, kept in the cache). */
export async function chromiumPath(say: (line: string) => void = sayOnStderr): Promise<string> {
  const chosen = process.env.CHROME_PATH;
  if (chosen !== undefined && chosen !== "") {
    if (await isExecutable(chosen)) return chosen;
    throw new Error(`CHROME_PATH points at ${chosen}, which cannot be run. Correct it or unset it.`);
  }
  for (const candidate of installedCandidates()) if (await isExecutable(candidate)) return candidate;
  if (process.platform !== "linux" || process.arch !== "x64") {
    throw new Error("No Chrome or Chromium was found. Install one, or set CHROME_PATH to its program file.");
  }
  return packagedChromium(say);
}

async function packagedChromium(say: (line: string) => void): Promise<string> {
  const folder = await cached(`chromium-${packageVersion}`, say, async (into) => {
    say(`Getting Chromium from npm (@sparticuz/chromium ${packageVersion}, 66 MB, once) …`);
    await npm(into, "Getting Chromium", "install", `@sparticuz/chromium@${packageVersion}`, "--no-save");
    const unpacked = path.join(into, "unpacked");
    await mkdir(unpacked);
    // The package unpacks into the system's temporary folder; a folder of our own keeps versions and processes apart.
    const script = `import chromium from "@sparticuz/chromium"; console.log(await chromium.executablePath());`;
    await promisify(execFile)(process.execPath, ["--input-type=module", "-e", script], {
      cwd: into,
      env: { ...process.env, TMPDIR: unpacked },
    });
    if (!(await exists(path.join(unpacked, "chromium")))) throw new Error(`@sparticuz/chromium did not unpack into ${unpacked}.`);
  });
  return path.join(folder, "unpacked", "chromium");
}

function installedCandidates(): readonly string[] {
  const names = ["google-chrome", "google-chrome-stable", "chromium", "chromium-browser"];
  if (process.platform === "darwin") {
    return ["/Applications/Google Chrome.app/Contents/MacOS/Google Chrome", "/Applications/Chromium.app/Contents/MacOS/Chromium"];
  }
  if (process.platform === "win32") {
    return [process.env["ProgramFiles"], process.env["ProgramFiles(x86)"], process.env["LocalAppData"]]
      .filter((root) => root !== undefined)
      .map((root) => path.join(root, "Google", "Chrome", "Application", "chrome.exe"));
  }
  return (process.env["PATH"] ?? "")
    .split(path.delimiter)
    .filter((folder) => folder !== "")
    .flatMap((folder) => names.map((name) => path.join(folder, name)));
}

async function isExecutable(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function sayOnStderr(line: string): void {
  process.stderr.write(`${line}\n`);
}
