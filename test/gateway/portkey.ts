import { spawn } from "node:child_process";
import { createServer } from "node:net";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { writeFile } from "node:fs/promises";
import { cached } from "../vscode/cache.ts";
import { npm } from "../vscode/npm.ts";

/**
 * The real Portkey gateway, as its users run it, on loopback. hono is pinned: with the one npm resolves today every call
 * fails with "TypeError: immutable".
 */
export interface Gateway {
  readonly url: string;
  close(): Promise<void>;
}

const packages = ["@portkey-ai/gateway@1.15.2", "hono@4.9.7", "@hono/node-server@1.13.0"];

export async function startPortkey(): Promise<Gateway> {
  const folder = await cached("portkey-1.15.2", console.log, async (into) => {
    await writeFile(path.join(into, "package.json"), '{"private":true}');
    await npm(
      into,
      "Installing the Portkey gateway",
      "install",
      ...packages,
      "--legacy-peer-deps",
      "--ignore-scripts",
      "--omit=dev",
    );
  });
  const port = await freePort();
  const script = path.join(folder, "node_modules/@portkey-ai/gateway/build/start-server.js");
  const child = spawn(process.execPath, [script, `--port=${port}`, "--headless"], { stdio: "ignore" });
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const url = `http://127.0.0.1:${port}`;
  for (let round = 0; !(await answers(url)); round += 1) {
    if (round > 150 || child.exitCode !== null) throw new Error(`The Portkey gateway did not start on ${url}.`);
    await delay(100);
  }
  return {
    url,
    close: async () => {
      child.kill();
      await exited;
    },
  };
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false;
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() =>
        typeof address === "object" && address !== null ? resolve(address.port) : reject(new Error("no port")),
      );
    });
  });
}
