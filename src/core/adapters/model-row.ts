import type { WireId } from "../model/ids.ts";
import { bareModelId } from "./model-id.ts";
import type { ModelRow, Provider } from "./provider.ts";

/** The first row that matches a model id; null: the model is not known. */
export function findRow(provider: Provider, model: string): ModelRow | null {
  const bare = bareModelId(model);
  return (
    provider.models.find((row) => (row.exactId === undefined ? pattern(row.match).test(bare) : row.exactId === model)) ?? null
  );
}

/** The wire of a model when a lane names none. */
export function homeWire(provider: Provider, row: ModelRow | null): WireId | null {
  return row?.wire ?? provider.routes[0]?.wire ?? null;
}

/** The row as it is on one wire. Where nothing is known about a wire, nothing is claimed about effort. */
export function rowOnWire(row: ModelRow, home: WireId, wire: WireId): ModelRow {
  if (wire === home) return row;
  const { dialect: _ownDialect, continuity: _ownContinuity, limits, ...shared } = row;
  const other = row.otherWires?.[wire];
  if (other !== undefined) {
    return { ...shared, ...(limits === undefined ? {} : { limits }), ...other };
  }
  return {
    ...shared,
    ...(limits === undefined ? {} : { limits }),
    effort: { type: "unknown" },
    trace: { visibility: "unknown" },
    fact: { ...row.fact, note: `how ${wire} carries this model's effort is not known.` },
  };
}

const patterns = new Map<string, RegExp>();

/** Vendors write the same model in different cases (`DeepSeek-V4-Pro`, `deepseek-v4-pro`). */
function pattern(match: string): RegExp {
  const known = patterns.get(match);
  if (known !== undefined) return known;
  const made = new RegExp(match, "i");
  patterns.set(match, made);
  return made;
}
