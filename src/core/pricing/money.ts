/*
 * Exact money: USD as a whole number of 10^-18 dollars. Prices per million tokens keep up to twelve decimals, so a
 * token's price is exact; floating point never touches an amount.
 */

const decimals = 18;
const tokensPerPrice = 1_000_000n;

/** USD × 10^18. */
export type Usd = bigint;

/** Reads `"0.0012"`, `"12"` or `"1.2e-7"`; null for anything else, negative amounts included. Digits past 10^-18 are cut. */
export function parseUsd(text: string): Usd | null {
  const match = /^(\d{1,15})(?:\.(\d{1,40}))?(?:[eE]([+-]?\d{1,2}))?$/.exec(text.trim());
  if (match === null) return null;
  const [, whole = "", fraction = "", exponent = "0"] = match;
  const shift = decimals - fraction.length + Number(exponent);
  const digits = BigInt(whole + fraction);
  return shift >= 0 ? digits * 10n ** BigInt(shift) : digits / 10n ** BigInt(-shift);
}

/** A plain decimal without trailing zeros: `"0.0012345"`, `"3"`, `"0"`. */
export function formatUsd(amount: Usd): string {
  const sign = amount < 0n ? "-" : "";
  const digits = (amount < 0n ? -amount : amount).toString().padStart(decimals + 1, "0");
  const fraction = digits.slice(-decimals).replace(/0+$/, "");
  return `${sign}${digits.slice(0, -decimals)}${fraction === "" ? "" : `.${fraction}`}`;
}

/** The sum of what is known: an amount that is not, or is none, adds nothing. */
export function sumUsd(amounts: readonly (string | null | undefined)[]): Usd {
  return amounts.reduce((sum, amount) => sum + (parseUsd(amount ?? "") ?? 0n), 0n);
}

/** `tokens` × a price in USD per million tokens. A fraction of a token is not a thing: counts are cut to whole ones. */
export function priceOf(tokens: number, usdPerMillion: string): Usd {
  const price = parseUsd(usdPerMillion);
  if (price === null) throw new RangeError(`Not a price in USD per million tokens: ${usdPerMillion}`);
  return (BigInt(Math.trunc(tokens)) * price) / tokensPerPrice;
}

/** A price times an exact decimal factor, as a price again: `timesFactor("0.1", "0.5")` is `"0.05"`. */
export function timesFactor(price: string, factor: string): string {
  const left = parseUsd(price);
  const right = parseUsd(factor);
  if (left === null || right === null) throw new RangeError(`Not a price and a factor: ${price}, ${factor}`);
  return formatUsd((left * right) / 10n ** BigInt(decimals));
}
