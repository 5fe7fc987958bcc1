import { computed, effect, signal } from "@preact/signals";
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
  readonly #store: Store;
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(store: Store, host: Host) {
    this.#host = host;
    this.#store = store;
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
    const before = this.#store.session.peek()?.prompt;
    const reply = await this.#host.request({ method: "prompt/set", prompt: sent });
    // The change itself comes with the next batch: until then the draft is the newer of the two.
    if (reply !== undefined && this.#store.session.peek()?.prompt === before) await this.#nextPrompt(before);
    if (this.#draft.peek() === sent) this.#draft.value = null;
  }

  /** Resolves when the session holds another prompt, or after a while if the host found nothing to change. */
  #nextPrompt(before: Prompt | undefined): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(done, 1000);
      const stop = effect(() => {
        if (this.#store.session.value?.prompt !== before) done();
      });
      function done(): void {
        clearTimeout(timer);
        queueMicrotask(() => stop());
        resolve();
      }
    });
  }
}
