import { isJsonObject, stringAt } from "../../src/core/model/json.ts";
import type { StreamEvent } from "../../src/core/model/stream-event.ts";
import type { RecordedItem } from "./recordings.ts";

/** Tools and programs that the provider ran itself, compactions, a model it fell back from: counted and never shown. */
export function hasUnseenWork(events: readonly StreamEvent[]): boolean {
  return events.some((event) => {
    if (event.type !== "provider-item" || !isJsonObject(event.item)) return false;
    const type = stringAt(event.item, "type") ?? "";
    const isServers =
      /_call$|_tools$|tool_result$|compaction|server_tool|^program$|^fallback$/.test(type) &&
      type !== "function_call" &&
      type !== "custom_tool_call";
    return (
      isServers || ["executableCode", "inlineData", "toolCall"].some((key) => key in (isJsonObject(event.item) ? event.item : {}))
    );
  });
}

/** Text and counts of these were not recorded together. */
export function isHandMade({ meta }: RecordedItem): boolean {
  const authenticity = stringAt(meta, "authenticity");
  return authenticity === "edited-fixture" || authenticity === "fixture-unverified";
}
