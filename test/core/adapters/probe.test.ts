import assert from "node:assert/strict";
import { ProviderError } from "../../../src/core/model/errors.ts";
import type { JsonObject, JsonValue } from "../../../src/core/model/json.ts";
import { isJsonObject, objectAt, stringAt } from "../../../src/core/model/json.ts";
import type { CustomProviderSetting } from "../../../src/core/adapters/custom-provider.ts";
import { parseCustomProvider } from "../../../src/core/adapters/custom-provider.ts";
import type { ProbeFinding } from "../../../src/core/adapters/probe.ts";
import { mostProbeCalls, probe } from "../../../src/core/adapters/probe.ts";
import { defaultTimeouts } from "../../../src/core/transport/transport.ts";
import type { Answer } from "../../support/answering-transport.ts";
import { answeringTransport, chatStream } from "../../support/answering-transport.ts";

const setting: CustomProviderSetting = { wire: "openai-chat", baseUrl: "https://unknown.example/v1" };

describe("probing an unknown endpoint", () => {
  it("learns the effort words that a strict server names when it refuses nonsense", async () => {
    const { setting: found, calls } = await probeServer((body) => {
      const effort = stringAt(body, "reasoning_effort");
      if (effort === null || ["low", "high"].includes(effort)) return reasoned({ reasoning_tokens: 40, completion_tokens: 42 });
      return refused("reasoning_effort must be one of 'low', 'high'");
    });
    assert.deepEqual(found.effort, { style: "reasoning_effort", tiers: ["low", "high"] });
    assert.equal(found.reasoning, "raw");
    assert.equal(found.countsReasoning, "included");
    assert.deepEqual(found.models, ["m"]);
    assert.equal(calls, 2);
  });

  it("tries each word where the server does not name them", async () => {
    const { setting: found } = await probeServer((body) => {
      const effort = stringAt(objectAt(body, "reasoning") ?? {}, "effort");
      return effort === null || ["none", "medium"].includes(effort) ? reasoned({}) : refused("bad value");
    });
    assert.deepEqual(found.effort, { style: "reasoning.effort", tiers: ["none", "medium"] });
  });

  it("believes no server that takes everything, but what it sees", async () => {
    const { setting: found, notes } = await probeServer((body) => {
      const isOff = objectAt(body, "chat_template_kwargs")?.["enable_thinking"] === false;
      return isOff ? plain({ completion_tokens: 2 }) : reasoned({});
    });
    assert.deepEqual(found.effort, { style: "chat_template_kwargs.enable_thinking" });
    assert.match(notes.join(" "), /switches thinking off: it was seen/);
  });

  it("sees that a switch brings reasoning where there was none", async () => {
    const { setting: found } = await probeServer((body) =>
      objectAt(body, "thinking")?.["type"] === "enabled" ? reasoned({}) : plain({ completion_tokens: 2 }),
    );
    assert.deepEqual(found.effort, { style: "thinking.type" });
    assert.equal(found.reasoning, "raw");
  });

  it("sees reasoning tags in the answer, and counts that stand beside each other", async () => {
    const { setting: found } = await probeServer(() =>
      chatStream(delta({ content: "<think>Half are even…</think>20" }), ending({ completion_tokens: 9 })),
    );
    assert.equal(found.thinkTags, "think");
    assert.equal(found.effort, undefined);
    const beside = await probeServer(() => reasoned({ reasoning_tokens: 40, completion_tokens: 2 }));
    assert.equal(beside.setting.countsReasoning, "additive");
  });

  it("finds what can be saved as a custom provider", async () => {
    const { setting: found } = await probeServer(() => reasoned({}));
    assert.equal(parseCustomProvider("found", JSON.parse(JSON.stringify(found)), []).isOk, true);
  });

  it("stops at the first answer that says nothing about a field, and never spends more than it said", async () => {
    await assert.rejects(
      probeServer(() => ({ status: 401, body: '{"error":{"message":"no"}}' })),
      (error: unknown) => error instanceof ProviderError && error.failure.kind === "auth",
    );
    const { calls } = await probeServer((body) =>
      "reasoning_effort" in body || "reasoning" in body ? refused("no") : reasoned({}),
    );
    assert.ok(calls <= mostProbeCalls, `${calls} calls`);
  });
});

async function probeServer(answer: (body: JsonObject) => Answer): Promise<ProbeFinding> {
  const transport = answeringTransport(({ body }) => {
    const parsed: unknown = JSON.parse(body ?? "null");
    assert.ok(isJsonObject(parsed));
    return answer(parsed);
  });
  const options = {
    transport,
    key: "sk-test-1234567890",
    signal: new AbortController().signal,
    timeouts: defaultTimeouts,
    now: () => 0,
  };
  const purposes: string[] = [];
  const finding = await probe({ id: "found", setting, model: "m" }, options, (purpose) => purposes.push(purpose));
  assert.equal(purposes.length, finding.calls);
  return finding;
}

interface Counts {
  readonly completion_tokens?: number;
  readonly reasoning_tokens?: number;
}

function reasoned(counts: Counts): Answer {
  return chatStream(delta({ reasoning_content: "Even: 15, by three: 10, both: 5." }), delta({ content: "20" }), ending(counts));
}

function plain(counts: Counts): Answer {
  return chatStream(delta({ content: "20" }), ending(counts));
}

function delta(fields: JsonObject): JsonValue {
  return { id: "r", model: "m", choices: [{ index: 0, delta: fields }] };
}

function ending({ completion_tokens = 20, reasoning_tokens }: Counts): JsonValue {
  const details = reasoning_tokens === undefined ? {} : { completion_tokens_details: { reasoning_tokens } };
  return {
    id: "r",
    model: "m",
    choices: [{ index: 0, delta: {}, finish_reason: "stop" }],
    usage: { prompt_tokens: 20, completion_tokens, ...details },
  };
}

function refused(message: string): Answer {
  return { status: 400, body: JSON.stringify({ error: { message, type: "invalid_request_error" } }) };
}
