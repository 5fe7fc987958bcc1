import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { mergeDriverConfig, shellQuoted, withSessionAttributes } from "../../../src/core/session/git-setup.ts";

describe("what git should know about session files", () => {
  it("is added to the end of a .gitattributes, whose own lines stay", () => {
    assert.equal(
      withSessionAttributes("*.png binary"),
      "*.png binary\n*.reasoning.json text eol=lf merge=switchyard\n*.reasoning.opaque.json text eol=lf -diff merge=switchyard linguist-generated\n",
    );
  });

  it("is not added again, and leaves a line that somebody wrote for these files alone", () => {
    const once = withSessionAttributes("");
    assert.ok(once);
    assert.equal(withSessionAttributes(once), null);
    const own = withSessionAttributes("*.reasoning.json -merge\n");
    assert.equal(own, "*.reasoning.json -merge\n*.reasoning.opaque.json text eol=lf -diff merge=switchyard linguist-generated\n");
  });

  it("names a driver that takes git's three files, whatever characters the program's path has", () => {
    const [, driver] = mergeDriverConfig(shellQuoted("/it's here/cli.cjs"));
    assert.deepEqual(driver, ["merge.switchyard.driver", "'/it'\\''s here/cli.cjs' merge %O %A %B"]);
  });
});
