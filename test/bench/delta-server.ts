import { createServer } from "node:http";
import type { ServerResponse } from "node:http";

export interface DeltaServer {
  readonly baseUrl: string;
  /** Characters of text sent so far, to all readers together. */
  sentCharacters(): number;
  close(): void;
}

/** A server that streams Chat Completions deltas at a steady pace: half of the time reasoning, then the answer. */
export async function startDeltaServer(options: {
  readonly deltasPerSecond: number;
  readonly seconds: number;
}): Promise<DeltaServer> {
  let sentCharacters = 0;
  const server = createServer((request, response) => {
    request.resume();
    response.writeHead(200, { "content-type": "text/event-stream" });
    stream(response, options, (characters) => (sentCharacters += characters));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    sentCharacters: () => sentCharacters,
    baseUrl: `http://127.0.0.1:${String(port)}/v1`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

function stream(
  response: ServerResponse,
  { deltasPerSecond, seconds }: { readonly deltasPerSecond: number; readonly seconds: number },
  onSent: (characters: number) => void,
): void {
  const total = deltasPerSecond * seconds;
  const startedAt = performance.now();
  let sent = 0;
  // Owed deltas are counted from the clock, so a late timer sends more at once and the rate stays true.
  const timer = setInterval(() => {
    const owed = Math.min(total, Math.floor(((performance.now() - startedAt) / 1000) * deltasPerSecond));
    for (; sent < owed; sent++) {
      const text = words(sent);
      response.write(chunk({ [sent < total / 2 ? "reasoning_content" : "content"]: text }, null));
      onSent(text.length);
    }
    if (sent < total) return;
    clearInterval(timer);
    response.write(chunk({}, "stop"));
    response.end("data: [DONE]\n\n");
  }, 5);
  response.once("close", () => clearInterval(timer));
}

function chunk(delta: object, finish: string | null): string {
  const choices = [{ index: 0, delta, finish_reason: finish }];
  return `data: ${JSON.stringify({ id: "bench", object: "chat.completion.chunk", created: 0, model: "bench", choices })}\n\n`;
}

/** Prose with the markdown that answers have, so that rendering has its real work. */
function words(at: number): string {
  if (at % 120 === 119) return "\n\n";
  if (at % 600 === 300) return "\n\n```ts\nconst total = cents(from) + 1;\n```\n\n";
  return at % 11 === 5 ? " **left over**" : " thought";
}
