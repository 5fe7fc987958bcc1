import { writeFile } from "node:fs/promises";
import Mocha from "mocha";

/*
 * Runs in the extension host. `run` is what VS Code calls; the verdict also goes into a file, for a runner that can see
 * only a browser.
 */
export async function run(): Promise<void> {
  const mocha = new Mocha({ ui: "bdd", timeout: 60_000, reporter: "json", reporterOptions: { output: undefined } });
  mocha.suite.emit("pre-require", globalThis, "", mocha);
  await import("./session-editor.test.ts");
  await import("./commands.test.ts");
  const results: { readonly title: string; readonly error: string | null }[] = [];
  const failures = await new Promise<number>((resolve) => {
    const runner = mocha.reporter(Silent).run(resolve);
    runner.on("pass", (test) => results.push({ title: test.fullTitle(), error: null }));
    runner.on("fail", (test, error: unknown) => {
      const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
      results.push({ title: test.fullTitle(), error: what });
    });
  });
  const report = process.env["SWITCHYARD_TEST_REPORT"];
  if (report !== undefined) await writeFile(report, JSON.stringify(results));
  else
    for (const { title, error } of results)
      console.log(`${error === null ? "✔" : "✘"} ${title}${error === null ? "" : `\n${error}`}`);
  if (failures > 0) throw new Error(`${String(failures)} tests failed.`);
}

class Silent {}
