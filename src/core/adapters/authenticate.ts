import { newFailure, ProviderError } from "../model/errors.ts";
import { signAws } from "./aws-signature.ts";
import type { UnsignedRequest } from "./aws-signature.ts";
import type { Provider } from "./provider.ts";

/**
 * The headers that prove who sends the request.
 * @throws ProviderError `auth` when a key is needed and there is none
 */
export async function authenticate(
  provider: Provider,
  key: string | null,
  request: UnsignedRequest,
): Promise<Readonly<Record<string, string>>> {
  const { auth } = provider;
  if (auth.type === "none") return {};
  // A pasted key often brings a line end along, and a header with one is refused long before the provider sees it.
  const secret = key === null || key.trim() === "" ? null : key.trim();
  if (secret === null) {
    if ("isOptional" in auth && auth.isOptional) return {};
    throw authError(provider, `There is no key for ${provider.label}.`, null);
  }
  if (/[^\u0021-\u007E]/.test(secret)) {
    throw authError(provider, `The key for ${provider.label} holds spaces or characters that no key has.`, null);
  }
  switch (auth.type) {
    case "bearer":
    case "google":
      return { authorization: `Bearer ${secret}` };
    case "header":
      return { [auth.header]: secret };
    case "aws":
      return awsHeaders(provider, auth.service, secret, request);
  }
}

/** `accessKeyId:secretAccessKey` or `…:sessionToken` is signed with; anything else is a Bedrock API key. */
async function awsHeaders(
  provider: Provider,
  service: string,
  secret: string,
  request: UnsignedRequest,
): Promise<Readonly<Record<string, string>>> {
  const [accessKeyId = "", secretAccessKey, sessionToken] = secret.split(":");
  if (secretAccessKey === undefined || !/^A[A-Z0-9]{15,}$/.test(accessKeyId)) return { authorization: `Bearer ${secret}` };
  try {
    return await signAws({ accessKeyId, secretAccessKey, sessionToken: sessionToken ?? null, service }, request);
  } catch (cause) {
    throw authError(provider, `The request to ${provider.label} could not be signed with the AWS keys.`, cause);
  }
}

function authError(provider: Provider, message: string, cause: unknown): ProviderError {
  const variable = "environment" in provider.auth ? provider.auth.environment[0] : undefined;
  return new ProviderError(
    newFailure({
      kind: "auth",
      message,
      advice: `In VS Code, run “Switchyard: Set API Key”${variable === undefined ? "" : `; on the command line, set ${variable}`}.`,
      provider: provider.id,
    }),
    cause === null ? undefined : { cause },
  );
}
