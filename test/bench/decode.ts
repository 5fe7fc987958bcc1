/*
 * npm run bench:decode: what decoding costs, against a floor and against the libraries one would use instead. The same
 * streams over loopback in one run, readers taking turns, medians. Processor time of the reading thread stands beside
 * wall time, because only it is steady on a shared machine; ratios are of wall time, then of processor time. The floor
 * parses every frame, so a stream whose frames repeat may be read below it. Targets: at most 1.5 × the floor; on OpenAI's wire at least 3 × faster than its SDK and 15 × faster than the AI SDK; ten times the
 * length at most 12 times the time. Every wire follows in process, by processor time alone.
 */
import { createUndiciTransport } from "../../src/core/transport/undici-transport.ts";
import { benchWires } from "./decode-wires.ts";
import { anthropicBody, openaiChatBody } from "./stream-bodies.ts";
import type { StreamBody } from "./stream-bodies.ts";
import type { StreamReader } from "./stream-readers.ts";
import {
  readAiSdkAnthropic,
  readAiSdkOpenai,
  readAnthropicSdk,
  readFloor,
  readOpenaiSdk,
  readSwitchyard,
} from "./stream-readers.ts";
import { startStreamServer } from "./stream-server.ts";

const deltas = 25_000;
const rounds = Number(process.argv[2] ?? 9);

interface Race {
  readonly title: string;
  readonly body: string;
  readonly readers: Readonly<Record<string, StreamReader>>;
}

interface Cost {
  readonly wallMs: number;
  /** Of the reading thread; the server has its own. */
  readonly cpuMs: number;
}

const noCost: Cost = { wallMs: Number.NaN, cpuMs: Number.NaN };

const bodies: Readonly<Record<string, StreamBody>> = {
  chat: openaiChatBody(deltas),
  "chat-long": openaiChatBody(deltas * 10),
  anthropic: anthropicBody(deltas),
};
const server = await startStreamServer(Object.fromEntries(Object.entries(bodies).map(([name, { bytes }]) => [name, bytes])));
const transport = createUndiciTransport();
const switchyardChat = readSwitchyard(transport, "openai", "openai-chat");

const races: readonly Race[] = [
  {
    title: "OpenAI Chat Completions",
    body: "chat",
    readers: {
      floor: readFloor(openaiText),
      switchyard: switchyardChat,
      "openai SDK": readOpenaiSdk,
      "AI SDK": readAiSdkOpenai,
    },
  },
  {
    title: "Anthropic Messages",
    body: "anthropic",
    readers: {
      floor: readFloor(anthropicText),
      switchyard: readSwitchyard(transport, "anthropic", "anthropic-messages"),
      "Anthropic SDK": readAnthropicSdk,
      "AI SDK": readAiSdkAnthropic,
    },
  },
];

for (const race of races) report(race, await run(race));

const long: Race = { title: "ten times the length", body: "chat-long", readers: { switchyard: switchyardChat } };
const short: Race = { title: "once", body: "chat", readers: { switchyard: switchyardChat } };
const tenfold = (await run(long)).get("switchyard") ?? noCost;
const single = (await run(short)).get("switchyard") ?? noCost;
const growth = `${ratio(tenfold.wallMs, single.wallMs)} (${ratio(tenfold.cpuMs, single.cpuMs)})`;
console.log(`\nTen times the length: ${tenfold.wallMs.toFixed(0)} ms, ${growth} times as long (target: at most 12)`);

await transport.close();
await server.close();

benchWires();

/** Medians by reader. */
async function run(race: Race): Promise<ReadonlyMap<string, Cost>> {
  const costs = new Map<string, Cost[]>(Object.keys(race.readers).map((name) => [name, []]));
  // One round to warm up.
  for (let round = -1; round < rounds; round += 1) {
    for (const [name, read] of Object.entries(race.readers)) {
      const from = performance.now();
      const before = process.threadCpuUsage();
      const text = await read(`http://127.0.0.1:${server.port}/${race.body}`);
      const { user, system } = process.threadCpuUsage(before);
      const cost = { wallMs: performance.now() - from, cpuMs: (user + system) / 1000 };
      if (text !== bodies[race.body]?.text) throw new Error(`${name} read another text on ${race.title}.`);
      if (round >= 0) costs.get(name)?.push(cost);
    }
  }
  return new Map([...costs].map(([name, list]) => [name, medianCost(list)]));
}

function report(race: Race, medians: ReadonlyMap<string, Cost>): void {
  const ours = medians.get("switchyard") ?? noCost;
  console.log(`\n${race.title}: ${deltas.toLocaleString("en")} deltas, median of ${rounds}`);
  for (const [name, cost] of medians) {
    const figures = `${cost.wallMs.toFixed(1).padStart(8)} ms   processor ${cost.cpuMs.toFixed(1).padStart(8)} ms`;
    console.log(`  ${name.padEnd(14)} ${figures}   ${comparison(name, ours, cost)}`);
  }
}

function comparison(name: string, ours: Cost, theirs: Cost): string {
  if (name === "switchyard") return "";
  if (name === "floor") return `we take ${ratio(ours.wallMs, theirs.wallMs)} (${ratio(ours.cpuMs, theirs.cpuMs)}) times as long`;
  return `we are ${ratio(theirs.wallMs, ours.wallMs)} (${ratio(theirs.cpuMs, ours.cpuMs)}) times as fast`;
}

function ratio(a: number, b: number): string {
  return (a / b).toFixed(2);
}

function medianCost(costs: readonly Cost[]): Cost {
  return { wallMs: median(costs.map(({ wallMs }) => wallMs)), cpuMs: median(costs.map(({ cpuMs }) => cpuMs)) };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function openaiText(event: unknown): string {
  const choices = at(event, "choices");
  const text = Array.isArray(choices) ? at(at(choices[0], "delta"), "content") : null;
  return typeof text === "string" ? text : "";
}

function anthropicText(event: unknown): string {
  const text = at(at(event, "delta"), "text");
  return typeof text === "string" ? text : "";
}

function at(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
}
