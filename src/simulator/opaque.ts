import { createHmac } from "node:crypto";
import { lettersOf } from "./digest.ts";
import type { Reply } from "./wires/simulated-wire.ts";

/** What a sealed blob says to the simulator that made it. To everybody else it is noise. */
export interface Sealed {
  readonly model: string;
  /** Digest of the conversation that it belongs to. */
  readonly prefix: string;
}

/**
 * Opaque state of one reply: base64 with a mark of the model and of the conversation, so that replaying it elsewhere can
 * be noticed, padded to about the size of the reasoning it stands for.
 * @param length characters, about; null: by the length of the reasoning
 */
export function opaqueBlob(reply: Reply, purpose: string, length: number | null): string {
  const { question, script } = reply;
  const head = `${question.model.id},${question.prefix},${purpose}`;
  const size = (length ?? Math.min(6_000, 200 + script.reasoningTokens * 3)) * 0.75 - head.length;
  const body = lettersOf(head, Math.max(24, Math.floor(size)));
  return Buffer.from(`${head},${body},${seal(head + body)}`).toString("base64");
}

/** What a blob says, or null when this simulator did not make it or it was changed. */
export function openBlob(blob: string): Sealed | null {
  const [model, prefix, purpose, body, mark] = Buffer.from(blob, "base64").toString("utf8").split(",");
  if (model === undefined || prefix === undefined || mark === undefined) return null;
  return seal(`${model},${prefix},${purpose}${body}`) === mark ? { model, prefix } : null;
}

/** No secret: it only has to tell an edited blob from a whole one. */
function seal(text: string): string {
  return createHmac("sha256", "switchyard-simulator").update(text).digest("base64url").slice(0, 24);
}
