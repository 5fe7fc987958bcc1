// Written with UPDATE_GOLDEN=1 by test/conformance/encoders.test.ts: compiling it is the check.
import type { ChatCompletionCreateParams } from "openai/resources/chat/completions/completions";

export const requests: readonly (ChatCompletionCreateParams)[] = [
  {"model":"m","messages":[{"role":"user","content":"Why?"}],"stream":true,"stream_options":{"include_usage":true},"reasoning_effort":"high"},
  {"model":"m","messages":[{"role":"user","content":"Why?"}],"stream":true,"stream_options":{"include_usage":true}},
  {"model":"m","messages":[{"role":"user","content":"Why?"}],"stream":false,"reasoning_effort":"high"},
  {"model":"m","messages":[{"role":"user","content":"Why?"}],"stream":true,"stream_options":{"include_usage":true},"max_completion_tokens":1000,"reasoning_effort":"high"},
  {"model":"m","messages":[{"role":"developer","content":"Be brief."},{"role":"user","content":"Weather?"},{"role":"assistant","content":null,"tool_calls":[{"id":"call_1","type":"function","function":{"name":"weather","arguments":"{\"city\":\"Bern\"}"}}]},{"role":"tool","tool_call_id":"call_1","content":"sunny"},{"role":"assistant","content":"Sunny."},{"role":"user","content":"Why?"}],"stream":true,"stream_options":{"include_usage":true},"max_completion_tokens":40000,"tools":[{"type":"function","function":{"name":"weather","description":"The weather in a city","parameters":{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}}}],"reasoning_effort":"high"},
];
