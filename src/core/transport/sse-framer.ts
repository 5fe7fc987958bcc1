import { createParser } from "eventsource-parser";
import { frameTooLong } from "./frame-error.ts";
import type { Frame, Framer } from "./framer.ts";
import { maxFrameChars } from "./framer.ts";

/** Server-sent events. Keep-alives in all their known forms (provider-matrix trap 45) never become frames. */
export function createSseFramer(): Framer {
  // Not fatal: one broken character must not cost the rest of an answer. It also takes off the byte order mark.
  const decoder = new TextDecoder();
  let target: Frame[] = [];
  const parser = createParser({
    maxBufferSize: maxFrameChars,
    onEvent: ({ event, data }) => {
      // Comments are swallowed by the parser; some relays send `data:` or `data: :ping` instead.
      if (data === "" || data === ":ping") return;
      target.push({ event: event ?? null, data, isException: false });
    },
    onError: (error) => {
      // Unknown fields are to be ignored (the standard says so); only the limit ends the stream.
      if (error.type === "max-buffer-size-exceeded") throw frameTooLong();
    },
  });
  return {
    push(bytes, into) {
      target = into;
      parser.feed(decoder.decode(bytes, { stream: true }));
    },
    end(into) {
      target = into;
      // The last event may lack its blank line. Two line ends finish whatever line and event are pending.
      parser.feed(`${decoder.decode()}\n\n`);
    },
  };
}
