import { describeKills, killRuns } from "./kill-runs.ts";

/* `npm run test:kill [-- <number>]`: the same check as in `npm test`, with more kills. Throws at the first that lost too much. */

console.log(describeKills(await killRuns(Number(process.argv[2] ?? "200"))));
