import { createHmac } from "node:crypto";
import { type Account, accountMark, endUserMark } from "./account.ts";
import { lettersOf } from "./digest.ts";
import type { Reply } from "./wires/simulated-wire.ts";

/** What a sealed blob says to the simulator that made it. To everybody else it is noise. */
export interface Sealed {
  readonly model: string;
  /** Digest of the conversation that it belongs to. */
  readonly prefix: string;
  readonly organisation: string;
  readonly endUser: string;
  /** What it was made for: the place it stands in, or a mark of the text that it signs. */
  readonly purpose: string;
}

/** What does not fit, in the words of OpenAI's and Anthropic's reports (provider-matrix 3.1, 3.3). */
export type Misfit = "organization_mismatch" | "end_user_mismatch" | "model_mismatch" | "prefix_mismatch";

/**
 * Opaque state of one reply: base64 with a mark of the model, of the account and of the conversation, so that replaying it
 * elsewhere can be noticed, padded to about the size of the reasoning it stands for.
 * @param length characters, about; null: by the length of the reasoning
 */
export function opaqueBlob(reply: Reply, purpose: string, length: number | null): string {
  const { question, script } = reply;
  const { account, model, prefix } = question;
  const head = [model.id, prefix, accountMark(account), endUserMark(account), purpose].join(",");
  const size = (length ?? Math.min(6_000, 200 + script.reasoningTokens * 3)) * 0.75 - head.length;
  const body = lettersOf(head, Math.max(24, Math.floor(size)));
  return Buffer.from(`${head},${body},${seal(head + body)}`).toString("base64");
}

/** What a blob says, or null when this simulator did not make it or it was changed. */
export function openBlob(blob: string): Sealed | null {
  const parts = Buffer.from(blob, "base64").toString("utf8").split(",");
  const [model, prefix, organisation, endUser, purpose, body, mark] = parts;
  if (model === undefined || prefix === undefined || organisation === undefined) return null;
  if (endUser === undefined || purpose === undefined) return null;
  const head = [model, prefix, organisation, endUser, purpose].join(",");
  return mark !== undefined && seal(`${head}${body}`) === mark ? { model, prefix, organisation, endUser, purpose } : null;
}

/** The first thing in which a blob does not belong where it is sent; null: it fits. */
export function misfitOf(
  sealed: Sealed,
  here: { readonly model: string; readonly prefix: string; readonly account: Account },
): Misfit | null {
  if (sealed.organisation !== accountMark(here.account)) return "organization_mismatch";
  if (sealed.endUser !== endUserMark(here.account)) return "end_user_mismatch";
  if (sealed.model !== here.model) return "model_mismatch";
  return sealed.prefix === here.prefix ? null : "prefix_mismatch";
}

/** No secret: it only has to tell an edited blob from a whole one. */
function seal(text: string): string {
  return createHmac("sha256", "switchyard-simulator").update(text).digest("base64url").slice(0, 24);
}
