import { mkdir, open, readFile, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";

/*
 * The git-ignored folder where tools too big for node_modules live. An entry appears whole or not at all: it is built
 * beside its place and renamed. Two processes that want the same entry at once build it once; the second waits.
 */

export const projectRoot = fileURLToPath(new URL("../../", import.meta.url));
export const cacheRoot = path.join(projectRoot, ".vscode-test");

/** The folder of a cache entry, built by `build` when it is not there yet. */
export async function cached(name: string, say: (line: string) => void, build: (into: string) => Promise<void>): Promise<string> {
  const finished = path.join(cacheRoot, name);
  if (await exists(finished)) return finished;
  await mkdir(cacheRoot, { recursive: true });
  const release = await lock(`${finished}.lock`, () => say(`Another process is setting up ${name}; waiting for it.`));
  try {
    if (await exists(finished)) return finished;
    const staging = `${finished}.part`;
    await rm(staging, { recursive: true, force: true });
    await mkdir(staging, { recursive: true });
    await build(staging);
    await rename(staging, finished);
    return finished;
  } finally {
    await release();
  }
}

export async function exists(file: string): Promise<boolean> {
  try {
    await stat(file);
    return true;
  } catch {
    return false;
  }
}

/** A lock file that holds its owner's process id, so that one left by a killed process is taken over. */
async function lock(file: string, onWait: () => void): Promise<() => Promise<void>> {
  for (let round = 0; ; round++) {
    try {
      const handle = await open(file, "wx");
      await handle.writeFile(String(process.pid));
      await handle.close();
      return () => rm(file, { force: true });
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
    }
    if (round === 0) onWait();
    await delay(500);
    const owner = Number(await readFile(file, "utf8").catch(() => "0"));
    if (owner > 0 && !isAlive(owner)) await rm(file, { force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
