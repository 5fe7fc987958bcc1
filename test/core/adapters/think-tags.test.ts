import assert from "node:assert/strict";
import fc from "fast-check";
import type { ThinkTagDialect } from "../../../src/core/adapters/think-tags.ts";
import { ThinkTagSplitter } from "../../../src/core/adapters/think-tags.ts";

const think: ThinkTagDialect = { styles: ["think"], opening: "required" };
const implied: ThinkTagDialect = { styles: ["think"], opening: "implied" };
const all: ThinkTagDialect = { styles: ["think", "thinking", "kimi", "harmony"], opening: "required" };

describe("the think tag splitter", () => {
  it("takes reasoning out of the answer", () => {
    assert.deepEqual(split(think, "<think>\nhm\n</think>\n\nfour"), { reasoning: "\nhm\n", answer: "\n\nfour" });
  });

  it("finds tags that arrive in pieces", () => {
    const pieces = ["<th", "in", "k>h", "m</", "think", ">fo", "ur"];
    assert.deepEqual(split(think, ...pieces), { reasoning: "hm", answer: "four" });
  });

  it("gives back what only looked like the beginning of a tag", () => {
    assert.deepEqual(split(think, "a <th", "ree> b"), { reasoning: "", answer: "a <three> b" });
    assert.deepEqual(split(think, "a <thin"), { reasoning: "", answer: "a <thin" });
  });

  it("streams text without waiting for more when no tag can begin in it", () => {
    const splitter = new ThinkTagSplitter(think);
    assert.deepEqual(splitter.push("<think>first words"), [
      { kind: "tag", text: "<think>" },
      { kind: "reasoning", text: "first words" },
    ]);
  });

  it("reads text as reasoning from the start where the opening is implied", () => {
    assert.deepEqual(split(implied, "hm\n</think>\n\nfour"), { reasoning: "hm\n", answer: "\n\nfour" });
    assert.deepEqual(split(implied, "<think>\nhm</think>four"), { reasoning: "\nhm", answer: "four" });
  });

  it("keeps the reasoning of a stream that ended before the closing tag", () => {
    assert.deepEqual(split(think, "<think>hm, let me"), { reasoning: "hm, let me", answer: "" });
  });

  it("says that a closing tag came without an opening one, and takes the tag away", () => {
    const splitter = new ThinkTagSplitter(think);
    const parts = [...splitter.push("hm\n</think>\nfour"), ...splitter.end()];
    assert.deepEqual(textsOf(parts), { reasoning: "", answer: "hm\n\nfour" });
    assert.equal(splitter.closedUnopened, true);
  });

  it("takes a second closing tag away", () => {
    assert.deepEqual(split(think, "<think>hm</think></think>four"), { reasoning: "hm", answer: "four" });
    assert.deepEqual(split(think, "<think>hm</think>\n</think>\nfour"), { reasoning: "hm", answer: "\n\nfour" });
  });

  it("takes a second opening tag away, which a template and the model both wrote", () => {
    assert.deepEqual(split(think, "<think>\n<think>\nhm</think>four"), { reasoning: "\n\nhm", answer: "four" });
  });

  it("leaves tags alone that the answer writes about", () => {
    for (const answer of [
      "Use <think> and </think> in a line.",
      "See `<think>` and “quoted” '</think>'.",
      "Template:\n```\n<think>\nreason\n</think>\n```\nThat is all.",
      "```xml\n<think>never closed",
    ]) {
      assert.deepEqual(split(think, `<think>hm</think>${answer}`), { reasoning: "hm", answer });
      assert.deepEqual(split(think, answer), { reasoning: "", answer });
    }
  });

  it("leaves quoted tags alone inside reasoning", () => {
    const reasoning = 'The user asks what `</think>` means, and "</think>" too.';
    assert.deepEqual(split(think, `<think>${reasoning}</think>four`), { reasoning, answer: "four" });
    assert.deepEqual(split(think, "<think>a `</think>", "` b</think>c"), { reasoning: "a `</think>` b", answer: "c" });
  });

  it("keeps nested reasoning together", () => {
    assert.deepEqual(split(think, "<think>a <think>b</think> c</think>d"), {
      reasoning: "a <think>b</think> c",
      answer: "d",
    });
  });

  it("does not lose the answer to a tag that was opened twice and closed once", () => {
    assert.deepEqual(split(think, "<think>a\n<think>\nb</think>\n\nfour"), {
      reasoning: "a\n<think>\nb</think>",
      answer: "\n\nfour",
    });
  });

  it("finds reasoning that begins again on a line of its own", () => {
    assert.deepEqual(split(think, "<think>a</think>one\n<think>b</think>\ntwo"), { reasoning: "ab", answer: "one\n\ntwo" });
  });

  it("makes no reasoning of an empty pair", () => {
    assert.deepEqual(split(think, "<think>\n\n</think>\n\nfour"), { reasoning: "", answer: "\n\n\n\nfour" });
  });

  it("knows the other styles", () => {
    assert.deepEqual(split(all, "<thinking>hm</thinking>four"), { reasoning: "hm", answer: "four" });
    assert.deepEqual(split(all, "◁think▷hm◁/think▷four"), { reasoning: "hm", answer: "four" });
    const harmony = "<|channel|>analysis<|message|>hm<|end|><|start|>assistant<|channel|>final<|message|>four<|return|>";
    assert.deepEqual(split(all, harmony), { reasoning: "hm", answer: "four" });
    assert.deepEqual(split(all, ...harmony.split("")), { reasoning: "hm", answer: "four" });
  });

  it("loses nothing and decides the same, however the text is cut", () => {
    const piece = fc.constantFrom(
      "<think>",
      "</think>",
      "<thinking>",
      "</thinking>",
      "◁think▷",
      "◁/think▷",
      "<|end|>",
      "<|channel|>analysis<|message|>",
      "<|start|>assistant<|channel|>final<|message|>",
      "`",
      "```",
      "\n",
      " ",
      '"',
      "<",
      "<|",
      "word",
      "</thi",
      "two words",
    );
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 24 }),
        fc.array(fc.nat(200), { maxLength: 20 }),
        fc.constantFrom("required" as const, "implied" as const),
        (pieces, cuts, opening) => {
          const text = pieces.join("");
          const dialect: ThinkTagDialect = { ...all, opening };
          const whole = partsOf(dialect, [text]);
          const cut = partsOf(dialect, chunksOf(text, cuts));
          assert.equal(whole.map((part) => part.text).join(""), text);
          assert.equal(cut.map((part) => part.text).join(""), text);
          assert.deepEqual(textsOf(cut), textsOf(whole));
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it("takes time in proportion to the text", () => {
    const splitter = new ThinkTagSplitter(all);
    let count = 0;
    for (let at = 0; at < 100_000; at += 1) count += splitter.push("<").length;
    count += splitter.end().length;
    assert.equal(count, 100_000);
  });
});

interface Part {
  readonly kind: "reasoning" | "answer" | "tag";
  readonly text: string;
}

function partsOf(dialect: ThinkTagDialect, pieces: readonly string[]): readonly Part[] {
  const splitter = new ThinkTagSplitter(dialect);
  return [...pieces.flatMap((piece) => [...splitter.push(piece)]), ...splitter.end()];
}

function split(dialect: ThinkTagDialect, ...pieces: readonly string[]): { reasoning: string; answer: string } {
  return textsOf(partsOf(dialect, pieces));
}

function textsOf(parts: readonly Part[]): { reasoning: string; answer: string } {
  const of = (kind: Part["kind"]) => parts.flatMap((part) => (part.kind === kind ? [part.text] : [])).join("");
  return { reasoning: of("reasoning"), answer: of("answer") };
}

function chunksOf(text: string, cuts: readonly number[]): readonly string[] {
  const ends = [...new Set([...cuts.filter((cut) => cut < text.length), text.length])].toSorted((a, b) => a - b);
  return ends.map((end, index) => text.slice(index === 0 ? 0 : ends[index - 1], end));
}
