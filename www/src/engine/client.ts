/** What the page holds of the engine. */
import type { BrowseFilter, Inside, Manifest, Prediction, Presets, Review, ReviewRow } from "../types";
import { type Method, SHARED } from "../generated/methods";
import { Bundle } from "./bundle";
import type { Callbacks, Calls } from "./calls";
import { Core } from "./core";
import { EngineError } from "./errors";
import type { LaterModule } from "../methods";
import type { Source } from "./source";
import type { LoadProgress } from "./task";

export type { Callbacks, LoadProgress };

/** A running explanation. */
export interface Running<T> {
  result: Promise<T>;
  /** Stop and keep: `result` resolves with what there is. */
  stop(): void;
  /** `result` rejects with kind "cancelled". */
  cancel(): void;
}

/** One element's line to the engine, which all elements of a page share. Every rejection is an `EngineError`. */
export class EngineClient {
  #core: Core;
  #newest = 0;
  #predicting: Promise<unknown> = Promise.resolve();

  /** The bundle this page came with: null in the offline file, else the folder `bundle` beside the script. */
  static defaultBase(): URL | null {
    return Bundle.defaultBase();
  }

  /** `workers`: how many threads share the long jobs of this bundle, instead of all cores but one. */
  static shared(base: URL | null, { workers }: { workers?: number } = {}): EngineClient {
    const core = Core.shared(base);
    if (workers !== undefined) core.workers = workers;
    return new EngineClient(core);
  }

  /** Of files that the reader picked, in threads of its own; `program`: where the wasm is, if not beside the script. */
  static of(source: Source, program?: Source): EngineClient {
    return new EngineClient(new Core(new Bundle(source), program));
  }

  private constructor(core: Core) {
    this.#core = core;
  }

  /** How many threads share the long jobs; counts when the first of them begins. */
  set workers(workers: number) {
    this.#core.workers = workers;
  }

  /** Ends the threads; what they were asked rejects with kind "cancelled". Of no use where others share the engine. */
  dispose(): void {
    this.#core.dispose();
  }

  /** The first views, which need no engine. */
  get presets(): Promise<Presets> {
    return this.#core.presets.run();
  }

  get manifest(): Promise<Manifest> {
    return this.#core.manifest.run();
  }

  /** Wasm, weights and vocabulary are loaded and the engine answers. After a failure, call it again. */
  async ready(progress?: LoadProgress, signal?: AbortSignal): Promise<void> {
    await this.#core.engine.run(progress, signal);
  }

  /** A module that the page does not start with; `explain` loads the one that its method lives in. */
  async module(module: LaterModule, progress?: LoadProgress, signal?: AbortSignal): Promise<void> {
    await this.#core.later(module, progress, signal);
  }

  /** The activation index, for the views that recall the training set. */
  async index(progress?: LoadProgress, signal?: AbortSignal): Promise<void> {
    await this.#core.index.run(progress, signal);
  }

  /** All review texts. */
  async reviews(progress?: LoadProgress, signal?: AbortSignal): Promise<void> {
    await this.#core.reviews.run(progress, signal);
  }

  /** One at a time; when a newer text is asked for, older ones reject with kind "stale". */
  predict(text: string): Promise<Prediction> {
    const mine = ++this.#newest;
    const before = this.#predicting;
    const answer = this.#predict(text, before, () => {
      if (mine !== this.#newest) throw new EngineError("stale", "A newer text was asked for.");
    });
    this.#predicting = answer.catch(() => undefined);
    return answer;
  }

  async #predict(text: string, before: Promise<unknown>, checkNewest: () => void): Promise<Prediction> {
    await before;
    checkNewest();
    const calls = await this.#core.engine.run();
    checkNewest();
    const prediction = await calls.send<Prediction>({ action: "predict", text }).result;
    checkNewest();
    return prediction;
  }

  /** Gates, cell and hidden state of a layer, the last one unless named, after each token. */
  async inside(text: string, layer?: number): Promise<Inside> {
    const calls = await this.#core.engine.run();
    return calls.send<Inside>({ action: "inside", text, layer }).result;
  }

  /** Starts a method of the command line's `explain` with the same settings. */
  explain<T>(method: string, text: string, settings: object, callbacks: Callbacks<T> = {}): Running<T> {
    let job: { calls: Calls; id: number } | null = null;
    let unwanted = false;
    const start = async (): Promise<T> => {
      const calls = await this.#core.threadFor(method, settings);
      if (unwanted) throw new EngineError("cancelled", "This was cancelled before it began.");
      if (SHARED.includes(method as Method)) void this.#core.helpers.run();
      const { id, result } = calls.send<T>({ action: "start", method, text, settings }, callbacks);
      job = { calls, id };
      return result;
    };
    const end = (how: "stop" | "cancel") => () => {
      unwanted = true;
      job?.calls[how](job.id);
    };
    return { result: start(), stop: end("stop"), cancel: end("cancel") };
  }

  async review(row: number): Promise<Review> {
    const calls = await this.#core.engine.run();
    return calls.send<Review>({ action: "review", row }).result;
  }

  async browse(filter: BrowseFilter): Promise<ReviewRow[]> {
    const calls = await this.#core.engine.run();
    return calls.send<ReviewRow[]>({ action: "browse", filter }).result;
  }

  /** The manifest's facts as the engine knows them, for "the model and its data". */
  async card(): Promise<object> {
    const calls = await this.#core.engine.run();
    return calls.send<object>({ action: "card" }).result;
  }
}
