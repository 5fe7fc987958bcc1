import type { WireId } from "../../core/model/ids.ts";
import type { JsonObject } from "../../core/model/json.ts";
import type { Account } from "../account.ts";
import type { ToolTurn } from "../brain/call-tools.ts";
import type { Script } from "../brain/script.ts";
import type { Depth } from "../brain/solution.ts";
import type { Fault, FaultId } from "../faults.ts";
import type { SimulatedModel } from "../simulated-model.ts";

/** One of the dialects the simulator speaks: strict about what it takes, exact about what it sends. */
export interface SimulatedWire {
  readonly id: WireId;
  /** What a path asks of this wire; null: not this wire's path. Matched by its end, so any base path works. */
  readonly route: (path: string) => WirePath | null;
  /** @throws WireRefusal as the documented provider would refuse */
  readonly read: (call: IncomingCall) => Exchange;
  /** The documented body for a failure before the stream. */
  readonly refusal: (fault: HttpFault) => WireRefusal;
}

export interface WirePath {
  /** Where the path names the model or says whether to stream; null: the body does. */
  readonly model: string | null;
  readonly isStreaming: boolean | null;
}

export interface IncomingCall {
  readonly path: WirePath;
  readonly query: URLSearchParams;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: JsonObject;
}

/** A request as understood, and how this wire answers it. */
export interface Exchange {
  readonly question: Question;
  readonly contentType: string;
  /** What fills a long silence; null: this wire has nothing for it. */
  readonly keepAlive: string | null;
  stream(reply: Reply): Iterable<Beat>;
  body(reply: Reply): JsonObject;
  /** How this wire says that something failed after HTTP 200. */
  failure(reply: Reply): Bytes;
  /** A frame of this wire that cannot be read. */
  readonly malformed: Bytes;
}

export interface Question {
  /** As asked, with its fault suffix. */
  readonly modelId: string;
  readonly model: SimulatedModel;
  readonly system: string;
  /** Everything before and including the last user message, as text. */
  readonly messages: readonly string[];
  /** The last user message. */
  readonly prompt: string;
  /** Digest of everything before the answer: what opaque state is bound to. */
  readonly prefix: string;
  readonly account: Account;
  /** The tools offered, and what calls since the last user message brought. */
  readonly turn: ToolTurn;
  readonly depth: Depth;
  readonly maxOutputTokens: number | null;
  readonly isStreaming: boolean;
  /** The request marks a part for caching. */
  readonly asksForCache: boolean;
  readonly fault: Fault | null;
  /** Earlier reasoning that is left out without a word to the client; the header `x-switchyard-ignored` tells it to tests. */
  readonly ignored?: readonly JsonObject[];
}

/** What there is to say, and the figures and ids to say it with. */
export interface Reply {
  readonly question: Question;
  readonly script: Script;
  readonly counts: Counts;
  /** A new id of this server with a prefix: `resp_sim_…`. */
  id(prefix: string, length: number): string;
  readonly createdAtSeconds: number;
}

export interface Counts {
  /** The whole prompt, cached parts included. */
  readonly inputTokens: number;
  readonly cacheReadTokens: number;
  readonly cacheWriteTokens: number;
  readonly reasoningTokens: number;
  readonly answerTokens: number;
}

export type Bytes = string | Uint8Array;

/** Bytes, and how many tokens' worth of time pass before them. */
export interface Beat {
  readonly bytes: Bytes;
  readonly tokens: number;
}

/** Faults that are an HTTP status. */
export type HttpFault = Extract<FaultId, "401" | "403" | "429" | "500" | "503" | "529" | "quota" | "overflow">;

/** A request that is answered with an error status and this wire's error body. */
export class WireRefusal extends Error {
  readonly status: number;
  readonly body: JsonObject;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, body: JsonObject, headers: Readonly<Record<string, string>> = {}) {
    super(`refused with ${status}`);
    this.name = "WireRefusal";
    this.status = status;
    this.body = body;
    this.headers = headers;
  }
}

export function event(name: string, data: JsonObject): string {
  return `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
}

export function dataOnly(data: JsonObject): string {
  return `data: ${JSON.stringify(data)}\n\n`;
}
