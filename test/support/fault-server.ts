import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";

export interface FaultServer {
  readonly url: string;
  readonly requests: readonly { readonly headers: IncomingMessage["headers"]; readonly body: string }[];
  close(): Promise<void>;
}

/** A loopback server that answers every request as a test says. */
export async function startFaultServer(
  answer: (response: ServerResponse, request: { readonly body: string; readonly number: number }) => void,
): Promise<FaultServer> {
  const requests: { headers: IncomingMessage["headers"]; body: string }[] = [];
  const server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on("data", (piece: Buffer) => pieces.push(piece));
    request.on("end", () => {
      const body = Buffer.concat(pieces).toString("utf8");
      requests.push({ headers: request.headers, body });
      answer(response, { body, number: requests.length });
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The start of a Chat Completions stream with one piece of text, left open. */
export function beginChatStream(response: ServerResponse, text: string, model = "m-1"): void {
  response.writeHead(200, { "content-type": "text/event-stream" });
  const choice = { index: 0, delta: { role: "assistant", content: text }, finish_reason: null };
  response.write(`data: ${JSON.stringify({ id: "c-1", model, choices: [choice] })}\n\n`);
}

export function endChatStream(response: ServerResponse, usage: object, model = "m-1"): void {
  const choice = { index: 0, delta: {}, finish_reason: "stop" };
  response.write(`data: ${JSON.stringify({ id: "c-1", model, choices: [choice] })}\n\n`);
  response.write(`data: ${JSON.stringify({ id: "c-1", model, choices: [], usage })}\n\n`);
  response.end("data: [DONE]\n\n");
}
