import assert from "node:assert/strict";
import { createClassify } from "../../src/core/adapters/classify-error.ts";
import { createStreamDecoder } from "../../src/core/adapters/decode-stream.ts";
import { wires } from "../../src/core/adapters/wires.ts";
import { createFramer } from "../../src/core/transport/create-framer.ts";
import { fuzz } from "./fuzz.ts";

const quickCount = 2000;

describe("damaged streams", () => {
  it(`end once, soon and without an exception (${quickCount} mutations; \`npm run fuzz\` for a million)`, () => {
    const { count, endings } = fuzz(quickCount, 1);
    assert.equal(count, quickCount);
    for (const reason of ["stop", "truncated", "error"]) assert.ok((endings[reason] ?? 0) > 0, `no stream ended as ${reason}`);
  });

  it("end as an error when a line of 100 MB comes, long before it is all there", () => {
    const classify = createClassify({ headers: {}, provider: "acme", label: "Acme", nowMs: 0, secrets: [] });
    const wire = wires["openai-chat"];
    assert.ok(wire !== undefined);
    const stream = createStreamDecoder(createFramer("sse"), wire.createDecoder(wire.defaultDialect, classify), classify);
    stream.push(new TextEncoder().encode("data: "));
    const megabyte = new Uint8Array(1024 * 1024).fill(0x78);
    let pushed = 0;
    while (!stream.isFinished && pushed < 100) {
      stream.push(megabyte);
      pushed += 1;
    }
    assert.ok(stream.isFinished && pushed < 20);
  });
});
