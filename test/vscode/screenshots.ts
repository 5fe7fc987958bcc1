import { mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Lane } from "../../src/core/model/session.ts";
import { encodeSession } from "../../src/core/session/codec.ts";
import { sampleSession } from "../../src/extension/new-session.ts";
import { samples } from "../../src/simulator/samples.ts";
import { buildExtension } from "./build.ts";
import { cacheRoot, projectRoot } from "./cache.ts";
import { serveVsCode } from "./serve.ts";
import { launchBrowser, temporaryFolder, WorkbenchDriver } from "./workbench-driver.ts";

/* `npm run screenshots [theme]`: the real editor in themes, numbers of lanes and widths, into .vscode-test/screenshots/editor. */

interface Theme {
  readonly label: string;
  readonly scheme: "dark" | "light";
}

const themes: Readonly<Record<string, Theme>> = {
  dark: { label: "Dark 2026", scheme: "dark" },
  light: { label: "Light 2026", scheme: "light" },
  "hc-dark": { label: "Dark High Contrast", scheme: "dark" },
  "hc-light": { label: "Light High Contrast", scheme: "light" },
};
const laneCounts = [1, 3, 4, 8, 12];
/** The first is the width in which the lanes run. */
const widths = [1280, 760, 1920] as const;
const height = 1000;
const models = ["steady-thinker", "loud-thinker", "open-book", "quiet-mind", "clear-signal"];
const efforts = ["low", "medium", "high"] as const;
const into = path.join(cacheRoot, "screenshots", "editor");

await buildExtension();
await mkdir(into, { recursive: true });
const browser = await launchBrowser();
try {
  const only = process.argv[2];
  for (const [name, theme] of Object.entries(themes)) if (only === undefined || only === name) await shootTheme(name, theme);
} finally {
  await browser.close();
}

async function shootTheme(name: string, theme: Theme): Promise<void> {
  const profile = path.join(cacheRoot, "profiles", "screenshots");
  await rm(profile, { recursive: true, force: true });
  const workspace = await temporaryFolder();
  const server = await serveVsCode({
    profile,
    settings: {
      "switchyard.simulator.speed": 3,
      "workbench.activityBar.location": "hidden",
    },
  });
  try {
    for (const count of laneCounts)
      await writeFile(path.join(workspace.folder, `lanes-${String(count)}.reasoning.json`), sessionText(count));
    for (const count of laneCounts) await shoot(count);
  } finally {
    await server.stop();
    await workspace.remove();
  }

  async function shoot(count: number): Promise<void> {
    const driver = await WorkbenchDriver.open(browser, server, {
      folder: workspace.folder,
      developmentPath: projectRoot,
      width: widths[0],
      height,
      colorScheme: theme.scheme,
    });
    const take = async (state: string) =>
      driver.page.screenshot({ path: path.join(into, `${name}-${String(count)}-${state}.png`) });
    try {
      await driver.openFile(`lanes-${String(count)}.reasoning.json`);
      const session = await driver.session();
      await driver.command("View: Close Primary Side Bar");
      await driver.chooseColorTheme(theme.label);
      await take("ready");
      await session.getByRole("button", { name: /^Run/ }).first().click();
      await session
        .locator(".trace.live, .md-text.arriving, .overview :is(.status-thinking, .status-answering)")
        .first()
        .waitFor();
      await take("running");
      await session
        .getByText(/lanes? done/)
        .first()
        .waitFor({ timeout: 60_000 });
      // The comparison follows a moment later.
      await session.getByText(/so far/).waitFor({ state: "hidden" });
      for (const width of widths) {
        await driver.page.setViewportSize({ width, height });
        await session.waitForFunction((most) => globalThis.innerWidth <= most && globalThis.innerWidth > most - 80, width);
        await take(String(width));
      }
      process.stdout.write(`${name}, ${String(count)} lanes\n`);
    } finally {
      await driver.close();
    }
  }
}

function sessionText(count: number): string {
  const [sample] = samples;
  if (sample === undefined) throw new Error("The simulator offers no sample.");
  let number = 0;
  const session = sampleSession({ newId: (prefix) => `${prefix}-${String((number += 1))}`, now: () => 0 }, sample);
  const lanes = Array.from({ length: count }, (_, index): Lane => ({
    id: `l-${String(index + 1)}`,
    provider: "simulator",
    wire: null,
    model: models[index % models.length] ?? "steady-thinker",
    effort: efforts[index % efforts.length] ?? "low",
    maxOutputTokens: null,
    wantsSummary: true,
    head: null,
  }));
  return encodeSession({ ...session, lanes }, { generator: "switchyard", residue: null });
}
