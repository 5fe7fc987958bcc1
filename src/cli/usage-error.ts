/** The command cannot be carried out as it was given: exit code 2. `advice` says what to do instead. */
export class UsageError extends Error {
  readonly advice: string;

  constructor(message: string, advice: string) {
    super(message);
    this.name = "UsageError";
    this.advice = advice;
  }
}

/** Exit codes are part of the contract with scripts. */
export const exitCodes = { completed: 0, failed: 1, usage: 2, budget: 3, interrupted: 130 } as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
