/**
 * What a simulated model can be told to do wrong, by its id (`steady-thinker+429-once`) or by a directive in the prompt
 * (`[[simulate: 529 once]]`). This file knows what was asked and whether it is due; the wires know how it looks.
 */
const faultIds = [
  "401",
  "403",
  "429",
  "500",
  "503",
  "529",
  "quota",
  "cut",
  "error",
  "silence",
  "slow",
  "malformed",
  "refusal",
  "length",
  "overflow",
] as const;
export type FaultId = (typeof faultIds)[number];

export interface Fault {
  readonly id: FaultId;
  /** How many requests in a row it hits before one gets through; null: every one. */
  readonly times: number | null;
}

/** The fault that a model id or a prompt asks for; null when neither does. The id wins. */
export function findFault(modelId: string, prompt: string): Fault | null {
  const plus = modelId.indexOf("+");
  if (plus >= 0) return parseFault(modelId.slice(plus + 1));
  const directive = /\[\[\s{0,4}simulate\s{0,4}:([^\]]{1,60})\]\]/i.exec(prompt);
  return directive?.[1] === undefined ? null : parseFault(directive[1]);
}

/** `429`, `429 once`, `429-twice`, `cut always`. Null: not a fault this simulator knows. */
function parseFault(text: string): Fault | null {
  const [word = "", count = "always"] = text
    .trim()
    .toLowerCase()
    .split(/[\s-]+/);
  const id = faultIds.find((known) => known === (aliases[word] ?? word));
  const times = counts[count];
  return id === undefined || times === undefined ? null : { id, times };
}

/** The directive is an order to the simulator, not part of the question. */
export function withoutDirective(prompt: string): string {
  return prompt.replace(/\[\[\s{0,4}simulate\s{0,4}:[^\]]{1,60}\]\]/gi, "").trim();
}

const counts: Readonly<Record<string, number | null>> = { once: 1, twice: 2, always: null };
const aliases: Readonly<Record<string, FaultId>> = {
  key: "401",
  rate: "429",
  overloaded: "529",
  truncate: "cut",
  idle: "silence",
  budget: "length",
  context: "overflow",
};

/**
 * Remembers which limited faults already struck. The count of a question starts again after the request that got through,
 * so each new run sees the fault, and its retry succeeds.
 */
export class FaultLedger {
  readonly #strikes = new Map<string, number>();

  isDue(fault: Fault, question: string): boolean {
    if (fault.times === null) return true;
    const key = `${fault.id}\n${question}`;
    const struck = this.#strikes.get(key) ?? 0;
    this.#strikes.delete(key);
    if (struck >= fault.times) return false;
    this.#strikes.set(key, struck + 1);
    // A bound for a server that runs for days; the oldest question is the first to be forgotten.
    const [oldest] = this.#strikes.keys();
    if (this.#strikes.size > 1000 && oldest !== undefined) this.#strikes.delete(oldest);
    return true;
  }
}
