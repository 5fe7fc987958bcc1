import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { describe, it } from "mocha";
import * as z from "zod";
import { hostProblem } from "../../src/extension/host-version.ts";
import { commandIds, contextKeys, settingIds, viewType } from "../../src/extension/ids.ts";

const manifest = z
  .object({
    contributes: z.object({
      customEditors: z.array(z.object({ viewType: z.string() })),
      commands: z.array(z.object({ command: z.string() })),
      keybindings: z.array(z.object({ command: z.string(), key: z.string(), when: z.string() })),
      configuration: z.object({ properties: z.record(z.string(), z.object({ scope: z.string() })) }),
    }),
  })
  .parse(JSON.parse(await readFile(new URL("../../package.json", import.meta.url), "utf8")));
const { commands, customEditors, keybindings, configuration } = manifest.contributes;

describe("what package.json contributes", () => {
  it("has exactly the commands, settings and editor that the code knows", () => {
    assert.deepEqual(commands.map(({ command }) => command).toSorted(), Object.values(commandIds).toSorted());
    assert.deepEqual(
      Object.keys(configuration.properties).toSorted(),
      Object.values(settingIds)
        .map((id) => `switchyard.${id}`)
        .toSorted(),
    );
    assert.deepEqual(customEditors, [{ viewType }]);
  });

  it("never lets a workspace set an endpoint or a budget", () => {
    for (const id of [settingIds.providers, settingIds.baseUrls, settingIds.budgetUsd]) {
      assert.equal(configuration.properties[`switchyard.${id}`]?.scope, "machine");
    }
  });

  it("takes keys only while a session editor is active, and only with context keys that exist", () => {
    const known = new Set<string>(Object.values(contextKeys));
    for (const { when } of keybindings) {
      assert.match(when, /activeCustomEditorId == 'switchyard.session'/);
      const used = [...when.matchAll(/switchyard\.(\w+)(?!')\b/g)].map(([key]) => key).filter((key) => key !== viewType);
      for (const key of used) assert.ok(known.has(key), `${key} is set nowhere`);
    }
  });
});

describe("an extension host", () => {
  it("is refused with one clear message when its Node is too old", () => {
    assert.match(hostProblem("20.18.1") ?? "", /Node 22\.19 or newer; this one runs 20\.18\.1\. Update VS Code/);
    assert.notEqual(hostProblem("22.18.0"), null);
    assert.equal(hostProblem("22.19.0"), null);
    assert.equal(hostProblem("24.1.0"), null);
  });
});
