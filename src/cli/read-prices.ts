import { readFile } from "node:fs/promises";
import { parseOwnRows } from "../core/pricing/own-rows.ts";
import type { PriceRow } from "../core/pricing/price-row.ts";
import { readFailure } from "./read-failure.ts";
import { UsageError } from "./usage-error.ts";

/**
 * Prices of the user's own, as the setting `switchyard.prices` holds them; none without a file.
 * @throws UsageError for a row that cannot be used: a price left out would be another price without a word
 */
export async function readPrices(file: string | null): Promise<readonly PriceRow[]> {
  if (file === null) return [];
  const text = await readFile(file, "utf8").catch((error: unknown) => readFailure(file, error));
  const { rows, problems } = parseOwnRows(parse(text, file), new Date().toISOString().slice(0, 10), {
    name: file,
    source: "your price file",
  });
  const [problem] = problems;
  if (problem !== undefined) throw new UsageError(problem, form);
  return rows;
}

const form = '--prices names a JSON list of rows like {"provider":"openai","model":"gpt-6-sol","input":"2","output":"10"}.';

function parse(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new UsageError(`${file} is not JSON.`, form);
  }
}
