import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Worker, isMainThread, parentPort, workerData } from "node:worker_threads";

/*
 * A loopback server in a thread of its own, so that sending costs the reader nothing. It answers every request with the
 * body chosen by the last part of the path, as fast as the socket takes it.
 */

export interface StreamServer {
  readonly port: number;
  close(): Promise<void>;
}

/** @param bodies by name; a request's path names one as `/<name>/…` */
export async function startStreamServer(bodies: Readonly<Record<string, Uint8Array>>): Promise<StreamServer> {
  const worker = new Worker(new URL(import.meta.url), { workerData: bodies });
  const port = await new Promise<number>((resolve, reject) => {
    worker.once("message", (value: number) => resolve(value));
    worker.once("error", reject);
  });
  return {
    port,
    close: async () => {
      await worker.terminate();
    },
  };
}

if (!isMainThread && parentPort !== null) serve(new Map(Object.entries(workerData)), parentPort);

function serve(bodies: ReadonlyMap<string, unknown>, port: NonNullable<typeof parentPort>): void {
  const server = createServer((request, response) => {
    request.resume();
    request.on("end", () => {
      const body = bodies.get(request.url?.split("/")[1] ?? "");
      response.writeHead(200, { "content-type": "text/event-stream; charset=utf-8" });
      response.end(body instanceof Uint8Array ? body : "");
    });
  });
  server.listen(0, "127.0.0.1", () => port.postMessage(addressOf(server.address()).port));
}

function addressOf(address: AddressInfo | string | null): AddressInfo {
  if (address === null || typeof address === "string") throw new Error("The server did not listen on a port.");
  return address;
}
