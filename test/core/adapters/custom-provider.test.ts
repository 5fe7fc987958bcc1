import assert from "node:assert/strict";
import { parseCustomProvider } from "../../../src/core/adapters/custom-provider.ts";
import { planCall } from "../../../src/core/adapters/effort-planner.ts";
import type { Provider } from "../../../src/core/adapters/provider.ts";
import { createRegistry } from "../../../src/core/adapters/registry.ts";

const gateway = { wire: "openai-chat", baseUrl: "https://gateway.example/v1/" };

function parse(value: unknown, id = "my-gateway"): Provider {
  const parsed = parseCustomProvider(id, value, ["openai"]);
  assert.ok(parsed.isOk, parsed.isOk ? "" : parsed.message);
  return parsed.provider;
}

function refuse(value: unknown, id = "my-gateway"): string {
  const parsed = parseCustomProvider(id, value, ["openai"]);
  assert.ok(!parsed.isOk);
  return parsed.message;
}

describe("custom providers", () => {
  it("need no more than a wire and an address", () => {
    const provider = parse(gateway);
    assert.equal(provider.baseUrl, "https://gateway.example/v1");
    assert.deepEqual(provider.auth, { type: "bearer", environment: ["MY_GATEWAY_API_KEY"], isOptional: false });
    const adapter = createRegistry({ extra: [provider] }).adapterFor({ provider: "my-gateway", wire: null, model: "m" });
    const { effort } = planCall(adapter, { effort: "high", maxOutputTokens: null });
    assert.equal(effort.outcome, "dropped");
    assert.equal(effort.note, "No effort is sent: this endpoint's settings name no effort style.");
  });

  it("send effort in the style they name", () => {
    const provider = parse({ ...gateway, effort: { style: "reasoning.effort", tiers: ["none", "high"] } });
    const adapter = createRegistry({ extra: [provider] }).adapterFor({ provider: "my-gateway", wire: null, model: "m" });
    assert.deepEqual(planCall(adapter, { effort: "high", maxOutputTokens: null }).effort.sent, { reasoning: { effort: "high" } });
    assert.equal(planCall(adapter, { effort: "max", maxOutputTokens: null }).effort.outcome, "rounded");
  });

  it("may say how reasoning comes and is counted", () => {
    const provider = parse({ ...gateway, thinkTags: "think", countsReasoning: "additive", reasoning: "raw" });
    const adapter = createRegistry({ extra: [provider] }).adapterFor({ provider: "my-gateway", wire: null, model: "m" });
    assert.equal(adapter.dialect.counting.reasoning, "additive");
    assert.deepEqual({ ...adapter.dialect }, { ...adapter.dialect, thinkTags: { styles: ["think"], opening: "required" } });
    assert.equal(adapter.row?.trace.visibility, "raw");
  });

  it("on this machine are local", () => {
    assert.equal(parse({ ...gateway, baseUrl: "http://localhost:9000" }).kind, "local");
    assert.equal(parse(gateway).kind, "hosted");
  });

  it("need a key unless they are local or say otherwise", () => {
    const isOptional = (value: unknown): boolean => {
      const { auth } = parse(value);
      return auth.type === "bearer" && auth.isOptional === true;
    };
    assert.equal(isOptional(gateway), false);
    assert.equal(isOptional({ ...gateway, needsKey: false }), true);
    assert.equal(isOptional({ ...gateway, baseUrl: "http://127.0.0.1:9000" }), true);
    assert.equal(isOptional({ ...gateway, baseUrl: "http://127.0.0.1:9000", needsKey: true }), false);
  });

  it("are refused with what is wrong and where", () => {
    assert.match(refuse({ ...gateway, wire: "soap" }), /wire: /);
    assert.match(refuse({ ...gateway, baseUrl: "ftp://x" }), /baseUrl: must be an http or https address/);
    assert.match(refuse({ ...gateway, colour: "red" }), /colour/);
    assert.match(refuse({ ...gateway, effort: { style: "reasoning_effort", tiers: ["ultra"] } }), /effort\.tiers\.0/);
    assert.match(refuse(gateway, "My Gateway"), /cannot be a provider's id/);
    assert.match(refuse(gateway, "openai"), /built-in provider/);
    assert.match(refuse(null), /not valid/);
  });

  it("hold no key, in no place", () => {
    assert.match(refuse({ ...gateway, baseUrl: "https://user:secret@gateway.example" }), /must not hold a user name/);
    const message = refuse({ ...gateway, headers: { Authorization: "Bearer sk-123" } });
    assert.match(message, /must not hold a key/);
    assert.ok(!message.includes("sk-123"));
  });

  it("send their own headers in lower case", () => {
    assert.deepEqual(parse({ ...gateway, headers: { "X-Team": "red" } }).routes[0]?.headers, { "x-team": "red" });
  });
});
