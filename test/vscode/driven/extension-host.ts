import { readdir, readFile } from "node:fs/promises";

/** Kills the extension hosts of one server the hard way, as a crash would. Linux only: it reads /proc. */
export async function killExtensionHosts(profile: string): Promise<number> {
  const hosts = await extensionHosts(profile);
  for (const id of hosts) process.kill(id, "SIGKILL");
  return hosts.length;
}

/** Process ids of the extension hosts of one server. */
export async function extensionHosts(profile: string): Promise<readonly number[]> {
  const processes = await running();
  const servers = processes.filter(({ words }) => words.includes("server-main.js") && words.includes(`/profiles/${profile}/`));
  const ids = new Set(servers.map(({ id }) => id));
  const hosts = processes.filter(({ parent, words }) => ids.has(parent) && words.includes("--type=extensionHost"));
  return hosts.map(({ id }) => id);
}

interface RunningProcess {
  readonly id: number;
  readonly parent: number;
  readonly words: string;
}

async function running(): Promise<readonly RunningProcess[]> {
  const ids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(ids.map((id) => describeProcess(id).catch(() => null))); // gone meanwhile
  return found.filter((each) => each !== null);
}

async function describeProcess(id: string): Promise<RunningProcess> {
  const [words, status] = await Promise.all([readFile(`/proc/${id}/cmdline`, "utf8"), readFile(`/proc/${id}/status`, "utf8")]);
  return { id: Number(id), parent: Number(/^PPid:\s*(\d+)/m.exec(status)?.[1] ?? 0), words: words.replaceAll("\0", " ") };
}
