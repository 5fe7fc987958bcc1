import type { JsonObject, JsonValue } from "../../model/json.ts";
import { isJsonObject, objectAt, stringAt } from "../../model/json.ts";
import type { StreamEvent } from "../../model/stream-event.ts";
import type { OpenCall, ResponseBlocks } from "./response-blocks.ts";
import { argumentsText } from "./response-blocks.ts";

/**
 * The tool calls of one Chat Completions message. Pieces name their call by index; some servers send none (Mistral),
 * the same one for every call (Gemini's route), or the id again with every piece, so a piece with another id begins
 * another call.
 */
export class OpenaiChatToolCalls {
  readonly #blocks: ResponseBlocks;
  readonly #calls: Call[] = [];

  constructor(blocks: ResponseBlocks) {
    this.#blocks = blocks;
  }

  add(piece: JsonObject, into: StreamEvent[]): void {
    const call = this.#find(piece) ?? this.#create(piece);
    const details = objectAt(piece, "function") ?? objectAt(piece, "custom") ?? {};
    if (call.open === null) {
      call.name ||= stringAt(details, "name") ?? "";
      // The name is the first thing a reader sees of a call; pieces before it wait.
      if (call.name === "") {
        call.waiting += argumentsText(details["arguments"] ?? details["input"]);
        return;
      }
      this.#start(call, into);
    }
    if (call.open !== null) this.#blocks.appendCall(call.open, argumentsText(details["arguments"] ?? details["input"]), into);
  }

  /** Calls that never got a name are still shown. */
  flush(into: StreamEvent[]): void {
    for (const call of this.#calls) if (call.open === null) this.#start(call, into);
  }

  /** As the assistant message holds them, with the fields of each call's first piece. */
  toJson(): readonly JsonObject[] {
    return this.#calls.map(({ first, open, name }) => {
      const { index: _, ...rest } = first;
      const key = isJsonObject(first["custom"]) ? "custom" : "function";
      const details = objectAt(first, key) ?? {};
      const text = open?.arguments ?? "";
      const filled = key === "custom" ? { ...details, name, input: text } : { ...details, name, arguments: text };
      return { ...rest, id: stringAt(first, "id") ?? "", type: stringAt(first, "type") ?? key, [key]: filled };
    });
  }

  #find(piece: JsonObject): Call | undefined {
    const id = idOf(piece);
    const index = piece["index"];
    if (typeof index === "number") {
      const call = this.#calls.findLast((call) => call.index === index);
      return call !== undefined && id !== null && call.id !== null && id !== call.id ? undefined : call;
    }
    return id === null ? this.#continued(piece) : this.#calls.find((call) => call.id === id);
  }

  /** Neither index nor id: a piece with a name begins a call, one without goes on with the last. */
  #continued(piece: JsonObject): Call | undefined {
    const name = stringAt(objectAt(piece, "function") ?? {}, "name");
    return name === null || name === "" ? this.#calls.at(-1) : undefined;
  }

  #create(piece: JsonObject): Call {
    const call: Call = { index: piece["index"], id: idOf(piece), first: piece, name: "", waiting: "", open: null };
    this.#calls.push(call);
    return call;
  }

  #start(call: Call, into: StreamEvent[]): void {
    call.open = this.#blocks.startCall(call.id ?? `call_${this.#calls.indexOf(call)}`, call.name, into);
    this.#blocks.appendCall(call.open, call.waiting, into);
    call.waiting = "";
  }
}

interface Call {
  readonly index: JsonValue | undefined;
  readonly id: string | null;
  readonly first: JsonObject;
  name: string;
  waiting: string;
  open: OpenCall | null;
}

function idOf(piece: JsonObject): string | null {
  const id = piece["id"];
  return typeof id === "string" && id !== "" ? id : null;
}
