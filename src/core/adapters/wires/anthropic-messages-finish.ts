import type { FinishReason } from "../../model/stream-event.ts";

/** Reasons this table does not know are shown as they came and taken for an ordinary end. */
export function anthropicFinishReason(raw: string | null): FinishReason {
  switch (raw ?? "") {
    case "max_tokens":
      return "length";
    case "tool_use":
      return "tool-calls";
    case "refusal":
      return "refusal";
    case "model_context_window_exceeded":
      return "context";
    // `compaction`: paused after compacting, by request; the same conversation goes on from there.
    case "pause_turn":
    case "compaction":
      return "continue";
    default: // `end_turn`, `stop_sequence`
      return "stop";
  }
}
