import { noBudgets } from "../../src/protocol/messages.ts";
import type { ReadingScene } from "./reading-scenes.ts";
import { scenes } from "./scenes.ts";

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
      await page.click("[aria-controls=rule-chooser]");
      await page.selectOption(".rule-chooser select", "judge");
      await page.click("text=Ask the judge");
      await page.waitForSelector("text=Ask again");
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
