import type { CostCase } from "./cost-case.ts";

export const otherCases: readonly CostCase[] = [
  {
    name: "Groq, half price for cached",
    model: "groq:openai/gpt-oss-120b",
    reader: "openai",
    raw: '{"prompt_tokens":100,"completion_tokens":10,"prompt_tokens_details":{"cached_tokens":64},"completion_tokens_details":{"reasoning_tokens":4}}',
    // (36 × 0.15 + 64 × 0.075 + 10 × 0.6) / 10^6
    usd: "0.0000162",
  },
  {
    name: "Groq, four decimals of a price",
    model: "groq:openai/gpt-oss-20b",
    reader: "openai",
    raw: '{"prompt_tokens":101,"completion_tokens":1,"prompt_tokens_details":{"cached_tokens":99},"completion_tokens_details":{"reasoning_tokens":0}}',
    // (2 × 0.075 + 99 × 0.0375 + 1 × 0.3) / 10^6
    usd: "0.0000041625",
  },
  {
    name: "Cerebras, cached is not cheaper",
    model: "cerebras:gpt-oss-120b",
    reader: "openai",
    raw: '{"prompt_tokens":50,"completion_tokens":20,"prompt_tokens_details":{"cached_tokens":30},"completion_tokens_details":{"reasoning_tokens":8}}',
    // (20 × 0.35 + 30 × 0.35 + 20 × 0.75) / 10^6
    usd: "0.0000325",
  },
  {
    name: "Mistral",
    model: "mistral:mistral-large-4",
    reader: "openai",
    raw: '{"prompt_tokens":321,"completion_tokens":123,"prompt_tokens_details":{"cached_tokens":21}}',
    // (300 × 0.7 + 21 × 0.07 + 123 × 2.1) / 10^6
    usd: "0.00046977",
  },
  {
    name: "Moonshot, its own name for cached",
    model: "moonshot:kimi-k3",
    reader: "openai",
    raw: '{"prompt_tokens":500,"completion_tokens":20,"cached_tokens":256}',
    // (244 × 3 + 256 × 0.3 + 20 × 15) / 10^6
    usd: "0.0011088",
  },
  {
    name: "Z.ai",
    model: "zai:glm-5.3",
    reader: "openai",
    raw: '{"prompt_tokens":64,"completion_tokens":64,"prompt_tokens_details":{"cached_tokens":32},"completion_tokens_details":{"reasoning_tokens":16}}',
    // (32 × 1.4 + 32 × 0.26 + 64 × 4.4) / 10^6
    usd: "0.00033472",
  },
  {
    name: "Z.ai, two sources contradict",
    model: "zai:glm-5.3-flash",
    reader: "openai",
    raw: '{"prompt_tokens":64,"completion_tokens":64,"prompt_tokens_details":{"cached_tokens":0},"completion_tokens_details":{"reasoning_tokens":16}}',
    basis: "estimate",
    // (64 × 0.15 + 64 × 0.5) / 10^6
    usd: "0.0000416",
  },
  {
    name: "MiniMax below its step",
    model: "minimax:MiniMax-M3",
    reader: "openai",
    raw: '{"prompt_tokens":512000,"completion_tokens":1,"prompt_tokens_details":{"cached_tokens":0},"completion_tokens_details":{"reasoning_tokens":0}}',
    // (512000 × 0.3 + 1 × 1.2) / 10^6
    usd: "0.1536012",
  },
  {
    name: "MiniMax above its step",
    model: "minimax:MiniMax-M3",
    reader: "openai",
    raw: '{"prompt_tokens":512001,"completion_tokens":1,"prompt_tokens_details":{"cached_tokens":0},"completion_tokens_details":{"reasoning_tokens":0}}',
    // (512001 × 0.6 + 1 × 2.4) / 10^6
    usd: "0.307203",
  },
  {
    name: "Together",
    model: "together:moonshotai/Kimi-K3",
    reader: "openai",
    raw: '{"prompt_tokens":10,"completion_tokens":10,"prompt_tokens_details":{"cached_tokens":5},"completion_tokens_details":{"reasoning_tokens":5}}',
    // (5 × 3 + 5 × 0.3 + 10 × 15) / 10^6
    usd: "0.0001665",
  },
  {
    name: "Fireworks",
    model: "fireworks:accounts/fireworks/models/kimi-k3",
    reader: "openai",
    raw: '{"prompt_tokens":10,"completion_tokens":10,"prompt_tokens_details":{"cached_tokens":5},"completion_tokens_details":{"reasoning_tokens":5}}',
    // (5 × 3 + 5 × 0.3 + 10 × 15) / 10^6
    usd: "0.0001665",
  },
  {
    name: "Alibaba, a gateway's price",
    model: "alibaba:qwen3.8-max-0902",
    reader: "openai",
    raw: '{"prompt_tokens":10,"completion_tokens":10,"prompt_tokens_details":{"cached_tokens":5},"completion_tokens_details":{"reasoning_tokens":5}}',
    basis: "estimate",
    // (5 × 2 + 5 × 0.25 + 10 × 6) / 10^6
    usd: "0.00007125",
  },
  {
    name: "DeepSeek, at noon",
    model: "deepseek:deepseek-v4-pro",
    reader: "openai",
    raw: '{"prompt_tokens":1000,"completion_tokens":100,"prompt_cache_hit_tokens":640,"prompt_cache_miss_tokens":360,"completion_tokens_details":{"reasoning_tokens":80}}',
    // (360 × 0.66 + 640 × 0.022 + 100 × 1.98) / 10^6
    usd: "0.00044968",
  },
  {
    name: "DeepSeek, just before the first peak",
    model: "deepseek:deepseek-v4-pro",
    reader: "openai",
    raw: '{"prompt_tokens":1000,"completion_tokens":100,"prompt_cache_hit_tokens":640,"prompt_cache_miss_tokens":360,"completion_tokens_details":{"reasoning_tokens":80}}',
    at: "00:59:59.999",
    // (360 × 0.66 + 640 × 0.022 + 100 × 1.98) / 10^6
    usd: "0.00044968",
  },
  {
    name: "DeepSeek, at its first minute",
    model: "deepseek:deepseek-v4-pro",
    reader: "openai",
    raw: '{"prompt_tokens":1000,"completion_tokens":100,"prompt_cache_hit_tokens":640,"prompt_cache_miss_tokens":360,"completion_tokens_details":{"reasoning_tokens":80}}',
    at: "01:00:00.000",
    // (360 × 1.32 + 640 × 0.044 + 100 × 3.96) / 10^6
    usd: "0.00089936",
  },
  {
    name: "DeepSeek, in its last",
    model: "deepseek:deepseek-v4-pro",
    reader: "openai",
    raw: '{"prompt_tokens":1000,"completion_tokens":100,"prompt_cache_hit_tokens":640,"prompt_cache_miss_tokens":360,"completion_tokens_details":{"reasoning_tokens":80}}',
    at: "03:59:59.999",
    // (360 × 1.32 + 640 × 0.044 + 100 × 3.96) / 10^6
    usd: "0.00089936",
  },
  {
    name: "DeepSeek, right after it",
    model: "deepseek:deepseek-v4-pro",
    reader: "openai",
    raw: '{"prompt_tokens":1000,"completion_tokens":100,"prompt_cache_hit_tokens":640,"prompt_cache_miss_tokens":360,"completion_tokens_details":{"reasoning_tokens":80}}',
    at: "04:00:00.000",
    // (360 × 0.66 + 640 × 0.022 + 100 × 1.98) / 10^6
    usd: "0.00044968",
  },
  {
    name: "DeepSeek, in the second peak",
    model: "deepseek:deepseek-v4-pro",
    reader: "openai",
    raw: '{"prompt_tokens":1000,"completion_tokens":100,"prompt_cache_hit_tokens":640,"prompt_cache_miss_tokens":360,"completion_tokens_details":{"reasoning_tokens":80}}',
    at: "08:00:00.000",
    // (360 × 1.32 + 640 × 0.044 + 100 × 3.96) / 10^6
    usd: "0.00089936",
  },
  {
    name: "DeepSeek, after the second",
    model: "deepseek:deepseek-v4-pro",
    reader: "openai",
    raw: '{"prompt_tokens":1000,"completion_tokens":100,"prompt_cache_hit_tokens":640,"prompt_cache_miss_tokens":360,"completion_tokens_details":{"reasoning_tokens":80}}',
    at: "10:00:00.000",
    // (360 × 0.66 + 640 × 0.022 + 100 × 1.98) / 10^6
    usd: "0.00044968",
  },
  {
    name: "DeepSeek Flash at peak",
    model: "deepseek:deepseek-v4-flash",
    reader: "openai",
    raw: '{"prompt_tokens":1000,"completion_tokens":100,"prompt_cache_hit_tokens":640,"prompt_cache_miss_tokens":360,"completion_tokens_details":{"reasoning_tokens":80}}',
    at: "09:00:00.000",
    // (360 × 0.44 + 640 × 0.014 + 100 × 1.32) / 10^6
    usd: "0.00029936",
  },
  {
    name: "xAI Chat, reasoning beside the completion",
    model: "xai:grok-4.6",
    reader: "xai-chat",
    raw: '{"prompt_tokens":32,"completion_tokens":9,"prompt_tokens_details":{"cached_tokens":8},"completion_tokens_details":{"reasoning_tokens":200}}',
    // (24 × 2 + 8 × 0.5 + 209 × 6) / 10^6
    usd: "0.001306",
  },
  {
    name: "xAI Responses, cached above input is beside it",
    model: "xai:grok-4.6",
    reader: "openai",
    raw: '{"input_tokens":32,"output_tokens":9,"input_tokens_details":{"cached_tokens":100},"output_tokens_details":{"reasoning_tokens":4}}',
    // (32 × 2 + 100 × 0.5 + 9 × 6) / 10^6
    usd: "0.000168",
  },
  {
    name: "xAI above 200k",
    model: "xai:grok-4.7",
    reader: "openai",
    raw: '{"input_tokens":200001,"output_tokens":9,"input_tokens_details":{"cached_tokens":0},"output_tokens_details":{"reasoning_tokens":4}}',
    // (200001 × 4 + 9 × 12) / 10^6
    usd: "0.800112",
  },
  {
    name: "DeepSeek, just before the second peak",
    model: "deepseek:deepseek-v4-pro",
    reader: "openai",
    raw: '{"prompt_tokens":1000,"completion_tokens":100,"prompt_cache_hit_tokens":640,"prompt_cache_miss_tokens":360,"completion_tokens_details":{"reasoning_tokens":80}}',
    at: "05:59:59.999",
    // (360 × 0.66 + 640 × 0.022 + 100 × 1.98) / 10^6
    usd: "0.00044968",
  },
  {
    name: "DeepSeek, at the second peak's first minute",
    model: "deepseek:deepseek-v4-pro",
    reader: "openai",
    raw: '{"prompt_tokens":1000,"completion_tokens":100,"prompt_cache_hit_tokens":640,"prompt_cache_miss_tokens":360,"completion_tokens_details":{"reasoning_tokens":80}}',
    at: "06:00:00.000",
    // (360 × 1.32 + 640 × 0.044 + 100 × 3.96) / 10^6
    usd: "0.00089936",
  },
  {
    name: "DeepSeek, in the second peak's last moment",
    model: "deepseek:deepseek-v4-pro",
    reader: "openai",
    raw: '{"prompt_tokens":1000,"completion_tokens":100,"prompt_cache_hit_tokens":640,"prompt_cache_miss_tokens":360,"completion_tokens_details":{"reasoning_tokens":80}}',
    at: "09:59:59.999",
    // (360 × 1.32 + 640 × 0.044 + 100 × 3.96) / 10^6
    usd: "0.00089936",
  },
  {
    name: "DeepSeek, at midnight",
    model: "deepseek:deepseek-v4-pro",
    reader: "openai",
    raw: '{"prompt_tokens":1000,"completion_tokens":100,"prompt_cache_hit_tokens":640,"prompt_cache_miss_tokens":360,"completion_tokens_details":{"reasoning_tokens":80}}',
    at: "00:00:00.000",
    // (360 × 0.66 + 640 × 0.022 + 100 × 1.98) / 10^6
    usd: "0.00044968",
  },
  {
    name: "DeepSeek Flash outside the peak",
    model: "deepseek:deepseek-v4-flash",
    reader: "openai",
    raw: '{"prompt_tokens":1000,"completion_tokens":100,"prompt_cache_hit_tokens":640,"prompt_cache_miss_tokens":360,"completion_tokens_details":{"reasoning_tokens":80}}',
    at: "04:00:00.000",
    // (360 × 0.22 + 640 × 0.007 + 100 × 0.66) / 10^6
    usd: "0.00014968",
  },
  {
    name: "DeepSeek, a peak told by another zone's clock",
    model: "deepseek:deepseek-v4-pro",
    reader: "openai",
    raw: '{"prompt_tokens":1000,"completion_tokens":100,"prompt_cache_hit_tokens":640,"prompt_cache_miss_tokens":360,"completion_tokens_details":{"reasoning_tokens":80}}',
    at: "2026-11-23T16:30:00.000+08:00",
    // (360 × 1.32 + 640 × 0.044 + 100 × 3.96) / 10^6
    usd: "0.00089936",
  },
];
