/** A number as written in an answer, exact: a fraction of whole numbers. */
export interface ExactNumber {
  readonly numerator: bigint;
  /** Positive. */
  readonly denominator: bigint;
  /** Digits after the point as written; null for `2/3`. */
  readonly decimals: number | null;
  /** Currency (`$`, `EUR`) in its symbol; null without one. Percent is part of the number: `50 %` is 1/2. */
  readonly currency: string | null;
}

const currencies: Readonly<Record<string, string>> = {
  usd: "$",
  us$: "$",
  eur: "€",
  gbp: "£",
  jpy: "¥",
  dollars: "$",
  euros: "€",
};

/** A number with what may stand around it. The groups are read by `toNumber`. */
export const numberPattern =
  /(?<![\p{L}\p{N}_.,:/-])(?<sign>[-−–+])?\s?(?<before>us\$|usd|eur|gbp|jpy|[$€£¥])?\s?(?<minus>[-−])?(?<whole>\d{1,3}(?:[ \u00a0\u202f'’]\d{3})+(?:[.,]\d+)?|\d[\d.,]*\d|\d)(?:[eE](?<exponent>[-+]?\d{1,2})|\s?\/\s?(?<below>\d{1,12}))?(?:\s?(?<after>%|€|£|¥|\$|usd\b|eur\b|gbp\b|jpy\b|dollars\b|euros\b))?(?![\p{L}\p{N}_:]|-\d|\/\d)/giu;

/** The numbers of a text, in order. Dates, times, versions and parts of names are none. */
export function numbersIn(text: string): readonly ExactNumber[] {
  const numbers: ExactNumber[] = [];
  for (const match of text.matchAll(numberPattern)) {
    const number = toNumber(match.groups ?? {});
    if (number !== null) numbers.push(number);
  }
  return numbers;
}

/** Same value; a rounded number equals a more exact one that rounds to it when it has at least three digits. */
export function isSameNumber(one: ExactNumber, other: ExactNumber): boolean {
  if (one.currency !== null && other.currency !== null && one.currency !== other.currency) return false;
  if (one.numerator * other.denominator === other.numerator * one.denominator) return true;
  const [rough, fine] = (one.decimals ?? Infinity) <= (other.decimals ?? Infinity) ? [one, other] : [other, one];
  if (rough.decimals === null || rough.decimals === 0 || rough.decimals === fine.decimals) return false;
  if (abs(rough.numerator).toString().length < 3) return false;
  // |rough − fine| ≤ half a unit of the rough one's last place.
  const distance = abs(rough.numerator * fine.denominator - fine.numerator * rough.denominator);
  const unit = 2n * 10n ** BigInt(rough.decimals);
  return distance * unit <= rough.denominator * fine.denominator;
}

type Groups = Readonly<Record<string, string | undefined>>;

function toNumber({ sign, before, minus, whole = "", exponent, below, after }: Groups): ExactNumber | null {
  const written = plainDigits(whole);
  if (written === null || written.length > 60) return null;
  const [digits = "", fraction = ""] = written.split(".");
  const isNegative = sign === "-" || sign === "−" || minus !== undefined;
  let numerator = BigInt(digits + fraction) * (isNegative ? -1n : 1n);
  let denominator = 10n ** BigInt(fraction.length);
  const shift = Number(exponent ?? "0");
  if (shift > 0) numerator *= 10n ** BigInt(shift);
  else denominator *= 10n ** BigInt(-shift);
  if (below !== undefined) denominator *= BigInt(below);
  if (denominator === 0n) return null;
  if (after === "%") denominator *= 100n;
  const unit = (before ?? (after === "%" ? undefined : after))?.toLowerCase();
  const decimals = below !== undefined || shift !== 0 ? null : fraction.length + (after === "%" ? 2 : 0);
  return { numerator, denominator, decimals, currency: unit === undefined ? null : (currencies[unit] ?? unit) };
}

/** `1,234.50`, `1.234,50`, `1 234`, `24,67` as `1234.50`, `24.67`; null for versions and lists. */
function plainDigits(text: string): string | null {
  const bare = text.replace(/[ \u00a0\u202f'’]/g, "");
  if (/^\d+(\.\d+)?$/.test(bare)) return bare;
  if (/^\d{1,3}(,\d{3})+(\.\d+)?$/.test(bare)) return bare.replaceAll(",", "");
  if (/^\d{1,3}(\.\d{3})+,\d+$/.test(bare) || /^\d{1,3}(\.\d{3}){2,}$/.test(bare)) {
    return bare.replaceAll(".", "").replace(",", ".");
  }
  return /^\d+,\d+$/.test(bare) ? bare.replace(",", ".") : null;
}

function abs(value: bigint): bigint {
  return value < 0n ? -value : value;
}
