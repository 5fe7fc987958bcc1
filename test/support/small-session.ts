import type { Attempt, Session, Step } from "../../src/core/model/session.ts";

/** A session one can read at a glance: every kind of part once, `steps` answers in one lane. */
export function smallSession(steps = 2): Session {
  const ids = Array.from({ length: steps }, (_, index) => `s-${String(index + 1).padStart(3, "0")}`);
  return {
    id: "x-small",
    title: "Small",
    createdAt: "2026-11-22T09:00:00.000Z",
    prompt: { system: "Be brief.", user: "What is\n{{a}} + 2?", variables: { a: "2" } },
    lanes: [
      {
        id: "l-1",
        provider: "deepseek",
        wire: "openai-chat",
        model: "deepseek-reasoner",
        effort: "high",
        maxOutputTokens: 4000,
        wantsSummary: true,
        head: ids.at(-1) ?? null,
      },
    ],
    steps: Object.fromEntries(ids.map((id, index) => [id, smallStep(id, ids[index - 1] ?? null, "l-1")])),
  };
}

export function smallStep(id: string, parent: string | null, lane: string): Step {
  return {
    id,
    parent,
    lane,
    status: "complete",
    startedAt: "2026-11-22T09:00:01.000Z",
    durationMs: 900,
    input: "What is\n2 + 2?",
    system: "Be brief.",
    toolResults: [{ callId: "call-0", name: "add", text: "4", isError: false }],
    origin: {
      provider: "deepseek",
      wire: "openai-chat",
      model: "deepseek-reasoner",
      accountScope: "a1b2c3",
      prefixDigest: "d4e5f6",
      isSimulated: false,
    },
    effort: { requested: "high", sent: { effort: "high" }, sentLabel: "high", outcome: "exact", note: null },
    maxOutputTokens: 4000,
    attempts: [smallAttempt(`The answer of ${id}\nis 4.`)],
    wait: null,
    failure: null,
    cost: { usd: "0.0012", basis: "computed", reason: null, rows: [] },
  };
}

/** A step of a simulated model that waits for its turn. */
export function queuedStep(id: string, lane: string): Step {
  return {
    id,
    parent: null,
    lane,
    status: "queued",
    startedAt: "2026-11-22T00:00:00.000Z",
    durationMs: null,
    input: "",
    system: "",
    origin: { provider: "simulator", wire: "openai-chat", model: "m", accountScope: null, prefixDigest: null, isSimulated: true },
    effort: { requested: "low", sent: null, sentLabel: "nothing", outcome: "not-applicable", note: null },
    maxOutputTokens: null,
    attempts: [],
    wait: { reason: "queue" },
    failure: null,
    cost: null,
  };
}

export function smallAttempt(answer: string): Attempt {
  return {
    number: 1,
    status: "completed",
    startedAtMs: 0,
    timing: { firstByteMs: 10, firstReasoningMs: 20, firstAnswerMs: 500, totalMs: 900 },
    responseId: "r-1",
    respondedModel: "deepseek-reasoner",
    blocks: [
      { type: "reasoning", visibility: "raw", text: "Two and two.\nThat is four.", estimatedTokens: 8, isOpen: false },
      { type: "answer", channel: "answer", text: answer, isOpen: false },
      { type: "tool-call", callId: "call-1", name: "add", arguments: '{"a":2,"b":2}', isOpen: false },
    ],
    opaque: [{ kind: "signature", block: 0, data: "c2lnbmF0dXJlLW9mLXRoZS1ibG9jaw==", format: "anthropic-claude-v1" }],
    items: [{ type: "thinking", signature: "c2lnbmF0dXJlLW9mLXRoZS1ibG9jaw==" }],
    inputTransformations: [],
    usage: {
      input: { total: 10, uncached: 10, cacheRead: 0, cacheWrite: null },
      output: { total: 20, reasoning: 12, visible: 8 },
      source: "reported",
      billedUsd: null,
      raw: { prompt_tokens: 10 },
    },
    cost: { usd: "0.0012", basis: "computed", reason: null, rows: [] },
    finish: { reason: "stop", raw: "stop" },
    warnings: [{ code: "note", message: "a note" }],
    failure: null,
  };
}
