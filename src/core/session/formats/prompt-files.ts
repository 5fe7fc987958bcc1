import { stringify } from "yaml";
import type { JsonObject } from "../../model/json.ts";
import type { Lane, Session } from "../../model/session.ts";
import type { Format } from "./format.ts";
import { known } from "./lane-flow.ts";

/** GitHub Models: prompt, model of the lane, variables as test data. */
export const promptYmlFormat: Format = {
  id: "prompt-yml",
  label: "GitHub Models prompt",
  extension: ".prompt.yml",
  detect: () => null,
  write(session, { lane }) {
    const { prompt } = session;
    const hasVariables = Object.keys(prompt.variables).length > 0;
    return stringify({
      name: session.title,
      ...(lane === null ? {} : { model: `${lane.provider}/${lane.model}`, ...parametersOf(lane) }),
      messages: [
        ...(prompt.system === "" ? [] : [{ role: "system", content: prompt.system }]),
        { role: "user", content: prompt.user },
      ],
      ...(hasVariables ? { testData: [{ ...prompt.variables }] } : {}),
    });
  },
};

function parametersOf(lane: Lane): JsonObject {
  return lane.maxOutputTokens === null ? {} : { modelParameters: { maxTokens: lane.maxOutputTokens } };
}

/** Prompty: front matter and roles. */
export const promptyFormat: Format = {
  id: "prompty",
  label: "Prompty",
  extension: ".prompty",
  detect: () => null,
  write(session, { lane }) {
    const { prompt } = session;
    const inputs = Object.fromEntries(
      Object.entries(prompt.variables).map(([name, value]) => [name, { type: "string", default: value }]),
    );
    const head = known({
      name: session.title,
      model: lane === null ? null : { id: lane.model, provider: lane.provider, ...optionsOf(lane) },
      inputs: Object.keys(inputs).length === 0 ? null : inputs,
    });
    return `---\n${stringify(head)}---\n${body(session)}\n`;
  },
};

function optionsOf(lane: Lane): JsonObject {
  return lane.maxOutputTokens === null ? {} : { options: { maxOutputTokens: lane.maxOutputTokens } };
}

function body({ prompt }: Session): string {
  const system = prompt.system === "" ? "" : `system:\n${prompt.system}\n\n`;
  return `${system}user:\n${prompt.user}`;
}
