/** Files come from strangers' repositories: these keep reading one cheap and safe. */
export const fileBounds = {
  /** 100 lanes of 1 MB fit; half a gigabyte does not. */
  maxChars: 256 * 1024 * 1024,
  maxDepth: 64,
  maxLanes: 500,
  maxSteps: 20_000,
  /** Nobody reads more, and each costs memory that a forged file would choose. */
  maxProblems: 100,
  maxProblemPathChars: 200,
} as const;
