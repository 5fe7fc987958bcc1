import type { JsonObject, JsonValue } from "../model/json.ts";
import { isJsonObject } from "../model/json.ts";

/** Where a provider puts the cost it billed, and in what unit. Data of a provider's dialect. */
export interface BilledCost {
  /** Keys from the response object's root: `["usage", "cost"]`. */
  readonly path: readonly string[];
  /** `usd-ticks`: whole ticks of 1e-10 USD (xAI `cost_in_usd_ticks`, provider-matrix trap 60). */
  readonly unit: "usd" | "usd-ticks";
  /**
   * What the upstream provider bills to the reader's own key, added when `flag` is true
   * (OpenRouter BYOK: `usage.is_byok` and `usage.cost_details.upstream_inference_cost`, provider-matrix trap 60).
   */
  readonly ownKey?: { readonly flag: readonly string[]; readonly path: readonly string[] };
}

/** USD as an exact decimal string, or null when the response says nothing. */
export function readBilledUsd(response: JsonObject, billed: BilledCost | null): string | null {
  if (billed === null) return null;
  const cost = decimalText(valueAt(response, billed.path), billed.unit === "usd-ticks" ? 10 : 0);
  if (cost === null || billed.ownKey === undefined || valueAt(response, billed.ownKey.flag) !== true) return cost;
  const upstream = decimalText(valueAt(response, billed.ownKey.path), 0);
  return upstream === null ? cost : addDecimals(cost, upstream);
}

function valueAt(object: JsonObject, path: readonly string[]): JsonValue | undefined {
  let value: JsonValue | undefined = object;
  for (const key of path) {
    if (!isJsonObject(value)) return undefined;
    value = value[key];
  }
  return value;
}

/**
 * A JSON number, or a numeric string, as plain decimal text, its point moved `scale` digits to the left. Works on the
 * digits: 7.159e-05 becomes 0.00007159 and a tick count beyond 2^53 keeps every digit that was sent.
 */
function decimalText(value: JsonValue | undefined, scale: number): string | null {
  if (typeof value !== "number" && typeof value !== "string") return null;
  const match = /^(\d+)(?:\.(\d+))?(?:e([+-]?\d{1,3}))?$/i.exec(String(value));
  if (match === null) return null;
  const whole = match[1] ?? "";
  const fraction = match[2] ?? "";
  return placePoint(whole + fraction, fraction.length + scale - Number(match[3] ?? 0));
}

/** `digits` with `decimals` of them behind the point; without needless zeros. */
function placePoint(digits: string, decimals: number): string {
  const padded = decimals < 0 ? digits + "0".repeat(-decimals) : digits.padStart(decimals + 1, "0");
  const split = decimals < 0 ? padded.length : padded.length - decimals;
  const whole = padded.slice(0, split).replace(/^0+(?=\d)/, "");
  const fraction = padded.slice(split).replace(/0+$/, "");
  return fraction === "" ? whole : `${whole}.${fraction}`;
}

function addDecimals(left: string, right: string): string {
  const decimals = Math.max(decimalsOf(left), decimalsOf(right));
  return placePoint(String(scaled(left, decimals) + scaled(right, decimals)), decimals);
}

function decimalsOf(text: string): number {
  const point = text.indexOf(".");
  return point === -1 ? 0 : text.length - point - 1;
}

function scaled(text: string, decimals: number): bigint {
  return BigInt(text.replace(".", "") + "0".repeat(decimals - decimalsOf(text)));
}
