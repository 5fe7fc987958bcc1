import type { HostMessage, PageMessage, PageRequest, ReplyResult, ReplyValue } from "../../src/protocol/messages.ts";

/** What VS Code gives a webview. `getState` survives hiding and reloading of the page. */
export interface VsCodeApi {
  readonly postMessage: (message: PageMessage) => void;
  readonly getState: () => unknown;
  readonly setState: (state: unknown) => void;
}

/** The page's way to the host: plain messages, and requests that are answered exactly once. */
export class Host {
  readonly #send: (message: PageMessage) => void;
  readonly #waiting = new Map<number, (result: ReplyResult) => void>();
  readonly #onReply: (result: ReplyResult) => void;
  #nextId = 1;

  constructor(send: (message: PageMessage) => void, onReply: (result: ReplyResult) => void) {
    this.#send = send;
    this.#onReply = onReply;
  }

  post(message: PageMessage): void {
    this.#send(message);
  }

  /** Asks without waiting; a refusal is shown in the run bar. */
  ask(request: PageRequest): void {
    void this.request(request); // the refusal is reported below, whoever waits
  }

  /** Resolves to the reply's value, or undefined when the host refused (which the reader is told). */
  request(request: PageRequest): Promise<ReplyValue | undefined> {
    const id = this.#nextId;
    this.#nextId += 1;
    return new Promise((resolve) => {
      this.#waiting.set(id, (result) => {
        this.#onReply(result);
        resolve(result.isOk ? result.value : undefined);
      });
      this.#send({ type: "request", id, request });
    });
  }

  reply(message: Extract<HostMessage, { type: "request/reply" }>): void {
    this.#waiting.get(message.id)?.(message.result);
    this.#waiting.delete(message.id);
  }
}
