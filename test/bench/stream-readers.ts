import { get } from "node:http";
import Anthropic from "@anthropic-ai/sdk";
import { createAnthropic } from "@ai-sdk/anthropic";
import { createOpenAI } from "@ai-sdk/openai";
import { streamText } from "ai";
import OpenAI from "openai";
import { builtinProviders } from "../../src/core/adapters/builtin-providers.ts";
import { prepareCall, streamCall } from "../../src/core/adapters/call.ts";
import { wires } from "../../src/core/adapters/wires.ts";
import { applyEvents, mergeDeltas, newAttempt } from "../../src/core/model/attempt.ts";
import type { WireId } from "../../src/core/model/ids.ts";
import { defaultTimeouts } from "../../src/core/transport/transport.ts";
import type { Transport } from "../../src/core/transport/transport.ts";

/** Reads one stream to its end and gives back the whole text, by its own means. */
export type StreamReader = (baseUrl: string) => Promise<string>;

/** As little as one can do: split the frames, parse the JSON, keep one string. No checks, no usage, no blocks. */
export const readFloor =
  (pick: (event: unknown) => string): StreamReader =>
  (baseUrl) =>
    new Promise((resolve, reject) => {
      get(baseUrl, (response) => {
        const decoder = new TextDecoder();
        let rest = "";
        let text = "";
        response.on("data", (bytes: Buffer) => {
          rest += decoder.decode(bytes, { stream: true });
          const frames = rest.split("\n\n");
          rest = frames.pop() ?? "";
          for (const frame of frames) {
            const data = frame.slice(frame.indexOf("data: ") + 6);
            if (data !== "[DONE]") text += pick(JSON.parse(data));
          }
        });
        response.on("end", () => resolve(text));
        response.on("error", reject);
      }).on("error", reject);
    });

/** Everything the product does: transport, framing, decoding, guarding, merging, the attempt as it is stored. */
export function readSwitchyard(transport: Transport, providerId: string, wireId: WireId): StreamReader {
  const provider = builtinProviders.find(({ id }) => id === providerId);
  const wire = wires[wireId];
  if (provider === undefined || wire === undefined) throw new Error(`There is no ${providerId} over ${wireId}.`);
  const adapter = { provider, route: { wire: wireId }, wire, dialect: wire.defaultDialect, model: "bench-1", row: null };
  const request = {
    model: "bench-1",
    system: "",
    messages: [{ role: "user", text: "Go." }],
    tools: [],
    effort: "default",
    maxOutputTokens: 1000,
    wantsSummary: false,
    isStreaming: true,
  } as const;
  const options = { transport, key: "none", signal: new AbortController().signal, timeouts: defaultTimeouts, now: Date.now };
  return async (baseUrl) => {
    let attempt = newAttempt(1, 0);
    for await (const batch of streamCall(prepareCall(adapter, request, { parameters: { baseUrl } }), options)) {
      attempt = applyEvents(attempt, mergeDeltas(batch), 0);
    }
    if (attempt.finish?.reason !== "stop" || attempt.usage === null) throw new Error("The stream did not end as it should.");
    return attempt.blocks.map((block) => (block.type === "answer" ? block.text : "")).join("");
  };
}

// Its notes about an unknown model id would stand among the figures.
Reflect.set(globalThis, "AI_SDK_LOG_WARNINGS", false);

const user = { role: "user", content: "Go." } as const;

export const readOpenaiSdk: StreamReader = async (baseURL) => {
  const client = new OpenAI({ apiKey: "none", baseURL });
  const stream = client.chat.completions.stream({ model: "bench-1", messages: [user] });
  const completion = await stream.finalChatCompletion();
  return completion.choices[0]?.message.content ?? "";
};

export const readAnthropicSdk: StreamReader = async (baseURL) => {
  const client = new Anthropic({ apiKey: "none", baseURL });
  const message = await client.messages.stream({ model: "bench-1", max_tokens: 1000, messages: [user] }).finalMessage();
  return message.content.map((block) => (block.type === "text" ? block.text : "")).join("");
};

export const readAiSdkOpenai: StreamReader = (baseURL) => {
  const model = createOpenAI({ apiKey: "none", baseURL }).chat("bench-1");
  return readAiSdk(model);
};

export const readAiSdkAnthropic: StreamReader = (baseURL) => {
  const model = createAnthropic({ apiKey: "none", baseURL })("bench-1");
  return readAiSdk(model);
};

async function readAiSdk(model: Parameters<typeof streamText>[0]["model"]): Promise<string> {
  let text = "";
  for await (const part of streamText({ model, prompt: "Go." }).stream) {
    if (part.type === "text-delta") text += part.text;
  }
  return text;
}
