// Pictures of every state of the page, for looking: `node test/webview/screenshots.ts [scene] [theme] [width]`.
import { mkdir } from "node:fs/promises";
import { chainScenes } from "./chain-scenes.ts";
import { FakeHost } from "./fake-host.ts";
import { closeBrowser } from "./page-driver.ts";
import { moneyScenes } from "./money-scenes.ts";
import type { Theme } from "./page-driver.ts";
import { readingScenes } from "./reading-scenes.ts";
import type { ReadingScene } from "./reading-scenes.ts";
import { scenes, settledSession } from "./scenes.ts";
import type { Scene } from "./scenes.ts";

const folder = ".vscode-test/screenshots";
const [onlyScene = "all", onlyTheme = "dark", onlyWidth = "1600"] = process.argv.slice(2);
const themes: readonly Theme[] =
  onlyTheme === "all" ? ["dark", "light", "hc"] : (["dark", "light", "hc"] as const).filter((theme) => theme === onlyTheme);
const widths = onlyWidth === "all" ? [1600, 1100, 700] : [Number(onlyWidth)];

await mkdir(folder, { recursive: true });
for (const [name, scene] of Object.entries<Scene | ReadingScene>({
  ...scenes,
  ...readingScenes,
  ...chainScenes,
  ...moneyScenes,
})) {
  if (onlyScene !== "all" && !onlyScene.split(",").includes(name)) continue;
  for (const theme of themes) {
    for (const width of widths) await take(name, scene, theme, width);
  }
}
await closeBrowser();

async function take(name: string, scene: Scene | ReadingScene, theme: Theme, width: number): Promise<void> {
  const { host, page, webview } = await FakeHost.open(settledSession(scene), scene.context, {
    theme,
    width,
    height: width === 700 ? 960 : 900,
  });
  if (name !== "first") host.setInsight();
  await host.settled();
  if ("prepare" in scene) await scene.prepare(page);
  await host.settled();
  await page.screenshot({ path: `${folder}/${name}-${theme}-${width}.png`, animations: "disabled" });
  for (const error of webview.errors) console.log(`${name} ${theme} ${width}: ${error}`);
  await host.close();
}
