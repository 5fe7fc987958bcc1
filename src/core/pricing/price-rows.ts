import type { PriceRow, Rates } from "./price-row.ts";
import { tierFactors } from "./service-tiers.ts";

/*
 * Prices in USD per million tokens: input, cache read, cache write, output. The source names where a row was read: the
 * provider's own page ("doc"), or the catalogues genai-prices 0.1.8 and pi-ai 1.5.2 ("genai-prices+pi-ai": both agree).
 */

const asOf = "2026-11-22";

/** 01:00–04:00 and 06:00–10:00 UTC, every day: what genai-prices has. Whether weekends are peak, its source does not say. */
const deepseekPeak = [
  { fromMinute: 60, untilMinute: 240 },
  { fromMinute: 360, untilMinute: 600 },
];

/** $10 for a thousand searches (genai-prices 0.1.8). */
const searches = { calls: { web_search_requests: "0.01" } };

export const priceRows: readonly PriceRow[] = [
  row("openai", "gpt-6.2-astra", rates("8", "0.4", null, "40"), "doc (G62)", { unverified: ["cache-read", "cache-write"] }),
  row("openai", "gpt-6.2-sol", rates("2", null, null, "10"), "doc (G62)", { unverified: ["cache-read", "cache-write"] }),
  row("openai", "gpt-6-astra", rates("10", "1", "12.5", "50"), "genai-prices+pi-ai", {
    longContext: { aboveInputTokens: 272_000, rates: rates("20", "2", "25", "75") },
  }),
  row("openai", "gpt-6.1-sol", rates("2", "0.1", "2.5", "10"), "pi-ai", {
    longContext: { aboveInputTokens: 272_000, rates: rates("4", "0.2", "5", "15") },
  }),
  row("openai", "gpt-6.1-terra", rates("1", "0.05", "1.25", "5"), "pi-ai", {
    longContext: { aboveInputTokens: 272_000, rates: rates("2", "0.1", "2.5", "7.5") },
  }),
  row("openai", "gpt-6-sol", rates("2", "0.2", "2.5", "10"), "genai-prices+pi-ai", {
    longContext: { aboveInputTokens: 272_000, rates: rates("4", "0.4", "5", "15") },
  }),
  row("openai", "gpt-6-luna", rates("0.1", "0.01", "0.125", "0.5"), "genai-prices+pi-ai", {
    longContext: { aboveInputTokens: 272_000, rates: rates("0.2", "0.02", "0.25", "0.75") },
  }),
  row("openai", "gpt-5.6-sol", rates("4", "0.4", "5", "20"), "genai-prices+pi-ai", {
    longContext: { aboveInputTokens: 272_000, rates: rates("8", "0.8", "10", "30") },
  }),
  row("openai", "gpt-5.6-terra", rates("2", "0.2", "2.5", "12"), "genai-prices+pi-ai", {
    longContext: { aboveInputTokens: 272_000, rates: rates("4", "0.4", "5", "18") },
  }),
  row("openai", "gpt-5.6-luna", rates("0.2", "0.02", "0.25", "1.2"), "genai-prices+pi-ai", {
    longContext: { aboveInputTokens: 272_000, rates: rates("0.4", "0.04", "0.5", "1.8") },
  }),
  row("openai", "gpt-5.5", rates("5", "0.5", null, "30"), "genai-prices+pi-ai", {
    longContext: { aboveInputTokens: 272_000, rates: rates("10", "1", null, "45") },
  }),
  row("openai", "gpt-5.4", rates("2.5", "0.25", null, "15"), "genai-prices+pi-ai", {
    longContext: { aboveInputTokens: 272_000, rates: rates("5", "0.5", null, "22.5") },
  }),
  row("openai", "gpt-5.4-mini", rates("0.75", "0.075", null, "4.5"), "genai-prices+pi-ai"),
  row("openai", "gpt-5.4-nano", rates("0.2", "0.02", null, "1.25"), "genai-prices+pi-ai"),
  row("openai", "gpt-5.1", rates("1.25", "0.125", null, "10"), "genai-prices+pi-ai"),
  row("openai", "gpt-5-mini", rates("0.25", "0.025", null, "2"), "genai-prices+pi-ai"),
  row("anthropic", "claude-fable-5-2", rates("8", "0.2", "10", "40"), "pi-ai"),
  row("anthropic", "claude-fable-5-1", rates("10", "0.25", "12.5", "50", "20"), "genai-prices+pi-ai", searches),
  row("anthropic", "claude-opus-5-5", rates("4", "0.2", "5", "20", "8"), "genai-prices+pi-ai", searches),
  row("anthropic", "claude-opus-5", rates("5", "0.5", "6.25", "25", "10"), "genai-prices+pi-ai", searches),
  row("anthropic", "claude-sonnet-5-5", rates("2", "0.1", "2.5", "10"), "pi-ai"),
  row("anthropic", "claude-sonnet-5", rates("2", "0.2", "2.5", "10", "4"), "genai-prices+pi-ai", searches),
  row("anthropic", "claude-haiku-5-5", rates("0.1", "0.01", "0.125", "0.5"), "pi-ai", {
    longContext: { aboveInputTokens: 100_000, rates: rates("0.5", "0.05", "0.625", "2.5") },
  }),
  row("anthropic", "claude-haiku-4-5", rates("1", "0.1", "1.25", "5", "2"), "genai-prices+pi-ai", searches),
  row("google", "gemini-4-argon", rates("2", "0.1", null, "10"), "pi-ai+doc", { until: "2026-11-30" }),
  row("google", "gemini-4-argon", rates("4", "0.2", null, "20"), "pi-ai+doc", { from: "2026-12-01" }),
  row("google", "gemini-4-carbon", rates("2", null, null, "10"), "doc (GOO-HYD)", { until: "2026-11-30" }),
  row("google", "gemini-4-carbon", rates("4", null, null, "20"), "doc (GOO-HYD)", { from: "2026-12-01" }),
  row("google", "gemini-4-hydrogen", rates("1.5", null, null, "7.5"), "doc (GOO-HYD)"),
  row("google", "gemini-3.8-flash", rates("0.75", "0.075", null, "3.75"), "genai-prices+pi-ai", { until: "2026-12-31" }),
  row("google", "gemini-3.8-flash", rates("1.5", "0.15", null, "7.5"), "genai-prices+pi-ai", { from: "2027-01-01" }),
  row("google", "gemini-3.7-flash", rates("0.75", "0.075", null, "3.75"), "genai-prices+pi-ai"),
  row("google", "gemini-3.5-flash", rates("1.5", "0.15", null, "9"), "genai-prices+pi-ai"),
  row("google", "gemini-3.5-flash-lite", rates("0.3", "0.03", null, "2.5"), "genai-prices+pi-ai"),
  row("google", "gemini-3.1-pro-preview", rates("2", "0.2", null, "12"), "genai-prices+pi-ai", {
    longContext: { aboveInputTokens: 200_000, rates: rates("4", "0.4", null, "18") },
  }),
  row("google", "gemini-2.5-flash-lite", rates("0.1", "0.01", null, "0.4"), "genai-prices+pi-ai"),
  row("azure", "gpt-6-sol", rates("2", "0.2", "2.5", "10"), "genai-prices+pi-ai", {
    longContext: { aboveInputTokens: 272_000, rates: rates("4", "0.4", "5", "15") },
  }),
  row("bedrock", "anthropic.claude-opus-5-5", rates("4.4", "0.22", "5.5", "22", "8.8"), "genai-prices", {
    doubt: "two sources differ by the 10 % regional surcharge",
  }),
  row("bedrock", "global.anthropic.claude-opus-5-5", rates("4", "0.2", "5", "20", "8"), "genai-prices"),
  ...["us", "eu", "au", "jp"].map((region) =>
    row("bedrock", `${region}.anthropic.claude-opus-5-5`, rates("4.4", "0.22", "5.5", "22", "8.8"), "genai-prices+pi-ai"),
  ),
  row("bedrock", "amazon.nova-2-lite-v1:0", rates("0.33", "0.0825", "0.33", "2.75"), "pi-ai"),
  row("bedrock", "openai.gpt-oss-120b-1:0", rates("0.15", null, null, "0.6"), "genai-prices"),
  row("xai", "grok-4.7", rates("2", "0.5", null, "6"), "pi-ai", {
    longContext: { aboveInputTokens: 200_000, rates: rates("4", "1", null, "12") },
  }),
  row("xai", "grok-4.6", rates("2", "0.5", null, "6"), "genai-prices+pi-ai", {
    longContext: { aboveInputTokens: 200_000, rates: rates("4", "1", null, "12") },
  }),
  row("xai", "grok-4.5", rates("2", "0.3", null, "6"), "genai-prices", {
    doubt: "above 200k input tokens the price is higher, and sources differ on cached input",
  }),
  row("xai", "grok-4.3", rates("1.25", "0.2", null, "2.5"), "genai-prices+pi-ai", {
    longContext: { aboveInputTokens: 200_000, rates: rates("2.5", "0.4", null, "5") },
  }),
  row("deepseek", "deepseek-v4-pro", rates("0.66", "0.022", null, "1.98"), "genai-prices", {
    peak: { windows: deepseekPeak, rates: rates("1.32", "0.044", null, "3.96") },
  }),
  row("deepseek", "deepseek-v4-flash", rates("0.22", "0.007", null, "0.66"), "genai-prices", {
    peak: { windows: deepseekPeak, rates: rates("0.44", "0.014", null, "1.32") },
  }),
  row("deepseek", "deepseek-flash", rates("0.3", "0.006", null, "1.2"), "pi-ai"),
  row("mistral", "mistral-large-4", rates("0.7", "0.07", null, "2.1"), "pi-ai"),
  row("mistral", "mistral-medium-3.5", rates("1.5", "0.15", null, "7.5"), "genai-prices+pi-ai"),
  row("mistral", "magistral-medium-latest", rates("2", "0.2", null, "5"), "pi-ai", { unverified: ["cache-read"] }),
  row("mistral", "mistral-small-latest", rates("0.15", "0.015", null, "0.6"), "pi-ai", {
    doubt: "two sources contradict each other on this price",
  }),
  row("groq", "openai/gpt-oss-120b", rates("0.15", "0.075", null, "0.6"), "genai-prices+pi-ai"),
  row("groq", "openai/gpt-oss-20b", rates("0.075", "0.0375", null, "0.3"), "genai-prices+pi-ai"),
  row("groq", "qwen/qwen3.8-27b", rates("0.8", null, null, "4"), "pi-ai"),
  row("cerebras", "gpt-oss-120b", rates("0.35", "0.35", null, "0.75"), "genai-prices+pi-ai"),
  row("cerebras", "qwen-3.8-27b", rates("0.99", "0.99", null, "1.49"), "pi-ai"),
  row("moonshot", "kimi-k3", rates("3", "0.3", null, "15"), "genai-prices+pi-ai"),
  row("moonshot", "kimi-k3.1-pro", rates("2", "0.2", null, "10"), "pi-ai"),
  row("moonshot", "kimi-k2.6", rates("0.95", "0.16", null, "4"), "genai-prices+pi-ai"),
  row("zai", "glm-5.3", rates("1.4", "0.26", null, "4.4"), "genai-prices+pi-ai"),
  row("zai", "glm-5.3-flash", rates("0.15", "0.03", null, "0.5"), "pi-ai", {
    doubt: "two sources contradict each other on this price",
  }),
  row("minimax", "MiniMax-M3", rates("0.3", "0.06", null, "1.2"), "genai-prices+pi-ai", {
    longContext: { aboveInputTokens: 512_000, rates: rates("0.6", "0.12", null, "2.4") },
  }),
  row("minimax", "MiniMax-M3.1-Flash", rates("0.15", "0.015", null, "0.6"), "pi-ai"),
  row("together", "deepseek-ai/DeepSeek-V4.1-Flash", rates("0.3", "0.006", null, "1.2"), "pi-ai"),
  row("together", "moonshotai/Kimi-K3", rates("3", "0.3", null, "15"), "pi-ai"),
  row("together", "openai/gpt-oss-120b", rates("0.15", null, null, "0.6"), "pi-ai"),
  row("fireworks", "accounts/fireworks/models/deepseek-v4p1-flash", rates("0.3", "0.006", null, "1.2"), "pi-ai"),
  row("fireworks", "accounts/fireworks/models/qwen3p8-max", rates("2", "0.25", null, "6"), "pi-ai"),
  row("fireworks", "accounts/fireworks/models/kimi-k3", rates("3", "0.3", null, "15"), "genai-prices"),
  row("alibaba", "qwen3.8-max-0902", rates("2", "0.25", "2.5", "6"), "pi-ai", {
    doubt: "this is the price through a gateway; the direct one is not published",
  }),
  row("alibaba", "qwen3.8-flash", rates("0.15", "0.016", "0.2", "0.47"), "pi-ai", {
    doubt: "this is the price through a gateway; the direct one is not published",
  }),
  row("alibaba", "qwen3.7-max", rates("2.5", "0.5", "3.125", "7.5"), "pi-ai", {
    doubt: "this is the price through a gateway; the direct one is not published",
  }),
  row("openrouter", "anthropic/claude-opus-5.5", rates("4", "0.2", "5", "20"), "genai-prices", {
    doubt: "prices differ by route; OpenRouter's own bill is exact",
  }),
  row("openrouter", "z-ai/glm-5.3", rates("1.4", "0.26", null, "4.4"), "genai-prices", {
    doubt: "prices differ by route; OpenRouter's own bill is exact",
  }),
];

function rates(input: string, cacheRead: string | null, cacheWrite: string | null, output: string, long?: string): Rates {
  return { input, cacheRead, cacheWrite, output, ...(long === undefined ? {} : { cacheWriteLong: long }) };
}

type Extras = Pick<PriceRow, "longContext" | "peak" | "calls" | "from" | "until" | "unverified" | "doubt">;

function row(provider: string, model: string, rates: Rates, source: string, extras: Extras = {}): PriceRow {
  const tiers = tierFactors[provider];
  return { provider, model, rates, source, asOf, ...(tiers === undefined ? {} : { tiers }), ...extras };
}
