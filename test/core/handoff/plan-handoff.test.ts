import assert from "node:assert/strict";
import { prefixDigest } from "../../../src/core/engine/prefix-digest.ts";
import type { HandoffQuestion } from "../../../src/core/handoff/plan-handoff.ts";
import { planHandoff } from "../../../src/core/handoff/plan-handoff.ts";
import type { Step } from "../../../src/core/model/session.ts";
import type { StepParts } from "../../support/handoff-steps.ts";
import { answer, endedStep, handoffQuestion, sha256, thought } from "../../support/handoff-steps.ts";

const opus: StepParts = { provider: "anthropic", wire: "anthropic-messages", model: "claude-opus-5-5" };
const gpt: StepParts = { provider: "openai", wire: "openai-responses", model: "gpt-6.2-sol" };
const gemini: StepParts = { provider: "google", wire: "gemini-generate-content", model: "gemini-4-argon" };
const deepseek: StepParts = { provider: "deepseek", wire: "openai-chat", model: "deepseek-v4-pro", opaque: [] };

/** Outcome and rule of the reasoning in the first step. */
function verdict(step: Step, target: Pick<StepParts, "provider" | "model">, more: Partial<HandoffQuestion> = {}): string {
  const plan = planHandoff(handoffQuestion([step], target, more));
  const block = plan.blocks.find(({ type }) => type === "reasoning");
  return `${block?.outcome} ${block?.rule}`;
}

/** As it was made: with its own tools before everything else. */
function withTools(step: Step): Step {
  const tools = step.tools ?? [];
  const messages = [{ role: "user" as const, text: step.input }];
  const digest = prefixDigest({ system: step.system, tools, messages }, sha256);
  return { ...step, origin: { ...step.origin, prefixDigest: digest } };
}

describe("planning a handoff", () => {
  it("sends reasoning natively to the model that made it, unedited and on the same account", () => {
    for (const parts of [opus, gpt, gemini]) assert.equal(verdict(endedStep(parts), parts), "native native", parts.model);
  });

  it("replays the provider's items, and nothing of a brief, where everything goes natively", () => {
    const plan = planHandoff(handoffQuestion([endedStep({ ...opus, items: [{ type: "thinking", thinking: "" }] })], opus));
    assert.equal(plan.briefText, null);
    assert.equal(plan.isPrefixIntact, true);
    assert.deepEqual(
      plan.messages.map((message) => (message.role === "assistant" ? message.replay?.items : message)),
      [
        { role: "user", text: "What does the ball cost?" },
        [{ type: "thinking", thinking: "" }],
        { role: "user", text: "And the bat?" },
      ],
    );
  });

  it("makes a brief for another provider, another wire and another model", () => {
    assert.equal(verdict(endedStep(opus), gpt), "brief other-provider");
    assert.equal(verdict(endedStep({ ...opus, wire: "openai-chat" }), opus), "brief other-wire");
    assert.equal(verdict(endedStep(opus), { provider: "anthropic", model: "claude-sonnet-5-5" }), "brief other-model");
  });

  it("knows which model reads another's reasoning, one way only", () => {
    const made = endedStep({ ...opus, model: "claude-opus-5" });
    assert.equal(verdict(made, { provider: "anthropic", model: "claude-fable-5-1" }), "native native");
    const back = endedStep({ ...opus, model: "claude-fable-5-1" });
    assert.equal(verdict(back, { provider: "anthropic", model: "claude-opus-5" }), "brief other-model");
  });

  it("predicts that another account cannot continue natively, and says when that is only not documented", () => {
    assert.equal(verdict(endedStep(gpt), gpt, { accountScope: "org-b" }), "brief other-account");
    assert.equal(verdict(endedStep(opus), opus, { accountScope: null }), "brief other-account");
    assert.equal(verdict(endedStep(gemini), gemini, { accountScope: "org-b" }), "brief account-unverified");
  });

  it("loses native state behind an edited prefix, but not with Gemini, which does not bind to it", () => {
    const prefix = [{ role: "user" as const, text: "another question" }];
    assert.equal(verdict(endedStep({ ...gpt, prefix }), gpt), "brief prefix-changed");
    assert.equal(verdict(endedStep({ ...opus, prefix }), opus), "brief prefix-changed");
    assert.equal(verdict(endedStep({ ...gemini, prefix }), gemini), "native native");
  });

  it("appends another effort where it is part of GPT-6's prefix, and where Claude takes it in mid-conversation", () => {
    const plan = planHandoff(handoffQuestion([endedStep(gpt)], gpt, { effort: "low" }));
    assert.deepEqual(
      plan.blocks.filter(({ type }) => type === "reasoning").map(({ outcome, rule }) => `${outcome} ${rule}`),
      ["native native"],
    );
    assert.equal(plan.keptEffort, "high");
    assert.deepEqual(plan.messages.at(-1), {
      role: "user",
      text: "And the bat?",
      configuration: { reasoning: { effort: "low" } },
    });
    assert.equal(verdict(endedStep(opus), opus, { effort: "low" }), "native native");
    const claude = planHandoff(handoffQuestion([endedStep(opus)], opus, { effort: "low" }));
    assert.equal(claude.keptEffort, "high");
    assert.deepEqual(claude.messages.at(-1), {
      role: "user",
      text: "And the bat?",
      configuration: { output_config: { effort: "low" } },
    });
  });

  it("lets the request say an effort that cannot be appended where the reasoning is not bound to it", () => {
    const haiku = { ...opus, model: "claude-haiku-5-5" };
    for (const effort of ["none", "default"] as const) {
      const plan = planHandoff(handoffQuestion([endedStep(haiku)], haiku, { effort }));
      assert.equal(plan.blocks[0]?.outcome, "native");
      assert.equal(plan.keptEffort, null);
      assert.doesNotMatch(JSON.stringify(plan.messages), /configuration/);
    }
    const unthinking = planHandoff(handoffQuestion([endedStep({ ...haiku, effort: "none" })], haiku, { effort: "high" }));
    assert.equal(unthinking.keptEffort, null);
  });

  it("changes the effort in the middle of a tool loop, natively, after the results", () => {
    const call = { type: "tool-call" as const, callId: "c1", name: "look", arguments: "{}", isOpen: false };
    const look = { name: "look", description: "", parameters: {} };
    const prefix = [{ role: "user" as const, text: "What does the ball cost?" }];
    const toolResults = [{ callId: "c1", name: "look", text: "0.05", isError: false }];
    for (const parts of [gpt, opus]) {
      const looking = withTools({ ...endedStep({ ...parts, blocks: [thought, call], prefix }), tools: [look] });
      const plan = planHandoff(handoffQuestion([looking], parts, { input: "", toolResults, effort: "low" }));
      assert.equal(plan.blocks[0]?.outcome, "native", parts.model);
      assert.equal(plan.keptEffort, "high");
      const [result, change] = plan.messages.slice(-2);
      assert.equal(result?.role, "tool");
      assert.ok(change?.role === "user" && change.text === "" && change.configuration !== undefined);
    }
  });

  it("adds tools to GPT-6's conversation, keeps the request's, and writes the same history again", () => {
    const [look, count] = ["look", "count"].map((name) => ({ name, description: name, parameters: {} }));
    assert.ok(look !== undefined && count !== undefined);
    const first = withTools({ ...endedStep(gpt), tools: [look] });
    const plan = planHandoff(handoffQuestion([first], gpt, { tools: [count] }));
    assert.equal(plan.blocks[0]?.outcome, "native");
    assert.deepEqual([plan.tools, plan.newTools], [[look], [count]]);
    assert.deepEqual(plan.messages.at(-1), { role: "user", text: "And the bat?", addedTools: [count] });

    const { blocks } = plan;
    const second = endedStep({
      ...gpt,
      id: "s2",
      input: "And the bat?",
      handoff: { mode: "auto", from: "s1", blocks, brief: null, fallbackOf: null },
    });
    const digest = prefixDigest({ system: "", tools: plan.tools, messages: plan.messages }, sha256);
    const kept = { ...second, parent: "s1", tools: plan.newTools, origin: { ...second.origin, prefixDigest: digest } };
    const third = planHandoff(handoffQuestion([first, kept], gpt, { input: "Check it.", tools: [look] }));
    assert.deepEqual(
      third.blocks.filter(({ type }) => type === "reasoning").map(({ outcome }) => outcome),
      ["native", "native"],
    );
    assert.deepEqual([third.tools, third.newTools], [[look], []]);
    assert.equal(third.isPrefixIntact, true);
    assert.equal(third.messages.filter((message) => message.role === "user" && message.addedTools !== undefined).length, 1);

    // Another provider gets them all in the request, and no change in the conversation.
    const elsewhere = planHandoff(handoffQuestion([first, kept], opus, { input: "Check it." }));
    assert.deepEqual(elsewhere.tools, [look, count]);
    assert.doesNotMatch(JSON.stringify(elsewhere.messages), /addedTools|configuration/);
  });

  it("loses native state to tools that cannot be added: another meaning of a name, or a provider that takes none later", () => {
    const look = { name: "look", description: "", parameters: {} };
    const other = { ...look, description: "Looks twice." };
    const more = { ...look, name: "count" };
    for (const parts of [gpt, opus]) {
      const step = withTools({ ...endedStep(parts), tools: [look] });
      assert.equal(verdict(step, parts), "native native", `${parts.model}, the same tools`);
      assert.equal(verdict(step, parts, { tools: [look] }), "native native", `${parts.model}, the same tools again`);
      assert.equal(verdict(step, parts, { tools: [other] }), "brief prefix-changed", parts.model);
    }
    assert.equal(verdict(withTools({ ...endedStep(opus), tools: [look] }), opus, { tools: [more] }), "brief prefix-changed");
    const { tools } = planHandoff(handoffQuestion([withTools({ ...endedStep(opus), tools: [look] })], opus, { tools: [other] }));
    assert.deepEqual(tools, [other]);
  });

  it("loses native state to another effort that no message can carry, and appends nothing to a brief", () => {
    assert.equal(verdict(endedStep(gpt), gpt, { effort: "default" }), "brief effort-changed");
    const brief = planHandoff(handoffQuestion([endedStep(gpt)], gpt, { effort: "low", mode: "brief" }));
    assert.equal(brief.keptEffort, null);
    assert.doesNotMatch(JSON.stringify(brief.messages), /configuration/);
  });

  it("sends no orphans of a response that was cut off, and no state that is not there", () => {
    assert.equal(verdict(endedStep({ ...gpt, status: "partial" }), gpt), "brief cut-off");
    assert.equal(verdict(endedStep({ ...gpt, items: [] }), gpt), "brief state-missing");
    assert.equal(verdict(endedStep({ ...gpt, opaque: [] }), gpt), "brief unsigned");
  });

  it("never returns unsigned reasoning on Bedrock, nor any reasoning on Chat Completions of OpenAI", () => {
    const oss: StepParts = { provider: "bedrock", wire: "bedrock-converse", model: "openai.gpt-oss-120b-1:0", opaque: [] };
    assert.equal(verdict(endedStep(oss), oss), "brief never-returned");
    const chat: StepParts = { ...gpt, wire: "openai-chat" };
    assert.equal(verdict(endedStep(chat), chat, {}), "brief never-returned");
  });

  it("returns DeepSeek's reasoning within a tool loop, and not across user turns", () => {
    const call = { type: "tool-call" as const, callId: "c1", name: "look", arguments: "{}", isOpen: false };
    const looking = endedStep({ ...deepseek, blocks: [thought, call] });
    const toolResults = [{ callId: "c1", name: "look", text: "0.05", isError: false }];
    const tools = [{ name: "look", description: "", parameters: {} }];
    assert.equal(verdict(looking, deepseek, { input: "", toolResults, tools }), "native native");
    assert.equal(verdict(endedStep(deepseek), deepseek), "brief earlier-turn");
  });

  it("answers calls that have no result, defines tools that nobody defined, and leaves cut calls out", () => {
    const whole = { type: "tool-call" as const, callId: "c1", name: "look", arguments: "{}", isOpen: false };
    const cut = { ...whole, callId: "c2", arguments: '{"a' };
    const plan = planHandoff(handoffQuestion([endedStep({ ...opus, blocks: [whole, cut], status: "partial" })], gpt));
    assert.deepEqual(
      plan.messages.map(({ role }) => role),
      ["user", "assistant", "tool", "user"],
    );
    assert.deepEqual(
      plan.tools.map(({ name }) => name),
      ["look"],
    );
    assert.deepEqual(
      plan.blocks.map(({ outcome, rule }) => `${outcome} ${rule}`),
      ["answer-only plain-text", "dropped cut-call"],
    );
  });

  it("does what the mode says", () => {
    const step = endedStep(opus);
    assert.equal(verdict(step, opus, { mode: "answers" }), "dropped mode-answers");
    assert.equal(verdict(step, opus, { mode: "brief" }), "brief mode-brief");
    assert.equal(verdict(step, gpt, { mode: "native" }), "dropped other-provider");
    assert.equal(verdict(step, opus, { mode: "nothing" }), "dropped not-sent");
    assert.deepEqual(planHandoff(handoffQuestion([step], opus, { mode: "nothing" })).messages, [
      { role: "user", text: "And the bat?" },
    ]);
  });

  it("says that hidden reasoning is lost where its state cannot go along", () => {
    const hidden = endedStep({
      ...opus,
      blocks: [{ ...thought, visibility: "omitted", text: "", estimatedTokens: 900 }, answer],
    });
    const plan = planHandoff(handoffQuestion([hidden], gpt));
    assert.equal(plan.blocks[0]?.outcome, "dropped");
    assert.match(plan.blocks[0]?.reason ?? "", /another provider.*no text to make a brief of/);
    assert.equal(plan.blocks[0]?.tokens, 900);
    assert.equal(plan.briefText, null);
  });

  it("keeps a lane native behind an earlier brief, and does not brief the same reasoning twice", () => {
    const first = endedStep(opus);
    const briefed = planHandoff(handoffQuestion([first], gpt));
    const second = endedStep({
      ...gpt,
      id: "s2",
      input: "And the bat?",
      prefix: briefed.messages,
      handoff: { mode: "auto", from: "s1", blocks: briefed.blocks, brief: briefed.briefText, fallbackOf: null },
    });
    const third = planHandoff(handoffQuestion([first, second], gpt, { input: "Check it." }));
    assert.deepEqual(
      third.blocks.filter(({ type }) => type === "reasoning").map(({ outcome, rule }) => `${outcome} ${rule}`),
      ["brief already-briefed", "native native"],
    );
    assert.equal(third.briefText, null);
    assert.equal(third.isPrefixIntact, true);
    assert.equal(third.isCacheable, true);
    assert.equal(planHandoff(handoffQuestion([first, second], opus, { input: "Check it." })).isCacheable, false);
  });

  it("keeps the last step's state where an earlier step was left out when it was made", () => {
    const first = endedStep(gpt);
    const asAnswers = planHandoff(handoffQuestion([first], gpt, { mode: "answers" }));
    const handoff = {
      mode: "answers" as const,
      from: "s1",
      blocks: asAnswers.blocks,
      brief: null,
      toolResults: [],
      fallbackOf: null,
    };
    const second = endedStep({ ...gpt, id: "s2", input: "And the bat?", prefix: asAnswers.messages, handoff });
    const third = planHandoff(handoffQuestion([first, second], gpt, { mode: "native" }));
    assert.deepEqual(
      third.blocks.filter(({ type }) => type === "reasoning").map(({ outcome, rule }) => `${outcome} ${rule}`),
      ["dropped left-out-before", "native native"],
    );
  });
});
