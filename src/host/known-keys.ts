import { builtinProviders } from "../core/adapters/builtin-providers.ts";
import type { EngineDependencies } from "../core/engine/engine.ts";
import { keyVariables } from "./environment-credentials.ts";
import type { Environment } from "./environment-credentials.ts";

/** Every key that a run could use now: none of them belongs into a file. */
export async function knownKeys({
  registry,
  credentials,
}: Pick<EngineDependencies, "registry" | "credentials">): Promise<readonly string[]> {
  const keys = await Promise.all(registry.providers().map(({ id }) => credentials.keyFor(id)));
  return [...new Set(keys.filter((key) => key !== null))];
}

/** What the environment holds: keys of providers under their own names, and whatever else is named like a secret. */
export function environmentKeys(environment: Environment): readonly string[] {
  const names = new Set(builtinProviders.flatMap(({ auth }) => keyVariables(auth)));
  const keys = new Set<string>();
  for (const [name, value] of Object.entries(environment)) {
    const key = value?.trim() ?? "";
    if (key !== "" && (names.has(name) || (/(?:KEY|TOKEN|SECRET|PASSWORD)$/i.test(name) && isRandom(key)))) keys.add(key);
  }
  return [...keys];
}

/** Not a word or a path that some tool keeps under such a name. */
function isRandom(value: string): boolean {
  return value.length >= 16 && /\d/.test(value) && /[A-Za-z]/.test(value) && !/[\s/\\]/.test(value);
}
