import { maskedRequest } from "../core/adapters/masked-request.ts";
import type { EngineDependencies, RunOptions } from "../core/engine/engine.ts";
import { firstStepJob } from "../core/engine/first-step.ts";
import { previewCall } from "../core/engine/preview-call.ts";
import { ProviderError } from "../core/model/errors.ts";
import { effortText } from "../core/model/effort.ts";
import type { JsonObject } from "../core/model/json.ts";
import type { Lane, Session } from "../core/model/session.ts";

/** The exact requests that a run of these lanes would send now, as JSON text. Authentication is named, never shown. */
export async function requestsText(
  session: Session,
  lanes: readonly Lane[],
  dependencies: EngineDependencies,
  options: RunOptions,
): Promise<string> {
  const requests = await Promise.all(lanes.map((lane) => describe(session, lane, dependencies, options)));
  return `${JSON.stringify(requests, null, 2)}\n`;
}

async function describe(
  session: Session,
  lane: Lane,
  dependencies: EngineDependencies,
  options: RunOptions,
): Promise<JsonObject> {
  const name = `${lane.provider}/${lane.model}@${effortText(lane.effort)}`;
  try {
    const { call, heldBack } = await previewCall(dependencies, firstStepJob(session.prompt, lane), options);
    const warnings = call.warnings.map(({ code, message }) => ({ code, message }));
    return { lane: name, ...(heldBack === null ? {} : { heldBack }), ...maskedRequest(call), warnings };
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    return { lane: name, error: error.failure.message, advice: error.failure.advice };
  }
}
