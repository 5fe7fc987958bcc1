import type { JsonObject, JsonValue } from "../../../../src/core/model/json.ts";

/*
 * What long logs of agents hold beside questions and answers, in the shapes that the programs write (Claude Code 2.1, Codex
 * 0.145, 2026-08): side conversations, compaction, errors in the model's place, counts beside the items.
 */

type Fields = Readonly<Record<string, JsonValue>>;

const claudeLine = (uuid: string, parentUuid: string | null, type: string, message: JsonValue, rest: Fields = {}) => ({
  parentUuid,
  isSidechain: false,
  userType: "external",
  cwd: "/home/somebody/project",
  sessionId: "42d186d0",
  version: "2.1.30",
  gitBranch: "main",
  type,
  message,
  uuid,
  timestamp: "2026-11-20T08:00:00.000Z",
  ...rest,
});
const user = (uuid: string, parent: string | null, content: JsonValue, rest: Fields = {}) =>
  claudeLine(uuid, parent, "user", { role: "user", content }, rest);
const model = (uuid: string, parent: string | null, id: string, block: JsonValue, rest: Fields = {}) =>
  claudeLine(
    uuid,
    parent,
    "assistant",
    {
      id,
      type: "message",
      role: "assistant",
      model: "claude-opus-5-5",
      content: [block],
      stop_reason: "end_turn",
      stop_sequence: null,
      usage: { input_tokens: 6, cache_creation_input_tokens: 900, cache_read_input_tokens: 14000, output_tokens: 55 },
    },
    { requestId: `req_${id}`, ...rest },
  );
const synthetic = (uuid: string, parent: string, text: string, rest: Fields = {}) =>
  claudeLine(
    uuid,
    parent,
    "assistant",
    { id: `x-${uuid}`, type: "message", role: "assistant", model: "<synthetic>", content: [{ type: "text", text }] },
    rest,
  );

export const claudeCodeLog: readonly JsonObject[] = [
  { type: "summary", summary: "Another session's title", leafUuid: "not-in-here" },
  { type: "file-history-snapshot", messageId: "u1", snapshot: { trackedFileBackups: {} }, isSnapshotUpdate: false },
  user("u1", null, "Why does the build fail?", { thinkingMetadata: { level: "high", disabled: false, triggers: [] }, todos: [] }),
  model("a1", "u1", "msg_1", { type: "thinking", thinking: "", signature: "c2lnMQ==" }),
  model("a2", "a1", "msg_1", { type: "tool_use", id: "toolu_1", name: "Task", input: { prompt: "Find the error" } }),
  // A subagent, in the same file as older versions wrote it, its first line hanging on the call.
  user("s1", "a2", "Find the error", { isSidechain: true }),
  model("s2", "s1", "msg_s", { type: "text", text: "It is in line 7." }, { isSidechain: true }),
  user(
    "u2",
    "a2",
    [
      {
        type: "tool_result",
        tool_use_id: "toolu_1",
        content: [
          { type: "text", text: "It is in line 7." },
          { type: "image", source: { type: "base64", media_type: "image/png", data: "iVBORw0KGgo=" } },
        ],
      },
    ],
    { toolUseResult: { totalDurationMs: 5120, totalTokens: 9000 } },
  ),
  model("a3", "u2", "msg_2", { type: "text", text: "A semicolon is missing in line 7." }),
  {
    type: "system",
    subtype: "compact_boundary",
    content: "Conversation compacted",
    uuid: "c1",
    parentUuid: null,
    logicalParentUuid: "a3",
    compactMetadata: { trigger: "auto", preTokens: 155025 },
  },
  user("u3", "c1", "This session continues an earlier one: a semicolon was missing.", {
    isCompactSummary: true,
    isVisibleInTranscriptOnly: true,
  }),
  user("u4", "u3", "Mend it."),
  synthetic("e1", "u4", "API Error: 529 Overloaded.", { isApiErrorMessage: true, error: "server_error", apiErrorStatus: 529 }),
  user("u5", "e1", "Again."),
  synthetic("f1", "u5", "No response requested."),
  user("u6", "f1", "Please mend it."),
  model("a4", "u6", "msg_3", { type: "text", text: "Done." }),
  { type: "summary", summary: "The missing semicolon", leafUuid: "a4" },
];

const codexLine = (type: string, payload: JsonObject) => ({ timestamp: "2026-11-20T08:00:01.000Z", type, payload });
const item = (payload: JsonObject) => codexLine("response_item", payload);
const counted = (input: number, cached: number, output: number, reasoned: number) =>
  codexLine("event_msg", {
    type: "token_count",
    info: {
      total_token_usage: {
        input_tokens: 99_001,
        cached_input_tokens: 0,
        output_tokens: 99_002,
        reasoning_output_tokens: 0,
        total_tokens: 99_003,
      },
      last_token_usage: {
        input_tokens: input,
        cached_input_tokens: cached,
        output_tokens: output,
        reasoning_output_tokens: reasoned,
        total_tokens: input + output,
      },
      model_context_window: 258_400,
    },
    rate_limits: { primary: { used_percent: 7.5 } },
  });

export const codexRollout: readonly JsonObject[] = [
  codexLine("session_meta", {
    id: "019f-own",
    timestamp: "2026-11-20T08:00:00.000Z",
    cwd: "/work",
    originator: "codex_cli",
    cli_version: "0.145.0",
    source: "cli",
    model_provider: "openai",
    base_instructions: { text: "Be brief." },
  }),
  codexLine("session_meta", {
    id: "019e-other",
    timestamp: "2026-11-19T08:00:00.000Z",
    cwd: "/work",
    model_provider: "openai",
    base_instructions: { text: "Be brief." },
  }),
  codexLine("turn_context", {
    turn_id: "t1",
    cwd: "/work",
    model: "gpt-6-sol",
    effort: "xhigh",
    summary: "auto",
    approval_policy: "on-request",
  }),
  item({
    type: "message",
    role: "user",
    content: [
      { type: "input_text", text: "List the tests." },
      { type: "input_image", image_url: "data:image/png;base64,iVBORw0KGgo=" },
    ],
  }),
  item({ type: "ghost_snapshot", ghost_commit: { id: "abc123" } }),
  item({ type: "reasoning", summary: [], content: null, encrypted_content: "gAAAAfirst" }),
  item({ type: "message", role: "assistant", phase: "commentary", content: [{ type: "output_text", text: "I look." }] }),
  item({ type: "function_call", call_id: "call_1", name: "exec_command", arguments: '{"cmd":"ls test"}' }),
  counted(8000, 7000, 300, 250),
  item({ type: "function_call_output", call_id: "call_1", output: [{ type: "input_text", text: "a.test.ts" }] }),
  counted(8000, 7000, 300, 250),
  item({
    type: "reasoning",
    summary: [{ type: "summary_text", text: "**One test**" }],
    content: null,
    encrypted_content: "gAAAAsecond",
  }),
  item({ type: "message", role: "assistant", phase: "final_answer", content: [{ type: "output_text", text: "There is one." }] }),
  counted(8400, 8100, 40, 20),
  codexLine("compacted", {
    message: "",
    replacement_history: [
      { type: "message", role: "user", content: [{ type: "input_text", text: "List the tests." }] },
      { type: "compaction", id: "cmp_1", encrypted_content: "gAAAAcompacted" },
    ],
  }),
  item({ type: "message", role: "user", content: [{ type: "input_text", text: "Run it." }] }),
  item({ type: "message", role: "assistant", phase: "final_answer", content: [{ type: "output_text", text: "It passes." }] }),
];

export const bareCodexRollout: readonly JsonObject[] = [
  { id: "old-1", timestamp: "2025-08-01T08:00:00.000Z", instructions: "Be brief.", git: { branch: "main" } },
  { record_type: "state" },
  { type: "message", id: null, role: "user", content: [{ type: "input_text", text: "What is 17 + 25?" }] },
  { type: "reasoning", id: "rs_1", summary: [{ type: "summary_text", text: "**Adding**" }], encrypted_content: "gAAAAold" },
  { type: "message", id: "msg_1", role: "assistant", content: [{ type: "output_text", text: "42." }] },
];
