import type { Finding } from "./same-rules.ts";

/** How a group's answer differs from the agreeing one, in a few words; null when that cannot be said shortly. */
export function differenceOf(finding: Finding, agreeing: Finding): string | null {
  const { number } = finding;
  const other = agreeing.number;
  if (number === undefined || other === undefined) return null;
  if (number.currency !== null && other.currency !== null && number.currency !== other.currency) return "another currency";
  const value = Number(number.numerator) / Number(number.denominator);
  const reference = Number(other.numerator) / Number(other.denominator);
  if (!Number.isFinite(value) || !Number.isFinite(reference) || value === reference) return "something else is counted";
  if (value === -reference) return "the other sign";
  const share = Math.abs((value - reference) / reference) * 100;
  if (reference === 0 || share > 900) return value > reference ? "far more" : "far less";
  const percent = share < 1 ? "less than 1" : String(Math.round(share));
  return `${percent} % ${value > reference ? "more" : "less"}`;
}
