import { listed } from "../format/forecast.ts";
import { isPassOrFail } from "../../src/core/model/comparison.ts";
import type { LaneId } from "../../src/core/model/ids.ts";
import { usePage } from "../state/page.ts";
import { Icon } from "./icon.tsx";

/** Longer values are no name for an answer; the answer itself is below. */
const longestValue = 28;
/** More are only counted: the list would take the room of the answer's own value. */
const mostListed = 4;

/** Beside a lane's answer: what was compared, and which lanes say the same. */
export function SameMark({ lane, isShort = false }: { readonly lane: LaneId; readonly isShort?: boolean }) {
  const { insight } = usePage();
  const { comparison } = insight.insight.value;
  const compared = insight.compared.value.get(lane);
  if (comparison === null || compared?.state !== "compared") return null;
  if (comparison.lanes.filter(({ state }) => state === "compared").length < 2) return null;
  const isNamed = compared.value !== null && isShortValue(compared.value);
  const others =
    compared.sameAs.length > mostListed ? `${compared.sameAs.length} others` : listed(compared.sameAs).replace(" and ", ", ");
  // Answers that pass a check need not be the same, and those that fail it are not alike for that.
  const isChecked = isPassOrFail(comparison.rule);
  const same = isChecked ? "passes" : compared.sameAs.length === 0 || isShort ? "agrees" : `same as ${others}`;
  const other = isChecked ? "fails" : compared.sameAs.length === 0 || isShort ? "differs" : `differs, as ${others}`;
  return (
    <>
      {isNamed && <span class="final cut">{compared.value}</span>}
      <span class="same-mark small muted nowrap" title={comparison.rule.label}>
        {compared.agrees === false ? (
          <>
            <Icon name="warning" size="s" tone="warn" /> {other}
          </>
        ) : compared.agrees === true ? (
          <>
            <Icon name="check" size="s" tone="ok" /> {same}
          </>
        ) : compared.sameAs.length === 0 ? (
          "no other says this"
        ) : (
          `same as ${others}`
        )}
      </span>
    </>
  );
}

export function isShortValue(value: string): boolean {
  return value.length <= longestValue;
}
