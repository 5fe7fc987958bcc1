import type { ServerResponse } from "node:http";
import { upTo } from "./answer-call.ts";
import type { FaultId } from "./faults.ts";
import { type Outlet, writePaced } from "./pace.ts";
import type { Exchange, Reply } from "./wires/simulated-wire.ts";

export interface Served {
  readonly exchange: Exchange;
  readonly reply: Reply;
  readonly fault: FaultId | null;
  readonly speed: number;
  readonly response: ServerResponse;
  readonly outlet: Outlet;
}

/** Sends one reply at its model's pace, and does what its fault says where it strikes. */
export async function serveExchange(served: Served): Promise<void> {
  const { exchange, reply, fault, speed, response, outlet } = served;
  const { model, isStreaming } = exchange.question;
  if (speed > 0) await outlet.wait((model.firstByteMs * (fault === "slow" ? slowFactor : 1)) / speed);
  if (outlet.isClosed) return;
  if (!isStreaming) return sendWhole(served);
  response.writeHead(200, { "content-type": exchange.contentType, "cache-control": "no-cache" });
  response.flushHeaders();
  await writePaced(upTo([...exchange.stream(reply)], fault), outlet, {
    tokensPerSecond: model.tokensPerSecond,
    speed,
    keepAlive: exchange.keepAlive,
    keepAliveMs: 10_000,
  });
  if (fault === "cut") return void response.destroy();
  if (fault === "silence") return holdOpen(outlet);
  if (fault === "error") await outlet.write(exchange.failure(reply));
  if (fault === "malformed") await outlet.write(exchange.malformed);
  response.end();
}

async function holdOpen(outlet: Outlet): Promise<void> {
  while (!outlet.isClosed) await outlet.wait(60_000);
}

const slowFactor = 20;

async function sendWhole({ exchange, reply, fault, speed, response, outlet }: Served): Promise<void> {
  const { counts } = reply;
  const tokens = counts.reasoningTokens + counts.answerTokens;
  if (speed > 0) await outlet.wait((tokens / exchange.question.model.tokensPerSecond / speed) * 1000);
  if (outlet.isClosed) return;
  const body = JSON.stringify(exchange.body(reply));
  response.writeHead(200, { "content-type": "application/json; charset=utf-8" });
  if (fault === "silence") {
    response.flushHeaders();
    await holdOpen(outlet);
  } else if (fault === "cut") {
    await outlet.write(body.slice(0, body.length / 2));
    response.destroy();
  } else if (fault === "malformed") {
    response.end(body.slice(0, body.length / 2));
  } else {
    response.end(body);
  }
}
