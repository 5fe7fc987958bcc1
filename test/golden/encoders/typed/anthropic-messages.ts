// Written with UPDATE_GOLDEN=1 by test/conformance/encoders.test.ts: compiling it is the check.
import type { MessageCreateParams } from "@anthropic-ai/sdk/resources/messages/messages";

export const requests: readonly (MessageCreateParams)[] = [
  {"model":"m","max_tokens":32000,"stream":true,"messages":[{"role":"user","content":"Why?"}]},
  {"model":"m","max_tokens":32000,"stream":true,"messages":[{"role":"user","content":"Why?"}],"thinking":{"type":"adaptive"},"output_config":{"effort":"low"}},
  {"model":"m","max_tokens":32000,"stream":true,"messages":[{"role":"user","content":"Why?"}],"thinking":{"type":"adaptive"},"output_config":{"effort":"medium"}},
  {"model":"m","max_tokens":32000,"stream":true,"messages":[{"role":"user","content":"Why?"}],"thinking":{"type":"adaptive"},"output_config":{"effort":"high"}},
  {"model":"m","max_tokens":40960,"stream":true,"messages":[{"role":"user","content":"Why?"}],"thinking":{"type":"adaptive"},"output_config":{"effort":"xhigh"}},
  {"model":"m","max_tokens":73728,"stream":true,"messages":[{"role":"user","content":"Why?"}],"thinking":{"type":"adaptive"},"output_config":{"effort":"max"}},
  {"model":"m","max_tokens":32000,"stream":true,"messages":[{"role":"user","content":"Why?"}],"thinking":{"type":"disabled"}},
  {"model":"m","max_tokens":32000,"stream":true,"messages":[{"role":"user","content":"Why?"}],"thinking":{"type":"enabled","budget_tokens":1024}},
  {"model":"m","max_tokens":32000,"stream":true,"messages":[{"role":"user","content":"Why?"}],"thinking":{"type":"enabled","budget_tokens":4096}},
  {"model":"m","max_tokens":32000,"stream":true,"messages":[{"role":"user","content":"Why?"}],"thinking":{"type":"enabled","budget_tokens":8192}},
  {"model":"m","max_tokens":32000,"stream":true,"messages":[{"role":"user","content":"Why?"}],"thinking":{"type":"enabled","budget_tokens":16384}},
  {"model":"m","max_tokens":40960,"stream":true,"messages":[{"role":"user","content":"Why?"}],"thinking":{"type":"enabled","budget_tokens":32768}},
  {"model":"m","max_tokens":64000,"stream":true,"messages":[{"role":"user","content":"Why?"}],"thinking":{"type":"enabled","budget_tokens":55808}},
  {"model":"m","max_tokens":32000,"stream":true,"messages":[{"role":"user","content":"Why?"}],"thinking":{"type":"enabled","budget_tokens":6000}},
  {"model":"m","max_tokens":32000,"stream":true,"messages":[{"role":"user","content":"Why?"}],"output_config":{"effort":"low"},"thinking":{"type":"enabled","budget_tokens":4096}},
  {"model":"m","max_tokens":32000,"stream":true,"messages":[{"role":"user","content":"Why?"}],"output_config":{"effort":"medium"},"thinking":{"type":"enabled","budget_tokens":8192}},
  {"model":"m","max_tokens":32000,"stream":true,"messages":[{"role":"user","content":"Why?"}],"output_config":{"effort":"high"},"thinking":{"type":"enabled","budget_tokens":16384}},
  {"model":"m","max_tokens":32000,"stream":true,"messages":[{"role":"user","content":"Why?"}],"thinking":{"type":"enabled","budget_tokens":23808}},
  {"model":"m","max_tokens":8192,"stream":true,"messages":[{"role":"user","content":"Why?"}]},
  {"model":"m","max_tokens":32000,"stream":true,"messages":[{"role":"user","content":"Why?"}],"thinking":{"display":"summarized","type":"adaptive"},"output_config":{"effort":"high"}},
  {"model":"m","max_tokens":32000,"stream":true,"messages":[{"role":"user","content":"Why?"}],"thinking":{"display":"summarized","type":"adaptive"}},
  {"model":"m","max_tokens":32000,"messages":[{"role":"user","content":"Why?"}],"thinking":{"type":"adaptive"},"output_config":{"effort":"high"}},
  {"model":"m","max_tokens":1000,"stream":true,"messages":[{"role":"user","content":"Why?"}],"thinking":{"type":"adaptive"},"output_config":{"effort":"high"}},
  {"model":"m","max_tokens":40000,"stream":true,"system":"Be brief.","messages":[{"role":"user","content":"Weather?"},{"role":"assistant","content":[{"type":"tool_use","id":"call_1","name":"weather","input":{"city":"Bern"}}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"call_1","content":"sunny"}]},{"role":"assistant","content":"Sunny."},{"role":"user","content":"Why?"}],"tools":[{"name":"weather","description":"The weather in a city","input_schema":{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}}],"thinking":{"display":"summarized","type":"adaptive"},"output_config":{"effort":"high"}},
];
