import { prepareCall, streamCall } from "../adapters/call.ts";
import { createStartRun } from "./create-start-run.ts";
import type { StartRun } from "./engine.ts";

/** Runs lanes against real adapters. */
export const startRun: StartRun = createStartRun({ prepareCall, streamCall });
