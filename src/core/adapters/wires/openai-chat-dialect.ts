import type { JsonObject } from "../../model/json.ts";
import type { BilledCost } from "../billed-cost.ts";
import type { ThinkTagDialect } from "../think-tags.ts";
import type { WireDialect } from "../wire.ts";
import type { ToolCallIdRule } from "./tool-call-ids.ts";

/** In what the servers that speak Chat Completions differ. Sources: provider-matrix sections 3.2 to 3.17. */
export interface OpenaiChatDialect extends WireDialect {
  /** `developer` is OpenAI's own word for reasoning models; look-alikes know `system` only. */
  readonly systemRole: "system" | "developer";
  /** `max_completion_tokens`: OpenAI (gpt-6-astra rejects `max_tokens`), Moonshot, MiniMax, Groq, Cerebras. Others: `max_tokens`. */
  readonly maxTokensField: "max_tokens" | "max_completion_tokens";
  /**
   * True where a stream without `[DONE]` was cut even if a finish reason had come: OpenRouter goes on after it (recorded
   * 2025). Others leave `[DONE]` out (Cerebras, Perplexity, GPUStack), so a finish reason is enough by default.
   */
  readonly requiresDone: boolean;
  /** Sends `stream_options.include_usage`. False where usage always comes (OpenRouter) or the option is refused (Mistral). */
  readonly requestsUsage: boolean;
  /**
   * Plain-text reasoning fields of a delta, the first that holds text wins. Never summed: some servers send the same
   * words twice (provider-matrix trap 47). `reasoning_details` and content chunks are read when none of them does.
   * This is an order, not a filter: fields that are left out come last, because servers rename theirs (trap 72).
   */
  readonly reasoningFields: readonly string[];
  /** What plain reasoning text is. `summary` for models whose gateway shows a digest (Claude, Gemini, GPT). */
  readonly reasoningVisibility: "raw" | "summary";
  /** Reasoning inside `content` (provider-matrix trap 48); null: content is taken as it is. */
  readonly thinkTags: ThinkTagDialect | null;
  /**
   * Whether an assistant message that is sent back carries its reasoning, in the field it came in (trap 16).
   * `echo`: when it had some. `backfill`: always, "" when it had none (DeepSeek V4 answers 400 without, trap 15).
   * `omit`: never (DeepSeek R1, old Groq models).
   */
  readonly replayReasoning: "echo" | "backfill" | "omit";
  /** Fields sent when earlier reasoning is sent back, without which it would be ignored; null: there is no such switch. */
  readonly replayBody: JsonObject | null;
  /** What the server takes as the id of a call that another model made. */
  readonly toolCallIds: ToolCallIdRule;
  /** Format id of opaque state whose message names none (Mistral's signed thinking chunks). */
  readonly opaqueFormat: string;
  /** Where the billed cost stands; null: none is returned, or its unit is not known. */
  readonly billed: BilledCost | null;
  /** Fields every request carries (MiniMax `reasoning_split: true`, Together `…`). */
  readonly body: JsonObject;
  /** Fields sent when summaries are wanted, or null where there is nothing to ask for (OpenRouter `reasoning.summary`). */
  readonly summaryBody: JsonObject | null;
}

/** All there are, in the order of how common they are. */
export const plainReasoningFields = ["reasoning_content", "reasoning", "reasoning_text"] as const;

export const defaultOpenaiChatDialect: OpenaiChatDialect = {
  counting: { reasoning: "included", cache: "included" },
  systemRole: "system",
  maxTokensField: "max_tokens",
  requiresDone: false,
  requestsUsage: true,
  reasoningFields: plainReasoningFields,
  reasoningVisibility: "raw",
  thinkTags: null,
  replayReasoning: "echo",
  replayBody: null,
  toolCallIds: "short",
  opaqueFormat: "unknown",
  billed: null,
  body: {},
  summaryBody: null,
};
