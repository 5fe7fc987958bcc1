/*
 * npm run bench:costs: every recorded response whose provider returned a cost: that figure unchanged, ours from the price
 * rows beside it, and why they differ. Then how many of all recorded usages have a price at all.
 */
import { billingDetails } from "../../src/core/pricing/billing-details.ts";
import { createPriceBook } from "../../src/core/pricing/create-price-book.ts";
import { genaiRows } from "../../src/core/pricing/genai-rows.ts";
import { recordedResponses } from "../support/recorded-responses.ts";
import type { RecordedItem } from "../support/recordings.ts";
import { hasRecordings } from "../support/recordings.ts";

if (!hasRecordings) {
  console.log("The recorded traffic in ../shared/recordings is not there.");
  process.exit(0);
}

const prices = createPriceBook({ notBilled: {}, loadMore: () => Promise.resolve(genaiRows) });
await prices.prepare("anthropic", "a model that no row has");
const at = Date.UTC(2026, 10, 22, 12);

let usages = 0;
let priced = 0;
let billed = 0;
for (const { item, usage, model } of recordedResponses()) {
  if (usage === null || usage.source !== "reported") continue;
  usages += 1;
  const provider = providerOf(item.folder);
  const computed = prices.costOf({ provider, model, usage: { ...usage, billedUsd: null }, at });
  if (computed.usd !== null) priced += 1;
  if (usage.billedUsd === null) continue;
  billed += 1;
  const shown = prices.costOf({ provider, model, usage, at });
  const ratio =
    computed.usd === null || Number(shown.usd) === 0 ? "–" : `× ${(Number(computed.usd) / Number(shown.usd)).toFixed(3)}`;
  console.log(
    `${shown.usd?.padEnd(16)} ${(computed.usd ?? "unknown").padEnd(16)} ${ratio.padEnd(9)} ${why(shown.usd, computed, usage, item).padEnd(64)} ${model}`,
  );
}
console.log(`${usages} reported usages; ${priced} have a price in the rows, ${billed} came with the provider's own cost.`);

function why(
  shown: string | null,
  computed: ReturnType<typeof prices.costOf>,
  usage: Parameters<typeof billingDetails>[0],
  item: RecordedItem,
): string {
  const { folder } = item;
  if (computed.usd === null) return "no row of this model";
  if (Number(shown) === Number(computed.usd)) return "the same";
  if (Number(shown) === 0) return "free of charge, or billed to a key of one's own";
  if (billingDetails(usage).calls.length > 0) return "server tools are in the bill";
  const [, route] = /"provider":\s*"([^"]+)"/.exec(new TextDecoder().decode(item.body())) ?? [];
  if (folder.startsWith("openrouter")) return `routed to ${route ?? "a provider not named"}, at its price of that day`;
  if (folder.startsWith("perplexity")) return "the fee for a request depends on how much it searches";
  return computed.reason ?? "the price has changed since, or the bill holds a discount";
}

function providerOf(folder: string): string {
  const [name = ""] = folder.split("-");
  return name === "vertex" ? "google" : name;
}
