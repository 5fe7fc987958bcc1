import fc from "fast-check";
import { parse } from "yaml";
import * as z from "zod";
import { arbitrarySession } from "../../../support/arbitrary-session.ts";
import { exportText } from "./account.ts";

/*
 * Formats whose readers cannot be installed here (promptfoo is too large, a collector is no package): their published
 * schemas, the parts that are written, with nothing else allowed.
 */

/** OTLP 1.x in JSON: ids in hex, 64-bit numbers as text, one value an attribute (opentelemetry.io/docs/specs/otlp, 2026-11). */
const anyValue: z.ZodType = z.lazy(() =>
  z.union([
    z.strictObject({ stringValue: z.string() }),
    z.strictObject({ boolValue: z.boolean() }),
    z.strictObject({ intValue: z.string().regex(/^-?\d{1,19}$/) }),
    z.strictObject({ doubleValue: z.number() }),
    z.strictObject({ arrayValue: z.strictObject({ values: z.array(anyValue) }) }),
  ]),
);
const attributes = z
  .array(z.strictObject({ key: z.string().min(1), value: anyValue }))
  .refine((list) => new Set(list.map(({ key }) => key)).size === list.length, "attribute keys must be unique");
const nanoseconds = z.string().regex(/^\d{1,20}$/);
const span = z.strictObject({
  traceId: z.string().regex(/^(?!0{32})[0-9a-f]{32}$/),
  spanId: z.string().regex(/^(?!0{16})[0-9a-f]{16}$/),
  parentSpanId: z
    .string()
    .regex(/^[0-9a-f]{16}$/)
    .optional(),
  name: z.string(),
  kind: z.int().min(0).max(5),
  startTimeUnixNano: nanoseconds,
  endTimeUnixNano: nanoseconds,
  attributes,
  events: z.array(z.strictObject({ timeUnixNano: nanoseconds, name: z.string(), attributes: attributes.optional() })).optional(),
  status: z.strictObject({ code: z.int().min(0).max(2).optional(), message: z.string().optional() }).optional(),
});
const otlp = z.strictObject({
  resourceSpans: z.array(
    z.strictObject({
      resource: z.strictObject({ attributes }),
      scopeSpans: z.array(
        z.strictObject({
          scope: z.strictObject({ name: z.string(), version: z.string().optional() }),
          spans: z.array(span),
        }),
      ),
    }),
  ),
});

/** promptfoo.dev/config-schema.json (2026-11). */
const promptfoo = z.strictObject({
  description: z.string(),
  prompts: z.array(z.string()),
  providers: z.array(z.strictObject({ id: z.string(), label: z.string(), config: z.record(z.string(), z.unknown()).optional() })),
  tests: z.array(z.strictObject({ vars: z.record(z.string(), z.string()) })),
});

describe("exports and the published shapes of those who read them", () => {
  it("writes OTLP JSON of any session, for both conventions", () => {
    fc.assert(
      fc.property(arbitrarySession, fc.constantFrom("otel", "openinference"), (session, id) => {
        otlp.parse(JSON.parse(exportText(session, id).text));
      }),
      { numRuns: 60 },
    );
  });

  it("writes a promptfoo configuration of any session", () => {
    fc.assert(
      fc.property(arbitrarySession, (session) => {
        promptfoo.parse(parse(exportText(session, "promptfoo").text));
      }),
      { numRuns: 60 },
    );
  });
});
