// Written with UPDATE_GOLDEN=1 by test/conformance/encoders.test.ts: compiling it is the check.
import type { ResponseCreateParams } from "openai/resources/responses/responses";

export const requests: readonly (ResponseCreateParams)[] = [
  {"model":"m","input":[{"role":"user","content":"Why?"}],"stream":true,"store":false,"include":["reasoning.encrypted_content"],"stream_options":{"include_obfuscation":false}},
  {"model":"m","input":[{"role":"user","content":"Why?"}],"stream":true,"store":false,"include":["reasoning.encrypted_content"],"stream_options":{"include_obfuscation":false},"reasoning":{"effort":"low"}},
  {"model":"m","input":[{"role":"user","content":"Why?"}],"stream":true,"store":false,"include":["reasoning.encrypted_content"],"stream_options":{"include_obfuscation":false},"reasoning":{"effort":"medium"}},
  {"model":"m","input":[{"role":"user","content":"Why?"}],"stream":true,"store":false,"include":["reasoning.encrypted_content"],"stream_options":{"include_obfuscation":false},"reasoning":{"effort":"high"}},
  {"model":"m","input":[{"role":"user","content":"Why?"}],"stream":true,"store":false,"include":["reasoning.encrypted_content"],"stream_options":{"include_obfuscation":false},"reasoning":{"effort":"xhigh"}},
  {"model":"m","input":[{"role":"user","content":"Why?"}],"stream":true,"store":false,"include":["reasoning.encrypted_content"],"stream_options":{"include_obfuscation":false},"reasoning":{"effort":"max"}},
  {"model":"m","input":[{"role":"user","content":"Why?"}],"stream":true,"store":false,"include":["reasoning.encrypted_content"],"stream_options":{"include_obfuscation":false},"reasoning":{"effort":"none"}},
  {"model":"m","input":[{"role":"user","content":"Why?"}],"stream":true,"store":false,"include":["reasoning.encrypted_content"],"stream_options":{"include_obfuscation":false},"reasoning":{"effort":"minimal"}},
  {"model":"m","input":[{"role":"user","content":"Why?"}],"stream":true,"store":false,"stream_options":{"include_obfuscation":false}},
  {"model":"m","input":[{"role":"user","content":"Why?"}],"stream":true,"store":false,"include":["reasoning.encrypted_content"],"stream_options":{"include_obfuscation":false},"reasoning":{"effort":"high","summary":"auto"}},
  {"model":"m","input":[{"role":"user","content":"Why?"}],"stream":true,"store":false,"include":["reasoning.encrypted_content"],"stream_options":{"include_obfuscation":false},"reasoning":{"summary":"auto"}},
  {"model":"m","input":[{"role":"user","content":"Why?"}],"stream":false,"store":false,"include":["reasoning.encrypted_content"],"reasoning":{"effort":"high"}},
  {"model":"m","input":[{"role":"user","content":"Why?"}],"stream":true,"store":false,"include":["reasoning.encrypted_content"],"stream_options":{"include_obfuscation":false},"max_output_tokens":1000,"reasoning":{"effort":"high"}},
  {"model":"m","input":[{"role":"developer","content":"Be brief."},{"role":"user","content":"Weather?"},{"type":"function_call","call_id":"call_1","name":"weather","arguments":"{\"city\":\"Bern\"}"},{"type":"function_call_output","call_id":"call_1","output":"sunny"},{"role":"assistant","content":"Sunny."},{"role":"user","content":"Why?"}],"stream":true,"store":false,"include":["reasoning.encrypted_content"],"stream_options":{"include_obfuscation":false},"max_output_tokens":40000,"tools":[{"type":"function","name":"weather","description":"The weather in a city","parameters":{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]},"strict":false}],"reasoning":{"effort":"high","summary":"auto"}},
];
