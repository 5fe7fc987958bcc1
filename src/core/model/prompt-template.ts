import type { Prompt } from "./session.ts";

const placeholder = /\{\{\s*([A-Za-z_][\w.-]*)\s*\}\}/g;

/** The names of `{{name}}` placeholders in order of first use. */
export function placeholderNames(prompt: Prompt): readonly string[] {
  const names = new Set<string>();
  for (const text of [prompt.system, prompt.user]) {
    for (const match of text.matchAll(placeholder)) if (match[1] !== undefined) names.add(match[1]);
  }
  return [...names];
}

/** System and user text with every placeholder that has a value filled in; the others stay as written. */
export function renderPrompt(prompt: Prompt): { readonly system: string; readonly user: string } {
  const fill = (text: string) =>
    text.replace(placeholder, (whole, name: string) =>
      Object.hasOwn(prompt.variables, name) ? (prompt.variables[name] ?? whole) : whole,
    );
  return { system: fill(prompt.system), user: fill(prompt.user) };
}
