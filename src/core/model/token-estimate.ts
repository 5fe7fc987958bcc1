/*
 * Running token estimate from characters alone: cheap enough for every delta, importable by the page. Never a billable
 * count; whatever shows it marks it as an estimate. Weights are fitted to o200k on prose, code, JSON, Markdown, arithmetic
 * and nine languages (2026-11-22): within 10 % on documents, 21 % on short samples.
 */

/** Tokens of a whole text, rounded; 0 only for an empty text. */
export function estimateTokens(text: string): number {
  const meter = new TokenMeter();
  meter.add(text);
  return meter.tokens;
}

/** The same estimate for text that arrives in pieces: how the pieces are cut does not change the sum. */
export class TokenMeter {
  #sum = 0;
  #script: Script = "start";
  #run = 0;

  get tokens(): number {
    return this.#sum === 0 ? 0 : Math.max(1, Math.round(this.#sum));
  }

  /** Before rounding, for sums of many short texts. */
  get unrounded(): number {
    return this.#sum;
  }

  add(text: string): void {
    let sum = this.#sum;
    let current = this.#script;
    let run = this.#run;
    for (let i = 0; i < text.length; i += 1) {
      const script = scriptOf(text.charCodeAt(i));
      run = script === current ? run + 1 : 1;
      current = script;
      sum += weight(script, run);
    }
    this.#sum = sum;
    this.#script = current;
    this.#run = run;
  }
}

type Script =
  "start" | "space" | "newline" | "latin" | "digit" | "mark" | "cyrillic" | "semitic" | "indic" | "hangul" | "cjk" | "other";

function scriptOf(code: number): Script {
  if (code === 0x20 || code === 0x09) return "space";
  if (code === 0x0a || code === 0x0d) return "newline";
  if (code >= 0x30 && code <= 0x39) return "digit";
  if ((code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a) return "latin";
  if (code < 0xc0) return "mark";
  if (code < 0x370) return "latin";
  if (code < 0x590) return "cyrillic";
  if (code < 0x900) return "semitic";
  if (code < 0x1100) return "indic";
  if (code >= 0x3040 && code < 0xa000) return "cjk";
  if (code >= 0xac00 && code < 0xd7b0) return "hangul";
  return "other";
}

/** Tokens that the `run`th character (from 1) of a run of one script adds. */
function weight(script: Script, run: number): number {
  switch (script) {
    case "start":
      return 0;
    case "space":
      return run === 1 ? 0.02 : 0.05;
    case "newline":
      return run === 1 ? 0.6 : 0.1;
    case "latin":
      return wordWeight(run, 7, 0.22);
    case "cyrillic":
      return wordWeight(run, 4, 0.26);
    case "semitic":
      return wordWeight(run, 4, 0.4);
    case "indic":
      return wordWeight(run, 4, 0.25);
    case "digit":
      return run % 3 === 1 ? 1 : 0;
    case "mark":
      return run === 1 ? 0.85 : 0.4;
    case "hangul":
      return 0.68;
    case "cjk":
      return 0.74;
    case "other":
      return 0.85;
  }
}

function wordWeight(run: number, free: number, each: number): number {
  if (run === 1) return 1;
  return run <= free ? 0 : each;
}
