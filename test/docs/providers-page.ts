import { effortTiers } from "../../src/core/model/effort.ts";
import type { WireId } from "../../src/core/model/ids.ts";
import type { JsonObject } from "../../src/core/model/json.ts";
import { stringAt, objectAt } from "../../src/core/model/json.ts";
import { builtinProviders } from "../../src/core/adapters/builtin-providers.ts";
import { factSources } from "./fact-sources.ts";
import { homeWire, rowOnWire } from "../../src/core/adapters/model-row.ts";
import type { EffortKnob, Fact, ModelRow, Provider, TierValue, Trace } from "../../src/core/adapters/provider.ts";
import { wires } from "../../src/core/adapters/wires.ts";

/** The page `src/core/adapters/providers/README.md`, made from the data alone. */
export function providersPage(): string {
  const sections = builtinProviders.map(section);
  return `# Providers

Generated from the data in this folder by \`npm run docs:providers\`; a test fails when it is stale. Do not edit it by hand.
How to add a provider: [ADDING.md](ADDING.md).

How to read the tables: the first row whose pattern matches a model's id, without vendor prefix and date, counts. **Effort** is
what each tier becomes in the request; a tier that is not named is not taken and is rounded to the nearest one that is, and the
reader is told. \`none\` is never rounded. "Unknown" sends no effort at all. **Visible** is what is seen of the reasoning,
after "→" what asking for summaries gives. **Reasoning tokens** says how the provider counts them: *inside* or *beside* its
output tokens; both are billed as output.

${builtinProviders.map((provider) => `- [${provider.label}](#${provider.id}) \`${provider.id}\``).join("\n")}

${sections.join("\n")}
## Sources

${Object.entries(factSources)
  .map(([key, text]) => `- **${key}** ${text}`)
  .join("\n")}
`;
}

function section(provider: Provider): string {
  const rows = provider.models.flatMap((row) => linesFor(provider, row));
  return `## ${provider.id}

${provider.label} · ${provider.kind} · \`${provider.baseUrl}\` · ${authText(provider)}

Wires: ${provider.routes.map((route) => `\`${route.wire}\``).join(", ")}. Source: ${factText(provider.fact)}

| Models | Wire | Effort | Default | Visible | Reasoning tokens | Source |
|---|---|---|---|---|---|---|
${rows.join("\n")}
`;
}

function linesFor(provider: Provider, row: ModelRow): readonly string[] {
  const home = homeWire(provider, row);
  if (home === null) return [];
  const others = provider.routes
    .map((route) => route.wire)
    .filter((wire) => wire !== home && row.otherWires?.[wire] !== undefined);
  return [home, ...others].map((wire) => line(provider, rowOnWire(row, home, wire), wire, wire === home));
}

function line(provider: Provider, row: ModelRow, wire: WireId, isHome: boolean): string {
  const listed = (row.listed ?? []).map(({ label }) => label).join(", ");
  const models = isHome ? `\`${row.match}\`${listed === "" ? "" : `<br>${listed}`}` : "″";
  const cells = [
    models,
    wire,
    effortText(row.effort),
    defaultText(row.effort),
    traceText(row.trace),
    countingText(provider, row, wire),
  ];
  return `| ${[...cells, isHome ? factText(row.fact) : ""].map(cell).join(" | ")} |`;
}

function effortText(knob: EffortKnob): string {
  switch (knob.type) {
    case "none":
      return `no knob: ${knob.why}`;
    case "unknown":
      return "unknown";
    case "budget": {
      const off = knob.off === undefined ? "cannot be switched off" : `\`none\` → ${sentText(knob.off)}`;
      return `tokens, ${knob.budget.min} to ${knob.budget.max}; ${off}`;
    }
    case "tiers": {
      const tiers = effortTiers.flatMap((tier) => {
        const value = knob.tiers[tier];
        return value === undefined ? [] : [tierText(tier, value)];
      });
      const budget = knob.budget === undefined ? [] : [`or tokens, ${knob.budget.min} to ${knob.budget.max}`];
      return [...tiers, ...budget].join(", ");
    }
  }
}

function tierText(tier: string, value: TierValue): string {
  if (value.doubt !== undefined) return `~~\`${tier}\`~~ (never sent: ${value.doubt})`;
  const sent = sentText(value);
  const text = sent === `\`${tier}\`` ? sent : `\`${tier}\` → ${sent}`;
  return value.warning === undefined ? text : `${text} (!)`;
}

function sentText(value: TierValue): string {
  return `\`${value.label}\``;
}

function defaultText(knob: EffortKnob): string {
  return knob.type === "tiers" || knob.type === "budget" ? (knob.providerDefault ?? "not documented") : "";
}

function traceText(trace: Trace): string {
  const more = trace.withSummary === undefined ? "" : ` → ${trace.withSummary}`;
  return `${trace.visibility === "none" ? "no reasoning" : trace.visibility}${more}`;
}

const countings: Readonly<Record<string, string>> = { included: "inside", additive: "beside", "not-reported": "not reported" };

function countingText(provider: Provider, row: ModelRow, wire: WireId): string {
  const route = provider.routes.find((candidate) => candidate.wire === wire);
  const dialect: JsonObject = { ...toJson(wires[wire]?.defaultDialect), ...route?.dialect, ...row.dialect };
  const reasoning = stringAt(objectAt(dialect, "counting") ?? {}, "reasoning") ?? "not-reported";
  const billed = objectAt(dialect, "billed") === null ? "" : "; the bill comes with the answer";
  return `${countings[reasoning] ?? reasoning}${billed}`;
}

function toJson(dialect: object | undefined): JsonObject {
  return dialect === undefined ? {} : { ...JSON.parse(JSON.stringify(dialect)) };
}

function authText({ auth }: Provider): string {
  if (auth.type === "none") return "no key";
  const names = auth.environment.map((name) => `\`${name}\``).join(", ");
  return "isOptional" in auth && auth.isOptional ? `key optional (${names})` : `key ${names}`;
}

function factText(fact: Fact): string {
  const status = fact.status === "documented" ? "" : `**${fact.status}** `;
  const note = fact.note === undefined ? "" : `. ${fact.note}`;
  return `${status}${fact.source} (${fact.asOf})${note}`;
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}
