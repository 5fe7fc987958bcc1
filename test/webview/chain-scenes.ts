import type { Page } from "playwright-core";
import { createRegistry } from "../../src/core/adapters/registry.ts";
import { prefixDigest } from "../../src/core/engine/prefix-digest.ts";
import { planHandoff } from "../../src/core/handoff/plan-handoff.ts";
import { continuationJob } from "../../src/core/handoff/run-continuation.ts";
import { newAttempt } from "../../src/core/model/attempt.ts";
import type { Handoff, HandoffForecast, HandoffMode } from "../../src/core/model/handoff.ts";
import type { Attempt, Lane, Session, Step } from "../../src/core/model/session.ts";
import { sha256 } from "../../src/host/sha256.ts";
import { context } from "./offers.ts";
import type { ReadingScene } from "./reading-scenes.ts";
import { computed, failure, lane, sessionOf } from "./scenarios.ts";

const registry = createRegistry({ extra: [] });
const opus: Lane = { ...lane("a", "anthropic", "claude-opus-5-5", "high"), wire: "anthropic-messages" };
const sol: Lane = { ...lane("b", "openai", "gpt-6-sol", "high"), wire: "openai-responses" };

interface Parts {
  readonly id: string;
  readonly of: Lane;
  readonly before?: readonly Step[];
  readonly input: string;
  readonly reasoning: string;
  readonly answer: string;
  /** Input, reasoning, answer. */
  readonly tokens: readonly [number, number, number];
  readonly ms: number;
  readonly usd: string;
  readonly minute: number;
  readonly mode?: HandoffMode;
  readonly removed?: number;
}

/** A step that ended well, made as the engine makes one: its handoff is really planned. */
function chainStep(parts: Parts): Step {
  const { id, of, before = [], input, tokens, ms } = parts;
  const handoff = handoffTo(parts);
  const removals = Array.from({ length: parts.removed ?? 0 }, () => ({ action: "removed", reason: "prefix_mismatch" }));
  const attempt: Attempt = {
    ...newAttempt(1, 0),
    status: "completed",
    timing: { firstByteMs: 500, firstReasoningMs: 1000, firstAnswerMs: Math.round(ms * 0.7), totalMs: ms },
    blocks: [
      { type: "reasoning", visibility: "summary", text: parts.reasoning, estimatedTokens: tokens[1], isOpen: false },
      { type: "answer", channel: "answer", text: parts.answer, isOpen: false },
    ],
    opaque: [{ kind: "signature", block: 0, data: "c2VhbA==", format: "unknown" }],
    items: [{ type: "item" }],
    inputTransformations: removals.length > 0 ? removals : null,
    usage: {
      input: {
        total: tokens[0],
        uncached: null,
        cacheRead: before.length > 0 ? Math.round(tokens[0] * 0.8) : 0,
        cacheWrite: null,
      },
      output: { total: tokens[1] + tokens[2], reasoning: tokens[1], visible: tokens[2] },
      source: "reported",
      billedUsd: null,
      raw: null,
    },
    cost: computed(parts.usd),
    finish: { reason: "stop", raw: "stop" },
  };
  return {
    id,
    parent: before.at(-1)?.id ?? null,
    lane: of.id,
    status: "complete",
    startedAt: `2026-11-14T10:${String(parts.minute).padStart(2, "0")}:00.000Z`,
    durationMs: ms,
    input,
    system,
    origin: {
      provider: of.provider,
      wire: of.wire ?? "openai-chat",
      model: of.model,
      accountScope: "org-a",
      prefixDigest: handoff.digest,
      isSimulated: false,
    },
    effort: { requested: of.effort, sent: { effort: "high" }, sentLabel: "high", outcome: "exact", note: null },
    maxOutputTokens: null,
    attempts: [attempt],
    wait: null,
    failure: null,
    cost: computed(parts.usd),
    ...(handoff.value === null ? {} : { handoff: handoff.value }),
  };
}

function handoffTo(parts: Parts): {
  readonly value: Handoff | null;
  readonly digest: string;
} {
  const { of, before = [], input, mode = "auto" } = parts;
  if (before.length === 0) {
    return { value: null, digest: prefixDigest({ system, tools: [], messages: [{ role: "user", text: input }] }, sha256) };
  }
  const question = {
    path: before,
    adapter: registry.adapterFor(of),
    accountScope: "org-a",
    effort: of.effort,
    mode,
    input,
    toolResults: [],
    tools: [],
    briefTokens: null,
    briefText: null,
    sha256,
  };
  const foresee = (): HandoffForecast => foreseenFor(parts);
  const { handoff, request } = continuationJob({ lane: of, question, allowsFallback: false, foresee }, planHandoff(question));
  return { value: handoff ?? null, digest: prefixDigest(request, sha256) };
}

/** As if it had been forecast well: the input about right, the cost within its range. */
function foreseenFor({ tokens, usd, of }: Parts): HandoffForecast {
  const shares = of.provider === "anthropic" ? { native: 1, brief: 0, lost: 0 } : { native: 0, brief: 0.91, lost: 0.09 };
  const cost = { low: String(Number(usd) / 2), likely: usd, high: String(Number(usd) * 2) };
  return { shares, inputTokens: tokens[0] - 58, carriedTokens: tokens[0] - 200, cacheableTokens: 0, cost };
}

const system = "You investigate outages. Name times as the log does.";
const log =
  "Checkout failed for eight minutes on 14 November. Work through the log in three steps: facts, causes ranked, root cause with the smallest change.";

const facts = chainStep({
  id: "s-1",
  of: opus,
  input: "List only the facts in the log that bear on the cause, with their times.",
  reasoning:
    "**Reading the log**\n\nDeploy 4182 at 09:12:04 raised pool.max from 20 to 60. db-2 refused connections at 09:12:31, limit 100. The rollback came at 09:21:47. Query times stay flat until 09:12:31, so I keep that as a fact as well.",
  answer:
    "4 facts, from deploy 4182 at 09:12:04 to the rollback at 09:21:47.\n\n1. 09:12:04 deploy 4182 sets `pool.max` to 60\n2. 09:12:31 `db-2` refuses connections, limit 100\n3. 09:12:31 first failed checkout\n4. 09:21:47 rollback",
  tokens: [2410, 214, 144],
  ms: 6100,
  usd: "0.0168",
  minute: 1,
});

const causes = chainStep({
  id: "s-2",
  of: opus,
  before: [facts],
  input: "Rank the three likeliest causes. For each, name the fact that would disprove it.",
  reasoning:
    "**Ranking**\n\nConnection exhaustion is the likeliest, because 3 pods × 60 = 180, above 100. A slow query is unlikely: query times were flat until 09:12:31. A partition is ruled out, since db-1 stayed reachable in the same subnet.",
  answer:
    "1. **Connections ran out.** 3 pods × 60 = 180 asked of a replica that allows 100. Disproved if `db-2` had accepted any connection at 09:12:31.\n2. **A slow query.** Disproved by query times that stay flat until 09:12:31.\n3. **A network partition.** Disproved by `db-1`, reachable in the same subnet.",
  tokens: [2846, 731, 418],
  ms: 13_400,
  usd: "0.0252",
  minute: 2,
});

const overloaded = failure({
  kind: "overloaded",
  provider: "anthropic",
  status: 529,
  message: "Anthropic is overloaded.",
  retryAfterMs: null,
});
const brokenBase = chainStep({
  id: "s-3",
  of: opus,
  before: [facts, causes],
  input: "Write the root cause in one paragraph, and the smallest change that prevents it.",
  reasoning:
    "Three pods were running when deploy 4182 went out, so the replica was asked for 180. The limit is on the replica, not on the pod, so the change that cannot come back is to derive the pool from the limit and the number of",
  answer: "",
  tokens: [3270, 212, 0],
  ms: 6200,
  usd: "0.0065",
  minute: 3,
});
const truncated = failure({
  kind: "stream-truncated",
  provider: "anthropic",
  message: "The stream broke before it was finished.",
  status: null,
  retryAfterMs: null,
});
const failedTry = (number: number): Attempt => ({
  ...newAttempt(number, 0),
  status: "failed",
  timing: { firstByteMs: null, firstReasoningMs: null, firstAnswerMs: null, totalMs: 400 + number * 100 },
  failure: overloaded,
});
const broken: Step = {
  ...brokenBase,
  status: "partial",
  failure: truncated,
  attempts: [
    failedTry(1),
    failedTry(2),
    ...brokenBase.attempts.map((attempt): Attempt => ({
      ...attempt,
      number: 3,
      status: "truncated",
      blocks: attempt.blocks.slice(0, 1),
      opaque: [],
      items: [],
      finish: null,
      failure: truncated,
      cost: { ...computed("0.0065"), basis: "estimate" },
    })),
  ],
  cost: { ...computed("0.0065"), basis: "estimate" },
};
const resumed = chainStep({
  id: "s-4",
  of: { ...sol, id: "a" },
  before: [facts, causes, broken],
  input: "Write the root cause in one paragraph, and the smallest change that prevents it.",
  reasoning:
    "The notes already settle the cause. What is left is a change that holds when the number of pods changes, so the pool must follow from the replica’s limit with some room for migrations: 0.9 × 100 / 3 = 30.",
  answer:
    "Deploy 4182 tripled each pod’s pool to 60. Three pods then asked for **180 connections of a replica that allows 100**, so `db-2` refused new ones from 09:12:31 until the rollback. Smallest change: derive the pool from the limit.\n\n```ts\npool.max = Math.floor((0.9 * dbLimit) / podCount); // 30\n```",
  tokens: [3612, 486, 203],
  ms: 7900,
  usd: "0.0141",
  minute: 5,
});

function sessionWith(lanes: readonly Lane[], steps: readonly Step[]): Session {
  const base = sessionOf(lanes);
  const prompt = { system, user: log, variables: {} };
  return { ...base, title: "Outage of 14 November", prompt, steps: Object.fromEntries(steps.map((step) => [step.id, step])) };
}

/** The design's chain: two steps, one that broke, and another model that took over with a brief. */
export const outage = sessionWith([{ ...sol, id: "a", head: "s-4" }], [facts, causes, broken, resumed]);
/** The same before anybody took over. */
export const brokenChain = sessionWith([{ ...opus, head: "s-3" }], [facts, causes, broken]);

/** A first step whose provider was down: nothing came back. */
export const failedFirst = sessionWith(
  [{ ...opus, head: "s-1" }],
  [
    {
      ...facts,
      input: "What is 17 * 24?",
      status: "failed",
      failure: overloaded,
      cost: null,
      attempts: [failedTry(1), failedTry(2)],
    },
  ],
);

/** A chain of so many steps on one model, and branches of its last step to so many lanes. */
export function longChain(count: number, branches: number): Session {
  const steps: Step[] = [];
  for (let at = 1; at <= count; at += 1) {
    steps.push(
      chainStep({
        id: `s-${at}`,
        of: opus,
        before: steps.slice(),
        input: `Go through part ${at} of the log and say what changes.`,
        reasoning: `Part ${at} holds ${at * 7} lines. Of these ${at} matter, because they name db-${at}.`,
        answer: `Part ${at}: ${at} of ${at * 7} lines matter.`,
        tokens: [2000 + at * 180, 200 + at, 40],
        ms: 3000,
        usd: "0.0110",
        minute: at,
      }),
    );
  }
  const others = Array.from({ length: branches }, (_, at): Lane => ({
    ...(at % 2 === 0 ? sol : opus),
    id: `x${at}`,
    head: `s-x${at}`,
  }));
  const ends = others.map((each, at) =>
    chainStep({
      id: `s-x${at}`,
      of: each,
      before: steps,
      input: "Now write it up in three sentences.",
      reasoning: "The notes settle it: db-1 to db-20 were asked for 180 connections.",
      answer: "Connections ran out. The pool was too large. Derive it from the limit.",
      tokens: [6000, 310, 90],
      ms: 5200,
      usd: "0.0140",
      minute: 40 + at,
      mode: at % 4 === 3 ? "answers" : "auto",
      removed: at % 4 === 1 ? 2 : 0,
    }),
  );
  return sessionWith([{ ...opus, head: `s-${count}` }, ...others], [...steps, ...ends]);
}

const openAnew = async (page: Page): Promise<void> => {
  await page.getByRole("button", { name: "Run on another model…" }).click();
  await page.locator(".offer-details").first().waitFor();
};

const openDialog = async (page: Page): Promise<void> => {
  await page.locator(".checkpoint-link button").last().click();
  await page.locator(".offer").first().waitFor();
  await page.locator(".brief-part, .offer-details").first().waitFor();
};

export const chainScenes: Readonly<Record<string, ReadingScene>> = {
  chain: { session: outage, context, changes: [], prepare: async (page) => page.click("#ledger-tab") },
  "chain-end": {
    session: outage,
    context,
    changes: [],
    prepare: async (page) => {
      await page.locator(".brief-sent, .handoff-card .fold").first().click();
      await page.locator(".chain-view").evaluate((element) => element.scrollTo(0, 10_000));
    },
  },
  "chain-long": { session: longChain(20, 0), context, changes: [], prepare: () => Promise.resolve() },
  "chain-four": { session: longChain(2, 3), context, changes: [], prepare: () => Promise.resolve() },
  "chain-twelve": {
    session: longChain(20, 11),
    context,
    changes: [],
    prepare: async (page) => page.getByRole("radio", { name: "Columns" }).click(),
  },
  "continue-on": {
    session: longChain(2, 3),
    context,
    changes: [],
    prepare: async (page) => {
      await openDialog(page);
      await page.keyboard.press("Escape");
      await page.locator("[data-lane=a] .checkpoint-link button").click();
      await page.fill("#next-prompt", "What would have prevented it at the edge?");
      await page.locator(".offer").nth(4).click();
    },
  },
  "find-earlier": {
    session: longChain(5, 2),
    context,
    changes: [],
    prepare: async (page) => {
      await page.evaluate(() =>
        window.dispatchEvent(new CustomEvent("from-host", { detail: [{ type: "view/do", action: "find" }] })),
      );
      await page.fill("#find-text", "lines matter");
      await page.waitForSelector('.find[aria-busy="false"]');
      await page.press("#find-text", "Enter");
    },
  },
  "continue-earlier": {
    session: outage,
    context,
    changes: [],
    prepare: async (page) => {
      await openDialog(page);
      await page.locator(".offer").nth(2).click();
      await page.getByRole("button", { name: "Earlier brief" }).click();
    },
  },
  "continue-anew": { session: failedFirst, context, changes: [], prepare: openAnew },
  "continue-brief": {
    session: brokenChain,
    context,
    changes: [],
    prepare: async (page) => {
      await openDialog(page);
      await page.locator(".brief-part .fold").click();
      await page.getByRole("radio", { name: "Graph" }).click();
    },
  },
};
