import type { ModelRequest } from "../model/model-request.ts";
import type { Adapter } from "./adapter.ts";
import type { PlanWarning } from "./output-limit.ts";
import type { ModelRow } from "./provider.ts";

/** False for models that do not reason, and for those nobody knows: what asks for reasoning is left out for both. */
export function isKnownToReason(row: ModelRow | null): boolean {
  return row !== null && row.trace.visibility !== "none" && row.trace.visibility !== "unknown";
}

/** Says that a wanted summary is not asked for, where the model may well have one. */
export function plainDialectWarnings(
  { wire, row, model }: Pick<Adapter, "wire" | "row" | "model">,
  request: Pick<ModelRequest, "wantsSummary">,
): readonly PlanWarning[] {
  const isUnknown = !isKnownToReason(row) && row?.trace.visibility !== "none";
  const plain = Object.keys(wire.plainDialect ?? {}).filter((name) => row?.dialect?.[name] === undefined);
  if (!request.wantsSummary || !isUnknown || plain.length === 0) return [];
  const message = `It is not known whether “${model}” reasons, so no summary of its reasoning is asked for: models that do not reason refuse that.`;
  return [{ code: "summary-not-asked", message }];
}
