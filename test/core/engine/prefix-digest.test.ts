import assert from "node:assert/strict";
import { prefixDigest } from "../../../src/core/engine/prefix-digest.ts";
import { sha256 } from "../../../src/host/sha256.ts";

const base = { system: "Be brief.", tools: [], messages: [{ role: "user", text: "2 + 2?" }] } as const;

describe("prefixDigest", () => {
  it("is the same for the same prefix, whatever the order of keys", () => {
    const tool = { name: "add", description: "", parameters: { type: "object", required: ["a"] } };
    const swapped = { parameters: { required: ["a"], type: "object" }, description: "", name: "add" };
    assert.equal(prefixDigest({ ...base, tools: [tool] }, sha256), prefixDigest({ ...base, tools: [swapped] }, sha256));
  });

  it("changes with system, messages and tools", () => {
    const digests = [
      prefixDigest(base, sha256),
      prefixDigest({ ...base, system: "Be long." }, sha256),
      prefixDigest({ ...base, messages: [{ role: "user", text: "2 + 3?" }] }, sha256),
      prefixDigest({ ...base, tools: [{ name: "t", description: "", parameters: {} }] }, sha256),
    ];
    assert.equal(new Set(digests).size, 4);
  });

  it("of a replayed turn depends on the provider's items, not on how they read", () => {
    const replay = { provider: "p", wire: "openai-chat", items: [{ role: "assistant", content: "4" }] } as const;
    const block = { type: "answer", channel: "answer", text: "4", isOpen: false } as const;
    const withBlocks = { ...base, messages: [{ role: "assistant", blocks: [block], replay }] as const };
    const without = { ...base, messages: [{ role: "assistant", blocks: [], replay }] as const };
    assert.equal(prefixDigest(withBlocks, sha256), prefixDigest(without, sha256));
  });
});
