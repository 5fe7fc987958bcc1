import { writeFile } from "node:fs/promises";
import { after, before, describe, it } from "mocha";
import type { Session } from "../../../src/core/model/session.ts";
import { encodeSession } from "../../../src/core/session/codec.ts";
import { startSimulator } from "../../../src/simulator/start-simulator.ts";
import type { Simulator } from "../../../src/simulator/start-simulator.ts";
import { useWindow } from "./window.ts";

/** A lane whose model is simulated, but reached as an endpoint of the reader's own: what it costs is money to Switchyard. */
const session = (title: string): Session => ({
  id: `x-${title}`,
  title,
  createdAt: "2026-11-22T09:00:00.000Z",
  prompt: { system: "", user: "What is 17 * 23?", variables: {} },
  lanes: [
    {
      id: "l-1",
      provider: "lab",
      wire: null,
      model: "steady-thinker",
      effort: "default",
      maxOutputTokens: null,
      wantsSummary: false,
      head: null,
    },
  ],
  steps: {},
});

describe("the day's budget over two windows", function () {
  // What a first try spent stays spent.
  this.retries(0);
  let simulator: Simulator;
  before(async () => {
    simulator = await startSimulator({ speed: 0 });
  });
  after(() => simulator.close());
  const window = useWindow("two-windows", () => ({
    settings: {
      "switchyard.providers": { lab: { wire: "openai-responses", baseUrl: simulator.url, models: ["steady-thinker"] } },
      "switchyard.prices": [{ provider: "lab", model: "steady-thinker", input: "1", output: "1000" }],
      "switchyard.dayBudgetUsd": "0.25",
    },
  }));

  it("is spent for a window that was open before the other one spent it", async () => {
    const { driver, file, another } = window();
    for (const name of ["one", "two"]) {
      await writeFile(file(`${name}.reasoning.json`), encodeSession(session(name), { generator: "test", residue: null }));
    }
    const other = await another();
    try {
      await other.openFile("two.reasoning.json");
      const second = await other.session();
      await second.locator("article.lane").first().waitFor();
      await driver.openFile("one.reasoning.json");
      const first = await driver.session();
      await first.locator("article.lane").first().waitFor();
      await first.getByRole("button", { name: /^Run/ }).first().click();
      await first.getByText("Done").first().waitFor();
      // Alone it would be done, too: a run costs some $0.19.
      await second.getByRole("button", { name: /^Run/ }).first().click();
      await second.getByText("Stopped at the day’s $0.25.").waitFor();
    } finally {
      await other.close();
    }
  });
});
