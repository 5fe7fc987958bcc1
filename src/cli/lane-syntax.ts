import { nearMisses } from "../core/adapters/near-misses.ts";
import { effortTiers, parseEffort } from "../core/model/effort.ts";
import type { Effort } from "../core/model/effort.ts";
import { isWireId, wireIds } from "../core/model/ids.ts";
import type { ProviderId, WireId } from "../core/model/ids.ts";
import { UsageError } from "./usage-error.ts";

/** `<provider>[:<wire>]/<model>[@<effort>]` as written. */
export interface LaneSpec {
  readonly provider: ProviderId;
  readonly wire: WireId | null;
  readonly model: string;
  readonly efforts: EffortSpec;
}

export type EffortSpec =
  | { readonly type: "none" }
  | { readonly type: "one"; readonly effort: Effort }
  /** One lane each, only such as the model takes. */
  | { readonly type: "each"; readonly efforts: readonly Effort[] }
  | { readonly type: "all" };

const form = "A lane is <provider>[:<wire>]/<model>[@<effort>], for example anthropic/claude-opus-5-5@high.";

/** @throws UsageError that names what is wrong and shows the form */
export function parseLane(text: string): LaneSpec {
  const slash = text.indexOf("/");
  if (slash < 1 || slash === text.length - 1) throw new UsageError(`"${text}" is not a lane.`, form);
  const [provider = "", wire] = splitOnce(text.slice(0, slash), ":");
  const { model, efforts } = splitEffort(text.slice(slash + 1));
  if (provider === "" || model === "") throw new UsageError(`"${text}" is not a lane.`, form);
  return { provider, wire: wire === undefined ? null : parseWire(wire), model, efforts };
}

function parseWire(text: string): WireId {
  if (isWireId(text)) return text;
  throw new UsageError(`There is no wire "${text}".`, `${suggestion(text, wireIds)}Wires: ${wireIds.join(", ")}.`);
}

function splitEffort(text: string): { readonly model: string; readonly efforts: EffortSpec } {
  const at = text.lastIndexOf("@");
  const suffix = at < 1 ? "" : text.slice(at + 1);
  // Vertex names versions `model@20251001`, and some catalogues begin ids with @; neither is an effort.
  if (at < 1 || suffix.includes("/") || /^20\d{6}$/.test(suffix)) return { model: text, efforts: { type: "none" } };
  return { model: text.slice(0, at), efforts: parseEfforts(suffix) };
}

function parseEfforts(text: string): EffortSpec {
  if (text === "all") return { type: "all" };
  const efforts = text.split(",").map((part) => parseEffort(part.trim()) ?? unknownEffort(part));
  const [only] = efforts;
  return only !== undefined && efforts.length === 1 ? { type: "one", effort: only } : { type: "each", efforts };
}

function unknownEffort(text: string): never {
  const names = [...effortTiers, "default", "all"];
  throw new UsageError(
    `There is no effort "${text}".`,
    `${suggestion(text, names)}Efforts: ${names.join(", ")}, or a number of tokens such as 16384; several are joined by commas.`,
  );
}

/** `Did you mean "high"? `, or nothing. */
export function suggestion(text: string, names: readonly string[]): string {
  const near = nearMisses(text, names);
  return near.length === 0 ? "" : `Did you mean ${near.map((name) => `"${name}"`).join(" or ")}? `;
}

function splitOnce(text: string, separator: string): readonly string[] {
  const at = text.indexOf(separator);
  return at === -1 ? [text] : [text.slice(0, at), text.slice(at + separator.length)];
}
