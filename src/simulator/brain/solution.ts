import type { Thought } from "./script.ts";

/** Depth of thinking: 0 none, 1 low, 2 medium, 3 high, 4 xhigh, 5 max. `minimal` lies between none and low. */
export type Depth = number;

/** Everything there is to think and to answer about one prompt; a depth takes its part of it. */
export interface Solution {
  /** In order. `from`: the least depth at which the thought comes up. */
  readonly thoughts: readonly GradedThought[];
  /** In order of depth; the last whose `from` is reached is given. The first has `from: 0`. */
  readonly answers: readonly { readonly from: Depth; readonly text: string }[];
  /** So easy that an adaptive model does not think at low effort. */
  readonly isEasy: boolean;
}

export interface GradedThought extends Thought {
  readonly from: Depth;
}
