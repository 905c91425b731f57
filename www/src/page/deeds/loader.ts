/** Loads the model, the other modules, the index and the reviews once each, with their progress in the state. */

import { type Engine, type LoadProgress, messageOf } from "../element/engine";
import type { Asset, Store } from "../store/state";
import { paced } from "./paced";

/** How often a download reports how far it is: every report has the views drawn, while the reader reads and presses. */
const TELL_MS = 250;

export class Loader {
  private readonly loads = new Map<Asset, Promise<void>>();

  constructor(
    private readonly store: Store,
    private readonly engine: Engine,
    private readonly arrived: (asset: Asset) => void,
  ) {}

  /** Resolves when the asset is there; after a failure the next call tries again. */
  load(asset: Asset): Promise<void> {
    const known = this.loads.get(asset);
    if (known !== undefined) return known;
    const load = this.begin(asset);
    this.loads.set(asset, load);
    return load;
  }

  private async begin(asset: Asset): Promise<void> {
    this.store.updateLoading(asset, { phase: "loading", message: "" });
    try {
      await this.fetch(
        asset,
        paced(TELL_MS, (loaded, total) => {
          if (this.store.state.loading[asset].phase === "loading") this.store.updateLoading(asset, { loaded, total });
        }),
      );
      this.store.updateLoading(asset, { phase: "ready" });
      this.arrived(asset);
    } catch (error) {
      this.loads.delete(asset);
      this.store.updateLoading(asset, { phase: "failed", message: messageOf(error) });
      throw error;
    }
  }

  private fetch(asset: Asset, progress: LoadProgress): Promise<void> {
    switch (asset) {
      case "model":
        return this.engine.ready(progress);
      case "further":
      case "gradients":
        return this.engine.module(asset, progress);
      case "index":
        return this.engine.index(progress);
      case "reviews":
        return this.engine.reviews(progress);
    }
  }
}
