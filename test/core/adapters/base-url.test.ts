import assert from "node:assert/strict";
import { requestUrl } from "../../../src/core/adapters/base-url.ts";
import type { Provider } from "../../../src/core/adapters/provider.ts";
import { ProviderError } from "../../../src/core/model/errors.ts";

const provider: Provider = {
  id: "acme",
  label: "Acme Cloud",
  kind: "hosted",
  baseUrl: "https://{region}.acme.example/v1/",
  parameters: [
    { name: "region", label: "Region", environment: ["ACME_REGION"] },
    { name: "tier", label: "Tier", environment: [], default: "std" },
  ],
  auth: { type: "none" },
  routes: [{ wire: "openai-chat" }],
  models: [],
  fact: { asOf: "2026-11-22", source: "test", status: "documented" },
};
const route = { wire: "openai-chat" } as const;

describe("the address of a request", () => {
  it("is the base URL with its parameters, and the path with the model encoded", () => {
    const adapter = { provider, route: { ...route, path: "/{tier}/models/{model}:run?alt=sse" }, model: "a/b c" };
    assert.equal(
      requestUrl(adapter, "/ignored", { region: "eu" }),
      "https://eu.acme.example/v1/std/models/a%2Fb%20c:run?alt=sse",
    );
  });

  it("takes the user's base URL before the route's before the provider's", () => {
    const adapter = { provider, route: { ...route, baseUrl: "https://route.example" }, model: "m" };
    assert.equal(requestUrl(adapter, "/chat", {}), "https://route.example/chat");
    assert.equal(requestUrl(adapter, "/chat", { baseUrl: " http://localhost:1234/v1/ " }), "http://localhost:1234/v1/chat");
  });

  it("holds the version once, whether or not the base URL was given with it", () => {
    const adapter = { provider, route: { ...route, path: "/v1/chat/completions" }, model: "m" };
    for (const baseUrl of ["http://localhost:11434", "http://localhost:11434/v1", "http://localhost:11434/v1/"]) {
      assert.equal(requestUrl(adapter, "/ignored", { baseUrl }), "http://localhost:11434/v1/chat/completions");
    }
    assert.equal(requestUrl(adapter, "/ignored", { baseUrl: "http://localhost/v2" }), "http://localhost/v2/v1/chat/completions");
  });

  it("names the missing parameter and where to set it", () => {
    assert.throws(
      () => requestUrl({ provider, route, model: "m" }, "/chat", { region: " " }),
      (error: unknown) => {
        assert.ok(error instanceof ProviderError);
        assert.equal(error.failure.message, "Acme Cloud needs “Region” (region), which is not set.");
        assert.match(error.failure.advice, /ACME_REGION/);
        return true;
      },
    );
  });

  it("refuses a base URL that is none", () => {
    for (const baseUrl of ["localhost:1234", "file:///etc/passwd", "https://", "javascript:alert(1)"]) {
      assert.throws(
        () => requestUrl({ provider, route, model: "m" }, "/chat", { baseUrl }),
        (error: unknown) => error instanceof ProviderError && error.failure.message.includes("not an http or https address"),
        baseUrl,
      );
    }
  });
});
