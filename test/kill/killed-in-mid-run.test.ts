import { describe, it } from "mocha";
import { describeKills, killRuns } from "./kill-runs.ts";

/** `npm run test:kill` kills 200. */
const kills = 25;

describe("a process killed in the middle of a run", () => {
  it("leaves a valid session with all but the last quarter second, whenever it is killed", async function () {
    this.timeout(120_000);
    process.stdout.write(`    ${describeKills(await killRuns(kills))}\n`);
  });
});
