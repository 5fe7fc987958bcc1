import { prepareCall, streamCall } from "../../src/core/adapters/call.ts";
import type { PreparedCall } from "../../src/core/adapters/adapter.ts";
import { createRegistry } from "../../src/core/adapters/registry.ts";
import { applyEvents, newAttempt } from "../../src/core/model/attempt.ts";
import type { Effort } from "../../src/core/model/effort.ts";
import type { Message } from "../../src/core/model/model-request.ts";
import type { Attempt } from "../../src/core/model/session.ts";
import { createUndiciTransport } from "../../src/core/transport/undici-transport.ts";
import { simulatorProvider } from "../../src/simulator/provider.ts";

export interface Question {
  readonly model: string;
  readonly prompt: string;
  readonly system?: string;
  readonly effort?: Effort;
  readonly wantsSummary?: boolean;
  readonly isStreaming?: boolean;
  readonly maxOutputTokens?: number;
  readonly earlier?: readonly Message[];
  readonly idleMs?: number;
}

const registry = createRegistry({ extra: [simulatorProvider] });
const transport = createUndiciTransport();

export function closeTransport(): Promise<void> {
  return transport.close();
}

/** The call as it would be sent. */
export function prepare(url: string, question: Question): PreparedCall {
  const adapter = registry.adapterFor({ provider: "simulator", wire: null, model: question.model });
  return prepareCall(
    adapter,
    {
      model: question.model,
      system: question.system ?? "",
      messages: [...(question.earlier ?? []), { role: "user", text: question.prompt }],
      tools: [],
      effort: question.effort ?? "default",
      maxOutputTokens: question.maxOutputTokens ?? null,
      wantsSummary: question.wantsSummary ?? false,
      isStreaming: question.isStreaming ?? true,
    },
    { parameters: { baseUrl: url } },
  );
}

/** One call through our adapter, transport and framers to a running simulator, folded into an attempt. */
export async function ask(url: string, question: Question): Promise<Attempt> {
  const call = prepare(url, question);
  const timeouts = { connectMs: 5_000, headersMs: 5_000, idleMs: question.idleMs ?? 5_000 };
  let attempt = newAttempt(1, 0);
  const stream = streamCall(call, { transport, key: null, signal: new AbortController().signal, timeouts, now: () => 0 });
  for await (const events of stream) attempt = applyEvents(attempt, events, 0);
  return attempt;
}

export function reasoningOf(attempt: Attempt): string {
  return attempt.blocks
    .filter((block) => block.type === "reasoning")
    .map((block) => block.text)
    .join("\n\n");
}

export function answerOf(attempt: Attempt): string {
  return attempt.blocks
    .filter((block) => block.type === "answer")
    .map((block) => block.text)
    .join("");
}

export function visibilitiesOf(attempt: Attempt): readonly string[] {
  return [...new Set(attempt.blocks.flatMap((block) => (block.type === "reasoning" ? [block.visibility] : [])))];
}
