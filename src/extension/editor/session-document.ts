import type { SessionChange } from "../../core/model/session-change.ts";
import { reduceSession } from "../../core/model/session-reducer.ts";
import { stepAt } from "../../core/model/session.ts";
import type { Lane, Session } from "../../core/model/session.ts";
import type { Residue } from "../../core/session/residue.ts";
import { decodeSession, encodeSession } from "../../core/session/codec.ts";
import type { Problem } from "../../core/session/codec.ts";

/** What the reader can change and undo. */
export type Edit = Extract<SessionChange, { readonly type: "title-set" | "prompt-set" | "lanes-set" }>;

export interface UndoableEdit {
  readonly label: string;
  undo(): void;
  redo(): void;
}

/** Where a change came from: edits are undoable and dirty the document, runs only dirty it, resets do neither. */
export type ChangeOrigin = "edit" | "run" | "reset";
export type ChangeListener = (change: SessionChange, origin: ChangeOrigin) => void;

/** The session behind one editor, and its history. Knows no VS Code: the provider turns these calls into its events. */
export class SessionDocument {
  #session: Session;
  #residue: Residue | null = null;
  #readOnlyReason: string | null = null;
  #problems: readonly Problem[] = [];
  readonly #generator: string;
  readonly #listeners = new Set<ChangeListener>();

  constructor(session: Session, generator: string) {
    this.#session = session;
    this.#generator = generator;
  }

  get session(): Session {
    return this.#session;
  }

  /** Set when saving could destroy something the file holds. */
  get readOnlyReason(): string | null {
    return this.#readOnlyReason;
  }

  get problems(): readonly Problem[] {
    return this.#problems;
  }

  /** Replaces everything by what a file holds. False when nothing in it could be read: then nothing changed. */
  load(text: string): boolean {
    const result = decodeSession(text);
    this.#problems = result.problems;
    this.#readOnlyReason = result.readOnlyReason;
    if (result.session === null) return false;
    this.#residue = result.residue;
    this.#apply({ type: "session-set", session: result.session }, "reset");
    return true;
  }

  /** The exact text of the file, as of now. Steps that run are in it as partial, with all that arrived. */
  text(): string {
    return encodeSession(this.#session, { generator: this.#generator, residue: this.#residue });
  }

  /** Makes one undoable edit of one or more changes. */
  edit(label: string, ...edits: readonly Edit[]): UndoableEdit {
    const before = edits.map((edit) => inverse(this.#session, edit)).toReversed();
    this.#applyEdits(edits);
    return { label, undo: () => this.#applyEdits(before), redo: () => this.#applyEdits(edits) };
  }

  /** What a run reports. */
  append(change: SessionChange): void {
    this.#apply(change, "run");
  }

  onChange(listener: ChangeListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #applyEdits(edits: readonly Edit[]): void {
    for (const edit of edits) {
      const change =
        edit.type === "lanes-set" ? { ...edit, lanes: edit.lanes.map((lane) => withHead(this.#session, lane)) } : edit;
      this.#apply(change, "edit");
    }
  }

  #apply(change: SessionChange, origin: ChangeOrigin): void {
    this.#session = reduceSession(this.#session, change);
    for (const listener of this.#listeners) listener(change, origin);
  }
}

function inverse(session: Session, edit: Edit): Edit {
  switch (edit.type) {
    case "title-set":
      return { type: "title-set", title: session.title };
    case "prompt-set":
      return { type: "prompt-set", prompt: session.prompt };
    case "lanes-set":
      return { type: "lanes-set", lanes: session.lanes };
  }
}

/**
 * A lane as an edit wants it, standing where its runs have brought it: undo must not take back what a model answered.
 * A lane that was away meanwhile stands on its latest step.
 */
function withHead(session: Session, lane: Lane): Lane {
  const present = session.lanes.find((each) => each.id === lane.id);
  if (present !== undefined) return { ...lane, head: present.head };
  const known = lane.head === null ? null : stepAt(session, lane.head);
  return { ...lane, head: known === null ? null : lane.head };
}
