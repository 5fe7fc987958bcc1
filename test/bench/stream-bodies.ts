/** Streams as the providers send them, one small delta after another; the text is the same on every wire. */
export interface StreamBody {
  readonly bytes: Uint8Array;
  /** What every reader must end up with. */
  readonly text: string;
}

const words = ["the ", "quick ", "brown ", "fox ", "jumps ", "over ", "a ", "lazy ", "dog, ", "then ", "sleeps.\n"];

export function openaiChatBody(deltas: number): StreamBody {
  // Padding hides the length of what is sent: as long as the text is short.
  const chunk = (delta: { readonly content?: string }, finish: string | null): string =>
    `data: ${JSON.stringify({
      id: "chatcmpl-CQ8bTn2xYkq0aWf4LrVZ1mHd",
      object: "chat.completion.chunk",
      created: 1_790_000_000,
      model: "bench-1",
      service_tier: "default",
      system_fingerprint: "fp_50cad350e4",
      choices: [{ index: 0, delta, logprobs: null, finish_reason: finish }],
      obfuscation: "aB3dE6gH9jK2mN5p".slice(delta.content?.length ?? 0),
    })}\n\n`;
  const parts = [chunk(Object.assign({ role: "assistant", content: "" }, { refusal: null }), null)];
  const text = each(deltas, (word) => parts.push(chunk({ content: word }, null)));
  parts.push(
    chunk({}, "stop"),
    `data: {"id":"chatcmpl-CQ8bTn2xYkq0aWf4LrVZ1mHd","object":"chat.completion.chunk","created":1790000000,"model":"bench-1","choices":[],"usage":{"prompt_tokens":11,"completion_tokens":${deltas},"total_tokens":${deltas + 11}}}\n\n`,
    "data: [DONE]\n\n",
  );
  return { bytes: new TextEncoder().encode(parts.join("")), text };
}

export function anthropicBody(deltas: number): StreamBody {
  const event = (value: { readonly type: string }): string => `event: ${value.type}\ndata: ${JSON.stringify(value)}\n\n`;
  const usage = { input_tokens: 11, cache_creation_input_tokens: 0, cache_read_input_tokens: 0, output_tokens: 1 };
  const message = {
    id: "msg_01XFDUDYJgAACzvnptvVoYEL",
    type: "message",
    role: "assistant",
    model: "bench-1",
    content: [],
    stop_reason: null,
    stop_sequence: null,
    usage,
  };
  const parts = [
    event(Object.assign({ type: "message_start" }, { message })),
    event(Object.assign({ type: "content_block_start" }, { index: 0, content_block: { type: "text", text: "" } })),
  ];
  const text = each(deltas, (word) =>
    parts.push(event(Object.assign({ type: "content_block_delta" }, { index: 0, delta: { type: "text_delta", text: word } }))),
  );
  const delta = { stop_reason: "end_turn", stop_sequence: null };
  parts.push(
    event(Object.assign({ type: "content_block_stop" }, { index: 0 })),
    event(Object.assign({ type: "message_delta" }, { delta, usage: { output_tokens: deltas } })),
    event({ type: "message_stop" }),
  );
  return { bytes: new TextEncoder().encode(parts.join("")), text };
}

export function each(count: number, add: (word: string) => void): string {
  let text = "";
  for (let index = 0; index < count; index += 1) {
    const word = words[index % words.length] ?? "";
    text += word;
    add(word);
  }
  return text;
}
