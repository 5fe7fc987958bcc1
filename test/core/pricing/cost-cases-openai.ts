import type { CostCase } from "./cost-case.ts";

export const openaiCases: readonly CostCase[] = [
  {
    name: "OpenAI, everything uncached",
    model: "openai:gpt-6-sol",
    reader: "openai",
    raw: '{"input_tokens":1000,"output_tokens":500,"input_tokens_details":{"cached_tokens":0,"cache_write_tokens":0},"output_tokens_details":{"reasoning_tokens":300}}',
    // (1000 × 2 + 500 × 10) / 10^6
    usd: "0.007",
  },
  {
    name: "OpenAI, part read from the cache",
    model: "openai:gpt-6-sol",
    reader: "openai",
    raw: '{"input_tokens":10007,"output_tokens":3,"input_tokens_details":{"cached_tokens":9984,"cache_write_tokens":0},"output_tokens_details":{"reasoning_tokens":0}}',
    // (23 × 2 + 9984 × 0.2 + 3 × 10) / 10^6
    usd: "0.0020728",
  },
  {
    name: "OpenAI, part written to the cache",
    model: "openai:gpt-6-sol",
    reader: "openai",
    raw: '{"input_tokens":5000,"output_tokens":77,"input_tokens_details":{"cached_tokens":1024,"cache_write_tokens":2048},"output_tokens_details":{"reasoning_tokens":64}}',
    // (1928 × 2 + 1024 × 0.2 + 2048 × 2.5 + 77 × 10) / 10^6
    usd: "0.0099508",
  },
  {
    name: "OpenAI, reasoning is inside the output",
    model: "openai:gpt-6-astra",
    reader: "openai",
    raw: '{"input_tokens":11,"output_tokens":4096,"input_tokens_details":{"cached_tokens":0,"cache_write_tokens":0},"output_tokens_details":{"reasoning_tokens":4000}}',
    // (11 × 10 + 4096 × 50) / 10^6
    usd: "0.20491",
  },
  {
    name: "OpenAI, at the long-context step",
    model: "openai:gpt-6-sol",
    reader: "openai",
    raw: '{"input_tokens":272000,"output_tokens":1000,"input_tokens_details":{"cached_tokens":0,"cache_write_tokens":0},"output_tokens_details":{"reasoning_tokens":0}}',
    // (272000 × 2 + 1000 × 10) / 10^6
    usd: "0.554",
  },
  {
    name: "OpenAI, one token above the step reprices all",
    model: "openai:gpt-6-sol",
    reader: "openai",
    raw: '{"input_tokens":272001,"output_tokens":1000,"input_tokens_details":{"cached_tokens":0,"cache_write_tokens":0},"output_tokens_details":{"reasoning_tokens":0}}',
    // (272001 × 4 + 1000 × 15) / 10^6
    usd: "1.103004",
  },
  {
    name: "OpenAI, above the step with cache",
    model: "openai:gpt-6-sol",
    reader: "openai",
    raw: '{"input_tokens":300000,"output_tokens":2000,"input_tokens_details":{"cached_tokens":250000,"cache_write_tokens":10000},"output_tokens_details":{"reasoning_tokens":1500}}',
    // (40000 × 4 + 250000 × 0.4 + 10000 × 5 + 2000 × 15) / 10^6
    usd: "0.34",
  },
  {
    name: "OpenAI, the cheapest model",
    model: "openai:gpt-6-luna",
    reader: "openai",
    raw: '{"input_tokens":7,"output_tokens":1,"input_tokens_details":{"cached_tokens":0,"cache_write_tokens":0},"output_tokens_details":{"reasoning_tokens":0}}',
    // (7 × 0.1 + 1 × 0.5) / 10^6
    usd: "0.0000012",
  },
  {
    name: "OpenAI, a snapshot's date",
    model: "openai:gpt-5.5-2026-04-02",
    reader: "openai",
    raw: '{"input_tokens":999,"output_tokens":1,"input_tokens_details":{"cached_tokens":0,"cache_write_tokens":0},"output_tokens_details":{"reasoning_tokens":0}}',
    // (999 × 5 + 1 × 30) / 10^6
    usd: "0.005025",
  },
  {
    name: "OpenAI, three decimals of a price",
    model: "openai:gpt-5.4-mini",
    reader: "openai",
    raw: '{"input_tokens":1001,"output_tokens":13,"input_tokens_details":{"cached_tokens":1000,"cache_write_tokens":0},"output_tokens_details":{"reasoning_tokens":5}}',
    // (1 × 0.75 + 1000 × 0.075 + 13 × 4.5) / 10^6
    usd: "0.00013425",
  },
  {
    name: "OpenAI, batch is half and only an estimate",
    model: "openai:gpt-6-sol",
    reader: "openai",
    raw: '{"input_tokens":1000,"output_tokens":500,"input_tokens_details":{"cached_tokens":0,"cache_write_tokens":0},"output_tokens_details":{"reasoning_tokens":0}}',
    tier: "batch",
    basis: "estimate",
    // (1000 × 1 + 500 × 5) / 10^6
    usd: "0.0035",
  },
  {
    name: "OpenAI, flex said by the provider",
    model: "openai:gpt-6-sol",
    reader: "openai",
    raw: '{"input_tokens":1000,"output_tokens":500,"service_tier":"flex","input_tokens_details":{"cached_tokens":400,"cache_write_tokens":0},"output_tokens_details":{"reasoning_tokens":0}}',
    basis: "estimate",
    // (600 × 1 + 400 × 0.1 + 500 × 5) / 10^6
    usd: "0.00314",
  },
  {
    name: "OpenAI, priority has no known price",
    model: "openai:gpt-6-sol",
    reader: "openai",
    raw: '{"input_tokens":1000,"output_tokens":500,"service_tier":"priority","input_tokens_details":{"cached_tokens":0,"cache_write_tokens":0},"output_tokens_details":{"reasoning_tokens":0}}',
    basis: "estimate",
    // (1000 × 2 + 500 × 10) / 10^6
    usd: "0.007",
  },
  {
    name: "OpenAI, an unknown tier word is standard",
    model: "openai:gpt-6-sol",
    reader: "openai",
    raw: '{"input_tokens":1000,"output_tokens":500,"service_tier":"default","input_tokens_details":{"cached_tokens":0,"cache_write_tokens":0},"output_tokens_details":{"reasoning_tokens":0}}',
    // (1000 × 2 + 500 × 10) / 10^6
    usd: "0.007",
  },
  {
    name: "OpenAI, a write for twelve hours without a price of its own",
    model: "openai:gpt-6-sol",
    reader: "openai",
    raw: '{"input_tokens":3000,"output_tokens":10,"input_tokens_details":{"cached_tokens":0,"cache_write_tokens":2000,"cache_write_tokens_details":{"ttl_30m_tokens":500,"ttl_12h_tokens":1500}}}',
    basis: "estimate",
    // (1000 × 2 + 500 × 2.5 + 1500 × 2.5 + 10 × 10) / 10^6
    usd: "0.0071",
  },
  {
    name: "OpenAI, cache not reported",
    model: "openai:gpt-6-sol",
    reader: "openai",
    raw: '{"input_tokens":100,"output_tokens":5}',
    basis: "estimate",
    // (100 × 2 + 5 × 10) / 10^6
    usd: "0.00025",
  },
  {
    name: "OpenAI, an unverified cache price",
    model: "openai:gpt-6.2-astra",
    reader: "openai",
    raw: '{"input_tokens":100,"output_tokens":5,"input_tokens_details":{"cached_tokens":50,"cache_write_tokens":0},"output_tokens_details":{"reasoning_tokens":0}}',
    basis: "estimate",
    // (50 × 8 + 50 × 0.4 + 5 × 40) / 10^6
    usd: "0.00062",
  },
  {
    name: "OpenAI, the unverified price is not used",
    model: "openai:gpt-6.2-astra",
    reader: "openai",
    raw: '{"input_tokens":100,"output_tokens":5,"input_tokens_details":{"cached_tokens":0,"cache_write_tokens":0},"output_tokens_details":{"reasoning_tokens":0}}',
    // (100 × 8 + 5 × 40) / 10^6
    usd: "0.001",
  },
  {
    name: "OpenAI, a cache price nobody states is full input",
    model: "openai:gpt-6.2-sol",
    reader: "openai",
    raw: '{"input_tokens":100,"output_tokens":5,"input_tokens_details":{"cached_tokens":40,"cache_write_tokens":0},"output_tokens_details":{"reasoning_tokens":0}}',
    basis: "estimate",
    // (60 × 2 + 40 × 2 + 5 × 10) / 10^6
    usd: "0.00025",
  },
  {
    name: "Azure, as OpenAI",
    model: "azure:gpt-6-sol",
    reader: "openai",
    raw: '{"prompt_tokens":123,"completion_tokens":45,"prompt_tokens_details":{"cached_tokens":0},"completion_tokens_details":{"reasoning_tokens":6}}',
    // (123 × 2 + 45 × 10) / 10^6
    usd: "0.000696",
  },
  {
    name: "OpenAI, searches whose price by the call is not known",
    model: "openai:gpt-6-sol",
    reader: "openai",
    raw: '{"input_tokens":1000,"output_tokens":10,"input_tokens_details":{"cached_tokens":0,"cache_write_tokens":0},"output_tokens_details":{"reasoning_tokens":0},"tool_usage":{"web_search":{"num_requests":3}}}',
    basis: "estimate",
    // (1000 × 2 + 10 × 10) / 10^6
    usd: "0.0021",
  },
  {
    name: "OpenAI, searching allowed and not done",
    model: "openai:gpt-6-sol",
    reader: "openai",
    raw: '{"input_tokens":1000,"output_tokens":10,"input_tokens_details":{"cached_tokens":0,"cache_write_tokens":0},"output_tokens_details":{"reasoning_tokens":0},"tool_usage":{"web_search":{"num_requests":0}}}',
    // (1000 × 2 + 10 × 10) / 10^6
    usd: "0.0021",
  },
];
