import type { RequestListener } from "node:http";
import { createServer } from "node:http";
import type { Server } from "node:net";

/** A real HTTP server on this machine, for one test. */
export interface Loopback {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  readonly port: number;
  /** Also ends connections that are still open. */
  close(): Promise<void>;
}

export async function startLoopback(listener: RequestListener): Promise<Loopback> {
  const server = createServer(listener);
  const port = await listen(server);
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

export async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server did not listen on a port.");
  return address.port;
}
