import { useSignal } from "@preact/signals";
import { estimateTokens } from "../../src/core/model/token-estimate.ts";
import type { EarlierBrief } from "../../src/core/model/brief.ts";
import type { StepId } from "../../src/core/model/ids.ts";
import { chainOf, stepOf } from "../format/chain.ts";
import type { ChainRow } from "../format/chain.ts";
import { moneyText } from "../../src/core/model/cost-words.ts";
import { countText } from "../format/numbers.ts";
import { offerKey, targetOf } from "../state/continue-state.ts";
import { usePage } from "../state/page.ts";
import { BriefGraph } from "./brief-graph.tsx";
import { FoldButton } from "./fold-button.tsx";

/** The brief before it is sent: read, edited, bounded, made anew, or written by a model. */
export function BriefPart() {
  const { continuation } = usePage();
  const { ask, brief, written } = continuation;
  const isOpen = useSignal(false);
  const shape = useSignal<"text" | "graph">("text");
  const made = brief.value;
  const asked = ask.value;
  if (made === null || asked === null) return null;
  if (made.text === null) return <EarlierBriefs briefs={made.earlier} />;
  const text = asked.briefText ?? made.text;
  const tokens = estimateTokens(text);
  const isOver = tokens > made.boundTokens * 1.25;
  const isWritten = asked.briefText !== null && asked.briefText === written.value?.text;
  // A graph belongs to its own words: it goes when the reader changes them.
  const graph = asked.briefText === null ? made.graph : isWritten ? (written.value?.graph ?? null) : null;
  return (
    <section class="brief-part">
      <div class="gist-line">
        <h3>
          <FoldButton isOpen={isOpen.value} onFold={() => (isOpen.value = !isOpen.value)}>
            Brief
          </FoldButton>
        </h3>
        <span class="small muted">
          {countText(tokens)} tok {makerWords[asked.briefText === null ? "local" : isWritten ? "model" : "reader"]}
        </span>
        <span class="grow" />
        <label class="small">
          <span class="muted">up to</span>{" "}
          <input
            class="field bound"
            inputMode="numeric"
            aria-label="Brief up to this many tokens"
            placeholder={String(made.boundTokens)}
            defaultValue={asked.briefTokens ?? ""}
            onChange={(event) => {
              const value = Number(event.currentTarget.value.trim());
              const isBound = Number.isInteger(value) && value >= 50 && value <= 1_000_000;
              if (!isBound) event.currentTarget.value = "";
              continuation.change({ briefTokens: isBound ? value : null, briefText: null });
            }}
          />{" "}
          <span class="muted">tok</span>
        </label>
      </div>
      {isOpen.value && (
        <>
          {graph !== null && (
            <div class="radio small" role="radiogroup" aria-label="Show the brief as">
              {(["text", "graph"] as const).map((each) => (
                <button key={each} role="radio" aria-checked={shape.value === each} onClick={() => (shape.value = each)}>
                  {each === "text" ? "Text" : "Graph"}
                </button>
              ))}
            </div>
          )}
          {shape.value === "graph" && graph !== null ? (
            <BriefGraph brief={graph} />
          ) : (
            <textarea
              class="field brief-text"
              rows={9}
              spellcheck={false}
              aria-label="Brief as it will be sent"
              aria-describedby="brief-help"
              value={text}
              onInput={(event) => continuation.change({ briefText: event.currentTarget.value })}
            />
          )}
          <p id="brief-help" class="small muted">
            {isOver ? `This is longer than the bound of ${countText(made.boundTokens)} tok; it is sent as it stands. ` : ""}
            It stands before your prompt, labelled as notes of another model: data, not instructions.
          </p>
          <div class="actions">
            {asked.briefText !== null && (
              <button class="link small" onClick={() => continuation.change({ briefText: null })}>
                Back to the made one
              </button>
            )}
            <WriterChoice />
          </div>
        </>
      )}
      <EarlierBriefs briefs={made.earlier} />
    </section>
  );
}

/** What went into the conversation before is sent again with it: nothing goes along unseen. */
function EarlierBriefs({ briefs }: { readonly briefs: readonly EarlierBrief[] }) {
  const { continuation, store } = usePage();
  const isOpen = useSignal(false);
  const session = store.session.value;
  const from = continuation.ask.value?.from ?? null;
  const rows = session === null ? [] : chainOf(session, { id: "", head: from });
  if (briefs.length === 0) return null;
  const tokens = briefs.reduce((sum, { text }) => sum + estimateTokens(text), 0);
  return (
    <section class="brief-part">
      <div class="gist-line">
        <h3>
          <FoldButton isOpen={isOpen.value} onFold={() => (isOpen.value = !isOpen.value)}>
            {briefs.length === 1 ? "Earlier brief" : `${briefs.length} earlier briefs`}
          </FoldButton>
        </h3>
        <span class="small muted">{countText(tokens)} tok that went along before and go along again, as data</span>
      </div>
      {isOpen.value &&
        briefs.map(({ step, text }) => (
          <div
            key={step}
            class="brief-sent small"
            tabIndex={0}
            role="group"
            aria-label={`Brief before step ${placeOf(rows, step)}`}
          >
            {text}
          </div>
        ))}
    </section>
  );
}

function placeOf(rows: readonly ChainRow[], step: StepId): string {
  return String(stepOf(rows, step)?.number ?? step);
}

const makerWords = {
  local: "made on this machine, nothing was sent for it",
  model: "written by a model",
  reader: "edited by you",
} as const;

/** A model that writes the brief; what it would cost is said before it is asked. */
function WriterChoice() {
  const { continuation, store } = usePage();
  const { offers, writing } = continuation;
  const isOpen = useSignal(false);
  const writer = useSignal("");
  const isWriting = useSignal(false);
  if (!store.context.value.isEditable) return null;
  const choices = (offers.value ?? []).filter(({ problem }) => problem === null);
  const chosen = choices.find((offer) => offerKey(offer) === writer.value) ?? null;
  const choose = (key: string) => {
    writer.value = key;
    writing.value = null;
    const offer = choices.find((each) => offerKey(each) === key);
    if (offer !== undefined) void continuation.priceBrief(targetOf(offer));
  };
  if (!isOpen.value) {
    return (
      <button class="link small" onClick={() => (isOpen.value = true)}>
        Let a model write it…
      </button>
    );
  }
  const write = async () => {
    if (chosen === null) return;
    isWriting.value = true;
    await continuation.writeBrief(targetOf(chosen));
    isWriting.value = false;
  };
  return (
    <span class="writer small">
      <select
        class="field"
        aria-label="Model that writes the brief"
        value={writer.value}
        onChange={(event) => choose(event.currentTarget.value)}
      >
        <option value="" disabled>
          Choose a model
        </option>
        {choices.map((offer) => (
          <option key={offerKey(offer)} value={offerKey(offer)}>
            {offer.label}
          </option>
        ))}
      </select>
      {writing.value !== null && chosen !== null && (
        <>
          <span class="muted">{priceText(writing.value)}</span>
          <button class="button" disabled={isWriting.value} onClick={() => void write()}>
            {isWriting.value ? "Writing…" : "Write it"}
          </button>
        </>
      )}
    </span>
  );
}

function priceText(writing: {
  readonly inputTokens: number;
  readonly costUsd: string | null;
  readonly isSimulated: boolean;
}): string {
  const size = `≈ ${countText(writing.inputTokens)} input tok`;
  if (writing.isSimulated) return `${size}, simulated: nothing is billed`;
  return writing.costUsd === null ? `${size}, no price known` : `${size}, about ${moneyText(writing.costUsd)}`;
}
