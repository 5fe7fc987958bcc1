import assert from "node:assert/strict";
import OpenAI, { APIError } from "openai";
import { startSimulator, type Simulator } from "../../src/simulator/start-simulator.ts";
import { answerOf, ask, closeTransport, reasoningOf } from "./ask.ts";

const prompt = "A bat and a ball cost $1.10 together. The bat costs $1.00 more than the ball. What does the ball cost?";

describe("OpenAI's SDK and the simulator", () => {
  let simulator: Simulator;
  let client: OpenAI;

  before(async () => {
    simulator = await startSimulator({ speed: 0 });
    client = new OpenAI({ apiKey: "local-1", baseURL: `${simulator.url}/v1`, maxRetries: 0 });
  });
  after(async () => {
    await closeTransport();
    await simulator.close();
  });

  describe("Responses", () => {
    it("reads the stream and ends with the response that our adapter sees", async () => {
      const stream = client.responses.stream({
        model: "steady-thinker",
        input: prompt,
        reasoning: { effort: "high", summary: "auto" },
        include: ["reasoning.encrypted_content"],
      });
      const types: string[] = [];
      const numbers: number[] = [];
      for await (const event of stream) {
        types.push(event.type);
        numbers.push(event.sequence_number);
      }
      const response = await stream.finalResponse();
      const ours = await ask(simulator.url, { model: "steady-thinker", prompt, effort: "high", wantsSummary: true });

      assert.equal(response.output_text, answerOf(ours));
      const reasoning = response.output.find((item) => item.type === "reasoning");
      assert.equal(reasoning?.summary.map((part) => part.text).join("\n\n"), reasoningOf(ours));
      assert.equal(response.usage?.input_tokens, ours.usage?.input.total);
      assert.equal(response.usage?.output_tokens, ours.usage?.output.total);
      assert.equal(response.usage?.output_tokens_details.reasoning_tokens, ours.usage?.output.reasoning);
      assert.equal(types[0], "response.created");
      assert.equal(types.at(-1), "response.completed");
      assert.deepEqual(
        numbers,
        numbers.map((_, at) => at),
      );
    });

    it("gets another ciphertext at each stage of a reasoning item, and none unless asked", async () => {
      const sent: string[] = [];
      const stream = await client.responses.create({
        model: "steady-thinker",
        input: prompt,
        stream: true,
        include: ["reasoning.encrypted_content"],
      });
      for await (const event of stream) {
        const items = event.type === "response.completed" ? event.response.output : "item" in event ? [event.item] : [];
        for (const item of items) if (item.type === "reasoning") sent.push(item.encrypted_content ?? "none");
      }
      assert.equal(new Set(sent).size, 3);
      const plain = await client.responses.create({ model: "steady-thinker", input: prompt });
      assert.equal(plain.output[0]?.type === "reasoning" && plain.output[0].encrypted_content, undefined);
    });

    it("gets the same whole body as the stream ends with, ids and time aside", async () => {
      const whole = await client.responses.create({
        model: "steady-thinker",
        input: prompt,
        reasoning: { effort: "low", summary: "auto" },
      });
      const stream = client.responses.stream({
        model: "steady-thinker",
        input: prompt,
        reasoning: { effort: "low", summary: "auto" },
      });
      const streamed = await stream.finalResponse();
      assert.equal(whole.output_text, streamed.output_text);
      assert.deepEqual(whole.usage, streamed.usage);
      assert.equal(whole.status, "completed");
    });

    it("pads deltas unless the client refuses it", async () => {
      const padded = await client.responses.create({ model: "steady-thinker", input: prompt, stream: true });
      const bare = await client.responses.create({
        model: "steady-thinker",
        input: prompt,
        stream: true,
        stream_options: { include_obfuscation: false },
      });
      const count = async (stream: AsyncIterable<object>) => {
        let found = 0;
        for await (const event of stream) if ("obfuscation" in event) found += 1;
        return found;
      };
      assert.ok((await count(padded)) > 0);
      assert.equal(await count(bare), 0);
    });

    it("ends as incomplete when thinking uses up the limit, with an empty answer that was paid for", async () => {
      const response = await client.responses.create({
        model: "steady-thinker",
        input: prompt,
        max_output_tokens: 64,
        reasoning: { effort: "high" },
      });
      assert.equal(response.status, "incomplete");
      assert.equal(response.incomplete_details?.reason, "max_output_tokens");
      assert.equal(response.output_text, "");
      assert.equal(response.usage?.output_tokens, 64);
      assert.equal(response.usage?.output_tokens_details.reasoning_tokens, 64);
    });

    it("throws the documented errors", async () => {
      const rejects = async (body: object, status: number, code: string | null, words: RegExp) => {
        await assert.rejects(client.post("/responses", { body }), (error) => {
          assert.ok(error instanceof APIError);
          assert.equal(error.status, status);
          assert.equal(error.code, code);
          assert.match(error.message, words);
          assert.equal(error.headers?.get("x-switchyard-simulated"), "true");
          return true;
        });
      };
      const base = { model: "steady-thinker", input: prompt };
      await rejects({ ...base, model: "gpt-6-sol" }, 400, "model_not_found", /gpt-6-sol/);
      await rejects(
        { ...base, reasoning: { effort: "minimal" } },
        400,
        "unsupported_value",
        /'low', 'medium', 'high', 'xhigh', and 'max'/,
      );
      await rejects({ ...base, temperature: 0.5 }, 400, null, /Unsupported parameter: 'temperature'/);
      await rejects({ ...base, banana: 1 }, 400, "unknown_parameter", /banana/);
      await rejects({ model: "steady-thinker" }, 400, "missing_required_parameter", /'input'/);
      await rejects({ ...base, input: [{ type: "reasoning", id: "rs_1", summary: [] }] }, 400, null, /required following item/);
      await rejects({ ...base, max_output_tokens: 3 }, 400, "integer_below_min_value", />= 16/);
    });

    it("stores nothing, and refuses a key that says it is invalid", async () => {
      const next = { model: "steady-thinker", input: prompt, previous_response_id: "resp_1" };
      await assert.rejects(client.responses.create(next), /Previous response with id 'resp_1' not found/);
      const stranger = new OpenAI({ apiKey: "invalid-key", baseURL: `${simulator.url}/v1`, maxRetries: 0 });
      await assert.rejects(stranger.responses.create({ model: "steady-thinker", input: prompt }), OpenAI.AuthenticationError);
    });

    it("accepts sampling where reasoning is off", async () => {
      const response = await client.responses.create({
        model: "sealed-thinker",
        input: prompt,
        temperature: 0.2,
        reasoning: { effort: "none" },
      });
      assert.equal(response.usage?.output_tokens_details.reasoning_tokens, 0);
    });

    it("gets a refusal as content, not as an error", async () => {
      const response = await client.responses.create({ model: "steady-thinker+refusal", input: prompt });
      assert.equal(response.status, "completed");
      const message = response.output.find((item) => item.type === "message");
      assert.equal(message?.content[0]?.type, "refusal");
    });

    it("is helped by the SDK's own retry when a fault strikes once", async () => {
      const patient = new OpenAI({ apiKey: "local-1", baseURL: `${simulator.url}/v1`, maxRetries: 1 });
      const response = await patient.responses.create({ model: "steady-thinker+500-once", input: prompt });
      assert.match(response.output_text, /0\.05/);
    });
  });

  describe("Chat Completions", () => {
    const messages = [{ role: "user" as const, content: prompt }];

    it("reads raw reasoning in its own field and agrees with our adapter", async () => {
      const stream = await client.chat.completions.create({ model: "open-book", messages, stream: true });
      let reasoning = "";
      let answer = "";
      let usage: OpenAI.CompletionUsage | null | undefined = null;
      let finish: string | null = null;
      for await (const chunk of stream) {
        const [choice] = chunk.choices;
        const delta: unknown = choice?.delta;
        if (typeof delta === "object" && delta !== null && "reasoning_content" in delta)
          reasoning += typeof delta.reasoning_content === "string" ? delta.reasoning_content : "";
        answer += choice?.delta.content ?? "";
        finish = choice?.finish_reason ?? finish;
        usage = chunk.usage ?? usage;
      }
      const ours = await ask(simulator.url, { model: "open-book", prompt });
      assert.equal(answer, answerOf(ours));
      assert.equal(reasoning, reasoningOf(ours));
      assert.equal(finish, "stop");
      assert.equal(usage?.completion_tokens, ours.usage?.output.total);
      assert.equal(usage?.completion_tokens_details?.reasoning_tokens, ours.usage?.output.reasoning);
      assert.ok(reasoning.length > 500);
    });

    it("accumulates with the SDK's own accumulator", async () => {
      const runner = client.chat.completions.stream({ model: "quick-draft", messages, stream_options: { include_usage: true } });
      const completion = await runner.finalChatCompletion();
      const ours = await ask(simulator.url, { model: "quick-draft", prompt });
      assert.equal(completion.choices[0]?.message.content, answerOf(ours));
      assert.equal(completion.usage?.total_tokens, (ours.usage?.input.total ?? 0) + (ours.usage?.output.total ?? 0));
    });

    it("sends usage in a chunk without choices, and only when asked", async () => {
      const chunks = async (wants: boolean) => {
        const stream = await client.chat.completions.create({
          model: "quick-draft",
          messages,
          stream: true,
          ...(wants ? { stream_options: { include_usage: true } } : {}),
        });
        const list: OpenAI.ChatCompletionChunk[] = [];
        for await (const chunk of stream) list.push(chunk);
        return list;
      };
      const asked = await chunks(true);
      assert.deepEqual(asked.at(-1)?.choices, []);
      assert.ok((asked.at(-1)?.usage?.completion_tokens ?? 0) > 0);
      assert.ok(asked.slice(0, -1).every((chunk) => chunk.usage === null));
      const unasked = await chunks(false);
      assert.ok(unasked.every((chunk) => chunk.usage === undefined && chunk.choices.length === 1));
    });

    it("leaves think tags in the content, where our adapter tells them apart", async () => {
      const completion = await client.chat.completions.create({ model: "loud-thinker", messages });
      const content = completion.choices[0]?.message.content ?? "";
      assert.match(content, /^<think>\n[\s\S]+\n<\/think>\n\n/);
      assert.equal(completion.usage?.completion_tokens_details, undefined);
      const ours = await ask(simulator.url, { model: "loud-thinker", prompt });
      assert.equal(answerOf(ours).trim(), content.split("</think>")[1]?.trim());
      assert.equal(ours.usage?.output.reasoning, null);
    });

    it("throws the documented errors", async () => {
      const rejects = async (body: object, status: number, code: string | null, words: RegExp) => {
        await assert.rejects(client.post("/chat/completions", { body }), (error) => {
          assert.ok(error instanceof APIError);
          assert.deepEqual([error.status, error.code], [status, code]);
          assert.match(error.message, words);
          return true;
        });
      };
      await rejects({ model: "gpt-6-sol", messages }, 404, "model_not_found", /does not exist/);
      await rejects(
        { model: "open-book", messages, reasoning_effort: "medium" },
        400,
        "unsupported_value",
        /'low', 'high', and 'max'/,
      );
      await rejects({ model: "quick-draft", messages, reasoning_effort: "low" }, 400, null, /reasoning_effort/);
      await rejects(
        { model: "open-book", messages, stream_options: { include_usage: true } },
        400,
        null,
        /only allowed when 'stream'/,
      );
      await rejects({ model: "open-book", messages: [] }, 400, "missing_required_parameter", /messages/);
    });

    it("lists its models", async () => {
      const models = await client.models.list();
      assert.ok(models.data.some((model) => model.id === "open-book" && model.owned_by === "switchyard-simulator"));
    });
  });
});
