import { lane, type SimulatedSample } from "./sample.ts";

const user = `Review this function. What must change before it goes to production?

\`\`\`ts
export async function fetchWithRetry(url: string, retries = 3): Promise<Response> {
  for (let i = 0; i <= retries; i++) {
    try {
      const response = await fetch(url);
      if (response.status < 500) return response;
    } catch {}
    await new Promise((resolve) => setTimeout(resolve, 2 ** i * 100));
  }
  return fetch(url);
}
\`\`\``;

const fixed = `\`\`\`ts
export async function fetchWithRetry(url: string, { tries = 4, signal }: { tries?: number; signal?: AbortSignal } = {}) {
  for (let attempt = 1; ; attempt++) {
    try {
      const response = await fetch(url, { signal });
      if (!isWorthRetrying(response.status) || attempt >= tries) return response;
      await response.body?.cancel();
      await sleep(retryAfter(response) ?? backoff(attempt), signal);
    } catch (error) {
      if (signal?.aborted || attempt >= tries) throw error;
      await sleep(backoff(attempt), signal);
    }
  }
}
\`\`\``;

export const retryReview: SimulatedSample = {
  id: "code-review",
  icon: "code-review",
  title: "A review that finds the quiet faults",
  description: "Ten lines of retry logic. Every effort finds the empty catch; only some count the requests.",
  system: "You are a strict reviewer. Order findings by weight; no remarks on style.",
  user,
  variables: {},
  lanes: [
    lane("quick-draft", "default"),
    lane("clear-signal", "medium"),
    lane("steady-thinker", "high"),
    lane("measured-mind", { budgetTokens: 8192 }),
  ],
  solution: {
    isEasy: false,
    thoughts: [
      {
        from: 1,
        title: "The error that disappears",
        summary: "The empty catch hides why a request failed; nobody will learn it when all fail.",
        raw: "catch {} swallows the error. If the name does not resolve, the function waits, tries again and in the end throws something from the last fetch, unless that one works. 429 is below 500, so it is returned as a success.",
      },
      {
        from: 2,
        title: "Counting the requests",
        summary:
          "retries = 3 sends five requests: the loop runs four times and one more follows it. The last wait is for nothing.",
        raw: "How often does it ask? i = 0, 1, 2, 3: four times. Then return fetch(url): five. The parameter says 3 retries, which are four requests. And before the fifth it has slept 800 ms, and the fifth has no try around it and no check of its status: a 503 from it is returned like a success, an error is thrown. So a caller sees three different endings. The waits: 100, 200, 400, 800, together 1.5 s, no jitter, so many clients come back at the same moment. Retry-After is not read.",
      },
      {
        from: 3,
        title: "What is left open",
        summary:
          "The body of a failed response is never read or cancelled, so its connection stays busy; there is no way to cancel and no time limit.",
        raw: "What happens to the 5xx responses? Nothing reads or cancels their bodies. With undici the connection is not free again until that happens or the garbage collector comes by; under load the pool runs dry exactly when the server is in trouble. No signal: a caller that has given up goes on sending requests for 1.5 s and holds the function alive. No time limit: one hanging server and the await never ends, so there is no retry at all in the case where it would help most. Which methods? Only GET, because there is no init; good, that makes repeating safe. But the name does not say so, and the first extension will add options with a method, and then a POST is sent five times.",
      },
      {
        from: 3,
        title: "Ordering and proposing",
        summary:
          "I put what gives wrong results first, then what breaks under load, then what is missing, with one version that mends all of it.",
        raw: "Order by harm. Wrong results: status of the last response unchecked, 429 taken for success, five instead of four requests. Breaks under load: bodies not cancelled, no jitter, no Retry-After, no time limit. Missing: cancellation, the cause of the failure. A rewrite is shorter than a list of patches: one loop, one exit by return, one by throw, attempt counted from 1, and the wait only when another try follows. Is 408 worth retrying, 425? 408, 429, 500, 502, 503, 504 is the usual list; 501 and 505 are not going to change in a second. Do I break callers? Those who relied on five requests, hardly. Those who pass retries by position, yes: the options object changes the signature; mention it.",
      },
    ],
    answers: [
      { from: 0, text: "- The empty `catch {}` hides errors: log them.\n- Use a constant for the 100 ms.\n- Otherwise fine." },
      {
        from: 1,
        text: "1. The empty `catch {}` hides why a request failed; rethrow the last error.\n2. 429 is below 500 and is returned as a success; it should be retried.\n3. Add a time limit.",
      },
      {
        from: 2,
        text: "1. **Five requests instead of four**: the loop runs `retries + 1` times and one more follows, after a useless wait.\n2. **The last response is not checked**: a 503 comes back like a success.\n3. **429 counts as success**, and `Retry-After` is not read.\n4. The empty `catch {}` hides the cause.\n5. No jitter: clients come back all at once. No time limit.",
      },
      {
        from: 3,
        text: `**Gives wrong results**\n1. \`retries = 3\` sends five requests: four in the loop, one after it.\n2. The status of the last one is not checked: a 503 comes back like a success.\n3. 429 counts as success; \`Retry-After\` is not read.\n\n**Breaks under load**\n\n4. Bodies of failed responses are neither read nor cancelled, so their connections stay busy.\n5. No time limit: a server that hangs is never retried. No jitter.\n\n**Missing**\n\n6. A caller cannot cancel. The cause of a failure is dropped. Repeating is only safe for GET, and nothing says so.\n\n${fixed}\n\nThe signature changes: callers that pass \`retries\` by position must be adapted.`,
      },
    ],
  },
};
