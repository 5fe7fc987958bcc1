import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { sameRules } from "../../src/core/model/comparison.ts";
import type { Assertion, ComparisonSettings, SameRule } from "../../src/core/model/comparison.ts";
import { usePage } from "../state/page.ts";

type Choice = SameRule | Assertion["type"];

/** How answers are compared: a rule, or something that they must contain or match. */
export function RuleChooser() {
  const { host, insight, view } = usePage();
  const { settings } = insight.insight.value;
  const choice = useSignal<Choice>(settings.assertion?.type ?? settings.same);
  const text = useSignal(textOf(settings));
  const problem = useSignal("");
  const select = useRef<HTMLSelectElement>(null);
  useEffect(() => select.current?.focus(), []);

  const send = (next: ComparisonSettings) => host.ask({ method: "comparison/set", settings: next });
  const choose = (value: string) => {
    const rule = sameRules.find((each) => each === value);
    problem.value = "";
    if (rule !== undefined) {
      choice.value = rule;
      send({ same: rule, assertion: null });
    } else if (value === "contains" || value === "regex") {
      choice.value = value;
      assert();
    }
  };
  const assert = () => {
    if (text.value === "") return;
    if (choice.value === "contains") send({ same: settings.same, assertion: { type: "contains", text: text.value } });
    if (choice.value !== "regex") return;
    problem.value = isPattern(text.value) ? "" : "This is not a regular expression.";
    if (problem.value === "") send({ same: settings.same, assertion: { type: "regex", pattern: text.value, flags: "" } });
  };
  const isText = choice.value === "contains" || choice.value === "regex";
  const kept = settings.assertion?.type === "json-schema" || settings.assertion?.type === "judge" ? settings.assertion : null;
  return (
    <div
      class="rule-chooser"
      id="rule-chooser"
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.preventDefault();
        event.stopPropagation();
        view.isChoosingRule.value = false;
        document.querySelector<HTMLElement>("[aria-controls=rule-chooser]")?.focus();
      }}
    >
      <label>
        <span class="muted">Compare</span>
        <select class="field" ref={select} value={choice.value} onChange={(event) => choose(event.currentTarget.value)}>
          {sameRules.map((rule) => (
            <option key={rule} value={rule}>
              {ruleNames[rule]}
            </option>
          ))}
          <option value="contains">contains a text</option>
          <option value="regex">matches a pattern</option>
          {kept !== null && (
            <option value={kept.type} disabled>
              {kept.type === "judge" ? kept.judge : kept.name}
            </option>
          )}
        </select>
      </label>
      {isText && (
        <label class="grow">
          <span class="muted">{choice.value === "contains" ? "Text" : "Pattern"}</span>
          <input
            class="field"
            value={text.value}
            spellcheck={false}
            aria-invalid={problem.value !== ""}
            aria-describedby="rule-problem"
            onInput={(event) => (text.value = event.currentTarget.value)}
            onChange={assert}
          />
        </label>
      )}
      <p id="rule-problem" class="small" role="status">
        {problem.value}
      </p>
    </div>
  );
}

const ruleNames = {
  auto: "the way that fits",
  exact: "every character",
  text: "all words",
  result: "the marked result",
  number: "the final number",
  json: "the JSON value",
  code: "the code",
} as const satisfies Record<SameRule, string>;

function textOf({ assertion }: ComparisonSettings): string {
  if (assertion?.type === "contains") return assertion.text;
  return assertion?.type === "regex" ? assertion.pattern : "";
}

/** Only whether it can be read: it is run by the host, for a bounded time. */
function isPattern(pattern: string): boolean {
  try {
    return new RegExp(pattern, "u").source !== "";
  } catch {
    try {
      return new RegExp(pattern).source !== "";
    } catch {
      return false;
    }
  }
}
