import type { Adapter } from "../../src/core/adapters/adapter.ts";
import { builtinProviders } from "../../src/core/adapters/builtin-providers.ts";
import { continuityOf } from "../../src/core/adapters/continuity.ts";
import { homeWire, rowOnWire } from "../../src/core/adapters/model-row.ts";
import type { Binding, Continuity, Provider } from "../../src/core/adapters/provider.ts";
import { createRegistry } from "../../src/core/adapters/registry.ts";
import { wires } from "../../src/core/adapters/wires.ts";
import { blockRules, rules } from "../../src/core/handoff/rules.ts";

/** The page `src/core/handoff/README.md`: the decision tables, made from the code's data alone. */
export function handoffPage(): string {
  return `# Continuing on another model

Generated from the rules and the providers' data by \`npm run docs:handoff\`; a test fails when it is stale. Do not edit it by hand.

A continuation takes the path of steps up to a checkpoint, and says of every block of it, before anything is sent, whether it goes
**native** (the provider's own state, exactly as it came), in a **brief** (a bounded digest on the user's side, quoted as
information), as an **answer only** (plain text without its state), or is **dropped**; each with the rule that says so. Native is
claimed only where the provider's documents allow it. Afterwards the claim is corrected by what the provider reports.

| Mode | Reasoning goes |
|---|---|
| \`auto\` | native where the rules allow it, the rest as a brief |
| \`native\` | native where the rules allow it, else not at all |
| \`brief\` | as a brief |
| \`answers\` | not at all: questions, answers and tool calls only |

## Rules, in order

The first that applies decides for a step's reasoning. "Brief" needs text to read and a mode that allows it; else the block is dropped.

| # | Rule | When | Outcome | Said to the reader | Source |
|---|---|---|---|---|---|
${rules.map((rule, index) => row([String(index + 1), `\`${rule.id}\``, rule.condition, outcome(rule.outcome), rule.sentence, rule.source])).join("\n")}

Beside the rules for whole steps:

| Rule | Said to the reader |
|---|---|
${Object.entries(blockRules)
  .map(([id, sentence]) => row([`\`${id}\``, sentence]))
  .join("\n")}

## What binds reasoning, by provider and model

**bound**: a difference makes the state unusable. **?**: not documented, so a difference counts as a misfit. **–**: no matter.

| Provider | Models | Wire | Carrier | Read across turns | Model | Prefix | Account | Effort | What does not fit is | Source |
|---|---|---|---|---|---|---|---|---|---|---|
${builtinProviders.flatMap(providerLines).join("\n")}
`;
}

function outcome(kind: (typeof rules)[number]["outcome"]): string {
  return kind === "otherwise" ? "brief, or dropped" : kind;
}

function providerLines(provider: Provider): readonly string[] {
  const lines = provider.routes.flatMap((route) => {
    const models = new Map<string, string[]>();
    for (const modelRow of provider.models) {
      const home = homeWire(provider, modelRow);
      if (home === null || (home !== route.wire && modelRow.otherWires?.[route.wire] === undefined)) continue;
      const adapter = adapterFor(provider, route.wire, modelRow);
      const text = continuityCells(continuityOf(adapter)).join(" | ");
      models.set(text, [...(models.get(text) ?? []), `\`${modelRow.match}\``]);
    }
    return [...models].map(([text, names]) => {
      const few = names.length > 4 ? [...names.slice(0, 3), `${names.length - 3} more`] : names;
      return `| ${provider.id} | ${few.join(", ").replaceAll("|", "\\|")} | ${route.wire} | ${text} |`;
    });
  });
  return lines;
}

function adapterFor(provider: Provider, wire: Adapter["wire"]["id"], modelRow: Provider["models"][number]): Adapter {
  const route = provider.routes.find((candidate) => candidate.wire === wire);
  const home = homeWire(provider, modelRow);
  if (route === undefined || home === null) throw new Error(`${provider.id} has no route for ${wire}`);
  const effective = rowOnWire(modelRow, home, wire);
  // The registry merges the dialect; an id that matches the row is not at hand, so the row's own overrides stand for it.
  const { dialect } = createRegistry({ extra: [] }).adapterFor({ provider: provider.id, wire, model: "-" });
  return { provider, route, wire: wires[wire], dialect: { ...dialect, ...effective.dialect }, model: "-", row: effective };
}

function continuityCells(continuity: Continuity): readonly string[] {
  const { carrier, acrossTurns, boundTo, effortChange, toolChange, misfit, source } = continuity;
  if (carrier === "none") return ["none", "never", "", "", "", "", "", source];
  const across = { used: "yes", "tool-loop": "within a tool loop", unknown: "?" } as const;
  const fate = { refused: "refused", reported: "dropped, reported", silent: "ignored silently", unknown: "?" } as const;
  const { model, prefix, account, effort } = boundTo;
  const change = effortChange === undefined ? bindingText(effort) : `${bindingText(effort)}, a change is appended`;
  const before = toolChange === undefined ? bindingText(prefix) : `${bindingText(prefix)}, tools can be added`;
  const cells = [bindingText(model), before, bindingText(account), change];
  return [carrier, across[acrossTurns], ...cells, fate[misfit], source];
}

function bindingText(binding: Binding): string {
  return { bound: "bound", free: "–", unverified: "?" }[binding];
}

function row(cells: readonly string[]): string {
  return `| ${cells.map((text) => text.replaceAll("|", "\\|")).join(" | ")} |`;
}
