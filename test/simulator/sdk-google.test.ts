import assert from "node:assert/strict";
import { ApiError, type GenerateContentResponse, GoogleGenAI, ThinkingLevel } from "@google/genai";
import { startSimulator, type Simulator } from "../../src/simulator/start-simulator.ts";
import { answerOf, ask, closeTransport, reasoningOf } from "./ask.ts";

const prompt = "A bat and a ball cost $1.10 together. The bat costs $1.00 more than the ball. What does the ball cost?";

describe("Google's SDK and the simulator", () => {
  let simulator: Simulator;
  let client: GoogleGenAI;

  before(async () => {
    simulator = await startSimulator({ speed: 0 });
    client = new GoogleGenAI({ apiKey: "local-1", httpOptions: { baseUrl: simulator.url } });
  });
  after(async () => {
    await closeTransport();
    await simulator.close();
  });

  const thinkingConfig = { includeThoughts: true, thinkingLevel: ThinkingLevel.HIGH };

  it("reads the stream and agrees with our adapter", async () => {
    const stream = await client.models.generateContentStream({
      model: "clear-signal",
      contents: prompt,
      config: { thinkingConfig },
    });
    const chunks: GenerateContentResponse[] = [];
    for await (const chunk of stream) chunks.push(chunk);
    const parts = chunks.flatMap((chunk) => chunk.candidates?.[0]?.content?.parts ?? []);
    const text = (isThought: boolean) =>
      parts
        .filter((part) => (part.thought === true) === isThought)
        .map((part) => part.text ?? "")
        .join("");
    const ours = await ask(simulator.url, { model: "clear-signal", prompt, effort: "high", wantsSummary: true });
    const last = chunks.at(-1);
    assert.equal(text(false), answerOf(ours));
    assert.equal(text(true), reasoningOf(ours));
    assert.equal(last?.candidates?.[0]?.finishReason, "STOP");
    assert.equal(parts.at(-1)?.thoughtSignature, ours.opaque[0]?.data);
    assert.equal(last?.usageMetadata?.thoughtsTokenCount, ours.usage?.output.reasoning);
    assert.equal(last?.usageMetadata?.candidatesTokenCount, ours.usage?.output.visible);
    assert.equal(last?.usageMetadata?.promptTokenCount, ours.usage?.input.total);
  });

  it("counts thoughts beside the candidates, in the total", async () => {
    const { usageMetadata: usage } = await client.models.generateContent({ model: "clear-signal", contents: prompt });
    const sum = (usage?.promptTokenCount ?? 0) + (usage?.candidatesTokenCount ?? 0) + (usage?.thoughtsTokenCount ?? 0);
    assert.equal(usage?.totalTokenCount, sum);
    assert.ok((usage?.thoughtsTokenCount ?? 0) > 0);
  });

  it("shows no thoughts unless asked, but signs the answer", async () => {
    const response = await client.models.generateContent({ model: "clear-signal", contents: prompt });
    const parts = response.candidates?.[0]?.content?.parts ?? [];
    assert.ok(parts.every((part) => part.thought !== true));
    assert.ok(parts.some((part) => part.thoughtSignature !== undefined));
  });

  it("goes on with a conversation whose parts are sent back as they came", async () => {
    const chat = client.chats.create({ model: "clear-signal" });
    const first = await chat.sendMessage({ message: prompt });
    const second = await chat.sendMessage({ message: "What is 17 * 24?" });
    assert.match(first.text ?? "", /0\.05/);
    assert.match(second.text ?? "", /408/);
  });

  it("blocks a prompt without candidates when told to refuse", async () => {
    const response = await client.models.generateContent({ model: "clear-signal+refusal", contents: prompt });
    assert.equal(response.promptFeedback?.blockReason, "PROHIBITED_CONTENT");
    assert.equal(response.candidates, undefined);
  });

  it("reads the steps of an interaction and agrees with our adapter", async () => {
    const stream = await client.interactions.create({
      model: "step-writer",
      input: prompt,
      stream: true,
      generation_config: { thinking_level: "high", thinking_summaries: "auto" },
    });
    let answer = "";
    let thoughts = "";
    let total: number | undefined;
    for await (const event of stream) {
      if (event.event_type === "step.delta" && event.delta.type === "text") answer += event.delta.text;
      if (event.event_type === "step.delta" && event.delta.type === "thought_summary") {
        const { content } = event.delta;
        thoughts += content?.type === "text" ? content.text : "";
      }
      if (event.event_type === "interaction.completed") total = event.interaction.usage?.total_tokens;
    }
    const ours = await ask(simulator.url, { model: "step-writer", prompt, effort: "high", wantsSummary: true });
    assert.equal(answer, answerOf(ours));
    assert.equal(thoughts, reasoningOf(ours));
    assert.equal(total, (ours.usage?.input.total ?? 0) + (ours.usage?.output.total ?? 0));
  });

  it("throws the documented errors", async () => {
    const rejects = async (parameters: Parameters<typeof client.models.generateContent>[0], status: number, words: RegExp) => {
      await assert.rejects(client.models.generateContent(parameters), (error) => {
        assert.ok(error instanceof ApiError);
        assert.equal(error.status, status);
        assert.match(error.message, words);
        return true;
      });
    };
    await rejects({ model: "gemini-4-argon", contents: prompt }, 404, /NOT_FOUND/);
    const withThinking = (config: object) => ({ model: "clear-signal", contents: prompt, config: { thinkingConfig: config } });
    await rejects(withThinking({ thinkingBudget: 100 }), 400, /INVALID_ARGUMENT/);
    await rejects(withThinking({ thinkingLevel: ThinkingLevel.MINIMAL }), 400, /not supported/);
    const foreign = { role: "model", parts: [{ text: "4", thoughtSignature: "AAAA" }] };
    await rejects(
      { model: "clear-signal", contents: [{ role: "user", parts: [{ text: "2+2" }] }, foreign] },
      400,
      /thought signature/,
    );
    await rejects({ model: "clear-signal+429", contents: prompt }, 429, /RESOURCE_EXHAUSTED/);
  });
});
