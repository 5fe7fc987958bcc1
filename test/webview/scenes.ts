import type { Lane, Session } from "../../src/core/model/session.ts";
import type { SessionChange } from "../../src/core/model/session-change.ts";
import type { EditorContext } from "../../src/protocol/messages.ts";
import { context, runBudget } from "./offers.ts";
import {
  answer,
  attempt,
  computed,
  done,
  emptySession,
  ended,
  events,
  failure,
  lane,
  reasoning,
  reduce,
  sessionOf,
  start,
  usage,
} from "./scenarios.ts";

/** The states of the design, as data: what the host holds when the page opens, and what then arrives. */
export interface Scene {
  readonly session: Session;
  readonly context: EditorContext;
  readonly changes: readonly SessionChange[];
}

const sol = lane("a", "openai", "gpt-6-sol", "high");
const opus = lane("b", "anthropic", "claude-opus-5-5", "xhigh");
const flash = lane("c", "deepseek", "deepseek-v4.1-flash", "medium");
const argon = lane("d", "google", "gemini-4-argon", "high");
const qwen = lane("e", "ollama", "qwen3.8:27b", "medium");
const rounded = { sent: "high", outcome: "rounded", note: "The model knows no medium, so it becomes high." } as const;

const summaryText = `**Fixing the unit of time**

The upgrade happens at noon, so counting whole days would waste or double half a day. I count days with fractions: 11.5 used, 18.5 left.

**Crediting and charging the rest**

The old plan gives back 40 × 18.5 / 30 = 24.67, the new one costs 100 × 18.5 / 30 = 61.67. The difference is 37.00, and rounding once at the end gives the same.

**Checking the rounding rule**

The two orders can differ by a cent, so I subtract first.
`;
const rawText = `We have an upgrade at noon on the 12th. Let time run from the start of 1 November. Noon of the 12th is 11.5 days in, so 18.5 of 30 remain.

Credit: 40 × 18.5 / 30 = 740 / 30 = 24.6667. Charge: 100 × 18.5 / 30 = 1850 / 30 = 61.6667. Difference is 37 exactly, since 60 × 18.5 / 30 = 1110 / 30.

Good, clean. Now the function. Should it take dates or the remaining days? “Smallest” suggests remaining days. But maybe they want it to handle time zones. The prompt doesn't mention zones. Let me think about daylight saving: November has no change in the EU, and in the US it is on the 1st, so noon is`;
const solAnswer = `The upgrade leaves **18.5 of 30 days**. Credit and charge use the same remaining share, so subtract first and round once.

- credit for the old plan: 40 × 18.5 / 30 = 24.67
- charge for the new plan: 100 × 18.5 / 30 = 61.67

\`\`\`ts
// cents in, cents out, rounded once
function prorate(from: number, to: number,
                 left: number, days`;
const solEnd = ` = 30) {
  return Math.round((to - from) * left / days);
}
prorate(4000, 10000, 18.5); // 3700
\`\`\`

$37.00`;

const overloaded = failure({
  kind: "overloaded",
  provider: "google",
  status: 503,
  message: "Google is overloaded.",
  retryAfterMs: 16_000,
});

const running = { ...context, isRunning: true };

export const scenes = {
  first: { session: emptySession, context, changes: [] },
  ready: {
    session: sessionOf([sol, qwen, opus, { ...sol, id: "a2", effort: "low" }]),
    context: { ...context, budgets: runBudget("0.08") },
    changes: [],
  },
  running: {
    session: sessionOf([sol, opus, flash, argon]),
    context: { ...running, budgets: runBudget("0.08") },
    changes: [
      start(sol),
      attempt(sol),
      events(sol, 400, [usage(212, null, null)]),
      events(sol, 900, reasoning(summaryText, "summary")),
      events(sol, 15_100, answer(solAnswer)),
      { type: "attempt-cost", step: "s-a", cost: { ...computed("0.0160"), basis: "estimate" } },
      start(opus),
      attempt(opus),
      events(opus, 700, [usage(231, null, null)]),
      events(opus, 900, [
        { type: "reasoning-start", block: 0, visibility: "omitted" },
        { type: "reasoning-progress", block: 0, estimatedTokens: 1240 },
      ]),
      { type: "attempt-cost", step: "s-b", cost: { ...computed("0.0257"), basis: "estimate" } },
      start(flash, rounded),
      attempt(flash),
      events(flash, 1200, []),
      events(flash, 1400, [
        { type: "reasoning-start", block: 0, visibility: "raw" },
        { type: "reasoning-delta", block: 0, text: rawText },
      ]),
      start(argon),
      attempt(argon),
      { type: "attempt-end", step: "s-d", status: "failed", at: 2100, failure: overloaded, cost: null },
      { type: "step-wait", step: "s-d", wait: { reason: "retry", until: 18_100, nextAttempt: 2, serverAskedMs: 16_000 } },
    ],
  },
  finished: {
    session: sessionOf([sol, qwen, opus, { ...sol, id: "a2", effort: "low" }]),
    context: { ...context, budgets: runBudget("0.05") },
    changes: [
      start(sol),
      attempt(sol),
      events(sol, 400, []),
      events(sol, 900, reasoning(summaryText, "summary")),
      events(sol, 15_100, answer(solAnswer + solEnd)),
      events(sol, 18_400, [usage(212, 1428, 294)]),
      ...done(sol, 18_400, computed("0.01764")),
      start(qwen, { sent: "on", outcome: "rounded", note: "The model knows only on and off, so medium becomes on." }),
      attempt(qwen),
      events(qwen, 200, []),
      events(qwen, 300, reasoning(rawText, "raw")),
      events(
        qwen,
        19_900,
        answer(
          "Day 12 counts as used, so **18 days** remain.\n\n- credit: 40 × 18 / 30 = 24.00\n- charge: 100 × 18 / 30 = 60.00\n\n| plan | price | share |\n|---|--:|--:|\n| old | $40 | 24.00 |\n| new | $100 | 60.00 |\n\n$36.00",
        ),
      ),
      events(qwen, 27_400, [usage(236, null, null)]),
      ...done(qwen, 27_400, { usd: null, basis: "unknown", reason: "The price table has no row for this model.", rows: [] }),
      start(opus),
      attempt(opus),
      events(opus, 500, []),
      events(opus, 700, reasoning("", "omitted")),
      events(
        opus,
        10_900,
        answer(
          "Half of day 12 is still unused, so **18.5 of 30 days** remain.\n\nRule: charge the price difference for the remaining share of the month, rounded once to the cent.\n\n```ts\nexport const prorate = (\n  from: number, to: number,\n  daysLeft: number, daysInMonth = 30,\n) => Math.round((to - from) * daysLeft / daysInMonth);\n```\n\n$37.00",
        ),
      ),
      events(opus, 12_400, [usage(231, 1836, 262)]),
      ...done(opus, 12_400, { ...computed("0.0011"), basis: "billed" }),
      start({ ...sol, id: "a2", effort: "low" }),
      attempt({ ...sol, id: "a2", effort: "low" }),
      events({ ...sol, id: "a2", effort: "low" }, 300, []),
      events({ ...sol, id: "a2", effort: "low" }, 600, reasoning("", "encrypted")),
      events(
        { ...sol, id: "a2", effort: "low" },
        900,
        answer(
          "18.5 of 30 days remain at noon on the 12th, so the price difference is charged for 18.5 / 30 of the month.\n\n$37.00",
        ),
      ),
      events({ ...sol, id: "a2", effort: "low" }, 2100, [usage(212, 24, 94)]),
      ...done({ ...sol, id: "a2", effort: "low" }, 2100, computed("0.00156")),
    ],
  },
  errors: errorScene(),
  odd: oddScene(),
  three: manyLanes(3),
  one: manyLanes(1),
  eight: manyLanes(8),
  twelve: manyLanes(12),
  simulated: simulatedScene(),
} as const satisfies Record<string, Scene>;

function errorScene(): Scene {
  const grok = lane("g", "xai", "grok-4.7", "high");
  return {
    session: sessionOf([grok, sol, opus, flash]),
    context: { ...context, budgets: runBudget("0.08") },
    changes: [
      start(grok),
      {
        type: "step-end",
        step: "s-g",
        status: "failed",
        at: 0,
        failure: failure({ kind: "auth", provider: "xai", message: "xAI has no key.", advice: "Add a key for xAI." }),
        cost: null,
      },
      start(sol),
      attempt(sol),
      ...ended(
        sol,
        "failed",
        300,
        failure({
          kind: "auth",
          status: 401,
          code: "invalid_api_key",
          message: "OpenAI refused the key.",
          advice: "It may have been revoked, or belong to another organisation. Replace it.",
        }),
        null,
      ),
      start(opus),
      attempt(opus),
      events(opus, 700, reasoning(summaryText, "summary")),
      events(opus, 24_600, [
        usage(231, null, null),
        ...answer("At noon on 12 November, 18.5 of 30 days remain. The customer gets back 40 × 18.5 / 30 and"),
      ]),
      ...ended(opus, "budget", 25_200, null, {
        ...computed("0.0400"),
        basis: "estimate",
        reason: "Counted here when the budget stopped it.",
      }),
      start(flash, rounded),
      attempt(flash),
      events(flash, 1200, []),
      events(flash, 1400, reasoning(rawText, "raw")),
      events(
        flash,
        21_500,
        answer(
          "We charge the price difference for the 18.5 days that remain:\n\n```ts\nfunction prorate(from: number, to: number,\n                 left: number) {\n  return Math.rou",
        ),
      ),
      ...ended(
        flash,
        "partial",
        23_100,
        failure({
          kind: "stream-truncated",
          provider: "deepseek",
          message: "DeepSeek’s stream ended before it was finished.",
          advice: "Run this lane again for a whole answer.",
        }),
        { ...computed("0.0016"), basis: "estimate" },
      ),
    ],
  };
}

/** What the pictures of the design do not show: queued, stopped, at the output limit, tool calls, warnings, long names. */
function oddScene(): Scene {
  const long = lane("z", "anthropic", "anthropic/claude-opus-5-5-with-a-very-long-model-name-20261101", { budgetTokens: 16_384 });
  const limited = { ...sol, id: "lim" };
  const tools = { ...flash, id: "tool", effort: "high" as const };
  const parts: readonly SessionChange[] = [
    start(long),
    start(limited),
    attempt(limited),
    events(limited, 300, []),
    events(limited, 600, [...reasoning(summaryText, "summary"), ...answer("The upgrade leaves 18.5 of")]),
    events(limited, 900, [usage(212, 900, 12), { type: "finish", reason: "length", raw: "max_output_tokens", failure: null }]),
    { type: "attempt-end", step: "s-lim", status: "completed", at: 900, failure: null, cost: computed("0.012") },
    { type: "step-end", step: "s-lim", status: "complete", at: 900, failure: null, cost: computed("0.012") },
    start(tools),
    attempt(tools),
    {
      type: "attempt-end",
      step: "s-tool",
      status: "failed",
      at: 2100,
      failure: { ...overloaded, provider: "deepseek" },
      cost: null,
    },
    attempt(tools, 2, 4000),
    events(tools, 300, [
      { type: "warning", code: "temperature-dropped", message: "The model takes no `temperature`, so none was sent." },
      { type: "reasoning-start", block: 0, visibility: "raw" },
      { type: "reasoning-delta", block: 0, text: "I need the calendar.\n\nThen I can divide." },
      { type: "reasoning-end", block: 0, visibility: "raw" },
      { type: "answer-start", block: 1, channel: "commentary" },
      { type: "answer-delta", block: 1, text: "Let me look at the month first." },
      { type: "tool-call-start", block: 2, callId: "c1", name: "days_in_month" },
      { type: "tool-call-delta", block: 2, text: '{"year": 2026, "month": 11}' },
      { type: "tool-call-end", block: 2 },
      { type: "reasoning-start", block: 3, visibility: "redacted" },
      { type: "reasoning-end", block: 3, visibility: "redacted" },
    ]),
    ...ended(tools, "cancelled", 4600, null, null),
  ];
  return { session: sessionOf([long, limited, tools]), context: running, changes: parts };
}

function manyLanes(count: number): Scene {
  const efforts = ["low", "medium", "high", "xhigh"] as const;
  const models = [sol, opus, flash, argon, qwen];
  const lanes: Lane[] = Array.from({ length: count }, (_, index) => {
    const model = models[Math.floor(index / 3) % models.length] ?? sol;
    return { ...model, id: `m${index}`, effort: efforts[index % 3] ?? "low" };
  });
  const changes = lanes.flatMap((each, index): readonly SessionChange[] => {
    const end = 2000 + index * 2100;
    const thought = 100 + index * 240;
    const hidden = each.provider === "anthropic";
    const begin = [
      start(each),
      attempt(each),
      events(each, 300 + index * 40, []),
      events(
        each,
        600 + index * 50,
        reasoning(
          hidden ? "" : index % 2 === 0 ? summaryText : rawText,
          hidden ? "omitted" : index % 2 === 0 ? "summary" : "raw",
        ),
      ),
    ];
    if (index === 4)
      return [...begin, events(each, 900, answer("At noon on 12 November, 18.5 of 30 days remain, so the new plan is charged"))];
    return [
      ...begin,
      events(
        each,
        end - 900,
        answer(
          `At noon **18.5 of 30 days** are left, so the difference is charged for 18.5 / 30 of the month.\n\n\`\`\`ts\nconst prorate = (from: number, to: number,\n  days = 30) => Math.round(\n    (to - from) * days / 30);\n\`\`\`\n\n$${index % 5 === 0 ? 36 : 37}.00`,
        ),
      ),
      events(each, end, [usage(212 + index, thought, 90 + index * 12)]),
      ...done(each, end, computed(String(0.0016 + index * 0.0013))),
    ];
  });
  return { session: sessionOf(lanes), context: count > 4 ? running : context, changes };
}

function simulatedScene(): Scene {
  const lanes = (["low", "medium", "high"] as const).map((effort, index) =>
    lane(`q${index}`, "simulated", "steady-thinker", effort),
  );
  const changes = lanes.flatMap((each, index) => [
    start(each, { isSimulated: true }),
    attempt(each),
    events(each, 400, []),
    events(each, 800, reasoning(rawText.slice(0, 200 + index * 250), "raw")),
    events(each, 5000, answer(solAnswer + solEnd)),
    events(each, 6400, [usage(212, 388 * (index + 1), 187)]),
    ...done(each, 6400, computed("0.0062")),
  ]);
  return { session: sessionOf(lanes), context, changes };
}

/** The session with everything of the scene in it. */
export function settledSession(scene: Scene): Session {
  return reduce(scene.session, scene.changes);
}
