import { plural } from "./numbers.ts";
import type { Status, StatusId } from "./status.ts";

/** What the live region says: `1 answering, 2 thinking`, `3 of 4 lanes done, 1 failed`. */
export function runSummary(statuses: readonly Status[]): string {
  if (statuses.length === 0) return "";
  const active = statuses.filter((status) => status.isActive);
  if (active.length > 0) return countedWords(statuses);
  const done = statuses.filter((status) => status.id === "done").length;
  if (done === statuses.length) return `${plural(done, "lane")} done`;
  const ran = statuses.filter((status) => status.id !== "ready" && status.id !== "no-key");
  if (ran.length === 0) return "";
  return `${done} of ${plural(statuses.length, "lane")} done`;
}

function countedWords(statuses: readonly Status[]): string {
  const counts = new Map<StatusId, number>();
  for (const status of statuses) if (status.id !== "ready") counts.set(status.id, (counts.get(status.id) ?? 0) + 1);
  return order
    .filter((id) => counts.has(id))
    .map((id) => `${counts.get(id)} ${words[id]}`)
    .join(", ");
}

const order: readonly StatusId[] = [
  "done",
  "answering",
  "thinking",
  "waiting",
  "retrying",
  "queued",
  "cut-off",
  "budget",
  "stopped",
  "refused",
  "failed",
  "key-refused",
  "no-key",
];

const words: Readonly<Record<StatusId, string>> = {
  ready: "ready",
  "no-key": "without a key",
  queued: "queued",
  waiting: "waiting",
  thinking: "thinking",
  answering: "answering",
  retrying: "retrying",
  done: "done",
  budget: "stopped by budget",
  stopped: "stopped",
  "cut-off": "cut off",
  refused: "refused",
  failed: "failed",
  "key-refused": "with a refused key",
};
