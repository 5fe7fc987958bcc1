import type { EncodeInput } from "../../src/core/adapters/wire.ts";
import type { JsonObject } from "../../src/core/model/json.ts";
import type { ModelRequest } from "../../src/core/model/model-request.ts";

/** What an encoder gets, with one short question in it; everything can be replaced. */
export function encodeInput(
  request: Partial<ModelRequest> = {},
  { sent = null, maxOutputTokens = null }: { readonly sent?: JsonObject | null; readonly maxOutputTokens?: number | null } = {},
): EncodeInput {
  return {
    request: {
      model: "m-1",
      system: "",
      messages: [{ role: "user", text: "2+2?" }],
      tools: [],
      effort: "default",
      maxOutputTokens: null,
      wantsSummary: false,
      isStreaming: true,
      ...request,
    },
    effort: { requested: "default", sent, sentLabel: "", outcome: "exact", note: null },
    maxOutputTokens,
  };
}
