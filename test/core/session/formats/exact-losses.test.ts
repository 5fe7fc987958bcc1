import assert from "node:assert/strict";
import type { JsonValue } from "../../../../src/core/model/json.ts";
import { isJsonArray, isJsonObject } from "../../../../src/core/model/json.ts";
import type { Session } from "../../../../src/core/model/session.ts";
import { formats } from "../../../../src/core/session/formats/formats.ts";
import { exportText } from "./account.ts";
import { markedOrigins, markedSession } from "./marked-session.ts";

/*
 * Every text and count of a marked session occurs once in it and nowhere else, so the export can be searched for it:
 * what is there must not be listed as lost, and what is not there must be.
 */
describe("the loss list of an export is exact", () => {
  for (const { id } of formats.filter(({ write }) => write !== undefined)) {
    for (const origin of markedOrigins) {
      it(`for ${id}, of a session of ${origin.wire}`, () => {
        const session = markedSession(origin);
        const { text, losses } = exportText(session, id);
        const lost = losses.map(({ path }) => path);
        const wrong = marksOf(session).flatMap(({ path, mark }) => {
          const isThere = text.includes(mark);
          const isListed = lost.some((each) => path === each || path.startsWith(`${each}.`));
          if (isThere && isListed) return [`kept, yet listed as lost: ${path}`];
          return isThere || isListed ? [] : [`lost without a word: ${path}`];
        });
        assert.deepEqual(wrong, []);
      });
    }
  }
});

function marksOf(session: Session): readonly { readonly path: string; readonly mark: string }[] {
  const marks: { path: string; mark: string }[] = [];
  const walk = (value: JsonValue, path: string): void => {
    // The provider's own words for what stands in the blocks: lost as such, and said so, wherever only the text is kept.
    if (path.endsWith(".items")) return;
    if (isJsonArray(value)) value.forEach((child, index) => walk(child, `${path}.${String(index)}`));
    else if (isJsonObject(value))
      for (const [key, child] of Object.entries(value)) walk(child, path === "" ? key : `${path}.${key}`);
    else if (typeof value === "string" && /^mark[a-z]+$/.test(value)) marks.push({ path, mark: value });
    else if (typeof value === "number" && value > 700_000_000) marks.push({ path, mark: String(value) });
  };
  walk(JSON.parse(JSON.stringify(session)), "");
  return marks;
}
