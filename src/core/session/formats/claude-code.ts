import type { StepId } from "../../model/ids.ts";
import type { JsonObject, JsonValue } from "../../model/json.ts";
import { arrayAt, isJsonArray, isJsonObject, objectAt, stringAt } from "../../model/json.ts";
import type { Session, ToolResult } from "../../model/session.ts";
import { answerOf } from "./anthropic-messages.ts";
import type { Format, ReadContext, Source } from "./format.ts";
import { askedOf } from "./provider-names.ts";
import { SessionDraft } from "./session-draft.ts";
import { contentText } from "./wire-answer.ts";

/**
 * A log of Claude Code: a tree of lines by `uuid` and `parentUuid`. One message of the API is written as several lines, a
 * content block each, under one message id; results of parallel calls hang each on the line of its call.
 */
export const claudeCodeFormat: Format = {
  id: "claude-code",
  label: "Claude Code log",
  extension: ".jsonl",
  detect: ({ lines }) =>
    lines !== null && Object.values(lines).some((line) => isJsonObject(line) && isMessageLine(line))
      ? "its lines have uuid, parentUuid and a message"
      : null,
  read: ({ lines }: Source, context) => new LogReader(context).read(lines ?? {}),
};

function isMessageLine(line: JsonObject): boolean {
  return Object.hasOwn(line, "parentUuid") && stringAt(line, "uuid") !== null && isJsonObject(line["message"]);
}

/** One message of the API, over all its lines. */
interface Answer {
  readonly id: string;
  readonly before: Before;
  readonly blocks: JsonValue[];
  readonly startedAt: string | null;
  message: JsonObject;
}

/** What stands between the last answer and the next. */
interface Before {
  readonly answer: Answer | null;
  readonly system: string;
  readonly texts: readonly string[];
}

class LogReader {
  readonly #draft: SessionDraft;
  readonly #context: ReadContext;
  readonly #before = new Map<string, Before>();
  readonly #answers = new Map<string, Answer>();
  /** Results by the answer that made the calls; null: by none that is in the log. */
  readonly #results = new Map<Answer | null, ToolResult[]>();
  readonly #unanswered = new Map<string, Before>();

  constructor(context: ReadContext) {
    this.#context = context;
    this.#draft = new SessionDraft(context);
  }

  read(lines: JsonObject): Session {
    for (const [place, line] of Object.entries(lines)) if (isJsonObject(line)) this.#line(line, place);
    const steps = new Map<Answer, StepId>();
    for (const answer of this.#answers.values()) steps.set(answer, this.#add(answer.before, answer, steps));
    const answered = new Set([...this.#answers.values()].map((answer) => answer.before.answer));
    for (const before of this.#unanswered.values()) {
      // Results of parallel calls end on lines of their own; the answer to all of them hangs on one.
      if (before.texts.length > 0 || !answered.has(before.answer)) this.#add(before, null, steps);
    }
    return this.#draft.toSession(claudeCodeFormat.label);
  }

  #line(line: JsonObject, place: string): void {
    if (line["type"] === "summary") this.#draft.title = stringAt(line, "summary") ?? this.#draft.title;
    const uuid = stringAt(line, "uuid");
    if (uuid === null) return;
    const parent = stringAt(line, "parentUuid") ?? "";
    const before = this.#before.get(parent) ?? { answer: null, system: "", texts: [] };
    const message = objectAt(line, "message");
    this.#draft.createdAt ??= stringAt(line, "timestamp");
    if (message === null) this.#before.set(uuid, before);
    else if (line["type"] === "assistant") this.#answer(uuid, message, before, line, parent);
    else this.#question(uuid, message, before, parent, place);
  }

  #answer(uuid: string, message: JsonObject, before: Before, line: JsonObject, parent: string): void {
    const id = stringAt(message, "id") ?? uuid;
    const known = this.#answers.get(id);
    const answer: Answer = known ?? { id, before, blocks: [], startedAt: stringAt(line, "timestamp"), message };
    const content = message["content"];
    answer.blocks.push(
      ...(isJsonArray(content) ? content : typeof content === "string" ? [{ type: "text", text: content }] : []),
    );
    answer.message = message;
    this.#answers.set(id, answer);
    this.#unanswered.delete(parent);
    this.#before.set(uuid, { answer, system: before.system, texts: [] });
  }

  #question(uuid: string, message: JsonObject, before: Before, parent: string, place: string): void {
    const content = message["content"];
    arrayAt(message, "content").forEach((block) => {
      if (!isJsonObject(block) || block["type"] !== "tool_result") return;
      const results = this.#results.get(before.answer) ?? [];
      this.#results.set(before.answer, results);
      const text = contentText(block["content"]) ?? "";
      results.push({ callId: stringAt(block, "tool_use_id") ?? "", name: "", text, isError: block["is_error"] === true });
    });
    const text = contentText(content);
    const next = text === null ? before : { ...before, texts: [...before.texts, text] };
    if (next.texts.length > 1) {
      this.#context.lose({
        path: `${place}.message`,
        what: "border between two user messages",
        why: "A step holds one input: the texts are joined by a blank line.",
      });
    }
    this.#before.set(uuid, next);
    this.#unanswered.delete(parent);
    this.#unanswered.set(uuid, next);
  }

  #add(before: Before, answer: Answer | null, steps: ReadonlyMap<Answer, StepId>): StepId {
    const { message } = answer ?? before.answer ?? { message: {} };
    const asked = askedOf("anthropic", stringAt(message, "model"));
    const body = { ...message, type: "message", role: "assistant", content: answer?.blocks ?? [] };
    const isWhole = stringAt(message, "stop_reason") !== null;
    return this.#draft.add({
      parent: before.answer === null ? null : (steps.get(before.answer) ?? null),
      system: before.system,
      input: before.texts.join("\n\n"),
      toolResults: this.#results.get(before.answer) ?? [],
      answer:
        answer === null ? null : { ...answerOf(body, isWhole ? "response" : "history", asked), startedAt: answer.startedAt },
      asked,
    });
  }
}
