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

/* `npm run screenshots`: the real editor in every theme and number of lanes, into .vscode-test/screenshots/editor. */

const themes = { dark: "Dark 2026", light: "Light 2026", "high-contrast": "Default High Contrast" };
const laneCounts = [1, 3, 4, 8, 12];
const models = ["steady-thinker", "loud-thinker", "open-book", "quiet-mind", "clear-signal"];
const efforts = ["low", "medium", "high"] as const;
const into = path.join(cacheRoot, "screenshots", "editor");

await buildExtension();
await mkdir(into, { recursive: true });
const browser = await launchBrowser();
try {
  for (const [theme, name] of Object.entries(themes)) await shootTheme(theme, name);
} finally {
  await browser.close();
}

async function shootTheme(theme: string, themeName: string): Promise<void> {
  const profile = path.join(cacheRoot, "profiles", "screenshots");
  await rm(profile, { recursive: true, force: true });
  const workspace = await temporaryFolder();
  const server = await serveVsCode({
    profile,
    settings: {
      // The web workbench takes up `workbench.colorTheme` only now and then at start; these always.
      "window.autoDetectColorScheme": true,
      "workbench.preferredDarkColorTheme": themeName,
      "workbench.preferredLightColorTheme": themeName,
      "switchyard.simulator.speed": 3,
      "workbench.activityBar.location": "hidden",
    },
  });
  try {
    for (const count of laneCounts)
      await writeFile(path.join(workspace.folder, `lanes-${String(count)}.reasoning.json`), sessionText(count));
    for (const count of laneCounts) await shoot(theme, count, 1600);
    await shoot(theme, 3, 760);
  } finally {
    await server.stop();
    await workspace.remove();
  }

  async function shoot(name: string, count: number, width: number): Promise<void> {
    const driver = await WorkbenchDriver.open(browser, server, {
      folder: workspace.folder,
      developmentPath: projectRoot,
      width,
      height: 1000,
      colorScheme: theme === "light" ? "light" : "dark",
    });
    try {
      await driver.openFile(`lanes-${String(count)}.reasoning.json`);
      const session = await driver.session();
      await driver.command("View: Close Primary Side Bar");
      await session.getByRole("button", { name: /^Run/ }).first().click();
      await session
        .getByText(/thinking|answering/)
        .first()
        .waitFor();
      await driver.page.screenshot({ path: path.join(into, `${name}-${String(count)}-${String(width)}-running.png`) });
      await session
        .getByText(/lanes? done/)
        .first()
        .waitFor({ timeout: 60_000 });
      await driver.page.screenshot({ path: path.join(into, `${name}-${String(count)}-${String(width)}.png`) });
      process.stdout.write(`${name}, ${String(count)} lanes, ${String(width)} px\n`);
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
