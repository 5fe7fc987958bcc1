import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

const folder = path.resolve(import.meta.dirname, "../golden");

/** Compares with a reviewed file under `test/golden`. Written only with UPDATE_GOLDEN=1: a missing one fails. */
export function assertGolden(name: string, actual: string): void {
  const file = path.join(folder, name);
  if (process.env["UPDATE_GOLDEN"] === "1") {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, actual);
    return;
  }
  assert.ok(existsSync(file), `test/golden/${name} is missing: write it with UPDATE_GOLDEN=1 and review it`);
  // Line by line, so that a difference is read at a glance.
  assert.deepEqual(actual.split("\n"), readFileSync(file, "utf8").split("\n"));
}
