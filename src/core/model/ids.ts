/** Wires Switchyard speaks: a request/response dialect, independent of who you pay. */
export const wireIds = [
  "openai-responses",
  "openai-chat",
  "anthropic-messages",
  "gemini-generate-content",
  "gemini-interactions",
  "bedrock-converse",
  "ollama-chat",
  "cohere-chat",
] as const;
export type WireId = (typeof wireIds)[number];

export function isWireId(value: string): value is WireId {
  return wireIds.some((id) => id === value);
}

/** Provider ids are open: `custom` endpoints from user settings bring their own. */
export type ProviderId = string;
export type LaneId = string;
export type StepId = string;
