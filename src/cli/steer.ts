import type { Run } from "../core/engine/engine.ts";
import type { Terminal } from "./terminal.ts";

interface Steering {
  isInterrupted(): boolean;
  end(): void;
}

/** Ctrl-C ends the lanes with what they have. The deadline ends what is not done by then. */
export function steer(run: Run, options: { readonly timeoutSeconds: number | null }, terminal: Terminal): Steering {
  let isInterrupted = false;
  const stopListening = terminal.onInterrupt(() => {
    isInterrupted = true;
    run.stop("user");
  });
  const timer =
    options.timeoutSeconds === null ? undefined : setTimeout(() => run.stop("deadline"), options.timeoutSeconds * 1000);
  return {
    isInterrupted: () => isInterrupted,
    end() {
      clearTimeout(timer);
      stopListening();
    },
  };
}
