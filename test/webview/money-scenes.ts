import { noBudgets } from "../../src/protocol/messages.ts";
import type { ReadingScene } from "./reading-scenes.ts";
import { attempt, events, lane, sessionOf, start } from "./scenarios.ts";
import { scenes } from "./scenes.ts";

const astra = lane("f", "anthropic", "claude-opus-5-5", "high");

/** The money views, opened on the design's states. */
export const moneyScenes = {
  "cost-elsewhere": {
    ...scenes.finished,
    prepare: async (page) => {
      await page.click("#reprice-tab");
      await page.waitForSelector(".prices tbody tr");
    },
  },
  "lane-elsewhere": {
    ...scenes.finished,
    prepare: async (page) => {
      await page.click("#reprice-tab");
      await page.selectOption(".reprice-tools select >> nth=0", "a");
      await page.fill(".reprice-tools [type=search]", "gpt-6");
      await page.waitForSelector(".prices .as-run");
    },
  },
  judge: {
    ...scenes.finished,
    prepare: async (page) => {
      await page.click("#comparison-tab");
      await page.click("[aria-controls=rule-chooser]");
      await page.selectOption(".rule-chooser select", "judge");
      await page.click("text=Ask the judge");
      await page.waitForSelector("text=Ask again");
    },
  },
  "hidden-by-time": {
    session: sessionOf([astra]),
    context: { ...scenes.running.context, budgets: noBudgets },
    changes: [
      start(astra),
      attempt(astra),
      events(astra, 400, [{ type: "reasoning-start", block: 0, visibility: "omitted" }]),
      {
        type: "attempt-meter",
        step: "s-f",
        meter: {
          reasoning: { tokens: 1240, basis: "time" },
          answer: { tokens: 0, basis: "estimate" },
          isReasoningHidden: true,
          settled: null,
        },
      },
    ],
    prepare: async (page) => {
      await page.hover(".meter tbody tr:nth-child(2) td:nth-child(3)");
    },
  },
  budgets: {
    ...scenes.ready,
    context: {
      ...scenes.ready.context,
      budgets: {
        ...noBudgets,
        run: { limitUsd: "0.08", spentUsd: "0" },
        session: { limitUsd: "0.5", spentUsd: "0.1213" },
        day: { limitUsd: "1", spentUsd: "0.98" },
      },
    },
    prepare: async (page) => {
      await page.click("[popovertarget=budgets]");
    },
  },
} satisfies Record<string, ReadingScene>;
