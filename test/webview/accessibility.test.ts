import assert from "node:assert/strict";
import { AxeBuilder } from "@axe-core/playwright";
import { chainScenes } from "./chain-scenes.ts";
import { FakeHost } from "./fake-host.ts";
import { closeBrowser } from "./page-driver.ts";
import { moneyScenes } from "./money-scenes.ts";
import type { Theme } from "./page-driver.ts";
import { scenes, settledSession } from "./scenes.ts";
import type { Scene } from "./scenes.ts";

const chainOf = (name: string): Scene => {
  const scene = chainScenes[name];
  if (scene === undefined) throw new Error(`There is no scene "${name}".`);
  return scene;
};

describe("accessibility of the page", function () {
  this.timeout(60_000);
  this.retries(1);
  after(closeBrowser);

  const looked: readonly (readonly [string, Scene, Theme, number])[] = [
    ["first", scenes.first, "dark", 1600],
    ["ready", scenes.ready, "dark", 1600],
    ["running", scenes.running, "dark", 1600],
    ["errors", scenes.errors, "dark", 1600],
    ["eight", scenes.eight, "dark", 1600],
    ["twelve", scenes.twelve, "dark", 1600],
    ["finished", scenes.finished, "light", 1600],
    ["ready", scenes.ready, "light", 1100],
    ["errors", scenes.errors, "light", 1600],
    ["running", scenes.running, "hc", 1600],
    ["errors", scenes.errors, "hc", 1600],
    ["simulated", scenes.simulated, "dark", 700],
    ["twelve", scenes.twelve, "light", 700],
    ["chain", chainOf("chain"), "dark", 1600],
    ["chain", chainOf("chain"), "hc", 700],
    ["branches", chainOf("chain-four"), "light", 1600],
    ["odd", scenes.odd, "light", 1600],
    ["errors", scenes.errors, "hc", 700],
    ["first", scenes.first, "hc", 560],
  ];

  for (const [name, scene, theme, width] of looked) {
    it(`has nothing for axe to report: ${name}, ${theme}, ${width} px`, async () => {
      const { host, page } = await FakeHost.open(settledSession(scene), scene.context, { theme, width, hasReducedMotion: true });
      if (name !== "first") host.setInsight();
      await host.settled();
      const { violations } = await new AxeBuilder({ page }).analyze();
      const found = violations.map(
        (violation) => `${violation.id}: ${violation.nodes.map((node) => node.html.slice(0, 140)).join(" | ")}`,
      );
      assert.deepEqual(found, []);
      await host.close();
    });
  }

  for (const [name, theme] of [
    ["cost-elsewhere", "dark"],
    ["cost-elsewhere", "hc"],
    ["budgets", "light"],
    ["judge", "dark"],
    ["lane-elsewhere", "light"],
    ["hidden-by-time", "hc"],
  ] as const) {
    it(`has nothing for axe to report on money: ${name}, ${theme}`, async () => {
      const scene = moneyScenes[name];
      const { host, page } = await FakeHost.open(settledSession(scene), scene.context, { theme, hasReducedMotion: true });
      host.setInsight();
      await host.settled();
      await scene.prepare(page);
      const { violations } = await new AxeBuilder({ page }).analyze();
      assert.deepEqual(
        violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 140)).join(" | ")}`),
        [],
      );
      await host.close();
    });
  }

  it("does not scroll the page itself, in any width or number of lanes", async () => {
    for (const scene of [scenes.first, scenes.ready, scenes.eight, scenes.twelve]) {
      const { host, page } = await FakeHost.open(settledSession(scene), scene.context);
      for (const width of [1600, 1100, 700, 420]) {
        await page.setViewportSize({ width, height: 900 });
        const overflow = await page.evaluate(() => [
          document.documentElement.scrollWidth - innerWidth,
          document.documentElement.scrollHeight - innerHeight,
        ]);
        assert.deepEqual(overflow, [0, 0], `${scene.session.lanes.length} lanes at ${width} px`);
      }
      await host.close();
    }
  });

  it("holds still with reduced motion", async () => {
    const { host, page } = await FakeHost.open(settledSession(scenes.running), scenes.running.context, {
      hasReducedMotion: true,
    });
    const running = await page.evaluate(() => document.getAnimations().length);
    assert.equal(running, 0);
    await host.close();
  });
});
