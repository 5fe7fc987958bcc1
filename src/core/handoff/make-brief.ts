import type { Brief, BriefEntry, BriefKind } from "../model/brief.ts";
import type { StepId } from "../model/ids.ts";
import { estimateTokens, TokenMeter } from "../model/token-estimate.ts";
import { kindOf } from "./cues.ts";
import { listedValue } from "./print-brief.ts";
import { splitSentences } from "./sentences.ts";
import { valuesOf } from "./values.ts";

export interface BriefSource {
  /** What was asked, variables filled in. */
  readonly prompt: string;
  readonly steps: readonly { readonly id: StepId; readonly reasoning: string; readonly answer: string }[];
}

/**
 * Chooses, from the reasoning so far, the sentences that carry most of its numbers, names and decisions, and lists the
 * values that found no place in them. Deterministic, no network, any language; time grows with the text, not its square.
 * @param maxTokens bound on what is chosen, estimated; the frame around it (what it is, the goal) comes on top, always the same
 */
export function makeBrief(source: BriefSource, maxTokens: number): Brief {
  const sentences = readSentences(source);
  const weights = weighValues(sentences, source);
  const goal = firstChars(source.prompt.replaceAll(/\s+/g, " ").trim(), maxGoalChars);
  const concluding = [...weights]
    .filter(([, weight]) => weight >= answerWeight)
    .reduce((sum, [value]) => sum + listTokens(value), 0);
  const leastForEntries = maxTokens < leastRoomForEntries ? 0 : maxTokens * leastEntryShare;
  const chosen = choose(sentences, weights, Math.max(leastForEntries, maxTokens - concluding));
  const values = leftOver(chosen, weights, maxTokens - tokensOf(chosen));
  return { goal, entries: link(chosen), values, maker: "local" };
}

/** A tenth of the reasoning it stands for; never so short that the frame fills it, never a second conversation. */
export function defaultBriefTokens({ steps }: BriefSource): number {
  const tokens = steps.reduce((sum, { reasoning }) => sum + estimateTokens(reasoning), 0);
  return Math.max(400, Math.min(6_000, Math.ceil(tokens / 10)));
}

/**
 * Values without a sentence cost a tenth of the sentence around them. What the answer rests on is kept at least so;
 * sentences always get this share, so that the brief is more than a list.
 */
const leastEntryShare = 0.35;
/** Below this a sentence or two would crowd out the values: then it is only a list. */
const leastRoomForEntries = 150;
const maxGoalChars = 400;
/** Added to a value that an answer holds: above anything that frequency and lateness can add up to. */
const answerWeight = 32;
const maxEntryChars = 220;
/** What the marks around an entry cost when it is printed. */
const entryMarkTokens = 9;

interface Sentence {
  readonly text: string;
  readonly step: StepId;
  readonly place: number;
  readonly kind: BriefKind;
  /** Of its text, which may be cut. */
  readonly values: readonly string[];
  /** Of the whole sentence. */
  readonly allValues: readonly string[];
  readonly tokens: number;
}

function readSentences(source: BriefSource): readonly Sentence[] {
  const inPrompt = new Set(valuesOf(source.prompt));
  const words = lowerCaseWords(source);
  const inAnswers = answerValues(source);
  const sentences: Sentence[] = [];
  const seen = new Set<string>();
  for (const step of source.steps) {
    for (const whole of splitSentences(step.reasoning)) {
      const text = firstChars(whole, maxEntryChars);
      if (seen.has(text)) continue;
      seen.add(text);
      const tells = (value: string): boolean => inAnswers.has(value) || !isOrdinaryWord(value, words);
      const values = valuesOf(text).filter(tells);
      const allValues = text === whole ? values : valuesOf(whole).filter(tells);
      const isFromPrompt = values.length > 0 && values.every((value) => inPrompt.has(value));
      const tokens = estimateTokens(text) + entryMarkTokens;
      sentences.push({
        text,
        step: step.id,
        place: sentences.length,
        kind: kindOf(text, isFromPrompt),
        values,
        allValues,
        tokens,
      });
    }
  }
  return sentences;
}

/** A capital may only mark a sentence's start: a word that also stands in lower case is no name. */
function isOrdinaryWord(value: string, words: ReadonlySet<string>): boolean {
  return /^\p{Lu}[\p{Ll}'’]*$/u.test(value) && words.has(value.toLowerCase());
}

function lowerCaseWords(source: BriefSource): ReadonlySet<string> {
  const texts = [source.prompt, ...source.steps.map((step) => step.reasoning)];
  return new Set(texts.flatMap((text) => text.match(/(?<![\p{L}\p{N}])\p{Ll}[\p{Ll}'’]*/gu) ?? []));
}

/** How much a value tells: often used, used late, used in the answer. What the prompt says is carried with the prompt. */
function weighValues(sentences: readonly Sentence[], source: BriefSource): ReadonlyMap<string, number> {
  const count = new Map<string, number>();
  const last = new Map<string, number>();
  for (const { allValues, place } of sentences) {
    for (const value of allValues) {
      count.set(value, (count.get(value) ?? 0) + 1);
      last.set(value, place);
    }
  }
  const inAnswers = answerValues(source);
  const inPrompt = new Set(valuesOf(source.prompt));
  const weights = new Map<string, number>();
  for (const [value, times] of count) {
    const lateness = ((last.get(value) ?? 0) + 1) / Math.max(1, sentences.length);
    const weight = Math.log2(1 + times) + lateness + (inAnswers.has(value) ? answerWeight : 0);
    weights.set(value, inPrompt.has(value) && weight < answerWeight ? weight / 4 : weight);
  }
  return weights;
}

function answerValues({ steps }: BriefSource): ReadonlySet<string> {
  return new Set(steps.flatMap((step) => splitSentences(step.answer).flatMap(valuesOf)));
}

const kindBonus: Readonly<Record<BriefKind, number>> = {
  given: 0,
  decision: 2,
  result: 1.5,
  rejected: 1.5,
  question: 0.5,
  next: 0.5,
};

/**
 * Greedy cover: the sentence that adds most new weight for its length, again and again. Gains only shrink as values get
 * covered, so a sentence is weighed anew only when it comes up (lazy evaluation).
 */
function choose(sentences: readonly Sentence[], weights: ReadonlyMap<string, number>, room: number): readonly Sentence[] {
  const covered = new Set<string>();
  const gainOf = ({ values, kind, tokens, place }: Sentence): number => {
    const fresh = values.reduce((sum, value) => sum + (covered.has(value) ? 0 : (weights.get(value) ?? 0)), 0);
    const isLast = place >= sentences.length - 2;
    return (fresh + kindBonus[kind] + (isLast ? 8 : 0)) / tokens ** 0.8;
  };
  const queue = sentences
    .map((sentence) => ({ sentence, gain: gainOf(sentence) }))
    .toSorted((a, b) => b.gain - a.gain || a.sentence.place - b.sentence.place);
  const chosen: Sentence[] = [];
  let left = room;
  for (const { sentence, gain } of queue) {
    if (sentence.tokens > left) continue;
    // Its values may have been covered since it was queued; what no longer earns half its place is passed over.
    if (gainOf(sentence) < gain / 2 && left < room / 2) continue;
    chosen.push(sentence);
    left -= sentence.tokens;
    for (const value of sentence.values) covered.add(value);
    if (left < entryMarkTokens * 2) break;
  }
  return chosen.toSorted((a, b) => a.place - b.place);
}

/**
 * Values that no sentence holds, most telling first. Of those the answer rests on as many as have room, the short ones
 * before the long ones: with a handful of tokens three numbers say more than one long name.
 */
function leftOver(chosen: readonly Sentence[], weights: ReadonlyMap<string, number>, room: number): readonly string[] {
  const covered = new Set(chosen.flatMap(({ values }) => values));
  const ranked = [...weights]
    .filter(([value]) => !covered.has(value))
    .map(([value, weight]) => ({ value, weight, tokens: listTokens(value) }))
    .toSorted((a, b) => b.weight - a.weight || (a.value < b.value ? -1 : 1));
  const vital = ranked.filter(({ weight }) => weight >= answerWeight).toSorted((a, b) => a.tokens - b.tokens);
  const kept = new Set<string>();
  // Half a token is what rounding the whole list allows.
  let left = room + (chosen.length === 0 ? 0.49 : 0);
  for (const { value, tokens } of [...vital, ...ranked.slice(vital.length)]) {
    if (tokens > left) break;
    kept.add(value);
    left -= tokens;
  }
  return ranked.flatMap(({ value }) => (kept.has(value) ? [value] : []));
}

/** What a value costs in a list, with the space before it. */
function listTokens(value: string): number {
  const meter = new TokenMeter();
  meter.add(listedValue(value));
  meter.add(" ");
  return meter.unrounded;
}

/** Entries with their edges: an entry uses the last earlier one that held a value of its own. */
function link(chosen: readonly Sentence[]): readonly BriefEntry[] {
  const holder = new Map<string, string>();
  return chosen.map(({ text, step, kind, values }, index) => {
    const id = `b${String(index + 1)}`;
    const uses = [...new Set(values.flatMap((value) => holder.get(value) ?? []))].slice(0, 3);
    for (const value of values) holder.set(value, id);
    return { id, kind, text, step, uses };
  });
}

function tokensOf(sentences: readonly Sentence[]): number {
  return sentences.reduce((sum, { tokens }) => sum + tokens, 0);
}

function firstChars(text: string, max: number): string {
  if (text.length <= max) return text;
  const cut = text.slice(0, max - 1);
  // Never half a surrogate pair: it would not survive a file.
  return `${/[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut}…`;
}
