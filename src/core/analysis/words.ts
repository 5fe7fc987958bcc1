import { formatUsd } from "../pricing/money.ts";

/** "$0.0016": four decimals below a dollar, two significant digits below $0.001, else cents. */
export function usdWords(amount: bigint): string {
  const value = Number(formatUsd(amount));
  if (value === 0) return "$0";
  if (value >= 1) return `$${value.toFixed(2)}`;
  if (value >= 0.001) return `$${value.toFixed(4)}`;
  return `$${value.toPrecision(2).includes("e") ? value.toFixed(Math.min(12, 1 - Math.floor(Math.log10(value)))) : value.toPrecision(2)}`;
}

export function timeWords(ms: number): string {
  return ms < 60_000 ? `${(ms / 1000).toFixed(1)} s` : `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1000)} s`;
}

/** "11×" from ten on, "2.5×" below, "30 %" below twice. `less`: what stands after it. */
export function ratioWords(ratio: number, less: string): string {
  if (ratio < 2) return `${Math.round((1 - 1 / ratio) * 100)} % ${less}`;
  return `${ratio >= 10 ? String(Math.round(ratio)) : ratio.toFixed(1).replace(/\.0$/, "")}× ${less}`;
}

/** "lane 4", "lanes 4 and 1", "lanes 1, 2 and 3". */
export function laneWords(numbers: readonly number[]): string {
  if (numbers.length <= 1) return `lane ${numbers.join("")}`;
  return `lanes ${numbers.slice(0, -1).join(", ")} and ${numbers.at(-1)}`;
}

export function percentWords(share: number): string {
  return `${Math.round(share * 100)} %`;
}

/** "1,428". */
export function countWords(value: number): string {
  return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ",");
}
