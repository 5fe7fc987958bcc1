import { answered, isDockOpen } from "../state/dock-state.ts";
import { usePage } from "../state/page.ts";
import { plural } from "../format/numbers.ts";
import { AdviceList } from "./advice.tsx";
import { Icon } from "./icon.tsx";
import { SameAnswer } from "./same-answer.tsx";
import { Scatter } from "./scatter.tsx";

/** The comparison of all lanes below them. Opens when two lanes have answered, until the reader decides otherwise. */
export function Dock() {
  const page = usePage();
  const { insight } = page;
  const { comparison } = insight.insight.value;
  const isOpen = isDockOpen(page);
  const running = comparison?.lanes.filter(({ state }) => state === "running").length ?? 0;
  const isReady = answered(page) >= 2;
  const toggle = () => (page.view.isComparisonOpen.value = !isOpen);
  return (
    <section class="dock" aria-labelledby="comparison-h">
      <div class="dock-head">
        <h2 id="comparison-h" class="sr-only">
          Comparison
        </h2>
        <div class="tabs" role="tablist" aria-label="Comparison">
          <button
            role="tab"
            id="comparison-tab"
            aria-selected={true}
            aria-controls={isOpen ? "comparison-panel" : undefined}
            onClick={() => (page.view.isComparisonOpen.value = true)}
          >
            Comparison
          </button>
        </div>
        {!isReady && <span class="small muted cut">Starts when two lanes have answered</span>}
        {isReady && running > 0 && <span class="small muted cut">so far, {plural(running, "lane")} still running</span>}
        <span class="grow" />
        <button
          class="icon-button"
          aria-label={isOpen ? "Fold the comparison" : "Open the comparison"}
          title={isOpen ? "Fold" : "Open"}
          aria-expanded={isOpen}
          onClick={toggle}
        >
          <Icon name={isOpen ? "chevron-down" : "chevron-up"} />
        </button>
      </div>
      {isOpen && (
        <div
          class={(comparison?.lanes.length ?? 0) > 4 ? "dock-body wide" : "dock-body"}
          role="tabpanel"
          id="comparison-panel"
          aria-labelledby="comparison-tab"
          tabIndex={0}
        >
          {comparison === null || !isReady ? (
            <p class="muted">When two lanes have answered, this shows who agrees, at what cost and in what time.</p>
          ) : (
            <>
              <Scatter comparison={comparison} />
              <SameAnswer comparison={comparison} />
              <AdviceList comparison={comparison} />
            </>
          )}
        </div>
      )}
    </section>
  );
}
