import { think } from "./brain/brain.ts";
import { starved, type Script } from "./brain/script.ts";
import { FaultLedger, type Fault, type FaultId } from "./faults.ts";
import { digest, lettersOf } from "./digest.ts";
import { PrefixCache } from "./prefix-cache.ts";
import { countTokens } from "./tokens.ts";
import type { Beat, Counts, Exchange, HttpFault, Question, Reply, SimulatedWire } from "./wires/simulated-wire.ts";

/** What lives as long as the server: which prefixes are cached, which faults already struck, which ids were given. */
export class Desk {
  readonly #cache = new PrefixCache();
  readonly #ledger = new FaultLedger();
  readonly #seed: string;
  #requests = 0;

  constructor(seed: string) {
    this.#seed = seed;
  }

  /**
   * The reply to a request that its wire has read, and the fault that is due.
   * @throws WireRefusal when the fault is an HTTP error
   */
  reply(wire: SimulatedWire, exchange: Exchange, createdAtSeconds: number): { reply: Reply; fault: FaultId | null } {
    const { question } = exchange;
    const fault = this.#dueFault(question.fault, question);
    if (isHttpFault(fault)) throw wire.refusal(fault);
    const parts = promptParts(question);
    const inputTokens = parts.reduce((sum, part) => sum + part.tokens, 3);
    if (inputTokens > question.model.contextTokens) throw wire.refusal("overflow");
    const script = faulty(scriptFor(question), fault);
    const request = (this.#requests += 1);
    const reply: Reply = {
      question,
      script,
      counts: this.#counts(question, script, parts, inputTokens),
      id: (prefix, length) => prefix + lettersOf(`${this.#seed}${request}${prefix}`, length),
      createdAtSeconds,
    };
    return { reply, fault };
  }

  #dueFault(fault: Fault | null, question: Question): FaultId | null {
    if (fault === null) return null;
    const key = digest(`${question.modelId}\n${question.depth}\n${question.prefix}`);
    return this.#ledger.isDue(fault, key) ? fault.id : null;
  }

  #counts(question: Question, script: Script, parts: readonly PromptPart[], inputTokens: number): Counts {
    const { reasoningTokens, answerTokens } = script;
    const { cache, id } = question.model;
    const none = { readTokens: 0, writtenTokens: 0 };
    const isCaching = question.asksForCache || !cache.isExplicit;
    const cached = isCaching ? this.#cache.count(id, parts, cache) : none;
    return {
      inputTokens,
      cacheReadTokens: cached.readTokens,
      cacheWriteTokens: cached.writtenTokens,
      reasoningTokens,
      answerTokens,
    };
  }
}

function scriptFor(question: Question): Script {
  const { system, prompt, messages, model, depth, maxOutputTokens, turn } = question;
  return think({ system, prompt, earlierMessages: messages.length - 1, model, depth, maxOutputTokens, turn });
}

function faulty(script: Script, fault: FaultId | null): Script {
  if (fault === "length") return starved(script, script.reasoningTokens);
  if (fault !== "refusal") return script;
  const answer = "I cannot help with that. (A simulated refusal, asked for by the request.)";
  return { thoughts: [], reasoningTokens: 0, answer, answerTokens: countTokens(answer), calls: [], finish: "refusal" };
}

/** The stream as the fault leaves it: the beats up to where it strikes. */
export function* upTo(beats: readonly Beat[], fault: FaultId | null): Iterable<Beat> {
  const isStruck = fault !== null && midStreamFaults.includes(fault);
  const strikesAt = isStruck ? Math.min(Math.max(3, Math.floor(beats.length * 0.6)), beats.length - 1) : beats.length;
  yield* beats.slice(0, strikesAt);
}

const midStreamFaults: readonly FaultId[] = ["cut", "error", "silence", "malformed"];

interface PromptPart {
  readonly text: string;
  readonly tokens: number;
}

function promptParts(question: Question): readonly PromptPart[] {
  const texts = question.system === "" ? question.messages : [question.system, ...question.messages];
  // A few tokens mark where a message begins and who speaks.
  return texts.map((text) => ({ text, tokens: countTokens(text) + 4 }));
}

function isHttpFault(fault: FaultId | null): fault is HttpFault {
  return fault !== null && httpFaults.some((id) => id === fault);
}

const httpFaults: readonly HttpFault[] = ["401", "403", "429", "500", "503", "529", "quota", "overflow"];
