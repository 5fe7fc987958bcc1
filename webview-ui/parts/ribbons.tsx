import { useSignal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { TraceDiff } from "../../src/core/model/trace-diff.ts";
import { barTop, ribbonsOf } from "../format/ribbons.ts";
import { ribbonWords } from "../format/trace-diff.ts";

/** The picture of a trace diff: what belongs together, and where it parts. */
export function RibbonPicture({ diff }: { readonly diff: TraceDiff }) {
  const root = useRef<HTMLDivElement>(null);
  const width = useSignal(0);
  useLayoutEffect(() => {
    const element = root.current;
    if (element === null) return;
    const observer = new ResizeObserver(([entry]) => (width.value = Math.floor(entry?.contentRect.width ?? 0)));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const { bars, ribbons, height } = ribbonsOf(diff, Math.max(200, width.value));
  return (
    <div class="ribbons" ref={root}>
      {width.value > 0 && (
        <svg width={width.value} height={height} role="img" aria-label={ribbonWords(diff)}>
          <defs>
            <pattern id="ribbon-hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
              <line class="hatch" y2="6" />
            </pattern>
          </defs>
          {ribbons.map(({ path, kind }, at) => (
            <path key={at} class={kind} d={path} />
          ))}
          {bars.map(({ x, width, side, kind, label }, at) => (
            <g key={at} class={kind}>
              <rect x={x} y={barTop(side)} width={width} height={16} />
              {label !== null && (
                <text x={x + width / 2} y={barTop(side) + 12}>
                  {label}
                </text>
              )}
            </g>
          ))}
        </svg>
      )}
    </div>
  );
}
