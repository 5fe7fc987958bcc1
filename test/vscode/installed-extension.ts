import path from "node:path";
import { rm } from "node:fs/promises";
import { buildExtension, packageVsix } from "./build.ts";
import { cacheRoot } from "./cache.ts";
import { installVsix, serveVsCode } from "./serve.ts";
import type { ServeOptions, VsCodeServer } from "./serve.ts";

/** A VS Code with the packaged extension installed, as users get it. Built, packaged and installed once in a process. */
export async function serveInstalled(name: string, options: Omit<ServeOptions, "profile"> = {}): Promise<VsCodeServer> {
  const profile = path.join(cacheRoot, "profiles", name);
  await rm(profile, { recursive: true, force: true });
  vsix ??= buildVsix();
  await installVsix(profile, await vsix);
  return serveVsCode({ ...options, profile, settings: { "switchyard.simulator.speed": 4, ...options.settings } });
}

let vsix: Promise<string> | null = null;

async function buildVsix(): Promise<string> {
  await buildExtension();
  return packageVsix(cacheRoot);
}
