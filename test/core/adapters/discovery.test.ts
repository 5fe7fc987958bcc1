import assert from "node:assert/strict";
import { ProviderError } from "../../../src/core/model/errors.ts";
import type { JsonValue } from "../../../src/core/model/json.ts";
import { builtinProviders } from "../../../src/core/adapters/builtin-providers.ts";
import { createDiscovery, withDiscovered } from "../../../src/core/adapters/discovery.ts";
import type { AskContext } from "../../../src/core/adapters/ask-provider.ts";
import { offerTiers } from "../../../src/core/adapters/effort-planner.ts";
import { findRow } from "../../../src/core/adapters/model-row.ts";
import type { Provider } from "../../../src/core/adapters/provider.ts";
import { createRegistry } from "../../../src/core/adapters/registry.ts";
import type { AnsweringTransport } from "../../support/answering-transport.ts";
import { answeringTransport } from "../../support/answering-transport.ts";

const never = new AbortController().signal;

describe("discovery", () => {
  it("asks where the provider lists its models, with its key", async () => {
    const { transport } = await discover("anthropic", { data: [] });
    assert.equal(transport.sent[0]?.method, "GET");
    assert.equal(transport.sent[0]?.url, "https://api.anthropic.com/v1/models?limit=1000");
    assert.equal(transport.sent[0]?.headers["x-api-key"], "sk-test-1234567890");
    assert.equal(transport.sent[0]?.headers["anthropic-version"], "2023-06-01");
  });

  it("offers what the table offers first, whatever the list's order", async () => {
    const [first, second] = (builtinProviders.find(({ id }) => id === "groq")?.models ?? []).flatMap((row) => row.listed ?? []);
    assert.ok(first !== undefined && second !== undefined);
    const { provider } = await discover("groq", { data: [{ id: "a-new-one" }, { id: second.id }, { id: first.id }] });
    const ids = provider.models.flatMap((row) => row.listed ?? []).map(({ id }) => id);
    assert.deepEqual(ids.slice(0, 3), [first.id, second.id, "a-new-one"]);
  });

  it("takes Anthropic's capabilities over the table, and its limits", async () => {
    const { provider } = await discover("anthropic", {
      data: [
        {
          id: "claude-next-6",
          display_name: "Claude Next 6",
          max_input_tokens: 2_000_000,
          max_tokens: 200_000,
          capabilities: {
            thinking: { supported: true, types: { adaptive: { supported: true }, disabled: { supported: true } } },
            effort: {
              supported: true,
              low: { supported: true },
              high: { supported: true },
              xhigh: null,
              max: { supported: false },
            },
          },
        },
      ],
    });
    const row = findRow(provider, "claude-next-6");
    assert.deepEqual(row?.listed, [{ id: "claude-next-6", label: "Claude Next 6" }]);
    assert.equal(row?.limits?.maxOutputTokens, 200_000);
    assert.equal(row?.limits?.defaultOutputTokens, 8_192);
    const tiers = offerTiers(row);
    assert.deepEqual(
      Object.entries(tiers).flatMap(([tier, { state }]) => (state === "offered" ? [tier] : [])),
      ["default", "none", "low", "high"],
    );
  });

  it("keeps the table's word where a list says nothing about effort", async () => {
    const { provider } = await discover("deepseek", { data: [{ id: "deepseek-v4-pro" }, { id: "deepseek-v9" }] });
    assert.equal(offerTiers(findRow(provider, "deepseek-v4-pro")).max.state, "offered");
    assert.equal(findRow(provider, "deepseek-v4-pro")?.listed?.[0]?.label, "DeepSeek V4 Pro");
    assert.deepEqual(findRow(provider, "deepseek-v9")?.effort, { type: "unknown" });
    assert.equal(provider.models.flatMap((row) => row.listed ?? []).filter(({ id }) => id === "deepseek-v4-pro").length, 1);
  });

  it("reads which efforts OpenRouter's models take", async () => {
    const { provider } = await discover("openrouter", {
      data: [
        {
          id: "acme/thinker",
          name: "Acme: Thinker",
          context_length: 100_000,
          reasoning: { mandatory: true, supported_efforts: ["low", "high", "ultra"], default_effort: "low" },
        },
        { id: "acme/plain", supported_parameters: ["temperature"] },
      ],
    });
    const tiers = offerTiers(findRow(provider, "acme/thinker"));
    assert.equal(tiers.none.state, "not-offered");
    assert.equal(tiers.high.state, "offered");
    assert.equal(tiers.max.state, "rounds");
    assert.equal(findRow(provider, "acme/plain")?.effort.type, "none");
    assert.equal(findRow(provider, "other/model")?.effort.type, "tiers");
  });

  it("leaves out what is no chat model", async () => {
    const { ids } = await discover("openai", {
      data: [{ id: "gpt-6-sol" }, { id: "text-embedding-3-large" }, { id: "whisper-1" }, {}, 7],
    });
    assert.deepEqual(ids, ["gpt-6-sol"]);
    const google = await discover("google", {
      models: [
        { name: "models/gemini-4-argon", displayName: "Gemini 4 Argon", supportedGenerationMethods: ["generateContent"] },
        { name: "models/embedding-001", supportedGenerationMethods: ["embedContent"] },
      ],
    });
    assert.deepEqual(google.ids, ["gemini-4-argon"]);
  });

  it("asks Ollama which of its models think", async () => {
    const { provider, transport } = await discover(
      "ollama",
      { models: [{ name: "qwen3:8b" }, { name: "llama3:8b" }] },
      (url, body) =>
        url.endsWith("/api/show")
          ? { capabilities: body?.includes("qwen3") === true ? ["completion", "thinking"] : ["completion"] }
          : null,
    );
    assert.equal(transport.sent.length, 3);
    assert.equal(findRow(provider, "qwen3:8b")?.effort.type, "tiers");
    assert.equal(findRow(provider, "llama3:8b")?.effort.type, "none");
    assert.equal(transport.sent[0]?.headers["authorization"], "Bearer sk-test-1234567890");
  });

  it("reads the local servers' own fields", async () => {
    const vllm = await discover("vllm", { data: [{ id: "Qwen/Qwen3-8B", max_model_len: 40_960 }] });
    assert.equal(findRow(vllm.provider, "Qwen/Qwen3-8B")?.limits?.contextTokens, 40_960);
    const llama = await discover("llamacpp", { data: [{ id: "qwen3", meta: { n_ctx_train: 32_768 } }] });
    assert.equal(findRow(llama.provider, "qwen3")?.limits?.contextTokens, 32_768);
    const studio = await discover("lmstudio", {
      data: [
        { id: "a", type: "llm" },
        { id: "b", type: "embeddings" },
      ],
    });
    assert.deepEqual(studio.ids, ["a"]);
  });

  it("uses a recent answer again, and asks anew when it is old or forgotten", async () => {
    let now = 0;
    const transport = answeringTransport(() => ({ body: '{"data":[{"id":"m"}]}' }));
    const discovery = createDiscovery({ ...context(transport), now: () => now }, 1_000);
    const provider = providerOf("deepseek");
    await discovery.discover(provider, never);
    now = 999;
    assert.equal((await discovery.discover(provider, never))?.askedAtMs, 0);
    now = 1_000;
    assert.equal((await discovery.discover(provider, never))?.askedAtMs, 1_000);
    discovery.forget();
    await discovery.discover(provider, never);
    assert.equal(transport.sent.length, 3);
  });

  it("keeps nothing of a failure, and says what went wrong", async () => {
    const discovery = createDiscovery(
      context(answeringTransport(() => ({ status: 401, body: '{"error":{"message":"bad key sk-test-1234567890"}}' }))),
    );
    await assert.rejects(discovery.discover(providerOf("deepseek"), never), (error: unknown) => {
      assert.ok(error instanceof ProviderError);
      assert.equal(error.failure.kind, "auth");
      assert.ok(!JSON.stringify(error.failure).includes("sk-test-1234567890"));
      return true;
    });
    const page = createDiscovery(context(answeringTransport(() => ({ body: "<html>" }))));
    await assert.rejects(page.discover(providerOf("deepseek"), never), /DeepSeek did not answer with JSON/);
  });

  it("gives rows that a registry can use in the place of the table's", async () => {
    const { provider } = await discover("openai", { data: [{ id: "gpt-6-sol" }] });
    const adapter = createRegistry({ extra: [provider] }).adapterFor({
      provider: "openai",
      wire: "openai-chat",
      model: "gpt-6-sol",
    });
    assert.equal(offerTiers(adapter.row).high.state, "offered");
  });
});

function providerOf(id: string): Provider {
  const provider = builtinProviders.find((candidate) => candidate.id === id);
  assert.ok(provider);
  return provider;
}

function context(transport: AnsweringTransport): AskContext {
  const credentials = { keyFor: () => Promise.resolve("sk-test-1234567890"), parametersFor: () => Promise.resolve({}) };
  return { transport, credentials, now: () => Date.UTC(2026, 10, 22) };
}

async function discover(
  id: string,
  answer: JsonValue,
  more: (url: string, body: string | null) => JsonValue = () => null,
): Promise<{ readonly provider: Provider; readonly ids: readonly string[]; readonly transport: AnsweringTransport }> {
  const transport = answeringTransport(({ url, body }) => ({ body: JSON.stringify(more(url, body) ?? answer) }));
  const provider = providerOf(id);
  const discovered = await createDiscovery(context(transport)).discover(provider, never);
  assert.ok(discovered);
  return { provider: withDiscovered(provider, discovered), ids: discovered.models.map((model) => model.id), transport };
}
