import type { TraceDiff, TraceRelation } from "../../src/core/model/trace-diff.ts";

export interface RibbonBar {
  readonly x: number;
  readonly width: number;
  readonly side: 0 | 1;
  readonly kind: RibbonKind;
  /** The segment's number where there is room for it. */
  readonly label: string | null;
}

export interface Ribbon {
  readonly path: string;
  readonly kind: RibbonKind | "back";
}

/** `plain`: pairs. `parts`: values part or differ. `only`: one side alone. */
export type RibbonKind = "plain" | "parts" | "only";

export interface Ribbons {
  readonly bars: readonly RibbonBar[];
  readonly ribbons: readonly Ribbon[];
  readonly height: number;
}

const barHeight = 16;
const height = 92;
const lower = height - barHeight - 1;
const labelRoom = 16;

interface Place {
  readonly x: number;
  readonly width: number;
}

/** Two bars of segments, as wide as their text is long, with ribbons between what belongs together. Pixels. */
export function ribbonsOf({ sides, rows }: TraceDiff, width: number): Ribbons {
  const kinds = [new Map<number, RibbonKind>(), new Map<number, RibbonKind>()] as const;
  for (const { relation, segments } of rows) {
    for (const side of [0, 1] as const) for (const at of segments[side]) kinds[side].set(at, kindOf(relation));
  }
  const places = [placesOf(sides[0].segments, width), placesOf(sides[1].segments, width)] as const;
  const bars = ([0, 1] as const).flatMap((side) =>
    places[side].map((place, at): RibbonBar => {
      const label = place.width >= labelRoom ? String(at + 1) : null;
      return { ...place, side, kind: kinds[side].get(at) ?? "only", label };
    }),
  );
  const partner = new Map<string, number>();
  const ribbons = rows.flatMap(({ segments, relation }): readonly Ribbon[] => {
    const one = span(places[0], segments[0]);
    const other = span(places[1], segments[1]);
    for (const at of segments[0]) if (segments[1][0] !== undefined) partner.set(`0 ${at}`, segments[1][0]);
    for (const at of segments[1]) if (segments[0][0] !== undefined) partner.set(`1 ${at}`, segments[0][0]);
    return one === null || other === null ? [] : [{ path: ribbonPath(one, other), kind: kindOf(relation) }];
  });
  const back = rows.flatMap(({ backTo, segments, relation }): readonly Ribbon[] => {
    if (backTo === null || (relation !== "one" && relation !== "other")) return [];
    const side = relation === "one" ? 0 : 1;
    const across = side === 0 ? 1 : 0;
    const from = places[across][partner.get(`${side} ${backTo}`) ?? -1];
    const to = places[side][segments[side][0] ?? -1];
    return from === undefined || to === undefined ? [] : [{ path: backPath(from, to, side), kind: "back" }];
  });
  return { bars, ribbons: [...ribbons, ...back], height };
}

export function barTop(side: 0 | 1): number {
  return side === 0 ? 1 : lower;
}

function kindOf(relation: TraceRelation): RibbonKind {
  if (relation === "parts" || relation === "differs") return "parts";
  return relation === "one" || relation === "other" ? "only" : "plain";
}

function placesOf(segments: readonly { readonly start: number; readonly end: number }[], width: number): readonly Place[] {
  const all = segments.reduce((sum, { start, end }) => sum + end - start, 0);
  const gap = segments.length > width / 8 ? 0 : 3;
  const least = Math.min(6, (width / Math.max(1, segments.length)) * 0.5);
  const room = width - gap * Math.max(0, segments.length - 1) - least * segments.length;
  let x = 0;
  return segments.map(({ start, end }) => {
    const place = { x, width: least + (room * (end - start)) / Math.max(1, all) };
    x += place.width + gap;
    return place;
  });
}

function span(places: readonly Place[], at: readonly number[]): Place | null {
  const first = places[at[0] ?? -1];
  const last = places[at.at(-1) ?? -1];
  return first === undefined || last === undefined ? null : { x: first.x, width: last.x + last.width - first.x };
}

function ribbonPath(one: Place, other: Place): string {
  const middle = height / 2;
  const top = barHeight + 1;
  const [a, b, c, d] = [one.x, one.x + one.width, other.x, other.x + other.width].map(round);
  return `M${a} ${top}C${a} ${middle} ${c} ${middle} ${c} ${lower}H${d}C${d} ${middle} ${b} ${middle} ${b} ${top}Z`;
}

function backPath(from: Place, to: Place, side: 0 | 1): string {
  const [x, target] = [from.x + from.width / 2, to.x + to.width / 2].map(round);
  const [y, end] = side === 1 ? [barHeight + 1, lower] : [lower, barHeight + 1];
  return `M${x} ${y}C${x} ${height / 2} ${target} ${height / 2} ${target} ${end}`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
