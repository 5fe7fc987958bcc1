import type { EncodeInput } from "../../adapters/wire.ts";
import type { WireId } from "../../model/ids.ts";
import type { Message, Replay } from "../../model/model-request.ts";
import type { Attempt, Lane, Session, Step } from "../../model/session.ts";
import { toolsOf } from "../../model/offered-tools.ts";
import { lanePath, lastAttempt } from "../../model/session.ts";
import { unknownEffort } from "./session-draft.ts";
import type { WriteContext } from "./format.ts";

/** The steps of the lane that is written, first to last. */
export function writtenPath(session: Session, lane: Lane | null): readonly Step[] {
  return lane === null ? [] : lanePath(session, lane);
}

/** A lane as a request body that holds the whole conversation, its last answer included. */
export function laneRequest(session: Session, { lane }: WriteContext, wire: WireId): EncodeInput {
  const path = writtenPath(session, lane);
  const last = path.at(-1);
  const isOwn = last?.origin.wire === wire;
  return {
    request: {
      model: last?.origin.model ?? lane?.model ?? "unknown",
      system: last === undefined ? session.prompt.system : last.system,
      messages: path.length === 0 ? [{ role: "user", text: session.prompt.user }] : pathMessages(path, wire),
      tools: toolsOf(path),
      effort: "default",
      maxOutputTokens: last?.maxOutputTokens ?? null,
      wantsSummary: false,
      isStreaming: false,
    },
    effort: isOwn ? last.effort : unknownEffort,
    maxOutputTokens: last?.maxOutputTokens ?? null,
  };
}

function pathMessages(path: readonly Step[], wire: WireId): readonly Message[] {
  const names = new Map<string, string>();
  return path.flatMap((step, index) => {
    const messages: Message[] = [];
    for (const { callId, name, text, isError } of step.toolResults ?? []) {
      messages.push({ role: "tool", callId, name: name === "" ? (names.get(callId) ?? "") : name, text, isError });
    }
    // A step that only goes on from tool results has no text of its own.
    if (step.input !== "" || (index === 0 && messages.length === 0)) messages.push({ role: "user", text: step.input });
    const attempt = lastAttempt(step);
    if (attempt !== null) {
      for (const block of attempt.blocks) if (block.type === "tool-call") names.set(block.callId, block.name);
      messages.push({ role: "assistant", blocks: attempt.blocks, replay: replayOf(step, attempt, wire) });
    }
    return messages;
  });
}

/** Provider items say what the blocks and the opaque state say, so writing the items writes those too. */
function replayOf(step: Step, attempt: Attempt, wire: WireId): Replay | null {
  if (step.origin.wire !== wire || attempt.items.length === 0) return null;
  attempt.blocks.forEach((block, index) => {
    // Reasoning that is known from the token counts alone is in no item.
    const isKnownByCount =
      block.type === "reasoning" && block.text === "" && attempt.opaque.every((state) => state.block !== index);
    if (!isKnownByCount) markRead(block);
  });
  markRead(attempt.opaque);
  return { provider: step.origin.provider, wire, items: attempt.items };
}

/** Says of a value that it is in the result in another form. */
function markRead(value: unknown): void {
  if (typeof value !== "object" || value === null) return;
  for (const child of Object.values(value)) markRead(child);
}
