import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { renderSession } from "../../src/cli/render-session.ts";
import type { Style } from "../../src/cli/terminal.ts";
import { smallSession } from "../support/small-session.ts";

const same = (text: string): string => text;

function styleOf(columns: number | null): Style {
  return { columns, bold: same, dim: same, red: same, green: same, yellow: same };
}

describe("a session on a terminal", () => {
  it("ends with a table where there is room, and with a list of facts where the table would break", () => {
    const wide = renderSession(smallSession(), new Map(), styleOf(200));
    assert.match(wide, /^lane +status +effort: asked → sent → observed +first byte/m);
    assert.equal(renderSession(smallSession(), new Map(), styleOf(null)), wide);
    const narrow = renderSession(smallSession(), new Map(), styleOf(60));
    assert.doesNotMatch(narrow, /^lane +status/m);
    assert.match(narrow, /^ {2}effort: asked → sent → observed: .+\n {2}first byte: /m);
  });
});
