import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { after, afterEach, before, describe, it } from "mocha";
import type { Browser } from "playwright-core";
import { decodeSession } from "../../../src/core/session/codec.ts";
import { serveInstalled } from "../installed-extension.ts";
import type { VsCodeServer } from "../serve.ts";
import { launchBrowser, temporaryFolder, WorkbenchDriver } from "../workbench-driver.ts";

describe("a comparison, driven as a user would, in the packaged extension", function () {
  this.timeout(180_000);
  let server: VsCodeServer;
  let browser: Browser;
  let workspace: Awaited<ReturnType<typeof temporaryFolder>>;
  let driver: WorkbenchDriver | null = null;

  before(async () => {
    server = await serveInstalled("compare");
    browser = await launchBrowser();
    workspace = await temporaryFolder();
  });
  afterEach(async function () {
    if (this.currentTest?.state === "failed") await driver?.screenshotFailure(this.currentTest.title);
    await driver?.close();
    driver = null;
  });
  after(async () => {
    await browser.close();
    await server.stop();
    await workspace.remove();
  });

  it("goes from the palette to lanes, a run, a saved file and the same picture after reopening", async () => {
    driver = await WorkbenchDriver.open(browser, server, { folder: workspace.folder });
    await driver.command("Switchyard: New Comparison");
    let session = await driver.session();
    await session.locator("#prompt-user").fill("What is 17 * 23?");

    await driver.command("Switchyard: Add Lane");
    await driver.answerQuickInput("steady-thinker");
    await driver.quickInputTitled("effort");
    await driver.page.locator(".quick-input-list .monaco-list-row", { hasText: /^low/ }).click();
    await driver.page.locator(".quick-input-list .monaco-list-row", { hasText: /^high/ }).click();
    await driver.page.keyboard.press("Enter");
    await session.locator("article.lane").nth(1).waitFor();

    await session.getByRole("button", { name: /^Run/ }).first().click();
    await session.getByText("2 lanes done").first().waitFor({ timeout: 60_000 });
    const before = await laneTexts(session);
    assert.equal(before.length, 2);
    for (const text of before) assert.match(text, /391/);

    await driver.saveAs(path.join(workspace.folder, "sum.reasoning.json"));
    await driver.tab("sum.reasoning.json").waitFor();
    assert.equal(await driver.isDirty("sum.reasoning.json"), false);

    const saved = decodeSession(await readFile(path.join(workspace.folder, "sum.reasoning.json"), "utf8"));
    assert.deepEqual(saved.problems, []);
    const steps = Object.values(saved.session?.steps ?? {});
    assert.deepEqual(
      steps.map(({ status }) => status),
      ["complete", "complete"],
    );

    await driver.closeTab();
    await driver.openFile("sum.reasoning.json");
    session = await driver.session();
    await session.locator("article.lane").nth(1).waitFor();
    assert.deepEqual(await laneTexts(session), before);
  });
});

async function laneTexts(session: Awaited<ReturnType<WorkbenchDriver["session"]>>): Promise<readonly string[]> {
  return session.locator("article.lane").allInnerTexts();
}
