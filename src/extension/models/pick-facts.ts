import type { Workbench } from "../workbench.ts";
import { offerModel } from "./model-offers.ts";
import type { PickFacts } from "./pick-lanes.ts";

/** What VS Code's quick picks of models and efforts show, as of now. */
export async function pickFacts({ connections }: Pick<Workbench, "connections">): Promise<PickFacts> {
  const keys = await connections.keyStates();
  const { registry } = connections;
  const { prices } = connections.engine();
  return {
    registry,
    keys,
    offer: (choice) =>
      offerModel(choice, { registry, prices, at: Date.now(), key: keys.get(choice.provider)?.state ?? "missing" }),
  };
}
