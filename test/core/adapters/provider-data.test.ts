import assert from "node:assert/strict";
import { effortTiers } from "../../../src/core/model/effort.ts";
import { wireIds } from "../../../src/core/model/ids.ts";
import type { JsonObject } from "../../../src/core/model/json.ts";
import { builtinProviders } from "../../../src/core/adapters/builtin-providers.ts";
import { factSources } from "../../docs/fact-sources.ts";
import { findRow, homeWire } from "../../../src/core/adapters/model-row.ts";
import type { EffortKnob, ModelRow, Provider } from "../../../src/core/adapters/provider.ts";
import { wires } from "../../../src/core/adapters/wires.ts";

const ids =
  "openai azure anthropic google vertex bedrock xai deepseek mistral groq cerebras openrouter together fireworks alibaba moonshot zai minimax cohere perplexity huggingface vercel github ollama lmstudio llamacpp vllm sglang databricks portkey litellm";

describe("provider data", () => {
  it("covers every provider there is to be, each once", () => {
    const built = builtinProviders.map((provider) => provider.id);
    assert.deepEqual(
      ids.split(" ").filter((id) => !built.includes(id)),
      [],
    );
    assert.equal(new Set(built).size, built.length);
  });

  it("names no variable twice for different providers", () => {
    const owners = new Map<string, string>();
    for (const provider of builtinProviders) {
      for (const variable of "environment" in provider.auth ? provider.auth.environment : []) {
        assert.equal(owners.get(variable), undefined, variable);
        owners.set(variable, provider.id);
      }
    }
  });

  for (const provider of builtinProviders) {
    describe(provider.id, () => {
      it("has addresses that a request can be built from", () => assertAddresses(provider));
      it("finds every listed model in the row it stands in", () => {
        for (const row of provider.models) {
          for (const { id, label } of row.listed ?? []) {
            assert.equal(findRow(provider, id), row, id);
            assert.notEqual(label, id);
          }
        }
      });
      it("has rows whose wires it speaks", () => {
        const spoken = provider.routes.map((route) => route.wire);
        for (const row of provider.models) {
          assert.ok(row.wire === undefined || spoken.includes(row.wire), row.match);
          for (const wire of wireIds)
            assert.ok(row.otherWires?.[wire] === undefined || spoken.includes(wire), `${row.match} ${wire}`);
        }
      });
      it("overrides only switches that the wire has", () => assertDialects(provider));
      it("has knobs that make sense", () => {
        for (const row of provider.models) {
          for (const knob of knobsOf(row)) assertKnob(knob, row.match);
          assert.ok((row.limits?.defaultOutputTokens ?? 0) <= (row.limits?.maxOutputTokens ?? Infinity), row.match);
        }
      });
      it("dates every fact and says where it is from", () => {
        for (const { fact } of [provider, ...provider.models]) {
          assert.match(fact.asOf, /^\d{4}-\d{2}-\d{2}$/);
          assert.notEqual(fact.source, "");
          assert.ok(fact.status === "documented" || fact.note !== undefined, "doubt is explained");
        }
      });
    });
  }
});

describe("sources of provider data", () => {
  it("are explained, or addresses", () => {
    for (const provider of builtinProviders) {
      for (const { fact } of [provider, ...provider.models]) {
        for (const source of fact.source.split(", ")) {
          assert.ok(Object.hasOwn(factSources, source) || source.startsWith("https://"), `${provider.id}: ${source}`);
        }
      }
    }
  });
});

function assertAddresses(provider: Provider): void {
  assert.ok(provider.routes.length > 0);
  const declared = (provider.parameters ?? []).map((parameter) => parameter.name);
  for (const route of provider.routes) {
    const base = route.baseUrl ?? provider.baseUrl;
    assert.match(base, /^https?:\/\/[^/]/);
    assert.ok(!base.endsWith("/"), "no trailing slash");
    assert.ok(provider.kind === "local" || provider.kind === "gateway" || base.startsWith("https://"), "never in clear text");
    for (const [, name] of base.matchAll(/\{(\w+)\}/g)) assert.ok(name !== undefined && declared.includes(name), base);
    assert.ok(route.path === undefined || route.path.startsWith("/"));
    for (const header of Object.keys(route.headers ?? {})) assert.equal(header, header.toLowerCase());
  }
  assert.ok(provider.discovery === undefined || provider.discovery.path.startsWith("/"));
  assert.ok(provider.keyUrl === undefined || provider.keyUrl.startsWith("https://"));
}

function assertDialects(provider: Provider): void {
  for (const route of provider.routes) assertSwitches(route.wire, route.dialect, provider.id);
  for (const row of provider.models) {
    assertSwitches(homeWire(provider, row), row.dialect, row.match);
    for (const wire of wireIds) assertSwitches(wire, row.otherWires?.[wire]?.dialect, row.match);
  }
}

function assertSwitches(wireId: ReturnType<typeof homeWire>, dialect: JsonObject | undefined, where: string): void {
  if (dialect === undefined) return;
  const wire = wireId === null ? undefined : wires[wireId];
  assert.ok(wire, where);
  for (const name of Object.keys(dialect)) assert.ok(name in wire.defaultDialect, `${where}: ${wire.id} has no ${name}`);
}

function knobsOf(row: ModelRow): readonly EffortKnob[] {
  return [row.effort, ...wireIds.flatMap((wire) => row.otherWires?.[wire]?.effort ?? [])];
}

function assertKnob(knob: EffortKnob, where: string): void {
  if (knob.type === "none" || knob.type === "unknown") return;
  if (knob.budget !== undefined) {
    assert.ok(knob.budget.path.length > 0 && knob.budget.min > 0 && knob.budget.min < knob.budget.max, where);
  }
  if (knob.type === "budget") return;
  const tiers = effortTiers.flatMap((tier) => knob.tiers[tier] ?? []);
  assert.ok(tiers.length > 0, where);
  for (const tier of tiers) assert.ok(tier.label !== "" && Object.keys(tier.body).length > 0, where);
  assert.ok(knob.providerDefault === null || knob.tiers[knob.providerDefault] !== undefined, `${where}: default is a tier`);
}
