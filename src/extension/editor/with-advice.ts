import { Refusal } from "../refusal.ts";

/** VS Code shows an error's message and nothing else of it. */
export async function withAdvice<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new Error(`${error.message} ${error.advice}`, { cause: error });
  }
}
