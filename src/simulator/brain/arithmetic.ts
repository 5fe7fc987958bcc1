import { add, divide, multiply, negate, parseRational, power, type Rational } from "./rational.ts";

/** A calculation found in a prompt, and its exact value. */
export interface Sum {
  /** As it is shown: `17 × 24`. */
  readonly text: string;
  readonly value: Rational;
}

/** Every calculation in a text. Dates, versions and ranges are left alone. */
export function findSums(text: string): readonly Sum[] {
  const asksForIt =
    /\b(what(['’]s| is)|calculate|compute|evaluate|how much is|work out|solve|was ist|berechne|combien)\b|=\s*\??\s*$/i.test(
      text,
    );
  const sums: Sum[] = [];
  for (const [run] of inSymbols(text).matchAll(runs)) {
    const expression = trimmed(run);
    if (notASum.some((shape) => shape.test(expression)) || !/\d\s*[-+*/^%)]/.test(expression)) continue;
    // `24/7` and `9-5` are words unless somebody asks for a result.
    if (!asksForIt && !/[+*^%]|\s[-/]\s/.test(expression)) continue;
    const value = evaluate(expression);
    if (value !== null && !sums.some((sum) => sum.text === shown(expression))) sums.push({ text: shown(expression), value });
  }
  return sums;
}

/** The exact value of an expression; null when it is none, or divides by zero. */
function evaluate(expression: string): Rational | null {
  try {
    return new Parser(expression.match(/\d[\d,]*(?:\.\d+)?|\.\d+|[-+*/^()%]/g) ?? []).all();
  } catch (error) {
    if (error instanceof RangeError || error instanceof SyntaxError) return null;
    throw error;
  }
}

/** All that an expression may consist of. Where it begins and ends is found without going back, so that no text is slow. */
const runs = /[\d\s.,()+\-*/^%]+/g;

function trimmed(run: string): string {
  let start = 0;
  let end = run.length;
  while (start < end && !"0123456789.(-".includes(run.charAt(start))) start += 1;
  while (end > start && !"0123456789)%".includes(run.charAt(end - 1))) end -= 1;
  return run.slice(start, end);
}

const notASum = [/^\d{4}-\d{1,2}-\d{1,2}$/, /^\d{1,2}\/\d{1,2}\/\d{2,4}$/, /^\d+(\.\d+){2,}$/, /^[\d\s]+%$/, /^\d+-\d+-\d+/];

/** Words and typographic signs as plain operators. */
function inSymbols(text: string): string {
  return text
    .replace(/(\d+(?:\.\d+)?)\s*(?:%|percent|per cent)\s+of\s+(\d[\d,]*(?:\.\d+)?)/gi, "($1 / 100 * $2)")
    .replace(/(?<=[\d)])\s*(?:x|×|·|⋅|times|multiplied by)\s*(?=[\d(])/gi, " * ")
    .replace(/(?<=[\d)])\s*(?:÷|divided by|over)\s*(?=[\d(])/gi, " / ")
    .replace(/(?<=[\d)])\s*(?:plus)\s*(?=[\d(])/gi, " + ")
    .replace(/(?<=[\d)])\s*(?:minus|−|–)\s*(?=[\d(])/gi, " - ")
    .replace(/(?<=[\d)])\s*(?:\*\*|to the power of)\s*(?=[\d(])/gi, " ^ ")
    .replace(/(?<=[\d)])\s*squared\b|²/gi, " ^ 2")
    .replace(/(?<=[\d)])\s*cubed\b|³/gi, " ^ 3");
}

function shown(expression: string): string {
  return expression
    .replace(/^\(([^()]*)\)$/, "$1")
    .replace(/\s*([-+*/^])\s*/g, (_, operator: string) => (operator === "^" ? "^" : ` ${operator} `))
    .replaceAll("*", "×")
    .replaceAll("/", "÷")
    .replace(/^\s*-\s*/, "-")
    .trim();
}

/** Recursive descent over `+ - × ÷ ^ %`, left to right, powers from the right. */
class Parser {
  readonly #tokens: readonly string[];
  #at = 0;

  constructor(tokens: readonly string[]) {
    this.#tokens = tokens;
  }

  all(): Rational {
    const value = this.#sum();
    if (this.#at < this.#tokens.length) throw new SyntaxError("unexpected text after the expression");
    return value;
  }

  #sum(): Rational {
    let value = this.#product();
    for (let token = this.#peek(); token === "+" || token === "-"; token = this.#peek()) {
      this.#at += 1;
      const next = this.#product();
      value = add(value, token === "+" ? next : negate(next));
    }
    return value;
  }

  #product(): Rational {
    let value = this.#signed();
    for (let token = this.#peek(); token === "*" || token === "/"; token = this.#peek()) {
      this.#at += 1;
      const next = this.#signed();
      value = token === "*" ? multiply(value, next) : divide(value, next);
    }
    return value;
  }

  #signed(): Rational {
    if (this.#peek() !== "-") return this.#power();
    this.#at += 1;
    return negate(this.#signed());
  }

  #power(): Rational {
    const base = this.#atom();
    if (this.#peek() !== "^") return base;
    this.#at += 1;
    return power(base, this.#signed());
  }

  #atom(): Rational {
    const token = this.#peek();
    this.#at += 1;
    if (token === "(") {
      const value = this.#sum();
      if (this.#peek() !== ")") throw new SyntaxError("a bracket is not closed");
      this.#at += 1;
      return this.#percent(value);
    }
    if (token === undefined || !/^[.\d]/.test(token)) throw new SyntaxError("a number is missing");
    return this.#percent(parseRational(token));
  }

  #percent(value: Rational): Rational {
    if (this.#peek() !== "%") return value;
    this.#at += 1;
    return divide(value, parseRational("100"));
  }

  #peek(): string | undefined {
    return this.#tokens[this.#at];
  }
}
