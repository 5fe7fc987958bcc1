import type { Step } from "../../src/core/model/session.ts";
import { emptyMeter, meterView } from "../format/meter.ts";
import type { MeterView } from "../format/meter.ts";
import type { Page } from "./page.ts";

/** A step's figures as of now; of none, an empty meter. */
export function meterOf({ store }: Pick<Page, "store">, step: Step | null): MeterView {
  if (step === null) return emptyMeter;
  const latest = store.latestStep(step.id) ?? step;
  return meterView(latest, store.elapsedMs(latest));
}
