import assert from "node:assert/strict";
import type { JsonValue } from "../../../../src/core/model/json.ts";
import { lanePath } from "../../../../src/core/model/session.ts";
import { assertAccountedFor, assertSound, exportText, importLines, importText, outline } from "./account.ts";

const line = (uuid: string, parentUuid: string | null, type: string, message: JsonValue) => ({
  parentUuid,
  uuid,
  type,
  message,
  sessionId: "9f6c",
  cwd: "/home/somebody/secret-project",
  version: "2.4.1",
  timestamp: "2026-11-20T08:00:00.000Z",
});
const said = (id: string, block: JsonValue, stop: string | null) => ({
  id,
  type: "message",
  role: "assistant",
  model: "claude-opus-5",
  content: [block],
  stop_reason: stop,
  usage: { input_tokens: 10, output_tokens: 20 },
});

const claudeCode: readonly JsonValue[] = [
  { type: "summary", summary: "Adding numbers", leafUuid: "a5" },
  line("u1", null, "user", { role: "user", content: "Add them." }),
  line("a1", "u1", "assistant", said("msg_1", { type: "thinking", thinking: "Two calls.", signature: "c2ln" }, null)),
  line("a2", "a1", "assistant", said("msg_1", { type: "tool_use", id: "t1", name: "read", input: { file: "a" } }, null)),
  line("a3", "a2", "assistant", said("msg_1", { type: "tool_use", id: "t2", name: "read", input: { file: "b" } }, "tool_use")),
  line("u2", "a2", "user", { role: "user", content: [{ type: "tool_result", tool_use_id: "t1", content: "17" }] }),
  line("u3", "a3", "user", {
    role: "user",
    content: [{ type: "tool_result", tool_use_id: "t2", content: "25", is_error: true }],
  }),
  line("a4", "u3", "assistant", said("msg_2", { type: "text", text: "It is 42." }, "end_turn")),
  line("u4", "u1", "user", { role: "user", content: "Instead: multiply." }),
  line("a5", "u4", "assistant", said("msg_3", { type: "text", text: "It is 425." }, "end_turn")),
  { type: "file-history-snapshot", messageId: "x", snapshot: { files: 3 } },
];

const codexLine = (type: string, payload: JsonValue) => ({ timestamp: "2026-11-20T08:00:01.000Z", type, payload });
const codex: readonly JsonValue[] = [
  codexLine("session_meta", {
    id: "s1",
    timestamp: "2026-11-20T08:00:00.000Z",
    cwd: "/x",
    cli_version: "0.99.0",
    model_provider: "openai",
    instructions: "Be brief.",
  }),
  codexLine("turn_context", { cwd: "/x", model: "gpt-6-sol", effort: "high", approval_policy: "on-request" }),
  codexLine("event_msg", { type: "user_message", message: "Add them." }),
  codexLine("response_item", { type: "message", role: "user", content: [{ type: "input_text", text: "Add them." }] }),
  codexLine("response_item", {
    type: "reasoning",
    id: "rs_1",
    summary: [{ type: "summary_text", text: "**Calling**" }],
    encrypted_content: "gAAAA",
  }),
  codexLine("response_item", { type: "function_call", call_id: "c1", name: "shell", arguments: '{"command":["cat","a"]}' }),
  codexLine("response_item", { type: "function_call_output", call_id: "c1", output: "17 25" }),
  codexLine("response_item", { type: "message", role: "assistant", content: [{ type: "output_text", text: "It is 42." }] }),
  codexLine("event_msg", { type: "token_count", info: { total: 99 } }),
];

const entry = (id: string, parentId: string | null, rest: Readonly<Record<string, JsonValue>>): JsonValue => ({
  id,
  parentId,
  timestamp: "2026-11-20T08:00:02.000Z",
  ...rest,
});
const pi: readonly JsonValue[] = [
  { type: "session", version: 3, id: "p1", timestamp: "2026-11-20T08:00:00.000Z", cwd: "/x" },
  entry("e1", null, { type: "model_change", provider: "anthropic", modelId: "claude-opus-5" }),
  entry("e2", "e1", { type: "thinking_level_change", thinkingLevel: "high" }),
  entry("e3", "e2", { type: "message", message: { role: "user", content: "Add them.", timestamp: 1795161602000 } }),
  entry("e4", "e3", {
    type: "message",
    message: {
      role: "assistant",
      api: "anthropic-messages",
      provider: "anthropic",
      model: "claude-opus-5",
      content: [
        { type: "thinking", thinking: "A call.", thinkingSignature: "c2ln" },
        { type: "toolCall", id: "t1", name: "read", arguments: { path: "a" } },
      ],
      usage: { input: 10, output: 20, cacheRead: 30, cacheWrite: 0, cost: { total: 0.01 } },
      stopReason: "toolUse",
    },
  }),
  entry("e5", "e4", {
    type: "message",
    message: {
      role: "toolResult",
      toolCallId: "t1",
      toolName: "read",
      content: [{ type: "text", text: "17 25" }],
      isError: false,
    },
  }),
  entry("e6", "e5", {
    type: "message",
    message: { role: "assistant", provider: "openai", model: "gpt-6-sol", content: [{ type: "text", text: "It is 42." }] },
  }),
];

const samples = { "claude-code": claudeCode, codex, pi };

describe("logs of agents", () => {
  for (const [id, sample] of Object.entries(samples)) {
    it(`recognises ${id}, accounts for every value of it, and makes a session that saves`, () => {
      const imported = importLines(sample);
      assert.equal(imported.format.id, id);
      assertAccountedFor(Object.fromEntries(sample.map((value, index) => [`line ${index + 1}`, value])), imported);
      assertSound(imported);
    });
  }

  it("joins the lines of a Claude Code message, gives it the results of its calls, and keeps branches apart", () => {
    const { session } = importLines(claudeCode);
    assert.equal(session.title, "Adding numbers");
    assert.equal(session.lanes.length, 2);
    const paths = session.lanes.map((lane) =>
      outline({ session: { ...session, steps: Object.fromEntries(lanePath(session, lane).map((step) => [step.id, step])) } }),
    );
    assert.deepEqual(paths[0], [
      "user: Add them.",
      paths[0]?.[1] ?? "",
      'call t1: read {"file":"a"}',
      'call t2: read {"file":"b"}',
      "result t1: 17",
      "result t2: 25",
      "answer: It is 42.",
    ]);
    assert.match(paths[0]?.[1] ?? "", /^(raw|summary): Two calls\.$/);
    assert.deepEqual(paths[1], ["user: Add them.\n\nInstead: multiply.", "answer: It is 425."]);
    assert.equal(session.steps["s-1"]?.attempts[0]?.usage?.output.total, 20);
  });

  it("keeps reasoning, effort and times of a Codex rollout, and nothing of the machine", () => {
    const { session, losses } = importLines(codex);
    assert.deepEqual(outline({ session }), [
      "user: Add them.",
      "summary: **Calling**",
      'call c1: shell {"command":["cat","a"]}',
      "result c1: 17 25",
      "answer: It is 42.",
    ]);
    assert.equal(session.steps["s-1"]?.effort.requested, "high");
    assert.equal(session.steps["s-1"]?.startedAt, "2026-11-20T08:00:01.000Z");
    assert.ok(losses.some(({ path }) => path === "line 1.payload.cwd"));
  });

  it("reads the whole lines of a log that was cut off, and names the rest", () => {
    const text = codex
      .map((value) => JSON.stringify(value))
      .join("\n")
      .slice(0, -20);
    const { losses } = importText(text);
    assert.ok(losses.some(({ path }) => path === "line 9"));
  });

  it("keeps models, levels, signatures and results of a pi session", () => {
    const { session } = importLines(pi);
    assert.deepEqual(outline({ session }), [
      "user: Add them.",
      "raw: A call.",
      'call t1: read {"path":"a"}',
      "result t1: 17 25",
      "answer: It is 42.",
    ]);
    assert.deepEqual(
      Object.values(session.steps).map((step) => [step.origin.provider, step.effort.requested]),
      [
        ["anthropic", "high"],
        ["openai", "high"],
      ],
    );
    assert.equal(session.steps["s-1"]?.attempts[0]?.usage?.input.total, 40);
    assert.equal(session.steps["s-1"]?.attempts[0]?.opaque[0]?.data, "c2ln");
  });

  it("writes a pi session whose tree, models, levels and signatures are read back", () => {
    const { session } = importLines(pi);
    const again = importText(exportText(session, "pi").text);
    assert.equal(again.format.id, "pi");
    assert.deepEqual(outline(again), outline({ session }));
    const facts = (each: typeof session) =>
      Object.values(each.steps).map(({ parent, origin, effort, attempts }) => {
        const { opaque = [], usage = null } = attempts[0] ?? {};
        return [parent, origin.provider, origin.model, effort.requested, opaque, usage?.input.total, usage?.output.total];
      });
    // pi has no word for counts that were not reported: of the second answer they come back as zeros.
    assert.deepEqual(facts(again.session)[0], facts(session)[0]);
    const told = exportText(session, "pi").losses.map(({ path }) => path);
    assert.ok(told.includes("steps.s-2.attempts.0.usage"));
  });

  it("writes every branch of a tree as a branch of pi's", () => {
    const branched = importLines([
      ...pi,
      entry("e7", "e3", {
        type: "message",
        message: { role: "assistant", provider: "openai", model: "gpt-6-sol", content: [{ type: "text", text: "Other." }] },
      }),
    ]);
    const again = importText(exportText(branched.session, "pi").text);
    assert.deepEqual(again.session.lanes.length, 2);
    assert.deepEqual(outline(again), outline(branched));
  });
});
