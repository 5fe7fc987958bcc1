// Written with UPDATE_GOLDEN=1 by test/conformance/encoders.test.ts: compiling it is the check.
import type { Interactions } from "@google/genai";

export const requests: readonly (Interactions.InteractionCreateParams.CreateModelInteractionParamsNonStreaming | Interactions.InteractionCreateParams.CreateModelInteractionParamsStreaming)[] = [
  {"model":"m","input":[{"type":"user_input","content":[{"type":"text","text":"Why?"}]}],"generation_config":{"thinking_level":"high"},"store":false,"stream":true},
  {"model":"m","input":[{"type":"user_input","content":[{"type":"text","text":"Why?"}]}],"generation_config":{"thinking_summaries":"auto","thinking_level":"high"},"store":false,"stream":true},
  {"model":"m","input":[{"type":"user_input","content":[{"type":"text","text":"Why?"}]}],"generation_config":{"thinking_summaries":"auto"},"store":false,"stream":true},
  {"model":"m","input":[{"type":"user_input","content":[{"type":"text","text":"Why?"}]}],"generation_config":{"thinking_level":"high"},"store":false},
  {"model":"m","input":[{"type":"user_input","content":[{"type":"text","text":"Why?"}]}],"generation_config":{"max_output_tokens":1000,"thinking_level":"high"},"store":false,"stream":true},
  {"model":"m","system_instruction":"Be brief.","input":[{"type":"user_input","content":[{"type":"text","text":"Weather?"}]},{"type":"function_call","id":"call_1","name":"weather","arguments":{"city":"Bern"}},{"type":"function_result","call_id":"call_1","name":"weather","result":"sunny"},{"type":"model_output","content":[{"type":"text","text":"Sunny."}]},{"type":"user_input","content":[{"type":"text","text":"Why?"}]}],"tools":[{"type":"function","name":"weather","description":"The weather in a city","parameters":{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}}],"generation_config":{"max_output_tokens":40000,"thinking_summaries":"auto","thinking_level":"high"},"store":false,"stream":true},
  {"model":"m","input":[{"type":"user_input","content":[{"type":"text","text":"Weather?"}]},{"type":"thought","signature":"c2VhbA=="},{"type":"model_output","content":[{"type":"text","text":"Sunny."}]},{"type":"user_input","content":[{"type":"text","text":"Why?"}]}],"generation_config":{"thinking_level":"high"},"store":false,"stream":true},
];
