import type { Solution } from "./brain/solution.ts";
export interface SimulatedSample {
  readonly id: string;
  readonly solution: Solution;
}
export const samples: readonly SimulatedSample[] = [];
export function findSample(prompt: string): SimulatedSample | null {
  return samples.find((sample) => sample.id === prompt) ?? null;
}
