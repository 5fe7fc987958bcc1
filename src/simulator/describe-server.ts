import type { JsonObject } from "../core/model/json.ts";
import { simulatedModels } from "./models.ts";

/** What GET answers: the list of models as OpenAI-compatible servers give it, and a word about what this is. Null: nothing there. */
export function describeServer(pathname: string): JsonObject | null {
  if (pathname === "/")
    return { name: "Switchyard simulator", isSimulated: true, models: simulatedModels.map((model) => model.id) };
  if (!pathname.endsWith("/models")) return null;
  const data = simulatedModels.map(({ id, name, contextTokens }) => ({
    id,
    object: "model",
    created: 0,
    owned_by: "switchyard-simulator",
    display_name: `${name} (simulated)`,
    max_input_tokens: contextTokens,
  }));
  return { object: "list", data };
}
