import type { prepareCall, streamCall } from "../adapters/call.ts";

/** What the engine asks of the adapters, so that its tests can stand in for them. */
export interface Calls {
  readonly prepareCall: typeof prepareCall;
  readonly streamCall: typeof streamCall;
}
