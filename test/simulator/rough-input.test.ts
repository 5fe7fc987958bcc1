import assert from "node:assert/strict";
import fc from "fast-check";
import { simulatedModels } from "../../src/simulator/models.ts";
import { useSimulator } from "./use-simulator.ts";

const paths = [
  "/v1/responses",
  "/v1/chat/completions",
  "/v1/messages",
  "/v1beta/models/clear-signal:generateContent",
  "/v1beta/models/clear-signal:streamGenerateContent",
  "/v1beta/interactions",
  "/model/packed-thinker/converse",
  "/model/packed-thinker/converse-stream",
  "/api/chat",
  "/v2/chat",
];
const keys = [
  ..."model input messages contents parts text role content type stream stream_options include_usage max_tokens".split(" "),
  ..."max_output_tokens reasoning effort summary thinking budget_tokens display generationConfig thinkingConfig".split(" "),
  ..."thinkingLevel options think generation_config thinking_level system instructions encrypted_content signature".split(" "),
];
const words = [
  ...simulatedModels.map((model) => model.id),
  "user",
  "assistant",
  "reasoning",
  "high",
  "none",
  "auto",
  "enabled",
  "Hello",
];

const value = fc.letrec((tie) => ({
  json: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(...words),
    fc.integer({ min: -5, max: 5000 }),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie("json"), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...keys), tie("json"), { maxKeys: 6 }),
  ),
})).json;

describe("the simulator under rough input", () => {
  const simulator = useSimulator();

  it("answers or refuses any JSON on every path, and never fails itself", async () => {
    const body = fc.record(
      {
        model: fc.constantFrom(...words),
        stream: fc.boolean(),
        max_tokens: fc.constant(500),
        messages: value,
        input: value,
        contents: value,
      },
      { requiredKeys: ["model"] },
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...paths), fc.oneof(body, value), async (path, json) => {
        const response = await fetch(simulator.url + path, {
          method: "POST",
          headers: { "anthropic-version": "2023-06-01" },
          body: JSON.stringify(json),
        });
        await response.arrayBuffer();
        assert.ok([200, 400, 404].includes(response.status), `${response.status} on ${path} for ${JSON.stringify(json)}`);
      }),
      { numRuns: 400 },
    );
  });

  it("takes no longer than its length for text made to be slow to read", async () => {
    const texts = [
      "(".repeat(400_000),
      "sum 1 1 1 ".repeat(50_000),
      "```a\n".repeat(80_000),
      `a${" ".repeat(400_000)}b`,
      "[[ ".repeat(100_000),
      "- a [(".repeat(80_000),
    ];
    for (const input of texts) {
      const startedAt = performance.now();
      const response = await fetch(`${simulator.url}/v1/responses`, {
        method: "POST",
        body: JSON.stringify({ model: "steady-thinker", input, reasoning: { effort: "max" } }),
      });
      assert.equal(response.status, 200);
      await response.arrayBuffer();
      assert.ok(performance.now() - startedAt < 20_000, input.slice(0, 12));
    }
  });
});
