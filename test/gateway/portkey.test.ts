import assert from "node:assert/strict";
import { prepareCall, streamCall } from "../../src/core/adapters/call.ts";
import type { Provider, Route } from "../../src/core/adapters/provider.ts";
import { portkeyProvider } from "../../src/core/adapters/providers/portkey.ts";
import { createRegistry } from "../../src/core/adapters/registry.ts";
import { applyEvents, newAttempt } from "../../src/core/model/attempt.ts";
import { ProviderError } from "../../src/core/model/errors.ts";
import type { Attempt } from "../../src/core/model/session.ts";
import { defaultTimeouts } from "../../src/core/transport/transport.ts";
import { createUndiciTransport } from "../../src/core/transport/undici-transport.ts";
import { startSimulator } from "../../src/simulator/start-simulator.ts";
import { startPortkey } from "./portkey.ts";

/*
 * What reaches the reader when a real gateway stands between: our adapter → Portkey → the simulator, all on loopback.
 * Portkey is installed once from the package registry into the cache folder.
 */
describe("through the real Portkey gateway", function () {
  this.timeout(180_000);
  const transport = createUndiciTransport({});
  let ask: (target: Provider["id"], model: string) => Promise<Attempt>;
  let stop: () => Promise<void>;

  before(async () => {
    const simulator = await startSimulator({ speed: 0 });
    const gateway = await startPortkey();
    const behind = (id: string, upstream: string, route: Route, isStrict = false): Provider => ({
      ...portkeyProvider,
      id,
      baseUrl: `${gateway.url}/v1`,
      auth: { type: "none" },
      // Known to reason: of a model that nothing is known about, nothing is asked that it might refuse.
      models: [{ match: ".*", effort: { type: "unknown" }, trace: { visibility: "summary" }, fact: portkeyProvider.fact }],
      routes: [
        {
          ...route,
          headers: {
            "x-portkey-provider": upstream,
            "x-portkey-custom-host": `${simulator.url}/v1`,
            "x-portkey-strict-open-ai-compliance": String(isStrict),
          },
        },
      ],
    });
    const registry = createRegistry({
      extra: [
        behind("chat-openai", "openai", { wire: "openai-chat" }),
        behind("chat-anthropic", "anthropic", { wire: "openai-chat", dialect: { maxTokensField: "max_tokens" } }),
        behind("chat-anthropic-strict", "anthropic", { wire: "openai-chat", dialect: { maxTokensField: "max_tokens" } }, true),
        behind("messages", "anthropic", { wire: "anthropic-messages", path: "/messages" }),
        behind("responses", "openai", { wire: "openai-responses" }),
      ],
    });
    ask = async (target, model) => {
      const adapter = registry.adapterFor({ provider: target, wire: null, model });
      const call = prepareCall(
        adapter,
        {
          model,
          system: "",
          messages: [{ role: "user", text: "What is 17 * 23?" }],
          tools: [],
          effort: "default",
          maxOutputTokens: 20_000,
          wantsSummary: true,
          isStreaming: true,
        },
        { parameters: {} },
      );
      const options = { transport, key: null, signal: new AbortController().signal, timeouts: defaultTimeouts, now: Date.now };
      let attempt = newAttempt(1, 0);
      for await (const events of streamCall(call, options)) attempt = applyEvents(attempt, events, 0);
      return attempt;
    };
    stop = async () => {
      await gateway.close();
      await simulator.close();
    };
  });

  after(async () => {
    await stop();
    await transport.close();
  });

  const reasoning = (attempt: Attempt) =>
    attempt.blocks.flatMap((block) => (block.type === "reasoning" ? [block.text] : [])).join("");
  const answer = (attempt: Attempt) => attempt.blocks.flatMap((block) => (block.type === "answer" ? [block.text] : [])).join("");

  it("keeps raw reasoning, answer and counts of a chat model", async () => {
    const attempt = await ask("chat-openai", "open-book");
    assert.match(reasoning(attempt), /17/);
    assert.match(answer(attempt), /391/);
    assert.ok((attempt.usage?.output.reasoning ?? 0) > 0);
    assert.equal(attempt.finish?.reason, "stop");
  });

  it("reads thinking out of Portkey's content blocks, and does not invent the count that Portkey leaves out", async () => {
    const attempt = await ask("chat-anthropic", "measured-mind");
    assert.match(answer(attempt), /391/);
    assert.equal(attempt.usage?.output.reasoning, null);
    assert.ok((attempt.usage?.output.total ?? 0) > 0);
    assert.equal(attempt.finish?.reason, "stop");
  });

  it("shows nothing of the thinking that a strictly compliant Portkey hides", async () => {
    const attempt = await ask("chat-anthropic-strict", "measured-mind");
    assert.match(answer(attempt), /391/);
    assert.equal(reasoning(attempt), "");
    assert.equal(attempt.usage?.output.reasoning, null);
  });

  it("passes Anthropic's own stream through: signature, counts and all", async () => {
    const attempt = await ask("messages", "quiet-mind");
    assert.match(answer(attempt), /391/);
    assert.equal(attempt.opaque.length, attempt.blocks.filter(({ type }) => type === "reasoning").length);
    assert.notEqual(attempt.usage?.output.reasoning, null);
  });

  it("passes Responses through with summaries and one sealed state for each reasoning item", async () => {
    const attempt = await ask("responses", "steady-thinker");
    assert.match(answer(attempt), /391/);
    assert.equal(attempt.opaque[0]?.kind, "encrypted");
    assert.ok((attempt.usage?.output.reasoning ?? 0) > 0);
  });

  it("recognises a rate limit behind the gateway and keeps the server's word on when to come back", async () => {
    await assert.rejects(ask("chat-openai", "open-book+429"), (error: unknown) => {
      assert.ok(error instanceof ProviderError);
      assert.equal(error.failure.kind, "rate-limited");
      assert.equal(error.failure.retryAfterMs, 2000);
      return true;
    });
  });

  it("recognises a model that does not exist behind the gateway", async () => {
    await assert.rejects(
      ask("chat-openai", "nope"),
      (error: unknown) => error instanceof ProviderError && error.failure.kind === "not-found",
    );
  });
});
