import { renderPrompt } from "../core/model/prompt-template.ts";
import { batAndBall } from "./samples/bat-and-ball.ts";
import { cacheOrNot } from "./samples/cache-or-not.ts";
import { clockHands } from "./samples/clock-hands.ts";
import { columnRename } from "./samples/column-rename.ts";
import { ignorantHost } from "./samples/ignorant-host.ts";
import { mislabelledBoxes } from "./samples/mislabelled-boxes.ts";
import { proration } from "./samples/proration.ts";
import { retryReview } from "./samples/retry-review.ts";
import type { SimulatedSample } from "./samples/sample.ts";
import { seating } from "./samples/seating.ts";
import { sqlJoin } from "./samples/sql-join.ts";
import { trouble } from "./samples/trouble.ts";
import { twoPlusTwo } from "./samples/two-plus-two.ts";

/** Prompts to begin with, in the order in which they are offered. */
export const samples: readonly SimulatedSample[] = [
  proration,
  mislabelledBoxes,
  seating,
  ignorantHost,
  batAndBall,
  twoPlusTwo,
  sqlJoin,
  columnRename,
  retryReview,
  clockHands,
  cacheOrNot,
  trouble,
];

/** The sample that a prompt is, white space aside; null for a prompt of the user's own. */
export function findSample(prompt: string): SimulatedSample | null {
  return byPrompt.get(flat(prompt)) ?? null;
}

function flat(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

const byPrompt = new Map(samples.map((sample) => [flat(renderPrompt(sample).user), sample]));
