import { wires } from "../../src/core/adapters/wires.ts";
import type { Wire } from "../../src/core/adapters/wire.ts";
import { wireIds } from "../../src/core/model/ids.ts";
import { wireBodies } from "./wire-bodies.ts";
import { readByFloor, readThroughWire } from "./wire-readers.ts";

const deltas = 25_000;
const timesAsLong = 10;
const mostOfFloor = 1.5;
/** What is compared with there looks at no checksum. */
const mostOfFloorWithChecksums = 2;
const mostGrowth = 12;
/** On a busy machine fewer rounds are run; counted from the start of the process, the whole is to take two minutes. */
const allButOverMs = 105_000;
const toTheFloor: RaceLimits = { warmUps: 4, fewest: 5, rounds: 15, mostMs: 2000 };
const tenTimesAsLong: RaceLimits = { warmUps: 0, fewest: 1, rounds: 3, mostMs: 3000 };

/** Every wire in process, without a network: its cost against a floor, and how the cost grows with the length. */
export function benchWires(): void {
  console.log(`\nEvery wire in process, ${deltas.toLocaleString("en")} deltas in reads of 64 KB, medians of processor time`);
  console.log(
    `  ${"wire".padEnd(24)} ${"floor".padStart(8)} ${"we".padStart(8)}   of the floor   ${timesAsLong} × the length   rounds`,
  );
  for (const id of wireIds) console.log(`  ${benchWire(wires[id])}`);
  console.log(
    `  Targets: at most ${mostOfFloor} × the floor, ${mostOfFloorWithChecksums} × with checksums; ${timesAsLong} × the length at most ${mostGrowth} × the time.`,
  );
}

function benchWire(wire: Wire): string {
  const short = wireBodies[wire.id](deltas);
  const limit = wire.framing === "aws-eventstream" ? mostOfFloorWithChecksums : mostOfFloor;
  const toFloor = race(
    toTheFloor,
    () => readByFloor(wire, short),
    () => readThroughWire(wire, short),
  );
  const long = wireBodies[wire.id](deltas * timesAsLong);
  // The same work on both sides: one short run is too short to be steady.
  const toLong = race(
    tenTimesAsLong,
    () => {
      for (let time = 0; time < timesAsLong; time += 1) readThroughWire(wire, short);
    },
    () => readThroughWire(wire, long),
  );
  const growth = (toLong.second / toLong.first) * timesAsLong;
  return [
    wire.id.padEnd(24),
    `${toFloor.first.toFixed(1)} ms`.padStart(8),
    `${toFloor.second.toFixed(1)} ms`.padStart(8),
    ` ${verdict(toFloor.second / toFloor.first, limit)}`,
    `  ${verdict(growth, mostGrowth)}`,
    `       ${toFloor.rounds} and ${toLong.rounds}`,
  ].join(" ");
}

interface RaceLimits {
  readonly warmUps: number;
  /** Run even when there is no time for them: the first rounds run code that is not compiled yet. */
  readonly fewest: number;
  readonly rounds: number;
  readonly mostMs: number;
}

/** Medians of processor time in milliseconds. */
interface RaceResult {
  readonly first: number;
  readonly second: number;
  readonly rounds: number;
}

/** The two take turns. */
function race({ warmUps, fewest, rounds, mostMs }: RaceLimits, first: () => void, second: () => void): RaceResult {
  const firsts: number[] = [];
  const seconds: number[] = [];
  const endMs = Math.min(performance.now() + mostMs, allButOverMs);
  for (let round = -warmUps; round < rounds && (round < fewest || performance.now() < endMs); round += 1) {
    const firstMs = processorMs(first);
    const secondMs = processorMs(second);
    if (round < 0) continue;
    firsts.push(firstMs);
    seconds.push(secondMs);
  }
  return { first: median(firsts), second: median(seconds), rounds: firsts.length };
}

function processorMs(run: () => void): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

function verdict(ratio: number, most: number): string {
  return `${ratio.toFixed(2).padStart(6)} ${ratio <= most ? "met   " : "missed"}`;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
