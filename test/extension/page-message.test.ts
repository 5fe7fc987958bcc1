import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { parsePageMessage, requestIdOf } from "../../src/extension/editor/page-message.ts";

const request = (body: unknown, id: unknown = 1) => ({ type: "request", id, request: body });

describe("messages from the page", () => {
  it("are read when they are part of the protocol", () => {
    const message = request({ method: "lane/update", lane: "l-1", effort: { budgetTokens: 4096 } });
    assert.deepEqual(parsePageMessage(message), message);
    assert.deepEqual(parsePageMessage({ type: "page/ready", sequence: 0 }), { type: "page/ready", sequence: 0 });
    assert.notEqual(parsePageMessage(request({ method: "cost/show" })), null);
  });

  it("are refused when a method is unknown, a key too many, or a value of another type", () => {
    const refused: readonly unknown[] = [
      null,
      "page/ready",
      { type: "command/run", command: "workbench.action.terminal.new" },
      request({ method: "shell/run", text: "ls" }),
      request({ method: "lane/pick", command: "x" }),
      request({ method: "lane/move", lane: "l-1", to: -1 }),
      request({ method: "lane/add", provider: "openai", model: "x", effort: "extreme" }),
      request({ method: "lane/update", lane: "l-1", effort: undefined }),
      request({ method: "lane/pick" }, "1"),
      { type: "page/ready", sequence: 0.5 },
    ];
    for (const message of refused) assert.equal(parsePageMessage(message), null, JSON.stringify(message));
  });

  it("are refused when a text is far beyond any prompt", () => {
    const user = "x".repeat(33 * 1024 * 1024);
    assert.equal(parsePageMessage(request({ method: "prompt/set", prompt: { system: "", user, variables: {} } })), null);
  });

  it("still show the id of a request that is refused, so that it gets its answer", () => {
    assert.equal(requestIdOf(request({ method: "shell/run" }, 7)), 7);
    assert.equal(requestIdOf({ type: "request", id: "7" }), null);
    assert.equal(requestIdOf(undefined), null);
  });
});
