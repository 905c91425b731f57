/** The engine before it is here: its code comes with the second script, so that the first paint need not wait for it. */

import { Bundle } from "../../engine/bundle";
import type { EngineClient } from "../../engine/client";
import type { LaterModule } from "../../methods";
import type { BrowseFilter, Inside, Manifest, Prediction, Presets, Review, ReviewRow } from "../../types";
import type { Callbacks, Engine, LoadProgress, Running } from "./engine";
import { loadInside } from "./inside";

export class LateEngine implements Engine {
  readonly #bundle: Bundle;

  constructor(private readonly base: URL | null) {
    this.#bundle = Bundle.at(base);
  }

  get presets(): Promise<Presets> {
    return this.#bundle.presets.run();
  }

  get manifest(): Promise<Manifest> {
    return this.#bundle.manifest.run();
  }

  async ready(progress?: LoadProgress): Promise<void> {
    return (await this.client()).ready(progress);
  }

  async module(module: LaterModule, progress?: LoadProgress): Promise<void> {
    return (await this.client()).module(module, progress);
  }

  async index(progress?: LoadProgress): Promise<void> {
    return (await this.client()).index(progress);
  }

  async reviews(progress?: LoadProgress): Promise<void> {
    return (await this.client()).reviews(progress);
  }

  async predict(text: string): Promise<Prediction> {
    return (await this.client()).predict(text);
  }

  async inside(text: string, layer?: number): Promise<Inside> {
    return (await this.client()).inside(text, layer);
  }

  explain<T>(method: string, text: string, settings: object, callbacks?: Callbacks<T>): Running<T> {
    let running: Running<T> | null = null;
    let ended: "stop" | "cancel" | null = null;
    const start = async (): Promise<T> => {
      running = (await this.client()).explain(method, text, settings, callbacks);
      if (ended !== null) running[ended]();
      return running.result;
    };
    const end = (how: "stop" | "cancel") => () => {
      ended = how;
      running?.[how]();
    };
    return { result: start(), stop: end("stop"), cancel: end("cancel") };
  }

  async review(row: number): Promise<Review> {
    return (await this.client()).review(row);
  }

  async browse(filter: BrowseFilter): Promise<ReviewRow[]> {
    return (await this.client()).browse(filter);
  }

  #client: Promise<EngineClient> | null = null;

  /** One client, so that a newer text overtakes an older one. */
  private client(): Promise<EngineClient> {
    this.#client ??= loadInside().then(({ EngineClient }) => EngineClient.shared(this.base));
    this.#client.catch(() => {
      this.#client = null;
    });
    return this.#client;
  }
}
