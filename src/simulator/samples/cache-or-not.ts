import { lane, type SimulatedSample } from "./sample.ts";

export const cacheOrNot: SimulatedSample = {
  id: "decision",
  icon: "law",
  title: "A decision with numbers",
  description: "Is a cache worth it? Four providers' ways to ask for effort, side by side: words, levels, a budget, a switch.",
  system: "",
  user: "Our API gets {{rate}} requests per second. A query takes {{query_ms}} ms in the database, a cache lookup {{cache_ms}} ms, and we expect {{hit_rate}} % hits. Is a cache worth it?",
  variables: { rate: "200", query_ms: "80", cache_ms: "2", hit_rate: "60" },
  lanes: [
    lane("steady-thinker", "medium"),
    lane("clear-signal", "medium"),
    lane("measured-mind", { budgetTokens: 4096 }),
    lane("loud-thinker", "high"),
  ],
  solution: {
    isEasy: false,
    thoughts: [
      {
        from: 1,
        title: "Mean time for one request",
        summary: "With 60 % hits a request takes 0.6 × 2 + 0.4 × 82 = 34 ms on average instead of 80.",
        raw: "Hit: 2 ms. Miss: 2 + 80 = 82 ms, because one looks first. 0.6 × 2 + 0.4 × 82 = 1.2 + 32.8 = 34 ms. Without: 80 ms. So yes, it is more than twice as fast.",
      },
      {
        from: 2,
        title: "What the database gets",
        summary: "Its load falls from 200 to 80 queries a second; about 6 instead of 16 connections are busy.",
        raw: "The mean is not the whole of it. The database gets only the misses: 200 × 0.4 = 80 queries a second. Busy connections by Little's law: before 200 × 0.08 = 16, after 80 × 0.08 = 6.4. That is the larger gain, because a database near its limit is slow for everybody. But the slow requests stay slow: 40 % of them still take 82 ms, so the 95th percentile hardly moves, it even gets 2 ms worse. If the complaint is about slow outliers, a cache does not answer it.",
      },
      {
        from: 3,
        title: "From which hit rate on it pays",
        summary: "Break even is at 2.5 % hits for time; so the estimate of 60 % may be far off and the answer stays the same.",
        raw: "How sure must I be of the 60 %? Time with hit rate h: 2 + 80 (1 − h). Below 80 as soon as h > 2/80 = 2.5 %. So even a bad estimate does not change the sign: at 20 % it is 66 ms, at 40 % 50 ms, at 90 % 10 ms. What would change the answer is not the speed but correctness: how stale may the data be? If not at all, one needs to invalidate on write, and that is where the effort and the faults are. With 200 requests a second and 60 % hits, how many distinct keys are asked again within the time to live? I cannot tell; a day's log could.",
      },
      {
        from: 3,
        title: "What can go wrong with a cache",
        summary:
          "When a popular key expires, all its requests reach the database at once; one request should fetch and the others wait. The database must survive a cold start.",
        raw: "The dark sides. Expiry of a popular key: if it makes 10 % of the traffic, 20 requests a second, then in the 80 ms until it is back only 1.6 requests miss together; harmless here, but with slower queries it grows, so let one fetch and the others wait. Cold start: after a restart of the cache all 200 a second hit the database again, 16 busy connections. It does that today, so it survives, but in a year, when traffic has doubled because the cache made it possible, it will not. That dependency is the real cost: the cache turns from a help into something that must not fail. Also a simpler candidate: 80 ms is long for one query. An index may bring it to 5 ms, and then the cache is not needed at all. That should come first; it is cheaper and has no stale data.",
      },
    ],
    answers: [
      { from: 0, text: "Yes. 60 % of the requests take 2 ms instead of 80 ms." },
      { from: 1, text: "**Yes.** On average 0.6 × 2 + 0.4 × 82 = **34 ms** instead of 80 ms." },
      {
        from: 2,
        text: "**Yes, mainly for the database.**\n\n| | without | with |\n|---|---|---|\n| mean time | 80 ms | 0.6 × 2 + 0.4 × 82 = **34 ms** |\n| queries a second | 200 | **80** |\n| busy connections | 16 | **6.4** |\n| slowest 40 % | 80 ms | 82 ms |\n\nIf the complaint is about slow outliers, a cache does not answer it.",
      },
      {
        from: 3,
        text: "**Yes, but look at the query first.** 80 ms is long; an index that makes it 5 ms would save the cache and its stale data.\n\n| | without | with |\n|---|---|---|\n| mean time | 80 ms | 0.6 × 2 + 0.4 × 82 = **34 ms** |\n| queries a second | 200 | **80** |\n| busy connections | 16 | **6.4** |\n| slowest 40 % | 80 ms | 82 ms |\n\n- It pays from 2.5 % hits on, so the 60 % need not be exact.\n- Let one request fetch an expired key while the others wait.\n- The database must still carry 200 a second after a cold start: test that each quarter, or the cache becomes a thing that must not fail.\n- What decides is how stale the data may be.",
      },
    ],
  },
};
