import assert from "node:assert/strict";
import { createRegistry } from "../../../src/core/adapters/registry.ts";
import { defaultRunOptions } from "../../../src/core/engine/engine.ts";
import type { RunOptions } from "../../../src/core/engine/engine.ts";
import { firstStepJob } from "../../../src/core/engine/first-step.ts";
import { previewCall } from "../../../src/core/engine/preview-call.ts";
import { createSpending } from "../../../src/core/engine/spending.ts";
import { startRun } from "../../../src/core/engine/start-run.ts";
import type { JsonObject } from "../../../src/core/model/json.ts";
import type { Lane } from "../../../src/core/model/session.ts";
import { defaultTimeouts } from "../../../src/core/transport/transport.ts";
import { requestsText } from "../../../src/extension/show-requests.ts";
import { createHost } from "../../../src/host/create-host.ts";
import { createEnvironmentCredentials } from "../../../src/host/environment-credentials.ts";
import { smallSession } from "../../support/small-session.ts";

const registry = createRegistry({ extra: [] });
const sent: JsonObject[] = [];
const host = createHost({
  registry,
  // Notes what is sent, and breaks off.
  transport: {
    send: ({ body }) => {
      sent.push(JSON.parse(String(body)));
      return Promise.reject(new Error("noted"));
    },
  },
  credentials: createEnvironmentCredentials({
    environment: { DEEPSEEK_API_KEY: "k" },
    provider: (id) => registry.provider(id),
  }),
});
const lane: Lane = {
  id: "l-1",
  provider: "deepseek",
  wire: null,
  model: "deepseek-v4-pro",
  effort: "high",
  maxOutputTokens: null,
  wantsSummary: true,
  head: null,
};
const job = firstStepJob({ system: "", user: "What is 17 * 23?", variables: {} }, lane);
const options = (more: Partial<RunOptions>): RunOptions => ({
  ...defaultRunOptions,
  maxRetries: 0,
  timeouts: defaultTimeouts,
  ...more,
});

describe("the request that would be sent", () => {
  beforeEach(() => void sent.splice(0));

  for (const [name, more] of [
    ["a run's budget", { budgetUsd: "0.01" }],
    ["a lane's budget", { laneBudgetUsd: "0.002" }],
    ["a session's budget", { sharedBudgets: [{ scope: "session", limitUsd: "0.05", spending: createSpending("0.045") }] }],
    ["no budget", {}],
  ] as const) {
    it(`is the one that is sent, with the output limit of ${name}`, async () => {
      const { call, heldBack } = await previewCall(host, job, options(more));
      assert.equal(heldBack, null);
      await startRun(host, [job], options(more), () => undefined).done;
      assert.deepEqual(sent, [call.body]);
      const isLimited = call.warnings.some(({ code }) => code === "output-limit-by-budget");
      assert.equal(isLimited, name !== "no budget");
    });
  }

  it("says that nothing would be sent when the budget cannot even pay for the input", async () => {
    const spending = createSpending("0.05");
    const sharedBudgets = [{ scope: "session", limitUsd: "0.05", spending }] as const;
    const { heldBack } = await previewCall(host, job, options({ sharedBudgets }));
    assert.match(
      heldBack ?? "",
      /^Nothing would be sent: \$0 is left of the session's budget of \$0\.05, and the input alone costs about \$0\.0000\d+\.$/,
    );
    await startRun(host, [job], options({ sharedBudgets }), () => undefined).done;
    assert.deepEqual(sent, []);
  });

  it("is what Show Requests shows, with the limit and why", async () => {
    const session = { ...smallSession(), lanes: [lane], steps: {} };
    const [shown] = JSON.parse(await requestsText(session, [lane], host, options({ budgetUsd: "0.01" })));
    assert.ok(shown.body.max_tokens > 100 && shown.body.max_tokens < 12_000, String(shown.body.max_tokens));
    assert.match(shown.warnings[0].message, new RegExp(`^The output limit sent is ${shown.body.max_tokens} tokens`));
    assert.equal(shown.headers.authorization, "Bearer ***");
  });
});
