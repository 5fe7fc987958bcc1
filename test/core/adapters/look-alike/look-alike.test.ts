import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { applyEvents, newAttempt } from "../../../../src/core/model/attempt.ts";
import { prepareCall, streamCall } from "../../../../src/core/adapters/call.ts";
import { createRegistry } from "../../../../src/core/adapters/registry.ts";
import type { HttpRequest, Transport } from "../../../../src/core/transport/transport.ts";
import { defaultTimeouts } from "../../../../src/core/transport/transport.ts";
import { acmeProvider } from "./acme.ts";

const here = import.meta.dirname;
const fixture = readFileSync(path.join(here, "acme.sse"));
const page = path.resolve(here, "../../../../src/core/adapters/providers/ADDING.md");

describe("a new provider", () => {
  const registry = createRegistry({ extra: [acmeProvider] });
  const adapter = registry.adapterFor({ provider: "acme", wire: null, model: "roadrunner-3" });

  it("needs one data file and its line in the list to be asked as its facts say", () => {
    const call = prepareCall(adapter, { ...request, effort: "medium" }, { parameters: {} });
    assert.equal(call.url, "https://api.acme.example/v1/chat/completions");
    assert.equal(call.body["reasoning_effort"], "low");
    assert.equal(call.effort.outcome, "rounded");
  });

  it("needs its fixtures to show that its answers are read", async () => {
    const sent: HttpRequest[] = [];
    const call = prepareCall(adapter, { ...request, effort: "high" }, { parameters: {} });
    let attempt = newAttempt(1, 0);
    const options = { transport: answering(sent), key: "k-1", signal: new AbortController().signal };
    for await (const events of streamCall(call, { ...options, timeouts: defaultTimeouts, now: () => 0 })) {
      attempt = applyEvents(attempt, events, 1);
    }
    assert.deepEqual(
      attempt.blocks.map((block) => (block.type === "tool-call" ? block.name : `${block.type}: ${block.text}`)),
      ["reasoning: Meep meep.", "answer: Beep."],
    );
    assert.deepEqual(attempt.usage?.output, { total: 7, reasoning: 5, visible: 2 });
    assert.equal(attempt.finish?.reason, "stop");
    assert.equal(sent[0]?.headers["authorization"], "Bearer k-1");
  });

  it("is explained by a page that shows this very file", () => {
    const shown = readFileSync(path.join(here, "acme.ts"), "utf8").replaceAll("../../../../src/core/adapters/", "../");
    assert.ok(
      readFileSync(page, "utf8").includes(shown),
      "ADDING.md shows test/core/adapters/look-alike/acme.ts as it would stand in providers/",
    );
  });
});

const request = {
  model: "roadrunner-3",
  system: "",
  messages: [{ role: "user" as const, text: "Meep?" }],
  tools: [],
  maxOutputTokens: null,
  wantsSummary: false,
  isStreaming: true,
};

function answering(sent: HttpRequest[]): Transport {
  return {
    send: (asked) => {
      sent.push(asked);
      return Promise.resolve({ status: 200, headers: { "content-type": "text/event-stream" }, body: once(fixture) });
    },
  };
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(bytes);
}
