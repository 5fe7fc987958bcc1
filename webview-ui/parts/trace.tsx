import { useSignal } from "@preact/signals";
import type { Signal } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import type { ReasoningBlock } from "../../src/core/model/block.ts";
import type { Attempt, Step } from "../../src/core/model/session.ts";
import { traceOffset } from "../../src/core/model/trace.ts";
import { visibilityIcons } from "../format/visibility.ts";
import { usePage } from "../state/page.ts";
import { addressOf } from "../state/text-feeds.ts";
import { Follower } from "../text/follow.ts";
import { paced } from "../text/paced.ts";
import type { Paced } from "../text/paced.ts";
import { SegmentedTrace } from "../text/segmented-trace.ts";
import { isInSight, watchSight } from "../text/sight.ts";
import { wholeView } from "../text/text-view.ts";
import { TraceWriter } from "../text/trace-writer.ts";
import { Icon } from "./icon.tsx";

/** What the reader does with a lane's trace as a whole. */
export interface TraceControl {
  /** One line a segment. */
  readonly isOutline: Signal<boolean>;
  readonly follower: Signal<Follower | null>;
  /** Grows with every wish to go where the answer stands first. */
  readonly goToAnswer: Signal<number>;
  /** Where the reader was when arriving text made room for ended text. */
  readonly kept: { current: number | null };
}

interface TraceProps {
  readonly step: Step;
  readonly attempt: Attempt;
  readonly control: TraceControl;
  readonly isActive: boolean;
  /** Where the final answer first stands, an offset into the trace; null: unknown. */
  readonly answerAt: number | null;
}

/** The text of one attempt's reasoning. While it arrives it is followed; once a block has ended its segments fold. */
export function Trace({ step, attempt, control, isActive, answerAt }: TraceProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const { follower } = control;
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
    <div
      class={isLive ? "trace live" : "trace"}
      ref={scroller}
      tabIndex={0}
      role="group"
      aria-label="Reasoning text"
      aria-keyshortcuts="Alt+ArrowDown Alt+ArrowUp"
    >
      {attempt.blocks.map((block, index) => {
        if (block.type !== "reasoning") return null;
        if (!isReadableBlock(block)) {
          return (
            <p key={index} class="kept-place">
              <Icon name={visibilityIcons[block.visibility]} size="s" /> {withheld[block.visibility]}
            </p>
          );
        }
        const props = { step, attempt, index, control };
        if (isTextOpen && block.isOpen) return <ArrivingText key={`${index} open`} {...props} />;
        const offset = answerAt === null ? null : answerAt - (traceOffset(attempt, index) ?? 0);
        const isHere = offset !== null && offset >= 0 && offset < block.text.length;
        return <EndedText key={index} {...props} answerAt={isHere ? offset : null} />;
      })}
    </div>
  );
}

/** Text that is there, or may still come. */
export function isReadableBlock(block: ReasoningBlock): boolean {
  return (block.visibility === "raw" || block.visibility === "summary") && (block.isOpen || block.text !== "");
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
  readonly control: TraceControl;
}

function ArrivingText({ step, attempt, index, control }: TextProps) {
  const { store, textViews } = usePage();
  const root = useRef<HTMLDivElement>(null);
  const pacing = useRef<Paced | null>(null);
  useLayoutEffect(() => {
    const element = root.current;
    if (element === null) return;
    const writer = new TraceWriter(element);
    const source = () => {
      const block = store.latestStep(step.id)?.attempts[attempt.number - 1]?.blocks[index];
      return block?.type === "reasoning" ? block.text : "";
    };
    writer.append(source());
    const pace = (pacing.current = paced(element.parentElement ?? element, (text) => {
      writer.append(text);
      control.follower.peek()?.grew();
    }));
    const address = { step: step.id, attempt: attempt.number, block: index };
    const stop = store.feeds.listen(address, pace.add);
    const leave = textViews.add(addressOf(address), wholeView(element, source));
    return () => {
      control.kept.current = element.closest(".trace")?.scrollTop ?? null;
      leave();
      stop();
      pace.cancel();
    };
  }, []);
  return <div class="trace-text arriving" ref={root} />;
}

function EndedText({ step, attempt, index, control, answerAt }: TextProps & { readonly answerAt: number | null }) {
  const { store, textViews, find } = usePage();
  const root = useRef<HTMLDivElement>(null);
  const trace = useSignal<SegmentedTrace | null>(null);
  useLayoutEffect(() => {
    const element = root.current;
    const scroller = element?.closest<HTMLElement>(".trace") ?? null;
    const block = store.latestStep(step.id)?.attempts[attempt.number - 1]?.blocks[index];
    if (element === null || scroller === null || block?.type !== "reasoning") return;
    const made = (trace.value = new SegmentedTrace(element, scroller, block.text));
    const { current: place } = control.kept;
    control.kept.current = null;
    let isShown = false;
    const show = () => {
      if (isShown) return;
      isShown = true;
      const follower = control.follower.peek();
      if (place === null) return void made.show();
      // It was being read as it ended: the reader keeps the place.
      const isFollowed = follower?.isFollowing.peek() === true;
      made.show(isFollowed ? "end" : "anywhere");
      if (isFollowed) follower.grew();
      else scroller.scrollTop = place;
    };
    // In view at once, so that nothing flickers; eight lanes that end together would be one long frame otherwise.
    if (place !== null && isInSight(scroller)) show();
    const stopWatching = watchSight(scroller, (isSeen) => {
      if (!isSeen) return;
      show();
      find.repaintSoon();
    });
    const address = { step: step.id, attempt: attempt.number, block: index };
    const leave = textViews.add(addressOf(address), made);
    const onKeyDown = (event: KeyboardEvent) => {
      const to = event.altKey ? { ArrowDown: 1 as const, ArrowUp: -1 as const }[event.key] : undefined;
      if (to === undefined) return;
      event.preventDefault();
      made.focusNext(to);
    };
    scroller.addEventListener("keydown", onKeyDown);
    return () => {
      scroller.removeEventListener("keydown", onKeyDown);
      leave();
      stopWatching();
      made.dispose();
    };
  }, []);
  const isOutline = control.isOutline.value;
  useLayoutEffect(() => trace.peek()?.foldAll(isOutline), [isOutline]);
  useLayoutEffect(() => trace.peek()?.markAnswer(answerAt), [answerAt]);
  const wish = control.goToAnswer.value;
  useEffect(() => {
    if (wish === 0 || answerAt === null) return;
    const place = trace.peek()?.reveal(answerAt);
    place?.element.closest(".segment")?.scrollIntoView({ block: "nearest" });
    place?.element.closest(".segment")?.querySelector<HTMLElement>(".segment-toggle")?.focus({ preventScroll: true });
  }, [wish]);
  return <div class="trace-text" ref={root} />;
}
