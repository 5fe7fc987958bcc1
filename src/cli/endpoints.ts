import { parseCustomProvider } from "../core/adapters/custom-provider.ts";
import type { Provider } from "../core/adapters/provider.ts";
import { isWireId, wireIds } from "../core/model/ids.ts";
import { suggestion } from "./lane-syntax.ts";
import { UsageError } from "./usage-error.ts";

/** `--endpoint <provider>=<base url>`, `--key-env <provider>=<NAME>`: values by provider. */
export function readPairs(option: string, texts: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(texts.map((text) => readPair(option, text)));
}

function readPair(option: string, text: string): readonly [name: string, value: string] {
  const at = text.indexOf("=");
  if (at < 1) throw new UsageError(`${option} ${text} has no value.`, `Write ${option} <name>=<value>.`);
  return [text.slice(0, at), text.slice(at + 1)];
}

/** @throws UsageError unless it is an http or https address */
export function readBaseUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new UsageError(
      `"${text}" is not a base URL.`,
      "It starts with http:// or https://, for example http://127.0.0.1:11434/v1.",
    );
  }
  if (url.username !== "" || url.password !== "") {
    throw new UsageError("A base URL must not hold a user name or password.", "Give the key in the environment instead.");
  }
  return text.replace(/\/+$/, "");
}

/**
 * `<id>=<wire>,<base url>`: a provider on the fly, about whose models nothing is known.
 * @param where the option or command that takes it
 */
export function readProvider(text: string, where: "--provider" | "probe" = "--provider"): Provider {
  const form = `Write ${where} <id>=<wire>,<base url>, for example ${where} lab=openai-chat,http://127.0.0.1:8000/v1.`;
  const at = text.indexOf("=");
  const [id, value] = [text.slice(0, Math.max(0, at)), text.slice(at + 1)];
  const comma = value.indexOf(",");
  const wire = value.slice(0, Math.max(0, comma));
  if (at < 1 || comma < 1) throw new UsageError(`${where} ${text} is not complete.`, form);
  if (!isWireId(wire)) {
    throw new UsageError(`There is no wire "${wire}".`, `${suggestion(wire, wireIds)}Wires: ${wireIds.join(", ")}.`);
  }
  const parsed = parseCustomProvider(id, { wire, baseUrl: readBaseUrl(value.slice(comma + 1)), needsKey: false }, []);
  if (parsed.isOk) return parsed.provider;
  throw new UsageError(parsed.message, form);
}
