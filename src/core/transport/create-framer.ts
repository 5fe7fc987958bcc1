import { assertNever } from "../model/assert-never.ts";
import { createAwsFramer } from "./aws-framer.ts";
import type { Framer, FramingId } from "./framer.ts";
import { createJsonArrayFramer } from "./json-array-framer.ts";
import { createNdjsonFramer } from "./ndjson-framer.ts";
import { createSseFramer } from "./sse-framer.ts";

export function createFramer(framing: FramingId): Framer {
  switch (framing) {
    case "sse":
      return createSseFramer();
    case "ndjson":
      return createNdjsonFramer();
    case "json-array":
      return createJsonArrayFramer();
    case "aws-eventstream":
      return createAwsFramer();
    default:
      return assertNever(framing, "framing");
  }
}
