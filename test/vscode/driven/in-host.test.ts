import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { runHostTests } from "../host-tests.ts";

describe("inside the extension host", () => {
  it("all tests of commands and the session editor pass", async function () {
    this.timeout(300_000);
    const verdicts = await runHostTests();
    for (const { title, error } of verdicts) process.stdout.write(`      ${error === null ? "✔" : "✘"} ${title}\n`);
    assert.deepEqual(
      verdicts.filter(({ error }) => error !== null),
      [],
    );
    assert.ok(verdicts.length >= 12, `only ${String(verdicts.length)} tests ran`);
  });
});
