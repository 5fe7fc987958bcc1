import { runTests } from "@vscode/test-electron";
import { buildExtension } from "./build.ts";
import { projectRoot } from "./cache.ts";
import { bundleHostTests } from "./host-tests.ts";
import { temporaryFolder } from "./workbench-driver.ts";

/* `npm run test:desktop`: the tests of the extension host in a desktop VS Code, which is downloaded: needs internet. */

const workspace = await temporaryFolder();
try {
  await buildExtension();
  const extensionTestsPath = await bundleHostTests();
  await runTests({
    version: "stable",
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
