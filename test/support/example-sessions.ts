import type { Block } from "../../src/core/model/block.ts";
import type { Cost } from "../../src/core/model/cost.ts";
import type { Attempt, Lane, Session, Step } from "../../src/core/model/session.ts";
import type { Usage } from "../../src/core/model/usage.ts";

/*
 * One session for each feature of the file format, small enough to be read from top to bottom. They are written to
 * test/golden/sessions, where the format's page points to them.
 */

const at = "2026-11-22T09:00:00.000Z";
const question = "A train leaves at 14:10 and arrives at 17:05.\nHow long does it take?";

const lane: Lane = {
  id: "l-1",
  provider: "deepseek",
  wire: null,
  model: "deepseek-reasoner",
  effort: "high",
  maxOutputTokens: null,
  wantsSummary: false,
  head: "s-1",
};

const usage: Usage = {
  input: { total: 31, uncached: 31, cacheRead: 0, cacheWrite: null },
  output: { total: 64, reasoning: 41, visible: 23 },
  source: "reported",
  billedUsd: null,
  raw: { prompt_tokens: 31, completion_tokens: 64, completion_tokens_details: { reasoning_tokens: 41 } },
};

const cost: Cost = {
  usd: "0.0000356",
  basis: "computed",
  reason: null,
  rows: [
    {
      item: "input",
      tokens: 31,
      usdPerMillion: "0.28",
      source: "https://api-docs.deepseek.com/quick_start/pricing",
      asOf: "2026-11-20",
    },
    {
      item: "output",
      tokens: 64,
      usdPerMillion: "0.42",
      source: "https://api-docs.deepseek.com/quick_start/pricing",
      asOf: "2026-11-20",
    },
  ],
};

const thought = "From 14:10 to 17:10 are three hours.\nIt arrives five minutes before that: 2 h 55 min.";

function reasoning(text: string, visibility: "raw" | "summary" | "encrypted" = "raw"): Block {
  return { type: "reasoning", visibility, text, estimatedTokens: null, isOpen: false };
}

function answer(text: string): Block {
  return { type: "answer", channel: "answer", text, isOpen: false };
}

function attempt(parts: Partial<Attempt>): Attempt {
  return {
    number: 1,
    status: "completed",
    startedAtMs: 0,
    timing: { firstByteMs: 210, firstReasoningMs: 230, firstAnswerMs: 1480, totalMs: 2040 },
    responseId: null,
    respondedModel: null,
    blocks: [reasoning(thought), answer("2 hours and 55 minutes.")],
    opaque: [],
    items: [],
    inputTransformations: null,
    usage,
    cost,
    finish: { reason: "stop", raw: "stop" },
    warnings: [],
    failure: null,
    ...parts,
  };
}

function step(id: string, parts: Partial<Step> = {}): Step {
  return {
    id,
    parent: null,
    lane: "l-1",
    status: "complete",
    startedAt: at,
    durationMs: 2040,
    input: question,
    system: "",
    origin: {
      provider: "deepseek",
      wire: "openai-chat",
      model: "deepseek-reasoner",
      accountScope: "5d1f0c2a9b7e4433",
      prefixDigest: "0b6d2f5c1a9e",
      isSimulated: false,
    },
    effort: {
      requested: "high",
      sent: { thinking: { type: "enabled" } },
      sentLabel: "on",
      outcome: "rounded",
      note: "It can only be on or off.",
    },
    maxOutputTokens: null,
    attempts: [attempt({})],
    wait: null,
    failure: null,
    cost,
    ...parts,
  };
}

function session(id: string, title: string, parts: Partial<Session>): Session {
  return { id, title, createdAt: at, prompt: { system: "", user: question, variables: {} }, lanes: [lane], steps: {}, ...parts };
}

function stepsOf(...steps: readonly Step[]): Session["steps"] {
  return Object.fromEntries(steps.map((each) => [each.id, each]));
}

const signature = "EqQBCkYIBxgCKkDd3Jx0b3k1c2lnbmF0dXJlIG9mIHRoZSB0aGlua2luZyBibG9jaw==";
const sealed = "gAAAAABnQ2VuY3J5cHRlZCByZWFzb25pbmcgb2YgdGhlIGZpcnN0IHR1cm4=";

const anthropic: Step["origin"] = {
  provider: "anthropic",
  wire: "anthropic-messages",
  model: "claude-opus-5-5",
  accountScope: "90aa31c07be2d614",
  prefixDigest: "c41e88a07d53",
  isSimulated: false,
};

const rateLimited: Attempt["failure"] = {
  kind: "rate-limited",
  message: "DeepSeek took no more requests of this key for the moment.",
  advice: "It is tried again after the pause the server asks for.",
  provider: "deepseek",
  status: 429,
  code: "rate_limit_reached",
  requestId: "req-7",
  retryAfterMs: 1000,
  shouldRetry: null,
  raw: { error: { message: "Rate limit reached", type: "rate_limit_reached" } },
};

/** By file name, without `.reasoning.json`. */
export const exampleSessions: Readonly<Record<string, Session>> = {
  prompt: session("x-prompt", "A prompt with variables, not run yet", {
    prompt: {
      system: "Answer in one line.",
      user: "How long from {{from}}\nto {{to}}?",
      variables: { from: "14:10", to: "17:05" },
    },
    lanes: [{ ...lane, effort: { budgetTokens: 4096 }, maxOutputTokens: 8192, wantsSummary: true, head: null }],
  }),
  comparison: session("x-comparison", "Two models, one question", {
    lanes: [lane, { ...lane, id: "l-2", provider: "openai", model: "gpt-6-sol", effort: "low", head: "s-2" }],
    comparison: { same: "auto", assertion: { type: "contains", text: "55" } },
    steps: stepsOf(
      step("s-1"),
      step("s-2", {
        lane: "l-2",
        origin: { ...anthropic, provider: "openai", wire: "openai-responses", model: "gpt-6-sol" },
        effort: { requested: "low", sent: { reasoning: { effort: "low" } }, sentLabel: "low", outcome: "exact", note: null },
        attempts: [
          attempt({
            respondedModel: "gpt-6-sol-2026-10-02",
            blocks: [reasoning("**Counting the hours**", "summary"), answer("It takes 2 h 55 min.")],
            opaque: [{ kind: "encrypted", block: 0, data: sealed, format: "openai-responses-v1" }],
            items: [
              {
                type: "reasoning",
                id: "rs_1",
                summary: [{ type: "summary_text", text: "**Counting the hours**" }],
                encrypted_content: sealed,
              },
              {
                type: "message",
                id: "msg_1",
                role: "assistant",
                content: [{ type: "output_text", text: "It takes 2 h 55 min." }],
              },
            ],
            usage: { ...usage, source: "reported", billedUsd: null },
            cost: { usd: null, basis: "unknown", reason: "No price of gpt-6-sol is known.", rows: [] },
          }),
        ],
        cost: { usd: null, basis: "unknown", reason: "No price of gpt-6-sol is known.", rows: [] },
      }),
    ),
  }),
  attempts: session("x-attempts", "A try that failed, one that was cut, one that a budget stopped", {
    steps: stepsOf(
      step("s-1", {
        attempts: [
          attempt({
            status: "failed",
            blocks: [],
            usage: null,
            cost: null,
            finish: { reason: "error", raw: null },
            failure: rateLimited,
            timing: { firstByteMs: 90, firstReasoningMs: null, firstAnswerMs: null, totalMs: 95 },
          }),
          attempt({
            number: 2,
            startedAtMs: 1095,
            warnings: [{ code: "usage-late", message: "The usage came after the end of the answer." }],
          }),
        ],
      }),
      step("s-2", {
        parent: "s-1",
        status: "budget",
        input: "And in seconds?",
        attempts: [
          attempt({
            status: "stopped",
            blocks: [reasoning("2 h 55 min are 175 min,")],
            finish: null,
            usage: { ...usage, source: "estimated", raw: null },
          }),
        ],
        cost: { usd: "0.0000201", basis: "estimate", reason: "The run was stopped before the provider counted.", rows: [] },
      }),
    ),
  }),
  tools: session("x-tools", "A tool call, its result, and items kept verbatim", {
    lanes: [{ ...lane, provider: "anthropic", model: "claude-opus-5-5", head: "s-2" }],
    steps: stepsOf(
      step("s-1", {
        origin: anthropic,
        tools: [
          {
            name: "timetable",
            description: "Arrival of a train.\nAsk for one train at a time.",
            parameters: { type: "object", properties: { train: { type: "string" } }, required: ["train"] },
          },
        ],
        attempts: [
          attempt({
            blocks: [
              reasoning("The timetable will know more than I do about this."),
              { type: "tool-call", callId: "toolu_1", name: "timetable", arguments: '{"train":"IC 714"}', isOpen: false },
            ],
            opaque: [{ kind: "signature", block: 0, data: signature, format: "anthropic-claude-v1" }],
            items: [
              { type: "thinking", thinking: "The timetable will know more than I do about this.", signature },
              {
                type: "tool_use",
                id: "toolu_1",
                name: "timetable",
                input: { train: "IC 714", $block: "a key of the tool's own" },
              },
            ],
            finish: { reason: "tool-calls", raw: "tool_use" },
          }),
        ],
      }),
      step("s-2", {
        parent: "s-1",
        origin: anthropic,
        input: "",
        toolResults: [{ callId: "toolu_1", name: "timetable", text: "14:10\n17:05", isError: false }],
      }),
    ),
  }),
  handoff: session("x-handoff", "Continued on another model, with a plan for what follows", {
    lanes: [{ ...lane, head: "s-2", plan: ["And with a stop of\n20 minutes?", "Summarise in one line."] }],
    steps: stepsOf(
      step("s-1", { origin: anthropic }),
      step("s-2", {
        parent: "s-1",
        input: "Check it.",
        handoff: {
          mode: "auto",
          from: "s-1",
          blocks: [
            {
              step: "s-1",
              block: 0,
              type: "reasoning",
              outcome: "brief",
              rule: "other-model",
              reason: "Another model cannot read this reasoning natively.",
              tokens: 41,
            },
            {
              step: "s-1",
              block: 1,
              type: "answer",
              outcome: "answer-only",
              rule: "plain-text",
              reason: "Answers go as plain text.",
              tokens: null,
            },
          ],
          brief:
            "Earlier reasoning, as information:\n- 14:10 to 17:10 are three hours (s-1)\n- five minutes less: 2 h 55 min (s-1)",
          fallbackOf: null,
          forecast: {
            shares: { native: 0, brief: 1, lost: 0 },
            inputTokens: 210,
            carriedTokens: 180,
            cacheableTokens: 0,
            cost: { low: "0.0011", likely: "0.0032", high: "0.0095" },
          },
        },
        attempts: [attempt({ blocks: [answer("Yes: 2 h 55 min.")], inputTransformations: [] })],
      }),
    ),
  }),
  redacted: session("x-redacted", "A key taken out, and what a removed step and a verdict cost", {
    prompt: { system: "", user: "Call the service with [redacted: API key].", variables: {} },
    redactions: [{ path: "prompt.user", kind: "API key" }],
    ledger: [
      { id: "s-0", at, what: "removed-step", provider: "deepseek", model: "deepseek-reasoner", step: "s-0", cost },
      {
        id: "x-verdict",
        at,
        what: "verdict",
        provider: "openai",
        model: "gpt-6-sol",
        step: null,
        cost: { ...cost, usd: "0.0001", basis: "billed", rows: [] },
      },
    ],
    lanes: [{ ...lane, head: null }],
  }),
};
