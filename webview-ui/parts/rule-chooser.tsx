import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { sameRules } from "../../src/core/model/comparison.ts";
import type { Assertion, ComparisonSettings, SameRule } from "../../src/core/model/comparison.ts";
import { usePage } from "../state/page.ts";

type Choice = SameRule | Assertion["type"];

/** How answers are compared: a rule, something that they must contain, match or fit, or another model's judgement. */
export function RuleChooser() {
  const { host, insight, view } = usePage();
  const { settings } = insight.insight.value;
  /** Chosen here: the host has not said so yet, or it needs a text first. */
  const pending = useSignal<Choice | null>(null);
  const text = useSignal(textOf(settings));
  const problem = useSignal("");
  const select = useRef<HTMLSelectElement>(null);
  useEffect(() => select.current?.focus(), []);
  const choice: Choice = pending.value ?? settings.assertion?.type ?? settings.same;

  const send = (next: ComparisonSettings) => host.ask({ method: "comparison/set", settings: next });
  /** Picked with VS Code's own means: until then, what holds is shown. */
  const pick = (method: "judge/pick" | "schema/pick") => {
    pending.value = null;
    if (select.current !== null) select.current.value = settings.assertion?.type ?? settings.same;
    host.ask({ method });
  };
  const choose = (value: string) => {
    const rule = sameRules.find((each) => each === value);
    problem.value = "";
    if (rule !== undefined) {
      pending.value = rule;
      send({ same: rule, assertion: null });
    } else if (value === "judge") pick("judge/pick");
    else if (value === "json-schema") pick("schema/pick");
    else if (value === "contains" || value === "regex") {
      pending.value = value;
      assert(value);
    }
  };
  const assert = (type: Choice) => {
    if (text.value === "") return;
    if (type === "contains") send({ same: settings.same, assertion: { type, text: text.value } });
    if (type !== "regex") return;
    problem.value = isPattern(text.value) ? "" : "This is not a regular expression.";
    if (problem.value === "") send({ same: settings.same, assertion: { type, pattern: text.value, flags: "" } });
  };
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
        <select class="field" ref={select} value={choice} onChange={(event) => choose(event.currentTarget.value)}>
          <optgroup label="Same answer by">
            {sameRules.map((rule) => (
              <option key={rule} value={rule}>
                {ruleNames[rule]}
              </option>
            ))}
          </optgroup>
          <optgroup label="Whether it">
            <option value="contains">contains a text</option>
            <option value="regex">matches a pattern</option>
            <option value="json-schema">fits a JSON Schema…</option>
          </optgroup>
          <optgroup label="Asking">
            <option value="judge">a model that judges…</option>
          </optgroup>
        </select>
      </label>
      {(choice === "contains" || choice === "regex") && (
        <label class="grow">
          <span class="muted">{choice === "contains" ? "Text" : "Pattern"}</span>
          <input
            class="field"
            value={text.value}
            spellcheck={false}
            aria-invalid={problem.value !== ""}
            aria-describedby="rule-problem"
            onInput={(event) => (text.value = event.currentTarget.value)}
            onChange={() => assert(choice)}
          />
        </label>
      )}
      {settings.assertion?.type === "json-schema" && (
        <button class="link" onClick={() => pick("schema/pick")}>
          Another schema…
        </button>
      )}
      {settings.assertion?.type === "judge" && (
        <button class="link" onClick={() => pick("judge/pick")}>
          Another judge…
        </button>
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
