import type { Wire } from "../wire.ts";
import { createConverseDecoder, decodeConverseBody } from "./bedrock-converse-decode.ts";
import { defaultBedrockConverseDialect, type BedrockConverseDialect } from "./bedrock-converse-dialect.ts";
import { encodeBedrockConverse } from "./bedrock-converse-encode.ts";
import { readAwsError } from "./aws-error.ts";

/** Bedrock Converse: one shape for Claude, Nova, gpt-oss and others, in binary frames (provider-matrix 3.6). */
export const bedrockConverseWire: Wire<BedrockConverseDialect> = {
  id: "bedrock-converse",
  framing: "aws-eventstream",
  defaultDialect: defaultBedrockConverseDialect,
  encode: encodeBedrockConverse,
  createDecoder: createConverseDecoder,
  decodeBody: decodeConverseBody,
  readError: (_status, body) => readAwsError(body, null),
};
