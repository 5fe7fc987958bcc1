import type { Sample } from "../protocol/messages.ts";
import { sampleSeconds } from "../simulator/sample-seconds.ts";
import { samples as simulated } from "../simulator/samples.ts";
import type { SimulatedSample } from "../simulator/samples/sample.ts";

/** The simulator's prompts to begin with, as the page lists them. */
export const offeredSamples: readonly Sample[] = simulated.map((sample) => ({
  id: sample.id,
  title: sample.title,
  text: sample.description,
  facts: factsOf(sample),
  icon: sample.icon,
  lanes: sample.lanes.map(({ provider, model, effort }) => ({ provider, model, effort })),
}));

export function findOfferedSample(id: string): SimulatedSample | null {
  return simulated.find((sample) => sample.id === id) ?? null;
}

function factsOf(sample: SimulatedSample): string {
  const count = sample.lanes.length;
  return `${String(count)} simulated ${count === 1 ? "lane" : "lanes"}, ${String(sampleSeconds(sample))} s`;
}
