import { newFailure, ProviderError, StopError } from "../model/errors.ts";
import type { ProviderFailure, StopReason } from "../model/errors.ts";
import type { ProviderId } from "../model/ids.ts";
import type { Auth, Provider } from "../adapters/provider.ts";

/** Why a lane was stopped: the signal's reason, read as data. An abort nobody explained counts as the user's. */
export function stopReasonOf(signal: AbortSignal): StopReason {
  return signal.reason instanceof StopError ? signal.reason.reason : "user";
}

/** Any thrown value as a failure: what a provider or the network did, or a fault of our own told as such. */
export function failureOf(error: unknown, provider: ProviderId): ProviderFailure {
  if (error instanceof ProviderError) return error.failure;
  const what = error instanceof Error ? error.message : String(error);
  return newFailure({
    provider,
    kind: "malformed-response",
    message: `The lane broke inside Switchyard: ${what}`,
    advice: "Run it again; if it happens again, report it with this message.",
  });
}

/** A request to a provider that needs a key cannot be made without one; said before anything is queued or sent. */
export function missingKey(provider: Provider): ProviderFailure | null {
  const names = neededKeyNames(provider.auth);
  if (names === null) return null;
  const [first] = names;
  return newFailure({
    provider: provider.id,
    kind: "auth",
    message: `There is no API key for ${provider.label}.`,
    advice: `In VS Code, run “Switchyard: Set API Key”${first === undefined ? "" : `; on the command line, set ${names.join(" or ")}`}.`,
  });
}

export function deadlineFailure(provider: ProviderId): ProviderFailure {
  return newFailure({
    provider,
    kind: "timeout",
    message: "The lane was stopped at its deadline before the answer ended.",
    advice: "Allow more time, or ask for less effort.",
  });
}

/** Null: no key is needed, or there are other ways to prove who asks (AWS, Google). */
function neededKeyNames(auth: Auth): readonly string[] | null {
  switch (auth.type) {
    case "bearer":
    case "header":
      return auth.isOptional === true ? null : auth.environment;
    case "none":
    case "aws":
    case "google":
      return null;
  }
}
