/** One message of a stream, whatever its framing. */
export interface Frame {
  /** SSE `event:`, AWS `:event-type` or `:exception-type`; null when the framing has none. */
  readonly event: string | null;
  /** The payload's text. */
  readonly data: string;
  /** True for an AWS exception frame. */
  readonly isException: boolean;
}

/**
 * Turns reads of any size into frames. Keeps only the unfinished frame; refuses one over `maxFrameChars`
 * with ProviderError `malformed-response`.
 */
export interface Framer {
  push(bytes: Uint8Array, into: Frame[]): void;
  /** The body ended. A last frame without its terminator is still delivered where the framing allows reading it. */
  end(into: Frame[]): void;
}

export type FramingId = "sse" | "ndjson" | "json-array" | "aws-eventstream";

/** A 100 MB line must not take the process with it; the largest real frame (an image result) is far below this. */
export const maxFrameChars = 16 * 1024 * 1024;

/** No API nests its messages deeper, and deeper ones overflow the stack of whoever walks or writes them. */
export const maxMessageDepth = 48;
