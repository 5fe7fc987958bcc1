import { isJsonObject, objectAt, stringAt } from "../../model/json.ts";
import type { JsonObject } from "../../model/json.ts";
import type { Session } from "../../model/session.ts";
import type { Format, ReadContext, Source } from "./format.ts";
import { asked, ItemReader } from "./openai-responses.ts";
import { SessionDraft } from "./session-draft.ts";
import { Turns } from "./turns.ts";
import { contentText, tierEffort } from "./wire-answer.ts";

/** A rollout of Codex: Responses items among what else happened. */
export const codexFormat: Format = {
  id: "codex",
  label: "Codex rollout",
  extension: ".jsonl",
  detect: ({ lines }) =>
    lines !== null && Object.values(lines).some((line) => isJsonObject(line) && isRolloutLine(line))
      ? "its lines have a timestamp, a type and a payload of a rollout"
      : null,
  read,
};

function isRolloutLine(line: JsonObject): boolean {
  const type = stringAt(line, "type") ?? "";
  return ["session_meta", "response_item", "turn_context"].includes(type) && isJsonObject(line["payload"]);
}

function read({ lines }: Source, context: ReadContext): Session {
  const draft = new SessionDraft(context);
  const turns = new Turns(draft, context);
  const items = new ItemReader(turns, asked({}));
  for (const [place, line] of Object.entries(lines ?? {})) {
    const payload = isJsonObject(line) ? objectAt(line, "payload") : null;
    if (!isJsonObject(line) || payload === null) continue;
    switch (stringAt(line, "type") ?? "") {
      case "session_meta":
        draft.createdAt ??= stringAt(payload, "timestamp");
        turns.system(stringAt(payload, "instructions") ?? contentText(objectAt(payload, "base_instructions")?.["text"]) ?? "");
        items.know({ provider: stringAt(payload, "model_provider") ?? "openai" });
        break;
      case "turn_context": {
        const tier = stringAt(payload, "effort");
        const effort = tierEffort(tier === null ? null : { reasoning: { effort: tier } }, tier);
        items.know({ model: stringAt(payload, "model") ?? "", effort });
        break;
      }
      case "response_item":
        items.read(payload, `${place}.payload`, stringAt(line, "timestamp"));
        break;
      default: // Progress, token counts, what the screen showed: named in the loss list.
    }
  }
  items.flush();
  turns.end();
  return draft.toSession(codexFormat.label);
}
