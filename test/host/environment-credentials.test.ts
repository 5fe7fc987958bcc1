import assert from "node:assert/strict";
import type { Auth, Provider } from "../../src/core/adapters/provider.ts";
import { createEnvironmentCredentials, findEnvironmentKey } from "../../src/host/environment-credentials.ts";

const google = providerWith({ type: "header", header: "x-goog-api-key", environment: ["GEMINI_API_KEY", "GOOGLE_API_KEY"] });

function providerWith(auth: Auth): Provider {
  return {
    id: "google",
    label: "Google AI",
    kind: "hosted",
    baseUrl: "https://example.invalid",
    auth,
    parameters: [{ name: "region", label: "Region", environment: ["REGION_A", "REGION_B"], default: "eu" }],
    routes: [],
    models: [],
    fact: { asOf: "2026-11-22", source: "test", status: "documented" },
  };
}

const credentials = (environment: Record<string, string>, more: object = {}) =>
  createEnvironmentCredentials({ environment, provider: (id) => (id === "google" ? google : null), ...more });

describe("createEnvironmentCredentials", () => {
  it("finds a key under any of the provider's names, the first one first", async () => {
    assert.equal(await credentials({ GOOGLE_API_KEY: "b" }).keyFor("google"), "b");
    assert.equal(await credentials({ GOOGLE_API_KEY: "b", GEMINI_API_KEY: "a" }).keyFor("google"), "a");
    assert.deepEqual(findEnvironmentKey(google, { GOOGLE_API_KEY: "b" }), { variable: "GOOGLE_API_KEY", key: "b" });
  });

  it("takes a blank variable as unset, and trims the line break off a pasted key", async () => {
    assert.equal(await credentials({ GEMINI_API_KEY: "  ", GOOGLE_API_KEY: "b\n" }).keyFor("google"), "b");
    assert.equal(await credentials({}).keyFor("google"), null);
    assert.equal(await credentials({ GEMINI_API_KEY: "a" }).keyFor("unknown"), null);
  });

  it("reads the key from the variable the user named, and from no other", async () => {
    const keyNames = { google: "WORK_KEY" };
    assert.equal(await credentials({ GEMINI_API_KEY: "a", WORK_KEY: "w" }, { keyNames }).keyFor("google"), "w");
    assert.equal(await credentials({ GEMINI_API_KEY: "a" }, { keyNames }).keyFor("google"), null);
  });

  it("gives parameters from the environment, their default, and the base URL", async () => {
    assert.deepEqual(await credentials({}).parametersFor("google"), { region: "eu" });
    const baseUrls = { google: "http://127.0.0.1:1" };
    assert.deepEqual(await credentials({ REGION_B: "us" }, { baseUrls }).parametersFor("google"), {
      region: "us",
      baseUrl: "http://127.0.0.1:1",
    });
  });

  it("names the account without giving the key away", async () => {
    const scope = await credentials({ GEMINI_API_KEY: "a-long-secret-key-1" }).accountScopeFor("google");
    assert.match(scope ?? "", /^[0-9a-f]{16}$/);
    assert.equal(scope, await credentials({ GOOGLE_API_KEY: "a-long-secret-key-1" }).accountScopeFor("google"));
    assert.notEqual(scope, await credentials({ GEMINI_API_KEY: "another-long-secret-key" }).accountScopeFor("google"));
    assert.equal(await credentials({}).accountScopeFor("google"), null);
    // A word somebody chose could be guessed and found again by its hash.
    assert.equal(await credentials({ GEMINI_API_KEY: "local-pass" }).accountScopeFor("google"), null);
  });
});
