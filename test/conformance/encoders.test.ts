import assert from "node:assert/strict";
import { builtinProviders } from "../../src/core/adapters/builtin-providers.ts";
import { findRow } from "../../src/core/adapters/model-row.ts";
import { assertGolden } from "../support/golden.ts";
import type { EncoderCase } from "../support/encoder-cases.ts";
import { encoderCases, modelsOf } from "../support/encoder-cases.ts";
import { officialTypes, typedRequests } from "../support/typed-requests.ts";

describe("requests as they would be sent", () => {
  for (const provider of builtinProviders) {
    it(`${provider.id}: every model row, tier and feature`, () => {
      assertGolden(`encoders/${provider.id}.txt`, `${encoderCases(provider).map(caseText).join("\n")}\n`);
    });

    it(`${provider.id}: no row with a knob is left out`, () => {
      const seen = new Set(modelsOf(provider).map((model) => findRow(provider, model)));
      const known = provider.models.filter((row) => row.effort.type === "tiers" || row.effort.type === "budget");
      // Hosts of other makers' families show one row of each; the maker's own file shows all of them.
      const isHost = ["azure", "vertex", "bedrock", "portkey"].includes(provider.id);
      const missing = known.filter((row) => !seen.has(row)).map((row) => row.match);
      if (!isHost) assert.deepEqual(missing, []);
    });
  }
});

describe("requests and the official SDKs' types", () => {
  for (const official of officialTypes) {
    it(`${official.file} holds what is sent, so that compiling it checks the types`, () => {
      assertGolden(`encoders/typed/${official.file}`, typedRequests(official));
    });
  }
});

/** Effort and warnings on the first line, then where it goes and what is sent, as it is on the network. */
function caseText({ name, call }: EncoderCase): string {
  const { effort, warnings, url, headers, body } = call;
  const said = warnings.map((warning) => warning.code).join(" ");
  const { "content-type": _json, accept: _accept, ...special } = headers;
  const sentHeaders = Object.entries(special).map(([key, value]) => ` ${key}: ${value}`);
  const lines = [
    `# ${name} → ${effort.sentLabel} (${effort.outcome})${said === "" ? "" : ` ! ${said}`}`,
    `POST ${url}${sentHeaders.join("")}`,
    JSON.stringify(body),
  ];
  return lines.join("\n");
}
