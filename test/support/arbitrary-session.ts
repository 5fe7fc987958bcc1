import fc from "fast-check";
import type { Block } from "../../src/core/model/block.ts";
import { sameRules } from "../../src/core/model/comparison.ts";
import type { ComparisonSettings } from "../../src/core/model/comparison.ts";
import { effortTiers } from "../../src/core/model/effort.ts";
import type { ProviderFailure } from "../../src/core/model/errors.ts";
import { errorKinds } from "../../src/core/model/errors.ts";
import type { Handoff, HandoffForecast } from "../../src/core/model/handoff.ts";
import type { Tool } from "../../src/core/model/model-request.ts";
import { handoffModes } from "../../src/core/model/handoff.ts";
import { wireIds } from "../../src/core/model/ids.ts";
import { meterBases } from "../../src/core/model/live-meter.ts";
import type { MeterReading } from "../../src/core/model/live-meter.ts";
import type { Attempt, Lane, Session, Step } from "../../src/core/model/session.ts";

/** Sessions of every feature, as files may hold them: nothing running, ids that refer to what exists. */

const text = fc.oneof(
  fc.string({ unit: "binary", maxLength: 60 }),
  fc.array(fc.string({ maxLength: 30 }), { maxLength: 6 }).map((lines) => lines.join("\n")),
);
const word = fc.stringMatching(/^[a-z][a-z0-9-]{0,20}$/);
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });
const count = maybe(fc.nat(2_000_000));
const milliseconds = fc.nat(10_000_000);
const usd = maybe(fc.tuple(fc.nat(9999), fc.nat(999_999_999)).map(([whole, part]) => `${whole}.${part}`));
const json = fc.jsonValue({ maxDepth: 3 }).map((value) => JSON.parse(JSON.stringify(value)));
const effort = fc.oneof(
  fc.constantFrom(...effortTiers, "default" as const),
  fc.record({ budgetTokens: fc.integer({ min: 1, max: 999_999 }) }),
);

const failure: fc.Arbitrary<ProviderFailure> = fc.record({
  kind: fc.constantFrom(...errorKinds),
  message: text,
  advice: text,
  provider: word,
  status: maybe(fc.integer({ min: 100, max: 599 })),
  code: maybe(word),
  requestId: maybe(word),
  retryAfterMs: maybe(milliseconds),
  shouldRetry: maybe(fc.boolean()),
  raw: json,
});

const block: fc.Arbitrary<Block> = fc.oneof(
  fc.record({
    type: fc.constant("reasoning" as const),
    visibility: fc.constantFrom(
      "raw" as const,
      "summary" as const,
      "omitted" as const,
      "encrypted" as const,
      "redacted" as const,
    ),
    text,
    estimatedTokens: count,
    isOpen: fc.constant(false),
  }),
  fc.record({
    type: fc.constant("answer" as const),
    channel: fc.constantFrom("answer" as const, "commentary" as const, "refusal" as const),
    text,
    isOpen: fc.constant(false),
  }),
  fc.record({ type: fc.constant("tool-call" as const), callId: word, name: word, arguments: text, isOpen: fc.constant(false) }),
);

const cost = fc.record({
  usd,
  basis: fc.constantFrom("billed" as const, "computed" as const, "estimate" as const, "unknown" as const),
  reason: maybe(text),
  rows: fc.array(
    fc.record({
      item: fc.constantFrom("input" as const, "cache-read" as const, "cache-write" as const, "output" as const, "call" as const),
      tokens: fc.nat(1_000_000),
      usdPerMillion: fc.constantFrom("3", "0.25", "15"),
      source: word,
      asOf: fc.constant("2026-11-22"),
    }),
    { maxLength: 2 },
  ),
});

const usage = fc.record({
  input: fc.record({ total: count, uncached: count, cacheRead: count, cacheWrite: count }),
  output: fc.record({ total: count, reasoning: count, visible: count }),
  source: fc.constantFrom("reported" as const, "estimated" as const, "none" as const),
  billedUsd: usd,
  raw: json,
});

const meterPart = fc.record({ tokens: count, basis: fc.constantFrom(...meterBases) });

const meter: fc.Arbitrary<MeterReading> = fc.record({
  reasoning: meterPart,
  answer: meterPart,
  isReasoningHidden: fc.boolean(),
  settled: maybe(fc.record({ estimated: fc.nat(9_000), reported: fc.nat(9_000) })),
});

const comparison: fc.Arbitrary<ComparisonSettings> = fc.record({
  same: fc.constantFrom(...sameRules),
  assertion: maybe(
    fc.oneof(
      fc.record({ type: fc.constant("contains" as const), text }),
      fc.record({ type: fc.constant("regex" as const), pattern: text, flags: fc.constantFrom("", "i") }),
      fc.record({ type: fc.constant("json-schema" as const), name: text, schema: json }),
      fc.record({
        type: fc.constant("judge" as const),
        judge: text,
        verdict: maybe(fc.record({ groups: fc.constant([["l-0", "l-1"], ["l-2"]]), cost: maybe(cost), problem: maybe(text) })),
      }),
      fc.record({
        type: fc.constant("judge" as const),
        judge: text,
        model: fc.record({ provider: word, model: word, effort }),
        verdict: fc.constant(null),
      }),
    ),
  ),
});

const attempt: fc.Arbitrary<Attempt> = fc
  .tuple(plainAttempt(), maybe(meter))
  .map(([plain, reading]) => (reading === null ? plain : { ...plain, meter: reading }));

function plainAttempt(): fc.Arbitrary<Attempt> {
  return fc.record({
    number: fc.integer({ min: 1, max: 9 }),
    status: fc.constantFrom("completed" as const, "failed" as const, "truncated" as const, "stopped" as const),
    startedAtMs: milliseconds,
    timing: fc.record({
      firstByteMs: maybe(milliseconds),
      firstReasoningMs: maybe(milliseconds),
      firstAnswerMs: maybe(milliseconds),
      totalMs: maybe(milliseconds),
    }),
    responseId: maybe(word),
    respondedModel: maybe(word),
    blocks: fc.array(block, { maxLength: 4 }),
    opaque: fc.array(
      fc.record({
        kind: fc.constantFrom("encrypted" as const, "signature" as const, "thought-signature" as const, "redacted" as const),
        block: maybe(fc.nat(3)),
        data: fc.base64String({ minLength: 4, maxLength: 80 }),
        format: fc.constantFrom("anthropic-claude-v1", "openai-responses-v1"),
      }),
      { maxLength: 2 },
    ),
    items: fc.array(json, { maxLength: 3 }),
    inputTransformations: maybe(fc.array(json, { maxLength: 2 })),
    usage: maybe(usage),
    cost: maybe(cost),
    finish: maybe(
      fc.record({
        reason: fc.constantFrom("stop" as const, "length" as const, "truncated" as const, "error" as const),
        raw: maybe(word),
      }),
    ),
    warnings: fc.array(fc.record({ code: word, message: text }), { maxLength: 2 }),
    failure: maybe(failure),
  });
}

const toolResult = fc.record({ callId: word, name: fc.oneof(fc.constant(""), word), text, isError: fc.boolean() });

const tool: fc.Arbitrary<Tool> = fc.record({
  name: word,
  description: text,
  parameters: fc.constantFrom<Tool["parameters"]>(
    {},
    { type: "object", properties: { at: { type: "string" } }, required: ["at"] },
  ),
});

const briefBy = fc.record({ provider: word, model: word, cost: maybe(cost) });

const plainHandoff: fc.Arbitrary<Handoff> = fc.record({
  mode: fc.constantFrom(...handoffModes, "nothing" as const),
  from: fc.constant("s-from"),
  blocks: fc.array(
    fc.record({
      step: fc.constant("s-from"),
      block: fc.nat(9),
      type: fc.constantFrom("reasoning" as const, "answer" as const, "tool-call" as const),
      outcome: fc.constantFrom("native" as const, "brief" as const, "answer-only" as const, "dropped" as const),
      rule: word,
      reason: text,
      tokens: count,
    }),
    { maxLength: 3 },
  ),
  brief: maybe(text),
  fallbackOf: maybe(fc.constant("s-refused")),
});

const forecast: fc.Arbitrary<HandoffForecast> = fc.record({
  shares: maybe(fc.constantFrom({ native: 1, brief: 0, lost: 0 }, { native: 0.25, brief: 0.5, lost: 0.25 })),
  inputTokens: fc.nat(),
  carriedTokens: fc.nat(),
  cacheableTokens: fc.nat(),
  cost: maybe(fc.constant({ low: "0.001", likely: "0.002", high: "0.0105" })),
});

const handoff: fc.Arbitrary<Handoff> = fc
  .tuple(plainHandoff, maybe(forecast), maybe(briefBy))
  .map(([plain, foreseen, writer]) => ({
    ...plain,
    ...(foreseen === null ? {} : { forecast: foreseen }),
    ...(writer === null ? {} : { briefBy: writer }),
  }));

function step(id: string, parent: string | null, lane: string): fc.Arbitrary<Step> {
  return fc
    .tuple(plainStep(id, parent, lane), fc.array(toolResult, { maxLength: 2 }), fc.array(tool, { maxLength: 2 }))
    .map(([plain, toolResults, tools]) => ({
      ...plain,
      ...(toolResults.length === 0 ? {} : { toolResults }),
      ...(tools.length === 0 ? {} : { tools }),
    }));
}

function plainStep(id: string, parent: string | null, lane: string): fc.Arbitrary<Step> {
  const plain = fc.record({
    id: fc.constant(id),
    parent: fc.constant(parent),
    lane: fc.constant(lane),
    status: fc.constantFrom("complete" as const, "partial" as const, "failed" as const, "cancelled" as const, "budget" as const),
    startedAt: fc.constant("2026-11-22T10:00:00.000Z"),
    durationMs: maybe(milliseconds),
    input: text,
    system: text,
    origin: fc.record({
      provider: word,
      wire: fc.constantFrom(...wireIds),
      model: word,
      accountScope: maybe(word),
      prefixDigest: maybe(word),
      isSimulated: fc.boolean(),
    }),
    effort: fc.record({
      requested: effort,
      sent: maybe(fc.dictionary(word, json, { minKeys: 1, maxKeys: 2, noNullPrototype: true })),
      sentLabel: word,
      outcome: fc.constantFrom("exact" as const, "rounded" as const, "dropped" as const, "not-applicable" as const),
      note: maybe(text),
    }),
    maxOutputTokens: maybe(fc.integer({ min: 1, max: 200_000 })),
    attempts: fc.array(attempt, { maxLength: 2 }),
    wait: fc.constant(null),
    failure: maybe(failure),
    cost: maybe(cost),
  });
  return fc.tuple(plain, maybe(handoff)).map(([made, went]) => (went === null ? made : { ...made, handoff: went }));
}

const lane = (id: string, head: string | null): fc.Arbitrary<Lane> =>
  fc
    .tuple(plainLane(id, head), fc.array(text, { maxLength: 2 }))
    .map(([plain, plan]) => (plan.length === 0 ? plain : { ...plain, plan }));

const plainLane = (id: string, head: string | null) =>
  fc.record({
    id: fc.constant(id),
    provider: word,
    wire: maybe(fc.constantFrom(...wireIds)),
    model: fc.string({ minLength: 1, maxLength: 30 }),
    effort,
    maxOutputTokens: maybe(fc.integer({ min: 1, max: 200_000 })),
    wantsSummary: fc.boolean(),
    head: fc.constant(head),
  });

const anySession: fc.Arbitrary<Session> = fc.integer({ min: 0, max: 4 }).chain((laneCount) => {
  const laneIds = Array.from({ length: laneCount }, (_, index) => `l-${index}`);
  return fc.record({
    id: fc.constant("x-test"),
    title: fc.string({ maxLength: 40 }),
    createdAt: fc.constant("2026-11-22T09:00:00.000Z"),
    prompt: fc.record({
      system: text,
      user: text,
      variables: fc.dictionary(fc.stringMatching(/^[A-Za-z_]\w{0,8}$/), text, { noNullPrototype: true }),
    }),
    lanes: fc.tuple(...laneIds.map((id, index) => lane(id, index % 2 === 0 ? `s-${id}-b` : null))),
    steps: fc
      .tuple(...laneIds.flatMap((id) => [step(`s-${id}-a`, null, id), step(`s-${id}-b`, `s-${id}-a`, id)]))
      .map((steps) => Object.fromEntries(steps.map((each) => [each.id, each]))),
  });
});

const ledgerEntry = fc
  .record({
    id: fc.constantFrom("p-1", "p-2"),
    at: fc.constant("2026-11-22T10:00:00.000Z"),
    what: fc.constantFrom("removed-step" as const, "brief" as const, "verdict" as const),
    provider: word,
    model: word,
    step: maybe(fc.constant("s-gone")),
    cost,
    isSimulated: fc.boolean(),
  })
  .map(({ isSimulated, ...entry }) => (isSimulated ? { ...entry, isSimulated } : entry));
const redaction = fc.record({ path: fc.constantFrom("prompt.user", "steps.s-1.input"), kind: fc.constant("API key") });

/** With what is paid beside steps and what was taken out, where there is any. */
const paidAndRedacted: fc.Arbitrary<Session> = fc
  .tuple(
    anySession,
    fc.uniqueArray(ledgerEntry, { maxLength: 2, selector: (entry) => entry.id }),
    fc.array(redaction, { maxLength: 2 }),
  )
  .map(([session, ledger, redactions]) => ({
    ...session,
    ...(ledger.length === 0 ? {} : { ledger }),
    ...(redactions.length === 0 ? {} : { redactions }),
  }));

/** Cloned, because fast-check's records have no prototype and sessions do. */
export const arbitrarySession: fc.Arbitrary<Session> = fc
  .tuple(paidAndRedacted, maybe(comparison.filter(({ same, assertion }) => same !== "auto" || assertion !== null)))
  .map(([session, compared]) => structuredClone(compared === null ? session : { ...session, comparison: compared }));
