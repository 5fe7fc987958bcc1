import type { BriefKind } from "../model/brief.ts";

/*
 * Words that tell what a sentence of reasoning does, in the languages that reasoning models think in most. They only sort
 * sentences into kinds; what is kept is decided by the values a sentence holds, so a language without a row still works.
 */

interface Cue {
  readonly kind: BriefKind;
  readonly words: RegExp;
}

const cues: readonly Cue[] = [
  {
    kind: "rejected",
    words:
      /\b(?:wrong|mistake|incorrect|doesn['’]t work|won['’]t work|not work|fails|instead of|rule[ds]? out|discard|reject|no good|contradict|scratch that|falsch|verworfen|stattdessen|faux|plutôt|en vez de|incorrecto)\b|不对|错误|排除|行不通|違う|間違/iu,
  },
  {
    kind: "question",
    words:
      /[?？]\s*$|\b(?:unclear|not sure|need to (?:check|verify|know)|open question|unknown|unklar|offen|à vérifier)\b|不确定|需要确认|不明/iu,
  },
  {
    kind: "next",
    words:
      /\b(?:next(?: step)?|now (?:I|we|let|check|compute|write)|then I(?:'ll| will)|remaining|still (?:have|need) to|todo|als nächstes|ensuite|a continuación)\b|接下来|下一步|次に/iu,
  },
  {
    kind: "decision",
    words:
      /\b(?:so I|I(?:'ll| will| choose| decide)|let['’]?s (?:use|go|take|assume)|decid|choose|should use|we use|because|since|therefore|thus|hence|conclude|deshalb|daher|also nehme|donc|parce que|por lo tanto|porque)\b|因此|所以|决定|选择|因为|だから|したがって|なので/iu,
  },
  {
    kind: "result",
    words: /[=≈→]|\b(?:is|are|equals|gives|yields|total|result|answer|ergibt|beträgt|donne|resulta)\b|等于|得到|结果|答案|答え/iu,
  },
];

/** What the sentence does in the reasoning. `isFromPrompt`: its values all stand in the prompt. */
export function kindOf(sentence: string, isFromPrompt: boolean): BriefKind {
  const cue = cues.find(({ words }) => words.test(sentence));
  if (cue !== undefined && cue.kind !== "result") return cue.kind;
  if (isFromPrompt) return "given";
  return cue?.kind ?? "decision";
}
