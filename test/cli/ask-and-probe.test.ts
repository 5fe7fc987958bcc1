import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { runCli } from "../support/run-cli.ts";

describe("asking endpoints from the command line", () => {
  let server: Server;
  let address: string;

  before(async () => {
    server = createServer((request, response) => void answer(request, response));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    address = `http://127.0.0.1:${portOf(server)}/v1`;
  });
  after(() => server.close());

  it("probes an endpoint and prints the setting of a custom provider", async () => {
    const { code, stdout, stderr } = await runCli(
      ["probe", `mine=openai-chat,${address}`, "--model", "m", "--key-env", "MY_KEY"],
      {
        environment: { MY_KEY: "sk-test-1234567890" },
      },
    );
    assert.equal(code, 0, stderr);
    assert.deepEqual(JSON.parse(stdout), {
      mine: {
        wire: "openai-chat",
        baseUrl: address,
        keyEnvironment: ["MY_KEY"],
        needsKey: true,
        models: ["m"],
        countsReasoning: "included",
        reasoning: "raw",
        effort: { style: "reasoning_effort", tiers: ["low", "high"] },
      },
    });
    assert.match(stderr, /2 calls were made/);
    assert.ok(!`${stdout}${stderr}`.includes("sk-test-1234567890"));
  });

  it("says what is wrong when the endpoint does not let it in", async () => {
    const { code, stderr } = await runCli(["probe", `mine=openai-chat,${address}`, "--model", "m"]);
    assert.equal(code, 1);
    assert.match(stderr, /wrong key/);
  });

  it("lists what a provider has itself, beside what is known of it", async () => {
    const { code, stdout } = await runCli(["models", "--provider", "vllm", "--ask", "--json", "--endpoint", `vllm=${address}`]);
    assert.equal(code, 0);
    const [vllm]: readonly { readonly models: readonly { readonly model: string; readonly efforts: readonly string[] }[] }[] =
      JSON.parse(stdout);
    assert.deepEqual(
      vllm?.models.map(({ model, efforts }) => ({ model, efforts })),
      [{ model: "Qwen/Qwen3-8B", efforts: ["none", "high"] }],
    );
  });

  it("says what an endpoint to probe looks like", async () => {
    const { code, stderr } = await runCli(["probe", "mine", "--model", "m"]);
    assert.equal(code, 2);
    assert.match(stderr, /probe mine is not complete\.\nWrite probe <id>=<wire>,<base url>, for example/);
  });

  it("says that a provider was not asked, and why", async () => {
    const { code, stdout, stderr } = await runCli(["models", "--provider", "openai", "--ask"]);
    assert.equal(code, 0);
    assert.match(stdout, /gpt-6-sol/);
    assert.match(stderr, /OpenAI was not asked: there is no key\. Set OPENAI_API_KEY\./);
  });

  it("lists what is known where nobody answers", async () => {
    const { code, stdout, stderr } = await runCli([
      "models",
      "--provider",
      "vllm",
      "--ask",
      "--endpoint",
      "vllm=http://127.0.0.1:9",
    ]);
    assert.equal(code, 0);
    assert.match(stdout, /vLLM/);
    assert.match(stderr, /vLLM: /);
  });
});

function portOf(server: Server): number {
  const address: AddressInfo | string | null = server.address();
  assert.ok(address !== null && typeof address === "object");
  return address.port;
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const json = (status: number, body: unknown): void => {
    response.writeHead(status, { "content-type": "application/json" });
    response.end(JSON.stringify(body));
  };
  if (request.url === "/v1/models") {
    json(200, { data: [{ id: "Qwen/Qwen3-8B", max_model_len: 40_960 }] });
    return;
  }
  const body: { readonly reasoning_effort?: string } = JSON.parse(await text(request));
  if (request.headers.authorization !== "Bearer sk-test-1234567890") {
    json(401, { error: { message: "wrong key" } });
    return;
  }
  if (body.reasoning_effort !== undefined) {
    json(400, { error: { message: "reasoning_effort must be one of low, high" } });
    return;
  }
  json(200, {
    id: "r",
    model: "m",
    choices: [
      { index: 0, message: { role: "assistant", reasoning_content: "Even or by three…", content: "20" }, finish_reason: "stop" },
    ],
    usage: { prompt_tokens: 20, completion_tokens: 30, completion_tokens_details: { reasoning_tokens: 28 } },
  });
}
