import * as vscode from "vscode";
import { quoteFile } from "../core/handoff/quote-file.ts";
import type { Connections } from "./connections.ts";
import { Continuations } from "./editor/continuations.ts";
import { continuationTargets } from "./models/continuation-targets.ts";
import { modelLabel } from "./models/model-offers.ts";
import type { SessionMaker } from "./new-session.ts";
import { readTextFile } from "./read-prompt.ts";
import type { ReadOnlyDocuments } from "./read-only-documents.ts";

/** Continuations with VS Code's documents and files. */
export function createContinuations(services: {
  readonly connections: Connections;
  readonly documents: ReadOnlyDocuments;
  readonly make: SessionMaker;
}): Continuations {
  const { connections, documents, make } = services;
  return new Continuations({
    engine: () => connections.engine(),
    models: async (session, lane) =>
      continuationTargets({ registry: connections.registry, keys: await connections.keyStates(), session, lane }),
    labelOf: ({ provider: id, model }) => {
      const provider = connections.registry.provider(id);
      return provider === null ? model : modelLabel(provider, model);
    },
    newLaneId: () => make.newId("l"),
    showDocument: (name, text) => documents.show(name, text),
    attachFile,
  });
}

async function attachFile(): Promise<string | null> {
  const [uri] = (await vscode.window.showOpenDialog({ title: "Quote a File in the Next Prompt", openLabel: "Quote" })) ?? [];
  if (uri === undefined) return null;
  return quoteFile(vscode.workspace.asRelativePath(uri), await readTextFile(uri));
}
