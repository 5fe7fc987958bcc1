import * as z from "zod";
import type { PriceRow, Rates } from "./price-row.ts";

/**
 * The user's own price rows (`switchyard.prices`), one a model: USD per million tokens as decimal text. Strict, because a
 * misspelt field would be a wrong price without a word.
 * @param asOf the ISO day to note at the rows
 * @param from where they stand, for problems and for the rows' source
 */
export function parseOwnRows(value: unknown, asOf: string, from: OwnRowsPlace = settingsPlace): OwnRows {
  const list = z.array(z.unknown()).safeParse(value ?? []);
  if (!list.success) return { rows: [], problems: [`${from.name} is a list of price rows.`] };
  const rows: PriceRow[] = [];
  const problems: string[] = [];
  list.data.forEach((item, i) => {
    const parsed = ownRow.safeParse(item);
    if (parsed.success) rows.push(rowOf(parsed.data, asOf, from.source));
    else problems.push(...parsed.error.issues.map((issue) => problemText(from.name, i, issue)));
  });
  return { rows, problems };
}

export interface OwnRowsPlace {
  readonly name: string;
  readonly source: string;
}

const settingsPlace: OwnRowsPlace = { name: "switchyard.prices", source: "your settings" };

export interface OwnRows {
  readonly rows: readonly PriceRow[];
  /** One sentence each; a row with a problem is left out. */
  readonly problems: readonly string[];
}

const price = z.string().regex(/^\d{1,9}(\.\d{1,12})?$/, 'a price is decimal text in USD per million tokens, like "2.5"');
const day = z.iso.date();

const rates = {
  input: price,
  output: price,
  cacheRead: price.optional(),
  cacheWrite: price.optional(),
  cacheWriteLong: price.optional(),
};

const ownRow = z.strictObject({
  provider: z.string().min(1),
  model: z.string().min(1),
  ...rates,
  longContext: z.strictObject({ aboveInputTokens: z.number().int().positive(), ...rates }).optional(),
  from: day.optional(),
  until: day.optional(),
});

type OwnRow = z.output<typeof ownRow>;

function rowOf({ provider, model, longContext, from, until, ...own }: OwnRow, asOf: string, source: string): PriceRow {
  return {
    provider,
    model,
    rates: ratesOf(own),
    source,
    asOf,
    ...(longContext === undefined
      ? {}
      : { longContext: { aboveInputTokens: longContext.aboveInputTokens, rates: ratesOf(longContext) } }),
    ...(from === undefined ? {} : { from }),
    ...(until === undefined ? {} : { until }),
  };
}

function ratesOf({ input, output, cacheRead, cacheWrite, cacheWriteLong }: Pick<OwnRow, keyof typeof rates>): Rates {
  return {
    input,
    output,
    cacheRead: cacheRead ?? null,
    cacheWrite: cacheWrite ?? null,
    ...(cacheWriteLong === undefined ? {} : { cacheWriteLong }),
  };
}

function problemText(
  name: string,
  index: number,
  { path, message }: { readonly path: readonly PropertyKey[]; readonly message: string },
): string {
  const at = path.length === 0 ? "" : ` at ${path.map(String).join(".")}`;
  return `${name}, row ${index + 1}${at}: ${message}. The row is not used.`;
}
