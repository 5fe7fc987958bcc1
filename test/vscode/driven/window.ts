import { rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { after, afterEach, before, beforeEach } from "mocha";
import type { Browser } from "playwright-core";
import { serveInstalled } from "../installed-extension.ts";
import type { ServeOptions, VsCodeServer } from "../serve.ts";
import { launchBrowser, temporaryFolder, WorkbenchDriver } from "../workbench-driver.ts";

export interface TestWindow {
  readonly driver: WorkbenchDriver;
  readonly folder: string;
  /** Absolute path of a file in the workspace. */
  readonly file: (name: string) => string;
  /** A second window on the same folder, to be closed by whoever asked for it. */
  readonly another: () => Promise<WorkbenchDriver>;
}

/** A VS Code for one `describe`, and a fresh window on an empty workspace for each of its tests. */
export function useWindow(profile: string, options: () => Omit<ServeOptions, "profile"> = () => ({})): () => TestWindow {
  let server: VsCodeServer;
  let browser: Browser;
  let workspace: Awaited<ReturnType<typeof temporaryFolder>>;
  let driver: WorkbenchDriver;

  before(async () => {
    server = await serveInstalled(profile, options());
    browser = await launchBrowser();
  });
  beforeEach(async () => {
    workspace = await temporaryFolder();
    await writeFile(path.join(workspace.folder, "notes.md"), "Is 91 a prime number?\n");
    driver = await WorkbenchDriver.open(browser, server, { folder: workspace.folder });
  });
  afterEach(async function () {
    if (this.currentTest?.state === "failed") await driver.screenshotFailure(this.currentTest.title);
    await driver.close();
    await rm(workspace.folder, { recursive: true, force: true, maxRetries: 5 });
  });
  after(async () => {
    await browser.close();
    await server.stop();
  });
  return () => ({
    driver,
    folder: workspace.folder,
    file: (name) => path.join(workspace.folder, name),
    another: () => WorkbenchDriver.open(browser, server, { folder: workspace.folder }),
  });
}
