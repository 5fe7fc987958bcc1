import { newFailure, ProviderError } from "../model/errors.ts";
import { maxFrameChars } from "./framer.ts";

/** A framer knows no provider; whoever drives it fills the name in. */
export function malformedFrame(message: string, cause?: unknown): ProviderError {
  return new ProviderError(
    newFailure({
      kind: "malformed-response",
      message,
      advice: "Check that the base URL points at an API of this kind and that no proxy rewrites its answers, then try again.",
      provider: "",
    }),
    cause === undefined ? undefined : { cause },
  );
}

export function frameTooLong(): ProviderError {
  const megabytes = maxFrameChars / (1024 * 1024);
  return malformedFrame(`The response sent a single message of more than ${megabytes} MB, which no known API does.`);
}
