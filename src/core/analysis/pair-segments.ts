import type { SegmentTerms } from "./trace-terms.ts";

/** Two segments that speak of the same, by shared terms. `likeness`: 0 to 1. */
export interface SegmentPair {
  readonly one: number;
  readonly other: number;
  readonly likeness: number;
}

/** How alike any two segments of the two sides are. */
export interface Likeness {
  readonly between: (one: number, other: number) => number;
}

/** Pairs below this are left apart. */
const leastLikeness = 0.16;
/** A term in more segments than this says nothing about which of them belong together, and would cost a product. */
const commonIn = 40;

/**
 * Cosine over terms, rare ones weigh more. Costs the product of how often a term stands on either side, which `commonIn`
 * bounds, so it stays near linear in the number of segments.
 */
export function likenessOf(ones: readonly SegmentTerms[], others: readonly SegmentTerms[]): Likeness {
  const places = new Map<string, { readonly one: number[]; readonly other: number[] }>();
  const note = (segments: readonly SegmentTerms[], side: "one" | "other") => {
    for (const [at, { terms }] of segments.entries()) {
      for (const term of terms) {
        const place = places.get(term) ?? { one: [], other: [] };
        if (place[side].length === 0) places.set(term, place);
        place[side].push(at);
      }
    }
  };
  note(ones, "one");
  note(others, "other");
  const count = ones.length + others.length;
  const sizes = { one: new Float64Array(ones.length), other: new Float64Array(others.length) };
  const shared = new Map<number, number>();
  for (const [term, { one, other }] of places) {
    const weight = (Math.log(1 + count / (one.length + other.length)) * kindWeight(term)) ** 2;
    for (const at of one) sizes.one[at] = (sizes.one[at] ?? 0) + weight;
    for (const at of other) sizes.other[at] = (sizes.other[at] ?? 0) + weight;
    if (one.length > commonIn || other.length > commonIn) continue;
    for (const left of one) {
      for (const right of other) {
        const key = left * others.length + right;
        shared.set(key, (shared.get(key) ?? 0) + weight);
      }
    }
  }
  return {
    between: (one, other) => {
      const both = shared.get(one * others.length + other);
      if (both === undefined) return 0;
      return both / Math.sqrt((sizes.one[one] ?? 1) * (sizes.other[other] ?? 1));
    },
  };
}

/** A calculation of the same shape is a strong sign, a number a stronger one than a word. */
function kindWeight(term: string): number {
  if (term.startsWith("~")) return 1.6;
  return term.startsWith("#") ? 1.25 : 1;
}

/**
 * The pairs, in the order of both sides, whose likeness adds up to the most: traces may skip and add, but go forward
 * together. Time and memory are the product of both counts; the caller bounds them.
 */
export function pairSegments(counts: readonly [number, number], { between }: Likeness): readonly SegmentPair[] {
  const [ones, others] = counts;
  const width = others + 1;
  const best = new Float64Array((ones + 1) * width);
  const taken = new Uint8Array((ones + 1) * width);
  for (let one = 1; one <= ones; one += 1) {
    for (let other = 1; other <= others; other += 1) {
      const here = one * width + other;
      const up = best[here - width] ?? 0;
      const left = best[here - 1] ?? 0;
      const gain = gainOf(between(one - 1, other - 1), one / ones, other / others);
      const paired = gain <= 0 ? -1 : (best[here - width - 1] ?? 0) + gain;
      best[here] = Math.max(up, left, paired);
      if (paired > up && paired > left) taken[here] = 1;
    }
  }
  const pairs: SegmentPair[] = [];
  for (let one = ones, other = others; one > 0 && other > 0;) {
    const here = one * width + other;
    if (taken[here] === 1) {
      pairs.push({ one: one - 1, other: other - 1, likeness: between(one - 1, other - 1) });
      one -= 1;
      other -= 1;
    } else if (best[here] === best[here - width]) one -= 1;
    else other -= 1;
  }
  return pairs.toReversed();
}

/** What a pair adds; of two that are alike, the one at about the same place is meant. */
function gainOf(likeness: number, onePlace: number, otherPlace: number): number {
  return likeness < leastLikeness ? 0 : likeness - 0.08 - 0.04 * Math.abs(onePlace - otherPlace);
}
