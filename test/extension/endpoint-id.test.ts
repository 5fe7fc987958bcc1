import assert from "node:assert/strict";
import { parseCustomProvider } from "../../src/core/adapters/custom-provider.ts";
import { baseUrlProblem, idProblem, suggestedId } from "../../src/extension/models/endpoint-id.ts";

describe("an endpoint that is probed", () => {
  it("is named after its address, freely, and as settings take it", () => {
    const ids = [
      ["https://api.example.com/v1", "example-com"],
      ["http://127.0.0.1:8000/v1", "server-127-0-0-1-8000"],
      ["http://[::1]:8000", "server-1-8000"],
      ["not an address", "server"],
      [`https://${"very-long-".repeat(8)}.example.com`, "very-long-very-long-very-long-very-l"],
    ] as const;
    for (const [address, id] of ids) {
      assert.equal(suggestedId(address, []), id);
      assert.equal(idProblem(id, []), null);
      assert.equal(parseCustomProvider(id, { wire: "openai-chat", baseUrl: "http://127.0.0.1/v1" }, []).isOk, true);
    }
    assert.equal(suggestedId("https://api.example.com", ["example-com", "example-com-2"]), "example-com-3");
  });

  it("says what is wrong with a name or an address", () => {
    assert.match(idProblem("openai", ["openai"]) ?? "", /There is a provider "openai" already/);
    for (const id of ["", "My Server", "1st", "a_b"]) assert.notEqual(idProblem(id, []), null);
    assert.equal(baseUrlProblem("http://127.0.0.1:8000/v1"), null);
    assert.match(baseUrlProblem("localhost:8000") ?? "", /http:\/\//);
    assert.match(baseUrlProblem("https://me:secret@example.com") ?? "", /must not hold a user name/);
  });
});
