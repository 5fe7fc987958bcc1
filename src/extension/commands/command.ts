import type { Workbench } from "../workbench.ts";

/**
 * What a contributed command does. `argument` is what VS Code hands over: a resource from the explorer, or what a caller
 * gave; `others` is all that is selected with it.
 */
export type Command = (workbench: Workbench, argument: unknown, others: unknown) => Promise<void>;
