import assert from "node:assert/strict";
import { createRegistry } from "../../../src/core/adapters/registry.ts";
import type { Provider } from "../../../src/core/adapters/provider.ts";
import { defaultRunOptions } from "../../../src/core/engine/engine.ts";
import { firstStepJob } from "../../../src/core/engine/first-step.ts";
import { startRun } from "../../../src/core/engine/start-run.ts";
import { reduceSession } from "../../../src/core/model/session-reducer.ts";
import type { Lane, Session } from "../../../src/core/model/session.ts";
import { defaultTimeouts } from "../../../src/core/transport/transport.ts";
import { createUndiciTransport } from "../../../src/core/transport/undici-transport.ts";
import { createHost } from "../../../src/host/create-host.ts";
import { createEnvironmentCredentials } from "../../../src/host/environment-credentials.ts";
import { beginChatStream, endChatStream, startFaultServer } from "../../support/fault-server.ts";

describe("startRun over real adapters", () => {
  const transport = createUndiciTransport();

  after(() => transport.close());

  function engine(url: string) {
    const mine: Provider = {
      id: "mine",
      label: "Mine",
      kind: "hosted",
      baseUrl: url,
      auth: { type: "bearer", environment: ["MINE_API_KEY"] },
      routes: [{ wire: "openai-chat" }],
      models: [],
      fact: { asOf: "2026-11-22", source: "test", status: "documented" },
    };
    const registry = createRegistry({ extra: [mine] });
    const environment = { MINE_API_KEY: "sk-secret-123" };
    const credentials = createEnvironmentCredentials({ environment, provider: (id) => registry.provider(id) });
    return createHost({ registry, transport, credentials });
  }

  it("closes the socket when a lane is stopped, and keeps what arrived", async () => {
    let closed: () => void;
    const socketClosed = new Promise<void>((resolve) => {
      closed = resolve;
    });
    const server = await startFaultServer((response) => {
      response.on("close", () => closed());
      beginChatStream(response, "four, because");
    });
    const host = engine(server.url);
    let session = sessionWith(lane("m"));
    const run = startRun(
      host,
      session.lanes.map((each) => firstStepJob(session.prompt, each)),
      options,
      (change) => {
        session = reduceSession(session, change);
        if (change.type === "attempt-events" && JSON.stringify(change.events).includes("four")) run.stop("user");
      },
    );
    await run.done;
    await socketClosed;
    const [step] = Object.values(session.steps);
    assert.equal(step?.status, "cancelled");
    assert.match(JSON.stringify(step?.attempts[0]?.blocks), /four, because/);
    assert.ok(!JSON.stringify(session).includes("sk-secret-123"));
    await server.close();
  });

  it("retries after the pause that the server asked for", async () => {
    const server = await startFaultServer((response, { number }) => {
      if (number === 1) {
        response.writeHead(429, { "retry-after": "0", "content-type": "application/json" });
        response.end(JSON.stringify({ error: { message: "slow down", code: "rate_limit_exceeded" } }));
        return;
      }
      beginChatStream(response, "four");
      endChatStream(response, { prompt_tokens: 9, completion_tokens: 2 });
    });
    const host = engine(server.url);
    let session = sessionWith(lane("m"));
    const jobs = session.lanes.map((each) => firstStepJob(session.prompt, each));
    await startRun(host, jobs, options, (change) => (session = reduceSession(session, change))).done;
    const [step] = Object.values(session.steps);
    assert.equal(step?.status, "complete");
    assert.deepEqual(
      step?.attempts.map((attempt) => attempt.failure?.kind ?? attempt.finish?.reason),
      ["rate-limited", "stop"],
    );
    assert.equal(step?.attempts[1]?.usage?.input.total, 9);
    assert.match(step?.cost?.reason ?? "", /No price is known for m-1 at mine/);
    await server.close();
  });
});

const options = { ...defaultRunOptions, timeouts: defaultTimeouts };

function lane(model: string): Lane {
  return {
    id: "l-1",
    provider: "mine",
    wire: null,
    model,
    effort: "default",
    maxOutputTokens: null,
    wantsSummary: false,
    head: null,
  };
}

function sessionWith(...lanes: readonly Lane[]): Session {
  return {
    id: "x-1",
    title: "",
    createdAt: "2026-11-22T12:00:00.000Z",
    prompt: { system: "", user: "What is 2 + 2?", variables: {} },
    lanes,
    steps: {},
  };
}
