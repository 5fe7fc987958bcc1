import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { Provider } from "../../src/core/adapters/provider.ts";
import { cleanKey, KeyStore } from "../../src/extension/keys/key-store.ts";

const provider: Provider = {
  id: "acme",
  label: "Acme",
  kind: "hosted",
  baseUrl: "https://acme.example",
  auth: { type: "bearer", environment: ["ACME_API_KEY"] },
  parameters: [{ name: "region", label: "Region", environment: ["ACME_REGION"], default: "eu" }],
  routes: [{ wire: "openai-chat" }],
  models: [],
  fact: { asOf: "2026-11-22", source: "test", status: "documented" },
};

function makeStore(environment: Record<string, string> = {}) {
  const secrets = new Map<string, string>();
  const memory = new Map<string, unknown>();
  const store = new KeyStore({
    secrets: {
      get: (key) => Promise.resolve(secrets.get(key)),
      store: async (key, value) => void secrets.set(key, value),
      delete: async (key) => void secrets.delete(key),
    },
    memory: {
      get: (key, fallback) => (memory.has(key) ? JSON.parse(String(memory.get(key))) : fallback),
      update: async (key, value) => void memory.set(key, JSON.stringify(value)),
    },
    environment,
    provider: (id) => Promise.resolve(id === "acme" ? provider : null),
    baseUrlFor: () => Promise.resolve(null),
  });
  return { store, secrets };
}

describe("keys", () => {
  it("are not taken from the environment before the reader agreed", async () => {
    const { store } = makeStore({ ACME_API_KEY: "from-environment" });
    assert.equal(await store.keyFor("acme"), null);
    assert.deepEqual(await store.stateOf("acme"), { state: "missing", offeredVariable: "ACME_API_KEY" });
    await store.useEnvironment("acme");
    assert.equal(await store.keyFor("acme"), "from-environment");
    assert.deepEqual(await store.stateOf("acme"), { state: "present", offeredVariable: null });
  });

  it("from the environment are stored nowhere", async () => {
    const { store, secrets } = makeStore({ ACME_API_KEY: "from-environment" });
    await store.useEnvironment("acme");
    assert.equal(secrets.size, 0);
  });

  it("that are stored win over the environment", async () => {
    const { store } = makeStore({ ACME_API_KEY: "from-environment" });
    await store.useEnvironment("acme");
    await store.store("acme", "stored");
    assert.equal(await store.keyFor("acme"), "stored");
  });

  it("are gone after removal, and so is the consent", async () => {
    const { store } = makeStore({ ACME_API_KEY: "from-environment" });
    await store.useEnvironment("acme");
    await store.store("acme", "stored");
    await store.remove("acme");
    assert.equal(await store.keyFor("acme"), null);
  });

  it("name their account without giving it away", async () => {
    const { store } = makeStore();
    assert.equal(await store.accountScopeFor("acme"), null);
    await store.store("acme", "a-long-stored-key-1");
    const scope = await store.accountScopeFor("acme");
    assert.match(scope ?? "", /^[0-9a-f]{16}$/);
  });

  it("fill a provider's other parameters from the environment or their defaults", async () => {
    assert.deepEqual(await makeStore().store.parametersFor("acme"), { region: "eu" });
    assert.deepEqual(await makeStore({ ACME_REGION: "us" }).store.parametersFor("acme"), { region: "us" });
  });

  it("are cleaned of what comes along when they are pasted", () => {
    assert.equal(cleanKey('  "sk-1234" \n'), "sk-1234");
    assert.equal(cleanKey("Bearer sk-1234"), "sk-1234");
    assert.equal(cleanKey("two words"), null);
    assert.equal(cleanKey(""), null);
  });
});
