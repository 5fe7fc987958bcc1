import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import type { JsonObject } from "../../src/core/model/json.ts";
import { arrayAt, isJsonObject, objectAt, stringAt } from "../../src/core/model/json.ts";

/** The facts that provider data is written from, where they lie beside the checkout: `../shared/facts`. */
const file = path.resolve(import.meta.dirname, "../../../shared/facts/provider-matrix.json");

export interface MatrixKnob {
  readonly provider: string;
  readonly match: string;
  /** Portable level → exact wire value; null: the model has no levels, or they are another provider's. */
  readonly levels: Readonly<Record<string, string | null>> | null;
}

/** Call in a suite's body: says once, in the report, that the facts are missing. */
export function skipWithoutMatrix(): boolean {
  if (existsSync(file)) return false;
  it.skip("needs the provider matrix in ../shared/facts, which is not there");
  return true;
}

export function matrixKnobs(): readonly MatrixKnob[] {
  const matrix: unknown = JSON.parse(readFileSync(file, "utf8"));
  if (!isJsonObject(matrix)) return [];
  return arrayAt(matrix, "knobs").filter(isJsonObject).map(readKnob);
}

function readKnob(knob: JsonObject): MatrixKnob {
  const levels = objectAt(knob, "levels");
  return {
    provider: stringAt(knob, "provider") ?? "",
    match: stringAt(knob, "match") ?? "",
    levels: levels === null ? null : Object.fromEntries(Object.keys(levels).map((level) => [level, stringAt(levels, level)])),
  };
}
