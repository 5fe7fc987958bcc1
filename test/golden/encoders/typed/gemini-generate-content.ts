// Written with UPDATE_GOLDEN=1 by test/conformance/encoders.test.ts: compiling it is the check.
import type { Content, Tool } from "@google/genai";

export const requests: readonly ({ contents: Content[]; tools?: Tool[] })[] = [
  {"contents":[{"role":"user","parts":[{"text":"Why?"}]}],"tools":[]},
  {"contents":[{"role":"user","parts":[{"text":"Weather?"}]},{"role":"model","parts":[{"functionCall":{"name":"weather","args":{"city":"Bern"}},"thoughtSignature":"skip_thought_signature_validator"}]},{"role":"user","parts":[{"functionResponse":{"name":"weather","response":{"output":"sunny"}}}]},{"role":"model","parts":[{"text":"Sunny."}]},{"role":"user","parts":[{"text":"Why?"}]}],"tools":[{"functionDeclarations":[{"name":"weather","description":"The weather in a city","parametersJsonSchema":{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}}]}]},
  {"contents":[{"role":"user","parts":[{"text":"Weather?"}]},{"role":"model","parts":[{"text":"Sunny."},{"text":"","thoughtSignature":"c2VhbA=="}]},{"role":"user","parts":[{"text":"Why?"}]}],"tools":[]},
];
