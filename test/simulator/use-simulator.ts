import assert from "node:assert/strict";
import { startSimulator, type Simulator } from "../../src/simulator/start-simulator.ts";

/**
 * A simulator that never waits, for the tests of the block that this is called in; its address is known in its tests, not before.
 * @param closeClient closes what holds connections to it, which would keep it open
 */
export function useSimulator(closeClient: () => Promise<void> = () => Promise.resolve()): { readonly url: string } {
  let simulator: Simulator | null = null;
  before(async () => {
    simulator = await startSimulator({ speed: 0 });
  });
  after(async () => {
    await closeClient();
    await simulator?.close();
  });
  return {
    get url() {
      assert.ok(simulator !== null, "The simulator runs while tests do.");
      return simulator.url;
    },
  };
}
