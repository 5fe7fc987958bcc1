import type { ProviderId, WireId } from "../model/ids.ts";
import type { Adapter } from "./adapter.ts";
import type { Provider } from "./provider.ts";

/** All providers there are: the built-in data files, the simulator's, and the user's own endpoints. */
export interface Registry {
  providers(): readonly Provider[];
  provider(id: ProviderId): Provider | null;
  /**
   * The adapter for a lane.
   * @throws ProviderError `not-found` for an unknown provider (naming near ones), `unsupported` for a wire it does not speak.
   */
  adapterFor(target: Target): Adapter;
}

export interface Target {
  readonly provider: ProviderId;
  /** Null: the model row's wire, else the provider's first route. */
  readonly wire: WireId | null;
  readonly model: string;
}
