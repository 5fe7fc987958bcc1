import { effortText } from "../core/model/effort.ts";
import type { WireId } from "../core/model/ids.ts";
import { lastAttempt } from "../core/model/session.ts";
import type { Attempt, Step } from "../core/model/session.ts";
import { noUsage } from "../core/model/usage.ts";
import { sha256 } from "../host/sha256.ts";

/** The last line of a lane: everything about it, for a script that reads only this. Part of the contract with scripts. */
export function laneEnd(name: string, step: Step) {
  const attempt = lastAttempt(step);
  const blocks = attempt?.blocks ?? [];
  const reasoning = blocks.flatMap((block) =>
    block.type === "reasoning" ? [{ visibility: block.visibility, text: block.text }] : [],
  );
  const refusal = blocks.flatMap((block) => (block.type === "answer" && block.channel === "refusal" ? [block.text] : []));
  const answer = blocks.flatMap((block) => (block.type === "answer" && block.channel !== "refusal" ? [block.text] : []));
  const usage = attempt?.usage ?? noUsage;
  const { raw, source } = usage;
  return {
    type: "lane-end",
    lane: name,
    step: step.id,
    status: laneStatus(step),
    reasoningText: reasoning
      .map(({ text }) => text)
      .filter((text) => text !== "")
      .join(reasoningSeparator(step.origin.wire)),
    reasoning,
    answerText: answer.join(""),
    refusalText: refusal.length === 0 ? null : refusal.join(""),
    toolCalls: blocks.flatMap((block) =>
      block.type === "tool-call" ? [{ id: block.callId, name: block.name, arguments: block.arguments }] : [],
    ),
    finish: finishOf(step, attempt),
    usage: {
      input: { total: usage.input.total, cacheRead: usage.input.cacheRead, cacheWrite: usage.input.cacheWrite },
      output: { total: usage.output.total, reasoning: usage.output.reasoning, visible: usage.output.visible },
      source,
      raw,
    },
    cost: {
      usd: step.cost?.usd ?? null,
      basis: step.cost?.basis ?? "unknown",
      reason: step.cost === null ? "Nothing came back, so nothing is known to be billed." : step.cost.reason,
    },
    effort: {
      requested: effortText(step.effort.requested),
      sent: step.effort.sent,
      outcome: step.effort.outcome,
      note: step.effort.note,
      observedReasoningTokens: usage.source === "reported" ? usage.output.reasoning : null,
    },
    continuation: (attempt?.opaque ?? []).map(({ kind, data }) => ({
      kind,
      provider: step.origin.provider,
      model: attempt?.respondedModel ?? step.origin.model,
      sha256: sha256(data),
    })),
    model: { requested: step.origin.model, responded: attempt?.respondedModel ?? null },
    attempts: step.attempts.length,
    warnings: attempt?.warnings ?? [],
    error: step.failure,
    timing: {
      firstByteMs: attempt?.timing.firstByteMs ?? null,
      firstReasoningMs: attempt?.timing.firstReasoningMs ?? null,
      firstAnswerMs: attempt?.timing.firstAnswerMs ?? null,
      totalMs: step.durationMs,
    },
  };
}

export type LaneStatus = "completed" | "failed" | "cancelled" | "budget";

/** The four words of the command line; a lane that has not ended counts as cancelled (a file from a crash). */
export function laneStatus(step: Step): LaneStatus {
  switch (step.status) {
    case "complete":
      return "completed";
    case "partial":
    case "failed":
      return "failed";
    case "budget":
      return "budget";
    case "cancelled":
    case "queued":
    case "running":
      return "cancelled";
  }
}

/** Null where nothing ended: stopped by the user or a budget in mid-stream. */
function finishOf(step: Step, attempt: Attempt | null): { readonly reason: string; readonly raw: string | null } | null {
  if (attempt?.finish) return attempt.finish;
  return step.failure === null ? null : { reason: "error", raw: null };
}

/** Some wires send summary parts or thinking blocks; the others one run of reasoning that other text may interrupt. */
function reasoningSeparator(wire: WireId): string {
  switch (wire) {
    case "openai-responses":
    case "anthropic-messages":
    case "bedrock-converse":
    case "gemini-interactions":
      return "\n\n";
    case "openai-chat":
    case "gemini-generate-content":
    case "ollama-chat":
    case "cohere-chat":
      return "";
  }
}
