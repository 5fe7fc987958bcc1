import { lane, type SimulatedSample } from "./sample.ts";

export const trouble: SimulatedSample = {
  id: "trouble",
  icon: "debug-disconnect",
  title: "Trouble on the line",
  description:
    "Rate limited, overloaded, cut off, failed after it had begun, out of tokens: what is kept and what is tried again.",
  system: "",
  user: "Name three checks a client should make before it sends a failed request again, and say why in one line each.",
  variables: {},
  lanes: [
    lane("steady-thinker+429-once", "low"),
    lane("quiet-mind+529-once", "low"),
    lane("open-book+cut", "high"),
    lane("clear-signal+error", "high"),
    lane("loud-thinker+length", "high"),
  ],
  solution: {
    isEasy: false,
    thoughts: [
      {
        from: 1,
        title: "Is it safe, is it useful, is it welcome",
        summary: "Three questions: may it be repeated, can it succeed the second time, and has the server said when.",
        raw: "What makes a second try right? It must do no harm, it must have a chance, and the server must be willing. Three checks: repeatable, temporary, allowed now.",
      },
      {
        from: 2,
        title: "Giving each its reason",
        summary: "A repeated order may be placed twice; a wrong key stays wrong; a server that asked for two seconds means it.",
        raw: "Repeatable: if the answer was lost on the way back, the first request may have been carried out; an order would be placed twice, unless it has an idempotency key. Temporary: 401 or 400 will fail again in the same way; 429, 503, 529 and a cut line may not. And some 429 are final: a used-up quota is no matter of seconds. Allowed now: Retry-After is the server's own word; before that moment a retry only adds to its load.",
      },
      {
        from: 3,
        title: "What else one could name",
        summary: "A limit on tries, jitter and a total deadline matter too, but they are about how to retry, not whether.",
        raw: "Other candidates: a limit on the number of tries, random spread, a total deadline, whether the user is still there. The first two are about how, not whether. The deadline is a good one: a retry whose answer nobody waits for is waste. But three are asked for, and the first three can each do real damage when skipped: a double order, an endless loop, a server that never recovers. What about partial answers? A stream that broke in the middle has already shown something, and been paid for; a retry starts from nothing and must not be glued to the first part, because two runs of a model do not continue each other. That deserves its place in the first check: is there anything already used of the first try? I fold it into “safe”. Order: harm first, then sense, then manners.",
      },
      {
        from: 3,
        title: "Making the lines short",
        summary: "One line each, the check first and the reason after it.",
        raw: "One line each, the check in bold, then because. No codes in the headline, codes as examples. “Is it safe to repeat?” “Can it succeed?” “Is it time?” These can be said in a corridor, which is a good sign.",
      },
    ],
    answers: [
      {
        from: 0,
        text: "1. **Is it safe to repeat?** The first try may have been carried out; an order would be placed twice.\n2. **Can it succeed the second time?** A wrong key stays wrong; an overloaded server recovers.\n3. **Is it time?** `Retry-After` is the server's own word.",
      },
      {
        from: 2,
        text: "1. **Is it safe to repeat?** The first try may have been carried out, and part of its answer used; without an idempotency key an order is placed twice.\n2. **Can it succeed the second time?** 400 and 401 will not; 429, 503, 529 and a cut line may, unless the quota is used up.\n3. **Is it time?** `Retry-After` is the server's own word; earlier tries only add to its load.",
      },
    ],
  },
};
