/** Prefixes before the vendor on Bedrock: where the request may be served. */
const bedrockRegion = /^(?:us|eu|au|apac|jp|ca|sa|global|us-gov)\./;
const bedrockVendor =
  /^(?:anthropic|openai|amazon|meta|mistral|deepseek|qwen|zai|moonshot|moonshotai|minimax|cohere|google|nvidia|writer|ai21)\./;
const bedrockVersion = /-v\d+(?::\d+)?$|-\d+:\d+$/;
/** `-20251001`, `-2026-11-17`, Vertex's `@20251001`. Four digits alone are part of a name (`mistral-large-2512`). */
const dateSuffix = /[-@](?:\d{8}|\d{4}-\d{2}-\d{2})$/;

/** A model id without its vendor prefix (`openai/`, `us.anthropic.`, `accounts/…/models/`), version and date suffix: what rows match. */
export function bareModelId(model: string): string {
  const name = model.slice(model.lastIndexOf("/") + 1);
  return name.replace(bedrockRegion, "").replace(bedrockVendor, "").replace(bedrockVersion, "").replace(dateSuffix, "");
}
