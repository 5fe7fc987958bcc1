import { useSignal } from "@preact/signals";
import type { Signal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { ReasoningBlock } from "../../src/core/model/block.ts";
import type { Attempt, Step } from "../../src/core/model/session.ts";
import { basisWords } from "../format/forecast.ts";
import { reasoningSize, seenVisibility, visibilityIcons } from "../format/visibility.ts";
import { usePage } from "../state/page.ts";
import { Follower } from "../text/follow.ts";
import { paced } from "../text/paced.ts";
import type { Paced } from "../text/paced.ts";
import { TraceWriter } from "../text/trace-writer.ts";
import { Icon } from "./icon.tsx";
import type { LaneFacts } from "./lane-head.tsx";
import { NoTrace } from "./no-trace.tsx";

interface Props {
  readonly facts: LaneFacts;
  readonly attempt: Attempt | null;
}

/** The reasoning of one attempt: foldable, with what kind of text it is, and why when there is none. */
export function Reasoning({ facts, attempt }: Props) {
  const { view, insight } = usePage();
  const { lane, offer, step, meter, forecast } = facts;
  const blocks = (attempt?.blocks ?? []).filter((block) => block.type === "reasoning");
  const seen = seenVisibility(blocks);
  const planned = offer?.visibility === "none" || offer?.visibility === "unknown" ? null : (offer?.visibility ?? null);
  const kind = seen ?? (step === null ? (lane.wantsSummary ? (offer?.withSummary ?? planned) : planned) : null);
  const isActive = step?.status === "running";
  const isOpen = !view.foldedReasoning.value.has(lane.id);
  const isReadable = blocks.some((block) => isReadableBlock(block));
  const finding = step === null || isActive ? null : (insight.lenses.value.get(lane.id)?.finding ?? null);
  const follower = useSignal<Follower | null>(null);
  return (
    <section class={finding === null ? "reasoning" : "reasoning with-lens"} aria-busy={isActive}>
      <div class="block-head">
        <h4>
          <button class="fold" aria-expanded={isOpen} onClick={() => view.toggleReasoning(lane.id)}>
            <Icon name={isOpen ? "chevron-down" : "chevron-right"} />
            Reasoning
          </button>
        </h4>
        {kind !== null && (
          <span class="visibility">
            <Icon name={visibilityIcons[kind]} size="s" />
            {kind}
          </span>
        )}
        <span class="grow" />
        {isActive && isReadable && <FollowButton follower={follower} />}
        <span class="small nowrap">
          {step === null ? (forecast === null ? "" : basisWords[forecast.basis]) : reasoningSize(seen, meter.reasoning, isActive)}
        </span>
        {isReadable && <TallButton />}
      </div>
      {isOpen && isReadable && attempt !== null && step !== null && (
        <Trace step={step} attempt={attempt} follower={follower} isActive={isActive} />
      )}
      {isOpen && !isReadable && <NoTrace facts={facts} />}
      {isOpen && finding !== null && (
        <p class="lens small" title="Where the final answer first stands in the trace, and what came after it">
          <Icon name="watch" size="s" /> {finding}
        </p>
      )}
    </section>
  );
}

/** Text that is there, or may still come. */
function isReadableBlock(block: ReasoningBlock): boolean {
  return (block.visibility === "raw" || block.visibility === "summary") && (block.isOpen || block.text !== "");
}

function FollowButton({ follower }: { readonly follower: Signal<Follower | null> }) {
  const current = follower.value;
  if (current === null || current.isFollowing.value) return null;
  return (
    <button class="link small nowrap" onClick={() => current.resume()}>
      <Icon name="arrow-down" size="s" /> Follow
    </button>
  );
}

function TallButton() {
  const { view } = usePage();
  const isTall = view.isTraceTall.value;
  const label = isTall ? "Show less reasoning in all lanes" : "Show more reasoning in all lanes";
  return (
    <button
      class="icon-button"
      title={label}
      aria-label={label}
      aria-pressed={isTall}
      onClick={() => (view.isTraceTall.value = !isTall)}
    >
      <Icon name={isTall ? "fold" : "unfold"} />
    </button>
  );
}

interface TraceProps {
  readonly step: Step;
  readonly attempt: Attempt;
  readonly follower: Signal<Follower | null>;
  readonly isActive: boolean;
}

function Trace({ step, attempt, follower, isActive }: TraceProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const isTextOpen = isActive && attempt.blocks.at(-1)?.type === "reasoning";
  useLayoutEffect(() => {
    if (scroller.current === null) return;
    const made = new Follower(scroller.current);
    follower.value = made;
    // The text inside was written before this scroller was known.
    if (isTextOpen) made.grew();
    return () => made.dispose();
  }, []);
  const isLive = isTextOpen && follower.value?.isFollowing.value === true;
  return (
    <div class={isLive ? "trace live" : "trace"} ref={scroller} tabIndex={0} role="group" aria-label="Reasoning text">
      {attempt.blocks.map((block, index) =>
        block.type !== "reasoning" ? null : isReadableBlock(block) ? (
          <TraceText
            key={index}
            step={step}
            attempt={attempt}
            index={index}
            follower={follower}
            isOpen={isTextOpen && block.isOpen}
          />
        ) : (
          <p key={index} class="kept-place">
            <Icon name={visibilityIcons[block.visibility]} size="s" /> {withheld[block.visibility]}
          </p>
        ),
      )}
    </div>
  );
}

const withheld = {
  raw: "",
  summary: "",
  omitted: "A part of the reasoning was not sent.",
  encrypted: "A part of the reasoning came only as encrypted state.",
  redacted: "A part of the reasoning was withheld for safety.",
} as const satisfies Record<ReasoningBlock["visibility"], string>;

interface TextProps {
  readonly step: Step;
  readonly attempt: Attempt;
  readonly index: number;
  readonly follower: Signal<Follower | null>;
  readonly isOpen: boolean;
}

function TraceText({ step, attempt, index, follower, isOpen }: TextProps) {
  const { store } = usePage();
  const pacing = useRef<Paced | null>(null);
  const root = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (root.current === null) return;
    const writer = new TraceWriter(root.current);
    const block = store.latestStep(step.id)?.attempts[attempt.number - 1]?.blocks[index];
    if (block?.type === "reasoning") writer.append(block.text);
    const pace = (pacing.current = paced(root.current.parentElement ?? root.current, (text) => {
      writer.append(text);
      follower.peek()?.grew();
    }));
    const stop = store.feeds.listen({ step: step.id, attempt: attempt.number, block: index }, pace.add);
    return () => {
      stop();
      pace.cancel();
    };
  }, []);
  useLayoutEffect(() => {
    if (!isOpen) pacing.current?.flush();
  }, [isOpen]);
  return <div class={isOpen ? "trace-text arriving" : "trace-text"} ref={root} />;
}
