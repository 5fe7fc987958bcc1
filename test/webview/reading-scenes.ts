import type { Page } from "playwright-core";
import { prorationSummary, prorationTrace } from "../support/proration-traces.ts";
import { context } from "./offers.ts";
import { answer, attempt, computed, done, events, lane, reasoning, sessionOf, start, usage } from "./scenarios.ts";
import type { Scene } from "./scenes.ts";

/** A state for reading: what is opened, and what the reader does first. */
export interface ReadingScene extends Scene {
  readonly prepare: (page: Page) => Promise<void>;
}

const sol = lane("a", "openai", "gpt-6-sol", "high");
export const qwen = lane("e", "ollama", "qwen3.8:27b", "medium");

/** Two lanes that answered differently, with reasoning to read. */
export const parted = {
  session: sessionOf([sol, qwen]),
  context,
  changes: [
    start(sol),
    attempt(sol),
    events(sol, 400, []),
    events(sol, 900, reasoning(prorationSummary, "summary")),
    events(sol, 15_100, answer("The upgrade leaves **18.5 of 30 days**, so the difference is charged for them.\n\n$37.00")),
    events(sol, 18_400, [usage(212, 1428, 294)]),
    ...done(sol, 18_400, computed("0.01764")),
    start(qwen),
    attempt(qwen),
    events(qwen, 300, reasoning(prorationTrace, "raw")),
    events(qwen, 19_900, answer("Day 12 counts as used, so **18 days** remain.\n\n$36.00")),
    events(qwen, 27_400, [usage(236, null, null)]),
    ...done(qwen, 27_400, { usd: null, basis: "unknown", reason: "The price table has no row for this model.", rows: [] }),
  ],
} satisfies Scene;

/** One lane with a trace of about this many characters, and as many beside it. */
export function longTraces(chars: number, lanes: number): Scene {
  const paragraph = (at: number) =>
    `Part ${at}: the credit for the old plan is 40 × 18.5 / 30, and I look at it once more before going on to part ${at + 1}.`;
  const count = Math.round(chars / 112);
  const text = `${Array.from({ length: count }, (_, at) => paragraph(at)).join("\n\n")}\n\nThe last word is needle.`;
  const all = Array.from({ length: lanes }, (_, at) => ({ ...qwen, id: `n${at}` }));
  const changes = all.flatMap((each) => [
    start(each),
    attempt(each),
    events(each, 300, reasoning(text, "raw")),
    events(each, 19_900, answer("It is settled.\n\n$36.00")),
    ...done(each, 27_400, computed("0.01")),
  ]);
  return { session: sessionOf(all), context, changes };
}

export const readingScenes = {
  "trace-diff": {
    ...parted,
    prepare: async (page) => {
      await page.click("#trace-diff-tab");
      await page.waitForSelector(".finding");
    },
  },
  "trace-diff-hidden": {
    ...parted,
    prepare: async (page) => {
      await page.click("#trace-diff-tab");
      await page.waitForSelector(".finding");
      await page.locator(".check-label input").setChecked(true, { force: true });
      await page.keyboard.press("F7");
    },
  },
  find: {
    ...parted,
    prepare: async (page) => {
      await page.evaluate(() =>
        window.dispatchEvent(new CustomEvent("from-host", { detail: [{ type: "view/do", action: "find" }] })),
      );
      await page.fill("#find-text", "days");
      await page.waitForSelector('.find[aria-busy="false"]');
      for (let i = 0; i < 4; i += 1) await page.press("#find-text", "Enter");
    },
  },
  outline: {
    ...parted,
    prepare: async (page) => {
      for (const button of await page.locator("button:has(.codicon-list-tree):visible").all()) await button.click();
      await page.locator(".segment-name:visible").nth(1).click();
    },
  },
} as const satisfies Record<string, ReadingScene>;
