import { computed, signal } from "@preact/signals";
import type { ReadonlySignal } from "@preact/signals";
import type { Prompt } from "../../src/core/model/session.ts";
import type { Host } from "./host.ts";
import type { Store } from "./store.ts";

const emptyPrompt: Prompt = { system: "", user: "", variables: {} };

/** What the reader types, ahead of the host: sent after a short rest, at once on `flush`, dropped when the host has it. */
export class PromptDraft {
  readonly prompt: ReadonlySignal<Prompt>;
  readonly #draft = signal<Prompt | null>(null);
  readonly #host: Host;
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(store: Store, host: Host) {
    this.#host = host;
    this.prompt = computed(() => this.#draft.value ?? store.session.value?.prompt ?? emptyPrompt);
  }

  edit(change: Partial<Prompt>): void {
    this.#draft.value = { ...this.prompt.peek(), ...change };
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.flush(), 250);
  }

  /** Before a run, and when a field loses focus. */
  flush(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const sent = this.#draft.peek();
    if (sent === null) return;
    void this.#send(sent); // a refusal is shown in the run bar
  }

  async #send(sent: Prompt): Promise<void> {
    await this.#host.request({ method: "prompt/set", prompt: sent });
    // The reply comes after the change itself, so the mirror already holds it. A later draft stays.
    if (this.#draft.peek() === sent) this.#draft.value = null;
  }
}
