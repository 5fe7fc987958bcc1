import type { AppliedRule, Assertion } from "../model/comparison.ts";
import type { FinalPlace } from "./final-value.ts";
import type { Finding } from "./same-rules.ts";

/** Names the rule for a reader: "By the amount on the last line." */
export function ruleLabel(kind: AppliedRule["kind"], findings: readonly Finding[], assertion: Assertion | null = null): string {
  switch (kind) {
    case "exact":
      return "By every character.";
    case "text":
      return "By all words; case, punctuation and spacing aside.";
    case "result":
      return `By the ${placed("result", findings)}.`;
    case "number":
      return `By the ${placed(findings.some(({ number }) => number !== undefined && number.currency !== null) ? "amount" : "number", findings)}.`;
    case "json":
      return "By the JSON value; order of keys and spacing aside.";
    case "code":
      return "By the code; comments and formatting aside.";
    case "contains":
    case "regex":
    case "json-schema":
      return assertion === null ? "By your assertion." : assertionLabel(assertion);
    case "judge":
      return "By a judging lane.";
  }
}

function assertionLabel(assertion: Assertion): string {
  switch (assertion.type) {
    case "contains":
      return `By whether it contains “${assertion.text.slice(0, 60)}”.`;
    case "regex":
      return `By whether it matches /${assertion.pattern.slice(0, 60)}/${assertion.flags}.`;
    case "json-schema":
      return `By whether its JSON fits ${assertion.name}.`;
    case "judge":
      return `By ${assertion.judge}.`;
  }
}

/** "amount on the last line" where all stand there, else "final amount". */
function placed(what: string, findings: readonly Finding[]): string {
  const places = new Set(findings.flatMap(({ place }) => (place === undefined ? [] : [place])));
  const [only] = places;
  if (only === undefined || places.size > 1) return `final ${what}`;
  return wordings[only](what);
}

const wordings = {
  boxed: (what) => `boxed ${what}`,
  label: (what) => `${what} after its label`,
  "last-line": (what) => `${what} on the last line`,
  bold: (what) => `${what} in bold`,
  only: (what) => `${what} given`,
  lead: () => "yes or no at the start",
} satisfies Record<FinalPlace, (what: string) => string>;
