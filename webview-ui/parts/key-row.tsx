import { costMarks } from "../../src/core/model/cost-words.ts";
import { visibilityIcons } from "../format/visibility.ts";
import { usePage } from "../state/page.ts";
import { Icon } from "./icon.tsx";

/** What the marks mean, always in view on a wide page. What drops out first explains what says its own name elsewhere. */
export function KeyRow() {
  const { view } = usePage();
  return (
    <footer class={view.isKeyOpen.value ? "key open" : "key"} aria-label="Key">
      <dl>
        <dt>Cost</dt>
        {Object.entries(costMarks).map(([basis, { sign }]) => (
          <dd key={basis}>
            <span class="strong">{sign}</span> {basis}
          </dd>
        ))}
      </dl>
      <dl>
        <dt>Meter</dt>
        {fills.map(([fill, label]) => (
          <dd key={fill}>
            <i class={`sw ${fill}`} />
            {label}
          </dd>
        ))}
      </dl>
      <dl>
        <dt>Effort</dt>
        <dd>
          requested <Icon name="arrow-small-right" /> sent <Icon name="arrow-small-right" /> observed
        </dd>
      </dl>
      <dl>
        <dt>Reasoning</dt>
        {Object.entries(visibilityIcons).map(([kind, icon]) => (
          <dd key={kind}>
            <Icon name={icon} />
            {kind}
          </dd>
        ))}
      </dl>
    </footer>
  );
}

const fills = [
  ["f-input", "input"],
  ["f-reasoning", "reasoning"],
  ["f-hidden", "hidden reasoning"],
  ["f-answer", "answer"],
] as const;
