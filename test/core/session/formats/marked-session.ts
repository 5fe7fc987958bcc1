import type { JsonValue } from "../../../../src/core/model/json.ts";
import type { Attempt, Session, Step, StepOrigin } from "../../../../src/core/model/session.ts";

/** Whose answers the session holds: formats carry opaque state and items of their own wire only. */
export const markedOrigins = [
  { provider: "anthropic", wire: "anthropic-messages", format: "anthropic-claude-v1", kind: "signature" },
  { provider: "openai", wire: "openai-responses", format: "openai-responses-v1", kind: "encrypted" },
  { provider: "deepseek", wire: "openai-chat", format: "unknown", kind: "encrypted" },
  { provider: "google", wire: "gemini-generate-content", format: "google-gemini-v1", kind: "thought-signature" },
] as const;
export type MarkedOrigin = (typeof markedOrigins)[number];

/** A session in which every text is a word of its own (`markab…`) and every count a number of its own. */
export function markedSession(from: MarkedOrigin): Session {
  const mark = createMarks();
  const first = markedStep(from, "s-1", null, "l-1", mark);
  const second = markedStep(from, "s-2", "s-1", "l-1", mark);
  const branch = markedStep(from, "s-3", "s-1", "l-2", mark);
  const called = first.attempts.at(-1)?.blocks.find((block) => block.type === "tool-call");
  const result = { callId: called?.callId ?? "", name: "", text: mark.word(), isError: false };
  const lane = { provider: from.provider, wire: from.wire, effort: "high", maxOutputTokens: null, wantsSummary: false } as const;
  return {
    id: mark.word(),
    title: mark.word(),
    createdAt: "2026-11-22T09:00:00.000Z",
    prompt: { system: mark.word(), user: mark.word(), variables: {} },
    lanes: [
      { ...lane, id: "l-1", model: mark.word(), head: "s-2" },
      { ...lane, id: "l-2", model: mark.word(), head: "s-3" },
    ],
    steps: { "s-1": first, "s-2": { ...second, toolResults: [result] }, "s-3": branch },
  };
}

type Marks = ReturnType<typeof createMarks>;

function createMarks() {
  let last = 0;
  return {
    word: (): string => `mark${String((last += 1) + 1000).replaceAll(/\d/g, (digit) => "abcdefghij".charAt(Number(digit)))}`,
    count: (): number => 700_000_000 + (last += 1) * 1009,
  };
}

function markedStep(from: MarkedOrigin, id: string, parent: string | null, lane: string, mark: Marks): Step {
  const origin: StepOrigin = {
    provider: from.provider,
    wire: from.wire,
    model: mark.word(),
    accountScope: mark.word(),
    prefixDigest: mark.word(),
    isSimulated: false,
  };
  const failed: Attempt = { ...markedAttempt(from, 1, mark), status: "failed" };
  return {
    id,
    parent,
    lane,
    status: "complete",
    startedAt: "2026-11-22T09:00:01.000Z",
    durationMs: 900,
    input: mark.word(),
    system: mark.word(),
    origin,
    effort: {
      requested: "high",
      sent: null,
      sentLabel: mark.word(),
      outcome: "exact",
      note: mark.word(),
    },
    maxOutputTokens: mark.count(),
    attempts: id === "s-1" ? [failed, markedAttempt(from, 2, mark)] : [markedAttempt(from, 1, mark)],
    wait: null,
    failure: null,
    cost: { usd: "0.0012", basis: "computed", reason: null, rows: [] },
  };
}

function markedAttempt(from: MarkedOrigin, number: number, mark: Marks): Attempt {
  const [uncached, cacheRead, cacheWrite, reasoning, visible] = [
    mark.count(),
    mark.count(),
    mark.count(),
    mark.count(),
    mark.count(),
  ];
  const [thought, said, call, state] = [
    mark.word(),
    mark.word(),
    { callId: mark.word(), name: mark.word(), key: mark.word(), value: mark.word() },
    mark.word(),
  ];
  return {
    number,
    status: "completed",
    startedAtMs: 0,
    timing: { firstByteMs: 10, firstReasoningMs: 20, firstAnswerMs: 500, totalMs: 900 },
    responseId: mark.word(),
    respondedModel: mark.word(),
    blocks: [
      { type: "reasoning", visibility: "raw", text: thought, estimatedTokens: null, isOpen: false },
      { type: "answer", channel: "answer", text: said, isOpen: false },
      { type: "tool-call", callId: call.callId, name: call.name, arguments: `{"${call.key}":"${call.value}"}`, isOpen: false },
    ],
    opaque: [{ kind: from.kind, block: 0, data: state, format: from.format }],
    items: itemsOf(from, thought, said, call, state),
    inputTransformations: null,
    usage: {
      input: { total: uncached + cacheRead + cacheWrite, uncached, cacheRead, cacheWrite },
      output: { total: reasoning + visible, reasoning, visible },
      source: "reported",
      billedUsd: null,
      raw: { mark: mark.word() },
    },
    cost: { usd: "0.0012", basis: "computed", reason: null, rows: [] },
    finish: { reason: "stop", raw: mark.word() },
    warnings: [{ code: mark.word(), message: mark.word() }],
    failure: null,
  };
}

interface MarkedCall {
  readonly callId: string;
  readonly name: string;
  readonly key: string;
  readonly value: string;
}

/** The same, as the provider wrote it. */
function itemsOf(from: MarkedOrigin, thought: string, said: string, call: MarkedCall, state: string): readonly JsonValue[] {
  const { callId, name, key, value } = call;
  const text = `{"${key}":"${value}"}`;
  switch (from.wire) {
    case "anthropic-messages":
      return [
        { type: "thinking", thinking: thought, signature: state },
        { type: "text", text: said },
        { type: "tool_use", id: callId, name, input: { [key]: value } },
      ];
    case "openai-responses":
      return [
        { type: "reasoning", id: "rs_1", summary: [{ type: "summary_text", text: thought }], encrypted_content: state },
        {
          type: "message",
          id: "msg_1",
          status: "completed",
          role: "assistant",
          content: [{ type: "output_text", text: said, annotations: [] }],
        },
        { type: "function_call", call_id: callId, name, arguments: text },
      ];
    case "openai-chat": {
      const calls = [{ id: callId, type: "function", function: { name, arguments: text } }];
      return [
        {
          role: "assistant",
          content: said,
          reasoning_content: thought,
          reasoning_details: [{ type: "reasoning.text", text: thought, signature: state }],
          tool_calls: calls,
        },
      ];
    }
    case "gemini-generate-content":
      return [
        { thought: true, text: thought, thoughtSignature: state },
        { text: said },
        { functionCall: { id: callId, name, args: { [key]: value } } },
      ];
  }
}
