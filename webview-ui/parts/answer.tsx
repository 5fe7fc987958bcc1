import { useLayoutEffect, useRef } from "preact/hooks";
import type { Block } from "../../src/core/model/block.ts";
import type { Attempt, Step } from "../../src/core/model/session.ts";
import { countText } from "../format/numbers.ts";
import { laneStatus } from "../format/status.ts";
import { MarkdownWriter } from "../markdown/markdown-writer.ts";
import { addressOf } from "../state/text-feeds.ts";
import { usePage } from "../state/page.ts";
import { paced } from "../text/paced.ts";
import type { Paced } from "../text/paced.ts";
import { wholeView } from "../text/text-view.ts";
import { Icon } from "./icon.tsx";
import { SameMark } from "./same-mark.tsx";

interface Props {
  readonly step: Step | null;
  readonly attempt: Attempt | null;
}

export function Answer({ step, attempt }: Props) {
  const { host, store } = usePage();
  const blocks = (attempt?.blocks ?? []).flatMap((block, index) => (block.type === "reasoning" ? [] : [{ block, index }]));
  const isActive = step?.status === "running" || step?.status === "queued";
  const reason = step === null || attempt === null ? null : endReason(step, attempt);
  const copy = () => {
    const latest = step === null ? null : (store.latestStep(step.id)?.attempts.at(-1) ?? null);
    host.ask({
      method: "text/copy",
      text: (latest?.blocks ?? []).map((block) => (block.type === "answer" ? block.text : "")).join(""),
    });
  };
  return (
    <section class="answer" aria-busy={isActive}>
      <div class="block-head">
        <h4 class={blocks.length === 0 ? "muted" : ""}>Answer</h4>
        {blocks.length === 0 && <span class="small muted">{emptyText(step)}</span>}
        {step !== null && !isActive && blocks.length > 0 && <SameMark lane={step.lane} />}
        <span class="grow" />
        {blocks.length > 0 && !isActive && (
          <button class="icon-button" title="Copy the answer" aria-label="Copy the answer" onClick={copy}>
            <Icon name="copy" />
          </button>
        )}
      </div>
      {step !== null && attempt !== null && blocks.length > 0 && (
        <div class="answer-body">
          {blocks.map(({ block, index }) => (
            <AnswerBlockView key={index} step={step} attempt={attempt} index={index} block={block} isActive={isActive} />
          ))}
        </div>
      )}
      {reason !== null && (
        <p class="cut-here">
          <Icon name={reason.icon} size="s" tone={reason.tone} /> {reason.text}
        </p>
      )}
    </section>
  );
}

function emptyText(step: Step | null): string {
  if (step === null) return "";
  if (step.status === "queued" || step.status === "running") return "not begun";
  return step.status === "complete" ? "empty" : "none arrived";
}

/** Why the text stops here, when it stopped before its end. */
function endReason(step: Step, attempt: Attempt): { readonly icon: string; readonly tone: string; readonly text: string } | null {
  if (attempt.blocks.length === 0) return null;
  const { icon, tone } = laneStatus(step, true);
  switch (step.status) {
    case "partial":
      return { icon, tone, text: "the stream ended here" };
    case "cancelled":
      return { icon, tone, text: "stopped here by you" };
    case "budget":
      return { icon, tone, text: "cut here by the budget" };
    case "failed":
      return { icon, tone, text: "it failed here" };
    case "complete":
      if (attempt.finish?.reason === "length") return { icon, tone, text: limitText(step.maxOutputTokens) };
      if (attempt.finish?.reason === "context") return { icon, tone, text: "cut here: the context window is full" };
      if (attempt.finish?.reason === "content-filter") return { icon, tone, text: "cut here by the provider’s content filter" };
      return null;
    case "queued":
    case "running":
      return null;
  }
}

function limitText(limit: number | null): string {
  return limit === null ? "cut here by the output limit" : `cut here by the output limit of ${countText(limit)} tok`;
}

interface BlockProps {
  readonly step: Step;
  readonly attempt: Attempt;
  readonly index: number;
  readonly block: Exclude<Block, { type: "reasoning" }>;
  readonly isActive: boolean;
}

function AnswerBlockView({ step, attempt, index, block, isActive }: BlockProps) {
  const { store, host, textViews, find } = usePage();
  const pacing = useRef<Paced | null>(null);
  const root = useRef<HTMLDivElement>(null);
  const end = useRef<HTMLSpanElement>(null);
  const isOpen = isActive && block.isOpen;
  useLayoutEffect(() => {
    const element = root.current;
    if (element === null) return;
    const writer = block.type === "answer" ? new MarkdownWriter(element) : new PlainWriter(element);
    const pace = (pacing.current = paced(end.current ?? element, (text) => writer.append(text)));
    const latest = store.latestStep(step.id)?.attempts[attempt.number - 1]?.blocks[index];
    if (latest?.type === "answer") writer.append(latest.text);
    if (latest?.type === "tool-call") writer.append(latest.arguments);
    const address = { step: step.id, attempt: attempt.number, block: index };
    const stop = store.feeds.listen(address, pace.add);
    const source = () => {
      const now = store.latestStep(step.id)?.attempts[attempt.number - 1]?.blocks[index];
      return now?.type === "answer" ? now.text : "";
    };
    const leave = textViews.add(addressOf(address), wholeView(element, source));
    find.repaintSoon();
    return () => {
      leave();
      stop();
      pace.cancel();
    };
  }, []);
  useLayoutEffect(() => {
    if (!isOpen) pacing.current?.flush();
  }, [isOpen]);
  const openLink = (event: MouseEvent) => {
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    if (link === null) return;
    event.preventDefault();
    event.stopPropagation();
    host.ask({ method: "link/open", url: link.href });
  };
  if (block.type === "tool-call") {
    return (
      <div class="tool-call">
        <p class="small">
          <Icon name="tools" size="s" /> calls <code>{block.name}</code>
        </p>
        <pre tabIndex={0}>
          <code ref={root} />
        </pre>
      </div>
    );
  }
  return (
    <div class={`md channel-${block.channel}`} onClick={openLink} onAuxClick={openLink}>
      {block.channel === "commentary" && <p class="small muted">between tool calls</p>}
      {block.channel === "refusal" && <p class="small muted">The model refused:</p>}
      <div class={isOpen ? "md-text arriving" : "md-text"} ref={root} />
      <span class="text-end" ref={end} />
    </div>
  );
}

/** A tool call's arguments: JSON text as it comes. */
class PlainWriter {
  readonly #text = document.createTextNode("");

  constructor(root: HTMLElement) {
    root.append(this.#text);
  }

  append(text: string): void {
    this.#text.appendData(text);
  }
}
