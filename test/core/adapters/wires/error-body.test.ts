import assert from "node:assert/strict";
import { errorOf, readErrorBody } from "../../../../src/core/adapters/wires/error-body.ts";
import type { JsonValue } from "../../../../src/core/model/json.ts";

describe("reading an error body", () => {
  const bodies: readonly (readonly [string, JsonValue, string | null, string | null, string | null])[] = [
    [
      "nested",
      { error: { message: "no", type: "invalid_request_error", code: "bad_key", param: null } },
      "no",
      "bad_key",
      "invalid_request_error",
    ],
    [
      "nested with a status for a code",
      { error: { code: 429, message: "slow down", metadata: { error_type: "rate" } } },
      "slow down",
      "429",
      "rate",
    ],
    [
      "flat",
      { object: "error", message: "no", type: "invalid_request_error", code: 3_000 },
      "no",
      "3000",
      "invalid_request_error",
    ],
    [
      "a code beside text",
      { code: "Client specified an invalid argument", error: "no" },
      "no",
      "Client specified an invalid argument",
      null,
    ],
    ["text alone", { error: "no" }, "no", null, null],
    ["a detail", { detail: "no" }, "no", null, null],
    ["a list of details", { detail: [{ loc: ["body"], msg: "no", type: "missing" }] }, "no", null, null],
    ["an error_code", { error_code: "BAD_REQUEST", message: "no" }, "no", "BAD_REQUEST", null],
    ["a base_resp", { base_resp: { status_code: 1_008, status_msg: "no" } }, "no", "1008", null],
    ["a list with one error", [{ error: { code: 400, message: "no", status: "INVALID_ARGUMENT" } }], "no", "400", null],
    ["plain text", "upstream connect error", "upstream connect error", null, null],
    ["a page of HTML", "<html><body>Bad gateway</body></html>", null, null, null],
    ["nothing", null, null, null, null],
    ["an empty list", [], null, null, null],
  ];
  for (const [name, body, message, code, type] of bodies) {
    it(`understands ${name}`, () => {
      const facts = readErrorBody(body);
      assert.deepEqual({ message: facts.message, code: facts.code, type: facts.type }, { message, code, type });
    });
  }

  it("keeps the error object raw", () => {
    const error = { message: "no", failed_generation: "{}" };
    assert.deepEqual(readErrorBody({ error, request_id: "r" }).raw, error);
    assert.deepEqual(readErrorBody({ message: "no", code: 1 }).raw, { message: "no", code: 1 });
  });

  it("finds no error where the field says that there is none", () => {
    for (const error of [null, "", false]) assert.equal(errorOf({ error }), null);
    assert.equal(errorOf({}), null);
    assert.equal(errorOf({ error: "no" })?.message, "no");
  });
});
