import { SilentReporter, downloadAndUnzipVSCode, runTests } from "@vscode/test-electron";
import { buildExtension } from "./build.ts";
import { projectRoot } from "./cache.ts";
import { bundleHostTests } from "./host-tests.ts";
import { temporaryFolder } from "./workbench-driver.ts";

/* `npm run test:desktop`: the tests of the extension host in a desktop VS Code, which is downloaded: needs internet. */

const vscodeExecutablePath = await desktopVsCode();
const workspace = await temporaryFolder();
try {
  await buildExtension();
  const extensionTestsPath = await bundleHostTests();
  await runTests({
    vscodeExecutablePath,
    extensionDevelopmentPath: projectRoot,
    extensionTestsPath,
    launchArgs: [workspace.folder, "--disable-extensions", "--disable-workspace-trust", "--skip-welcome"],
  });
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
} finally {
  await workspace.remove();
}

/** Ends the process when there is none to be had. */
async function desktopVsCode(): Promise<string> {
  try {
    return await downloadAndUnzipVSCode({ version: "stable", reporter: new SilentReporter() });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    process.stderr.write(
      `No desktop VS Code could be downloaded (${reason}). This needs internet; npm run test:vscode runs the same tests without.\n`,
    );
    process.exit(1);
  }
}
