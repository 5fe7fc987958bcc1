import type { CostCase } from "./cost-case.ts";

export const anthropicCases: readonly CostCase[] = [
  {
    name: "Anthropic, cache beside the input",
    model: "anthropic:claude-opus-5-5",
    reader: "anthropic",
    raw: '{"input_tokens":31,"output_tokens":547,"cache_read_input_tokens":20000,"cache_creation_input_tokens":0,"output_tokens_details":{"thinking_tokens":500}}',
    // (31 × 4 + 20000 × 0.2 + 547 × 20) / 10^6
    usd: "0.015064",
  },
  {
    name: "Anthropic, a write for five minutes",
    model: "anthropic:claude-opus-5-5",
    reader: "anthropic",
    raw: '{"input_tokens":31,"output_tokens":547,"cache_read_input_tokens":0,"cache_creation_input_tokens":1200,"output_tokens_details":{"thinking_tokens":500},"cache_creation":{"ephemeral_5m_input_tokens":1200,"ephemeral_1h_input_tokens":0}}',
    // (31 × 4 + 1200 × 5 + 547 × 20) / 10^6
    usd: "0.017064",
  },
  {
    name: "Anthropic, a write for an hour",
    model: "anthropic:claude-opus-5-5",
    reader: "anthropic",
    raw: '{"input_tokens":31,"output_tokens":547,"cache_read_input_tokens":0,"cache_creation_input_tokens":1200,"output_tokens_details":{"thinking_tokens":500},"cache_creation":{"ephemeral_5m_input_tokens":0,"ephemeral_1h_input_tokens":1200}}',
    // (31 × 4 + 1200 × 8 + 547 × 20) / 10^6
    usd: "0.020664",
  },
  {
    name: "Anthropic, both classes",
    model: "anthropic:claude-opus-5-5",
    reader: "anthropic",
    raw: '{"input_tokens":31,"output_tokens":547,"cache_read_input_tokens":77,"cache_creation_input_tokens":1200,"output_tokens_details":{"thinking_tokens":500},"cache_creation":{"ephemeral_5m_input_tokens":200,"ephemeral_1h_input_tokens":1000}}',
    // (31 × 4 + 77 × 0.2 + 200 × 5 + 1000 × 8 + 547 × 20) / 10^6
    usd: "0.0200794",
  },
  {
    name: "Anthropic, batch",
    model: "anthropic:claude-opus-5-5",
    reader: "anthropic",
    raw: '{"input_tokens":31,"output_tokens":547,"cache_read_input_tokens":77,"cache_creation_input_tokens":1200,"service_tier":"batch","output_tokens_details":{"thinking_tokens":500},"cache_creation":{"ephemeral_5m_input_tokens":200,"ephemeral_1h_input_tokens":1000}}',
    // (31 × 2 + 77 × 0.1 + 200 × 2.5 + 1000 × 4 + 547 × 10) / 10^6
    usd: "0.0100397",
  },
  {
    name: "Anthropic, standard tier",
    model: "anthropic:claude-sonnet-5-5",
    reader: "anthropic",
    raw: '{"input_tokens":5,"output_tokens":6,"cache_read_input_tokens":7,"cache_creation_input_tokens":8,"service_tier":"standard","output_tokens_details":{"thinking_tokens":0},"cache_creation":{"ephemeral_5m_input_tokens":8,"ephemeral_1h_input_tokens":0}}',
    // (5 × 2 + 7 × 0.1 + 8 × 2.5 + 6 × 10) / 10^6
    usd: "0.0000907",
  },
  {
    name: "Anthropic, an hour's write that has no price",
    model: "anthropic:claude-sonnet-5-5",
    reader: "anthropic",
    raw: '{"input_tokens":5,"output_tokens":6,"cache_read_input_tokens":7,"cache_creation_input_tokens":8,"output_tokens_details":{"thinking_tokens":0},"cache_creation":{"ephemeral_5m_input_tokens":0,"ephemeral_1h_input_tokens":8}}',
    basis: "estimate",
    // (5 × 2 + 7 × 0.1 + 8 × 2.5 + 6 × 10) / 10^6
    usd: "0.0000907",
  },
  {
    name: "Anthropic, cache counts towards the step",
    model: "anthropic:claude-haiku-5-5",
    reader: "anthropic",
    raw: '{"input_tokens":1,"output_tokens":10,"cache_read_input_tokens":100000,"cache_creation_input_tokens":0,"output_tokens_details":{"thinking_tokens":0}}',
    // (1 × 0.5 + 100000 × 0.05 + 10 × 2.5) / 10^6
    usd: "0.0050255",
  },
  {
    name: "Anthropic, exactly at the step",
    model: "anthropic:claude-haiku-5-5",
    reader: "anthropic",
    raw: '{"input_tokens":1,"output_tokens":10,"cache_read_input_tokens":99999,"cache_creation_input_tokens":0,"output_tokens_details":{"thinking_tokens":0}}',
    // (1 × 0.1 + 99999 × 0.01 + 10 × 0.5) / 10^6
    usd: "0.00100509",
  },
  {
    name: "Anthropic, searches",
    model: "anthropic:claude-opus-5-5",
    reader: "anthropic",
    raw: '{"input_tokens":100,"output_tokens":10,"cache_read_input_tokens":0,"cache_creation_input_tokens":0,"server_tool_use":{"web_search_requests":3,"web_fetch_requests":2},"output_tokens_details":{"thinking_tokens":0}}',
    // (100 × 4 + 10 × 20 + 3 × 10000) / 10^6
    usd: "0.0306",
  },
  {
    name: "Anthropic, searches where their price is not known",
    model: "anthropic:claude-sonnet-5-5",
    reader: "anthropic",
    raw: '{"input_tokens":100,"output_tokens":10,"cache_read_input_tokens":0,"cache_creation_input_tokens":0,"server_tool_use":{"web_search_requests":1},"output_tokens_details":{"thinking_tokens":0}}',
    basis: "estimate",
    // (100 × 2 + 10 × 10) / 10^6
    usd: "0.0003",
  },
  {
    name: "Anthropic, batch does not halve searches",
    model: "anthropic:claude-opus-5-5",
    reader: "anthropic",
    raw: '{"input_tokens":100,"output_tokens":10,"cache_read_input_tokens":0,"cache_creation_input_tokens":0,"server_tool_use":{"web_search_requests":1},"output_tokens_details":{"thinking_tokens":0}}',
    tier: "batch",
    // (100 × 2 + 10 × 10 + 1 × 10000) / 10^6
    usd: "0.0103",
  },
  {
    name: "Anthropic, one pass is the whole",
    model: "anthropic:claude-opus-5-5",
    reader: "anthropic",
    raw: '{"input_tokens":31,"output_tokens":547,"cache_read_input_tokens":0,"cache_creation_input_tokens":0,"iterations":[{"type":"message","input_tokens":31,"output_tokens":547,"cache_read_input_tokens":0,"cache_creation_input_tokens":0}],"output_tokens_details":{"thinking_tokens":0}}',
    // (31 × 4 + 547 × 20) / 10^6
    usd: "0.011064",
  },
  {
    name: "Anthropic, an advisor of another model",
    model: "anthropic:claude-sonnet-5",
    reader: "anthropic",
    raw: '{"input_tokens":2390,"output_tokens":121,"cache_read_input_tokens":0,"cache_creation_input_tokens":0,"iterations":[{"type":"message","input_tokens":1128,"output_tokens":110,"cache_read_input_tokens":0,"cache_creation_input_tokens":0},{"type":"advisor_message","input_tokens":2518,"output_tokens":22,"cache_read_input_tokens":0,"cache_creation_input_tokens":0,"model":"claude-opus-5-5"},{"type":"message","input_tokens":1262,"output_tokens":11,"cache_read_input_tokens":0,"cache_creation_input_tokens":0}],"output_tokens_details":{"thinking_tokens":28}}',
    // (2390 × 2 + 121 × 10 + 2518 × 4 + 22 × 20) / 10^6
    usd: "0.016502",
  },
  {
    name: "Anthropic, a compaction beside the answer",
    model: "anthropic:claude-opus-5",
    reader: "anthropic",
    raw: '{"input_tokens":229,"output_tokens":5,"cache_read_input_tokens":0,"cache_creation_input_tokens":0,"iterations":[{"type":"compaction","input_tokens":100,"output_tokens":131,"cache_read_input_tokens":0,"cache_creation_input_tokens":55096},{"type":"message","input_tokens":229,"output_tokens":5,"cache_read_input_tokens":0,"cache_creation_input_tokens":0}],"output_tokens_details":{"thinking_tokens":0}}',
    // (329 × 5 + 55096 × 6.25 + 136 × 25) / 10^6
    usd: "0.349395",
  },
  {
    name: "Anthropic, a fallback is priced as the model that answered",
    model: "anthropic:claude-fable-5-1",
    reader: "anthropic",
    raw: '{"input_tokens":412,"output_tokens":264,"cache_read_input_tokens":0,"cache_creation_input_tokens":0,"iterations":[{"type":"message","input_tokens":408,"output_tokens":0,"cache_read_input_tokens":0,"cache_creation_input_tokens":0,"model":"claude-fable-5-1"},{"type":"fallback_message","input_tokens":412,"output_tokens":264,"cache_read_input_tokens":0,"cache_creation_input_tokens":0,"model":"claude-opus-5-5"}],"output_tokens_details":{"thinking_tokens":0}}',
    // (408 × 10 + 412 × 4 + 264 × 20) / 10^6
    usd: "0.011008",
  },
  {
    name: "Anthropic, each pass has a step of its own",
    model: "anthropic:claude-haiku-5-5",
    reader: "anthropic",
    raw: '{"input_tokens":120000,"output_tokens":2,"cache_read_input_tokens":0,"cache_creation_input_tokens":0,"iterations":[{"type":"compaction","input_tokens":60000,"output_tokens":1,"cache_read_input_tokens":0,"cache_creation_input_tokens":0},{"type":"message","input_tokens":60000,"output_tokens":1,"cache_read_input_tokens":0,"cache_creation_input_tokens":0}],"output_tokens_details":{"thinking_tokens":0}}',
    // (120000 × 0.1 + 2 × 0.5) / 10^6
    usd: "0.012001",
  },
  {
    name: "Bedrock, a region costs a tenth more",
    model: "bedrock:eu.anthropic.claude-opus-5-5",
    reader: "additive",
    raw: '{"input":100,"cacheRead":10,"cacheWrite":20,"output":30,"reasoning":null}',
    // (100 × 4.4 + 10 × 0.22 + 20 × 5.5 + 30 × 22) / 10^6
    usd: "0.0012122",
  },
  {
    name: "Bedrock, the global endpoint",
    model: "bedrock:global.anthropic.claude-opus-5-5",
    reader: "additive",
    raw: '{"input":100,"cacheRead":10,"cacheWrite":20,"output":30,"reasoning":null}',
    // (100 × 4 + 10 × 0.2 + 20 × 5 + 30 × 20) / 10^6
    usd: "0.001102",
  },
  {
    name: "Bedrock, the bare id is in doubt",
    model: "bedrock:anthropic.claude-opus-5-5",
    reader: "additive",
    raw: '{"input":100,"cacheRead":0,"cacheWrite":0,"output":30,"reasoning":null}',
    basis: "estimate",
    // (100 × 4.4 + 30 × 22) / 10^6
    usd: "0.0011",
  },
  {
    name: "Bedrock Nova, four decimals",
    model: "bedrock:amazon.nova-2-lite-v1:0",
    reader: "additive",
    raw: '{"input":1,"cacheRead":1,"cacheWrite":0,"output":1,"reasoning":null}',
    // (1 × 0.33 + 1 × 0.0825 + 1 × 2.75) / 10^6
    usd: "0.0000031625",
  },
  {
    name: "Anthropic, an advisor's cache and a search on top",
    model: "anthropic:claude-opus-5",
    reader: "anthropic",
    raw: '{"input_tokens":1000,"output_tokens":300,"cache_read_input_tokens":0,"cache_creation_input_tokens":0,"server_tool_use":{"web_search_requests":2},"iterations":[{"type":"message","input_tokens":600,"output_tokens":200,"cache_read_input_tokens":0,"cache_creation_input_tokens":0},{"type":"advisor_message","input_tokens":100,"output_tokens":50,"cache_read_input_tokens":900,"cache_creation_input_tokens":0,"model":"claude-opus-5-5"},{"type":"message","input_tokens":400,"output_tokens":100,"cache_read_input_tokens":0,"cache_creation_input_tokens":0}]}',
    // (600 × 5 + 200 × 25 + 100 × 4 + 900 × 0.2 + 50 × 20 + 400 × 5 + 100 × 25) / 10^6 + 2 × 0.01
    usd: "0.03408",
  },
  {
    name: "Anthropic, two fallbacks one after the other",
    model: "anthropic:claude-haiku-4-5",
    reader: "anthropic",
    raw: '{"input_tokens":500,"output_tokens":40,"cache_read_input_tokens":0,"cache_creation_input_tokens":0,"iterations":[{"type":"message","input_tokens":480,"output_tokens":12,"cache_read_input_tokens":0,"cache_creation_input_tokens":0,"model":"claude-fable-5-1"},{"type":"fallback_message","input_tokens":490,"output_tokens":3,"cache_read_input_tokens":0,"cache_creation_input_tokens":0,"model":"claude-opus-5"},{"type":"fallback_message","input_tokens":500,"output_tokens":40,"cache_read_input_tokens":0,"cache_creation_input_tokens":0,"model":"claude-haiku-4-5"}]}',
    // (480 × 10 + 12 × 50 + 490 × 5 + 3 × 25 + 500 × 1 + 40 × 5) / 10^6
    usd: "0.008625",
  },
  {
    name: "Anthropic, a pass that wrote for an hour",
    model: "anthropic:claude-opus-5-5",
    reader: "anthropic",
    raw: '{"input_tokens":10,"output_tokens":5,"cache_read_input_tokens":0,"cache_creation_input_tokens":0,"iterations":[{"type":"compaction","input_tokens":20,"output_tokens":100,"cache_read_input_tokens":0,"cache_creation_input_tokens":3000,"cache_creation":{"ephemeral_5m_input_tokens":1000,"ephemeral_1h_input_tokens":2000}},{"type":"message","input_tokens":10,"output_tokens":5,"cache_read_input_tokens":0,"cache_creation_input_tokens":0}]}',
    // (20 × 4 + 1000 × 5 + 2000 × 8 + 100 × 20 + 10 × 4 + 5 × 20) / 10^6
    usd: "0.02322",
  },
  {
    name: "Anthropic, passes in a batch",
    model: "anthropic:claude-opus-5",
    reader: "anthropic",
    raw: '{"input_tokens":500,"output_tokens":40,"cache_read_input_tokens":0,"cache_creation_input_tokens":0,"service_tier":"batch","iterations":[{"type":"compaction","input_tokens":400,"output_tokens":60,"cache_read_input_tokens":0,"cache_creation_input_tokens":0},{"type":"message","input_tokens":500,"output_tokens":40,"cache_read_input_tokens":0,"cache_creation_input_tokens":0}]}',
    // (900 × 2.5 + 100 × 12.5) / 10^6
    usd: "0.0035",
  },
  {
    name: "Anthropic, a fetch costs nothing but its text",
    model: "anthropic:claude-opus-5",
    reader: "anthropic",
    raw: '{"input_tokens":5000,"output_tokens":10,"cache_read_input_tokens":0,"cache_creation_input_tokens":0,"server_tool_use":{"web_search_requests":0,"web_fetch_requests":3}}',
    // (5000 × 5 + 10 × 25) / 10^6
    usd: "0.02525",
  },
  {
    name: "Bedrock, a region's reads and writes",
    model: "bedrock:jp.anthropic.claude-opus-5-5",
    reader: "additive",
    raw: '{"input":7,"cacheRead":90000,"cacheWrite":1000,"output":11,"reasoning":null}',
    // (7 × 4.4 + 90000 × 0.22 + 1000 × 5.5 + 11 × 22) / 10^6
    usd: "0.0255728",
  },
  {
    name: "Bedrock, Australia as every region",
    model: "bedrock:au.anthropic.claude-opus-5-5",
    reader: "additive",
    raw: '{"input":1,"cacheRead":0,"cacheWrite":0,"output":1,"reasoning":null}',
    // (1 × 4.4 + 1 × 22) / 10^6
    usd: "0.0000264",
  },
  {
    name: "Bedrock, the United States as every region",
    model: "bedrock:us.anthropic.claude-opus-5-5",
    reader: "additive",
    raw: '{"input":1000,"cacheRead":1,"cacheWrite":1,"output":0,"reasoning":null}',
    // (1000 × 4.4 + 1 × 0.22 + 1 × 5.5) / 10^6
    usd: "0.00440572",
  },
];
