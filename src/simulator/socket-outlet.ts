import type { ServerResponse } from "node:http";
import type { Outlet } from "./pace.ts";

/** A real response and the real clock. Every wait ends when the client leaves. */
export function socketOutlet(response: ServerResponse): Outlet {
  return {
    now: () => performance.now(),
    get isClosed() {
      return response.destroyed || response.closed;
    },
    wait: (ms) =>
      new Promise((resolve) => {
        const done = () => {
          clearTimeout(timer);
          response.off("close", done);
          resolve();
        };
        const timer = setTimeout(done, ms);
        response.once("close", done);
        if (response.destroyed) done();
      }),
    write: (bytes) =>
      new Promise((resolve) => {
        if (response.destroyed) return resolve();
        const done = () => {
          response.off("drain", done);
          response.off("close", done);
          resolve();
        };
        if (response.write(bytes)) return void setImmediate(resolve);
        response.once("drain", done);
        response.once("close", done);
      }),
  };
}
