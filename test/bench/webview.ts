import { mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { parseArgs } from "node:util";
import type { Frame } from "playwright-core";
import { encodeSession } from "../../src/core/session/codec.ts";
import { newSession } from "../../src/extension/new-session.ts";
import { buildExtension } from "../vscode/build.ts";
import { cacheRoot, projectRoot } from "../vscode/cache.ts";
import { serveVsCode } from "../vscode/serve.ts";
import { launchBrowser, temporaryFolder, WorkbenchDriver } from "../vscode/workbench-driver.ts";
import { startDeltaServer } from "./delta-server.ts";
import { megabytes, memoryVerdict, readMemory } from "./page-memory.ts";
import type { MemoryReading } from "./page-memory.ts";

/*
 * `npm run bench:webview`: eight lanes at 200 deltas a second each, in the real VS Code. Frame times and long tasks are
 * measured in the page itself, its heap after forced collections that are kept out of the frames. Exits with 1 when a
 * target is missed. `--minutes 5` for a long run, `--width 3300` to have all lanes in view, `--trace file` for a trace.
 */

const lanes = 8;
const deltasPerSecond = 200;
const target = { p95FrameMs: 33, longestTaskMs: 100 };

/** What tells where a frame's time goes: script, style, layout, paint, and the threads beside the page's own. */
const traceCategories = [
  "toplevel",
  "devtools.timeline",
  "disabled-by-default-devtools.timeline",
  "blink.user_timing",
  "cc",
  "v8",
];

const { values } = parseArgs({
  options: { minutes: { type: "string", default: "0.5" }, width: { type: "string", default: "1400" }, trace: { type: "string" } },
});
const seconds = Math.round(Number(values.minutes) * 60);

interface Sample {
  readonly frames: readonly number[];
  readonly tasks: readonly number[];
}

await buildExtension();
const deltas = await startDeltaServer({ deltasPerSecond, seconds });
const workspace = await temporaryFolder();
await writeFile(path.join(workspace.folder, "bench.reasoning.json"), sessionText());
const profile = path.join(cacheRoot, "profiles", "bench");
await rm(profile, { recursive: true, force: true });
await mkdir(profile, { recursive: true });
const server = await serveVsCode({
  profile,
  settings: {
    "switchyard.providers": { bench: { wire: "openai-chat", baseUrl: deltas.baseUrl, needsKey: false, models: ["bench"] } },
    "switchyard.run.maxParallelPerProvider": lanes,
  },
});
const browser = await launchBrowser();
try {
  const driver = await WorkbenchDriver.open(browser, server, {
    folder: workspace.folder,
    developmentPath: projectRoot,
    width: Number(values.width),
  });
  await driver.openFile("bench.reasoning.json");
  const session = await driver.session();
  await session
    .locator("article.lane")
    .nth(lanes - 1)
    .waitFor();
  const devtools = await driver.page.context().newCDPSession(driver.page);
  const before = await readMemory(devtools, 0);
  await session.getByRole("button", { name: /^Run/ }).first().click();
  await session
    .getByText(/thinking/)
    .first()
    .waitFor();
  await startMeasuring(session);
  if (values.trace !== undefined) await browser.startTracing(driver.page, { path: values.trace, categories: traceCategories });
  const samples: Sample[] = [];
  const readings: MemoryReading[] = [];
  const every = Math.max(5, Math.round(seconds / 10));
  for (let at = every; at < seconds; at += every) {
    await driver.page.waitForTimeout(every * 1000);
    const sample = await takeSample(session);
    samples.push(sample);
    const reading = await readMemory(devtools, deltas.sentCharacters());
    readings.push(reading);
    await takeSample(session); // frames of the forced collection are nobody's
    console.log(
      `${String(at).padStart(4)} s  p95 frame ${percentile(sample.frames, 0.95).toFixed(1)} ms  longest task ${longest(sample).toFixed(0)} ms  heap ${megabytes(reading.heapBytes)}  nodes ${megabytes(reading.nodeBytes)}  text ${megabytes(reading.textBytes)}`,
    );
  }
  if (values.trace !== undefined) await browser.stopTracing();
  report(samples, memoryVerdict(before, readings));
} finally {
  await browser.close();
  await server.stop();
  deltas.close();
  await workspace.remove();
}

function sessionText(): string {
  let count = 0;
  const session = newSession(
    { newId: () => `x-${String((count += 1))}`, now: () => Date.now() },
    { system: "", user: "Stream.", variables: {} },
    "Bench",
  );
  const all = Array.from({ length: lanes }, (_, index) => ({
    id: `l-${String(index + 1)}`,
    provider: "bench",
    wire: null,
    model: "bench",
    effort: "default" as const,
    maxOutputTokens: null,
    wantsSummary: false,
    head: null,
  }));
  return encodeSession({ ...session, lanes: all }, { generator: "bench", residue: null });
}

async function startMeasuring(frame: Frame): Promise<void> {
  await frame.evaluate(() => {
    const state: { frames: number[]; tasks: number[] } = { frames: [], tasks: [] };
    Object.assign(globalThis, { benchState: state });
    let last = performance.now();
    const tick = (now: number) => {
      state.frames.push(now - last);
      last = now;
      requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
    new PerformanceObserver((list) => state.tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({
      type: "longtask",
    });
  });
}

async function takeSample(frame: Frame): Promise<Sample> {
  return frame.evaluate(() => {
    const state: { frames: number[]; tasks: number[] } = Reflect.get(globalThis, "benchState");
    return { frames: state.frames.splice(0), tasks: state.tasks.splice(0) };
  });
}

function report(samples: readonly Sample[], memory: ReturnType<typeof memoryVerdict>): void {
  const frames = samples.flatMap((sample) => sample.frames);
  const tasks = samples.flatMap((sample) => sample.tasks);
  const p95 = percentile(frames, 0.95);
  const longestTask = Math.max(0, ...tasks);
  console.log(
    `\n${String(lanes)} lanes × ${String(deltasPerSecond)} deltas/s, ${String(seconds)} s, ${String(frames.length)} frames`,
  );
  console.log(
    `frame   p50 ${percentile(frames, 0.5).toFixed(1)} ms   p95 ${p95.toFixed(1)} ms   p99 ${percentile(frames, 0.99).toFixed(1)} ms`,
  );
  console.log(`tasks   ${String(tasks.length)} over 50 ms   longest ${longestTask.toFixed(0)} ms`);
  const isSmooth = p95 <= target.p95FrameMs && longestTask <= target.longestTaskMs;
  console.log(
    isSmooth
      ? "        targets met"
      : `        targets missed: p95 ≤ ${String(target.p95FrameMs)} ms, no task over ${String(target.longestTaskMs)} ms`,
  );
  for (const line of memory.lines) console.log(line);
  if (!isSmooth || !memory.isMet) process.exitCode = 1;
}

function longest(sample: Sample): number {
  return Math.max(0, ...sample.tasks);
}

function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
