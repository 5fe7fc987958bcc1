import assert from "node:assert/strict";
import Anthropic, { APIError } from "@anthropic-ai/sdk";
import { startSimulator, type Simulator } from "../../src/simulator/start-simulator.ts";
import { answerOf, ask, closeTransport, reasoningOf } from "./ask.ts";

const prompt = "A bat and a ball cost $1.10 together. The bat costs $1.00 more than the ball. What does the ball cost?";
const messages = [{ role: "user" as const, content: prompt }];

describe("Anthropic's SDK and the simulator", () => {
  let simulator: Simulator;
  let client: Anthropic;

  before(async () => {
    simulator = await startSimulator({ speed: 0 });
    client = new Anthropic({ apiKey: "local-1", baseURL: simulator.url, maxRetries: 0 });
  });
  after(async () => {
    await closeTransport();
    await simulator.close();
  });

  it("accumulates a stream with a summary and agrees with our adapter", async () => {
    const stream = client.messages.stream({
      model: "quiet-mind",
      max_tokens: 32_000,
      messages,
      thinking: { type: "adaptive", display: "summarized" },
      output_config: { effort: "high" },
    });
    const types = new Set<string>();
    stream.on("streamEvent", (event) => types.add(event.type));
    const message = await stream.finalMessage();
    const ours = await ask(simulator.url, { model: "quiet-mind", prompt, effort: "high", wantsSummary: true });
    const [thinking, text] = message.content;
    assert.equal(thinking?.type === "thinking" && thinking.thinking, reasoningOf(ours));
    assert.equal(thinking?.type === "thinking" && thinking.signature, ours.opaque[0]?.data);
    assert.equal(text?.type === "text" && text.text, answerOf(ours));
    assert.equal(message.stop_reason, "end_turn");
    assert.equal(message.usage.output_tokens, ours.usage?.output.total);
    assert.equal(message.usage.output_tokens_details?.thinking_tokens, ours.usage?.output.reasoning);
    assert.deepEqual(
      [...types],
      ["message_start", "content_block_start", "content_block_delta", "content_block_stop", "message_delta", "message_stop"],
    );
  });

  it("sends no thinking text by default, but its signature and its count", async () => {
    const message = await client.messages.create({ model: "quiet-mind", max_tokens: 8_000, messages });
    const [thinking] = message.content;
    assert.equal(thinking?.type === "thinking" && thinking.thinking, "");
    assert.ok(thinking?.type === "thinking" && thinking.signature.length > 100);
    assert.ok((message.usage.output_tokens_details?.thinking_tokens ?? 0) > 100);
  });

  it("counts hidden thinking on the way where the beta asks for it", async () => {
    const stream = await client.beta.messages.create({
      model: "quiet-mind",
      max_tokens: 32_000,
      messages,
      stream: true,
      betas: ["thinking-token-count-2026-05-13"],
    });
    let counted = 0;
    let total = 0;
    for await (const event of stream) {
      if (event.type === "content_block_delta" && event.delta.type === "thinking_delta")
        counted += event.delta.estimated_tokens ?? 0;
      if (event.type === "message_delta") total = event.usage.output_tokens_details?.thinking_tokens ?? 0;
    }
    assert.ok(counted > 0 && counted <= total && total - counted < 50, `${counted} of ${total}`);
  });

  it("withholds redacted thinking whole, in the start of its block", async () => {
    const message = await client.messages.stream({ model: "guarded-thinker", max_tokens: 8_000, messages }).finalMessage();
    const ours = await ask(simulator.url, { model: "guarded-thinker", prompt });
    const [block] = message.content;
    assert.equal(block?.type === "redacted_thinking" && block.data, ours.opaque[0]?.data);
    assert.equal(ours.opaque[0]?.kind, "redacted");
  });

  it("does not think at low effort where the question is easy", async () => {
    const ask = async (effort: "low" | "medium") =>
      client.messages.create({
        model: "quiet-mind",
        max_tokens: 8_000,
        messages: [{ role: "user", content: "What is 2 + 2?" }],
        thinking: { type: "adaptive" },
        output_config: { effort },
      });
    assert.deepEqual(
      (await ask("low")).content.map((block) => block.type),
      ["text"],
    );
    assert.deepEqual(
      (await ask("medium")).content.map((block) => block.type),
      ["thinking", "text"],
    );
  });

  it("caches only what is marked, beside the input count", async () => {
    const long = "The quick brown fox jumps over the lazy dog. ".repeat(100);
    const system = [{ type: "text" as const, text: long, cache_control: { type: "ephemeral" as const } }];
    const create = () => client.messages.create({ model: "quiet-mind", max_tokens: 8_000, system, messages });
    const first = await create();
    const second = await create();
    const unmarked = await client.messages.create({ model: "quiet-mind", max_tokens: 8_000, system: long, messages });
    assert.ok((first.usage.cache_creation_input_tokens ?? 0) > 900);
    assert.equal(first.usage.cache_read_input_tokens, 0);
    assert.equal(second.usage.cache_read_input_tokens, first.usage.cache_creation_input_tokens);
    assert.equal(unmarked.usage.cache_read_input_tokens, 0);
    const total = (usage: Anthropic.Usage) =>
      usage.input_tokens + (usage.cache_read_input_tokens ?? 0) + (usage.cache_creation_input_tokens ?? 0);
    assert.equal(total(first.usage), total(second.usage));
    assert.equal(total(first.usage), unmarked.usage.input_tokens);
  });

  it("refuses as the documented API does", async () => {
    const rejects = async (body: object, status: number, type: string, words: RegExp) => {
      await assert.rejects(client.post("/v1/messages", { body }), (error) => {
        assert.ok(error instanceof APIError);
        assert.equal(error.status, status);
        assert.equal(error.type, type);
        assert.match(error.message, words);
        return true;
      });
    };
    const base = { model: "quiet-mind", max_tokens: 4_000, messages };
    await rejects({ ...base, model: "claude-opus-5-5" }, 404, "not_found_error", /model: claude-opus-5-5/);
    await rejects({ model: "quiet-mind", messages }, 400, "invalid_request_error", /max_tokens: Field required/);
    await rejects({ ...base, temperature: 0.3 }, 400, "invalid_request_error", /temperature/);
    await rejects({ ...base, top_k: 4 }, 400, "invalid_request_error", /top_k/);
    await rejects(
      { ...base, thinking: { type: "disabled" } },
      400,
      "invalid_request_error",
      /thinking\.type\.disabled\\" is not supported/,
    );
    await rejects(
      { ...base, thinking: { type: "enabled", budget_tokens: 2000 } },
      400,
      "invalid_request_error",
      /thinking.type.enabled/,
    );
    await rejects({ ...base, output_config: { effort: "minimal" } }, 400, "invalid_request_error", /'low', 'medium'/);
    await rejects(
      { ...base, messages: [...messages, { role: "assistant", content: "The" }] },
      400,
      "invalid_request_error",
      /prefill/,
    );
    await rejects({ ...base, banana: 1 }, 400, "invalid_request_error", /Extra inputs are not permitted/);
    const measured = { ...base, model: "measured-mind" };
    await rejects({ ...measured, thinking: { type: "enabled", budget_tokens: 1000 } }, 400, "invalid_request_error", /1024/);
    await rejects(
      { ...measured, thinking: { type: "enabled", budget_tokens: 4_000 } },
      400,
      "invalid_request_error",
      /must be greater than/,
    );
    await rejects({ ...measured, output_config: { effort: "low" } }, 400, "invalid_request_error", /not supported/);
  });

  it("takes thinking back unchanged, and notices an edited history", async () => {
    const first = await client.messages.create({ model: "quiet-mind", max_tokens: 8_000, messages });
    const history = [
      ...messages,
      { role: "assistant" as const, content: first.content },
      { role: "user" as const, content: "And the bat?" },
    ];
    const second = await client.messages.create({ model: "quiet-mind", max_tokens: 8_000, messages: history });
    assert.equal(second.stop_reason, "end_turn");
    const edited = history.with(0, { role: "user", content: "Something else." });
    await assert.rejects(
      client.messages.create({ model: "quiet-mind", max_tokens: 8_000, messages: edited }),
      /bound to a different conversation/,
    );
    const dropping = await client.beta.messages.create({
      model: "quiet-mind",
      max_tokens: 8_000,
      messages: edited,
      thinking: { type: "adaptive", block_binding: { prefix_mismatch_behavior: "drop_block" } },
      betas: ["thinking-binding-controls-2026-08-01"],
    });
    assert.equal(dropping.input_transformations?.length, 1);
  });

  it("ends with max_tokens and no answer when thinking uses up the limit", async () => {
    const message = await client.messages.create({ model: "quiet-mind", max_tokens: 100, messages });
    assert.equal(message.stop_reason, "max_tokens");
    assert.ok(message.content.every((block) => block.type === "thinking"));
    assert.equal(message.usage.output_tokens, 100);
  });

  it("sends a refusal as a stop reason with details and no content", async () => {
    const message = await client.messages.stream({ model: "quiet-mind+refusal", max_tokens: 1_000, messages }).finalMessage();
    assert.equal(message.stop_reason, "refusal");
    assert.deepEqual(message.content, []);
    assert.equal(message.stop_details?.type, "refusal");
  });

  it("throws when the stream fails after it began", async () => {
    await assert.rejects(
      client.messages.stream({ model: "quiet-mind+error", max_tokens: 8_000, messages }).finalMessage(),
      /overloaded/i,
    );
  });
});
