import { usePage } from "../state/page.ts";
import type { Page } from "../state/page.ts";
import { shownView } from "../state/shown-view.ts";
import { Chain } from "./chain.tsx";
import { ContinueDialog } from "./continue-dialog.tsx";
import { Dock, isDockFull } from "./dock.tsx";
import { FindBar } from "./find-bar.tsx";
import { FirstRun, Sources } from "./first-run.tsx";
import { KeyRow } from "./key-row.tsx";
import { LaneIndex } from "./lane-index.tsx";
import { Lanes } from "./lanes.tsx";
import { Matrix } from "./matrix.tsx";
import { Overview } from "./overview.tsx";
import { isComposing, PromptEditor, PromptLine } from "./prompt-editor.tsx";
import { RunBar } from "./run-bar.tsx";

export function App() {
  const page = usePage();
  const { store, view } = page;
  const session = store.session.value;
  if (session === null) return <p class="opening muted">Opening the session…</p>;
  const count = session.lanes.length;
  const isFirst = count === 0 && session.prompt.user === "" && session.prompt.system === "";
  const isOpen = isFirst || count === 0 || isComposing(page);
  const hasDock = session.lanes.some((lane) => lane.head !== null);
  const isFull = hasDock && isDockFull(page);
  return (
    <main class={isFull ? "session full" : "session"}>
      <h1 class="sr-only">
        {session.title === "" ? "New comparison" : session.title}, {count} {count === 1 ? "lane" : "lanes"}
      </h1>
      <header class="top">
        {isOpen ? (
          <div class={isFirst ? "compose first" : "compose"}>
            <PromptEditor isFirst={isFirst} />
            {isFirst && view.isComposing.value !== true ? <Sources /> : <Matrix />}
          </div>
        ) : (
          <PromptLine />
        )}
        <RunBar />
        {view.isFinding.value && <FindBar />}
        {count > 0 && !isFull && <LaneIndex />}
      </header>
      {!isFull && (count === 0 ? <FirstRun /> : <View page={page} />)}
      {hasDock && <Dock />}
      <KeyRow />
      <ContinueDialog />
    </main>
  );
}

function View({ page }: { readonly page: Page }) {
  switch (shownView(page)) {
    case "columns":
      return <Lanes />;
    case "overview":
      return <Overview />;
    case "chain":
      return <Chain />;
  }
}
