import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { useWindow } from "./window.ts";

describe("closing VS Code in the middle of a run", () => {
  const window = useWindow("hot-exit", () => ({ settings: { "switchyard.simulator.speed": 0.5 } }));

  it("keeps everything that had arrived, as partial steps of an unsaved session", async () => {
    const { driver } = window();
    await driver.command("Switchyard: New Comparison");
    let session = await driver.session();
    await session.getByText("Does more effort pay?").click();
    await session.locator("article.lane").nth(2).waitFor();
    await session.getByRole("button", { name: /^Run/ }).first().click();
    // The first segment of the trace is whole when the second begins.
    await session.locator("article.lane").nth(2).getByText("Crediting and charging the rest").waitFor();
    await driver.reload();
    session = await driver.session();
    await session.locator("article.lane").nth(2).waitFor();
    const text = await session.locator("article.lane").nth(2).innerText();
    assert.match(text, /Cut off/);
    assert.match(text, /Fixing the unit of time/);
    assert.match(text, /11\.5 used, 18\.5 left/);
    assert.equal(await driver.isDirty(/reasoning\.json/), true);
  });
});
