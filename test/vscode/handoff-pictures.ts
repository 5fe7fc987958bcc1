import { writeFile } from "node:fs/promises";
import path from "node:path";
import { buildExtension } from "./build.ts";
import { cacheRoot, projectRoot } from "./cache.ts";
import { serveVsCode } from "./serve.ts";
import { launchBrowser, temporaryFolder, WorkbenchDriver } from "./workbench-driver.ts";

/* `npm run pictures:handoff`: the pictures of media/continue.md, from the real editor with simulated models. */

await buildExtension();
const browser = await launchBrowser();
const workspace = await temporaryFolder();
const server = await serveVsCode({
  profile: path.join(cacheRoot, "profiles", "handoff-pictures"),
  settings: { "switchyard.simulator.speed": 4, "workbench.activityBar.location": "hidden" },
});
try {
  await writeFile(path.join(workspace.folder, "notes.md"), "\n");
  const driver = await WorkbenchDriver.open(browser, server, {
    folder: workspace.folder,
    developmentPath: projectRoot,
    width: 1180,
    height: 860,
    colorScheme: "dark",
  });
  await driver.command("Switchyard: New Comparison");
  await driver.command("View: Close Primary Side Bar");
  await driver.chooseColorTheme("Dark 2026");
  const session = await driver.session();
  await session.locator("#prompt-user").fill("What is (17 * 23 + 9) / 8?");
  await driver.addLanes("steady-thinker", "high");
  await session.locator("article.lane").first().waitFor();
  await session.getByRole("button", { name: /^Run/ }).first().click();
  await session.getByText("1 lane done").first().waitFor();
  await session.getByRole("button", { name: "Continue on…" }).click();
  await session.locator(".offer[aria-selected=true]").waitFor();
  await session.locator("#next-prompt").fill("And what is 50 * 12 - 7?");
  await session.locator("#offer-filter").press("ArrowDown");
  await driver.page.waitForTimeout(1_000); // the forecast follows the words a moment later
  await session.locator(".brief-part .fold").click();
  await session.locator(".brief-text").waitFor();
  await driver.page.screenshot({ path: path.join(projectRoot, "media", "continue-on.png") });
  await session.getByRole("button", { name: "Continue", exact: true }).click();
  await session
    .getByText(/^2 lanes done/)
    .first()
    .waitFor();
  await session.locator(".chain-strip", { hasText: "1 earlier step" }).getByRole("button").click();
  await session.locator(".handoff-rows").waitFor();
  await session.locator("#ledger-tab").click();
  await session.locator(".entry.handoff").evaluate((entry) => {
    const view = entry.closest(".chain-view");
    if (view !== null && entry instanceof HTMLElement) view.scrollTop = entry.offsetTop - 72;
  });
  await driver.page.screenshot({ path: path.join(projectRoot, "media", "continue-chain.png") });
  await driver.close();
} finally {
  await browser.close();
  await server.stop();
  await workspace.remove();
}
