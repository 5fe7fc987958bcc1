import assert from "node:assert/strict";
import { ProviderError } from "../../../src/core/model/errors.ts";
import { bareModelId } from "../../../src/core/adapters/model-id.ts";
import type { Provider } from "../../../src/core/adapters/provider.ts";
import { prepareCall } from "../../../src/core/adapters/call.ts";
import { plainDialectWarnings } from "../../../src/core/adapters/plain-dialect.ts";
import { createRegistry } from "../../../src/core/adapters/registry.ts";
import { encodeInput } from "../../support/model-request.ts";

const registry = createRegistry({ extra: [] });

describe("registry", () => {
  it("takes the model row's own wire, else the provider's first", () => {
    assert.equal(registry.adapterFor({ provider: "openai", wire: null, model: "gpt-6-sol" }).wire.id, "openai-responses");
    assert.equal(registry.adapterFor({ provider: "vertex", wire: null, model: "claude-opus-5-5" }).wire.id, "anthropic-messages");
    assert.equal(registry.adapterFor({ provider: "openai", wire: null, model: "whatever" }).wire.id, "openai-responses");
  });

  it("gives the effort knob of the wire that was asked for", () => {
    const { row, wire } = registry.adapterFor({ provider: "openai", wire: "openai-chat", model: "gpt-6-sol" });
    assert.equal(wire.id, "openai-chat");
    assert.deepEqual(row?.effort.type === "tiers" ? row.effort.tiers.high?.body : null, { reasoning_effort: "high" });
    assert.equal(row?.effort.type === "tiers" ? row.effort.tiers.max : null, undefined);
  });

  it("claims nothing about effort on a wire that the row does not speak of", () => {
    const { row } = registry.adapterFor({ provider: "minimax", wire: "openai-chat", model: "MiniMax-M3.1-Flash" });
    assert.deepEqual(row?.effort, { type: "unknown" });
  });

  it("says that no summary is asked for of a model nobody knows, and is silent about one that does not reason", () => {
    const warningsFor = (model: string, wantsSummary: boolean): readonly string[] => {
      const adapter = registry.adapterFor({ provider: "openai", wire: "openai-responses", model });
      return prepareCall(adapter, { ...encodeInput({ wantsSummary }).request, model }, { parameters: {} }).warnings.map(
        ({ code }) => code,
      );
    };
    assert.deepEqual(warningsFor("whatever-9", true), ["summary-not-asked"]);
    assert.deepEqual(warningsFor("whatever-9", false), []);
    assert.deepEqual(warningsFor("gpt-6-astra", true), []);
    const adapter = registry.adapterFor({ provider: "openai", wire: "openai-responses", model: "gpt-6-astra" });
    assert.ok(adapter.row !== null);
    const withoutReasoning = { ...adapter, row: { ...adapter.row, trace: { visibility: "none" } } } as const;
    assert.deepEqual(plainDialectWarnings(withoutReasoning, { wantsSummary: true }), []);
  });

  it("lays the route's and the row's switches over the wire's own", () => {
    const { dialect } = registry.adapterFor({ provider: "xai", wire: "openai-chat", model: "grok-4.7" });
    assert.deepEqual(dialect.counting, { reasoning: "additive", cache: "included" });
  });

  it("names near providers when one is unknown", () => {
    const advice = adviceFor({ provider: "antropic", wire: null, model: "x" });
    assert.equal(advice, 'Did you mean "anthropic"?');
    assert.match(adviceFor({ provider: "Z.ai", wire: null, model: "x" }), /"zai"/);
    assert.match(
      adviceFor({ provider: "nothing-like-it", wire: null, model: "x" }),
      /Known providers: (\w+, )*alibaba, anthropic, /,
    );
  });

  it("names the wires a provider speaks when asked for another", () => {
    assert.match(adviceFor({ provider: "anthropic", wire: "openai-chat", model: "x" }), /anthropic-messages/);
  });

  it("lets an extra provider stand beside the built-in ones, or in the place of one", () => {
    const own: Provider = {
      id: "own",
      label: "Own",
      kind: "local",
      baseUrl: "http://127.0.0.1:1",
      auth: { type: "none" },
      routes: [{ wire: "openai-chat" }],
      models: [],
      fact: { asOf: "2026-11-22", source: "user settings", status: "documented" },
    };
    const extended = createRegistry({ extra: [own, { ...own, id: "openai" }] });
    assert.equal(extended.provider("own"), own);
    assert.equal(extended.provider("openai")?.label, "Own");
    assert.equal(extended.adapterFor({ provider: "own", wire: null, model: "m" }).row, null);
    assert.equal(registry.provider("own"), null);
  });
});

function adviceFor(target: Parameters<typeof registry.adapterFor>[0]): string {
  try {
    registry.adapterFor(target);
  } catch (error) {
    assert.ok(error instanceof ProviderError);
    return error.failure.advice;
  }
  return assert.fail("no error was thrown");
}

describe("bare model ids", () => {
  const cases: readonly (readonly [string, string])[] = [
    ["gpt-5.4-mini-2026-03-17", "gpt-5.4-mini"],
    ["claude-haiku-4-5-20251001", "claude-haiku-4-5"],
    ["claude-haiku-4-5@20251001", "claude-haiku-4-5"],
    ["openai/gpt-oss-120b", "gpt-oss-120b"],
    ["accounts/fireworks/models/qwen3p8-max", "qwen3p8-max"],
    ["us.anthropic.claude-opus-5-5-20260901-v1:0", "claude-opus-5-5"],
    ["openai.gpt-oss-120b-1:0", "gpt-oss-120b"],
    ["amazon.nova-2-lite-v1:0", "nova-2-lite"],
    ["mistral-large-2512", "mistral-large-2512"],
    ["gpt-oss:20b", "gpt-oss:20b"],
    ["moonshotai/Kimi-K2-Instruct-0905:groq", "Kimi-K2-Instruct-0905:groq"],
  ];
  for (const [id, bare] of cases) it(`reads ${id} as ${bare}`, () => assert.equal(bareModelId(id), bare));
});
