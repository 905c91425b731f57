/**
 * The engine without a page, for Node 20 or newer and for browsers: `import { openEngine } from "unrolled/engine"`.
 *
 * In a browser it runs in workers like the page's; in Node on the caller's thread, in slices of some 25 ms.
 */
import { version as built } from "unrolled:build";
import { type Callbacks, EngineClient, type LoadProgress, type Running } from "./engine/client";
import { EngineError, type ErrorKind } from "./engine/errors";
import { type FilesByName, Files } from "./engine/files";
import { folderAt, ownFolder } from "./package/folders";
import type { Source } from "./engine/source";
import { METHODS, type Method } from "./generated/methods";
import type { Answers, BrowseFilter, Inside, Manifest, Prediction, Review, ReviewRow } from "./types";

/** Of this package, and with it of the engine. */
export const version: string = built;
export { EngineError };
export type { Callbacks, ErrorKind, FilesByName, LoadProgress, Running };
export type * from "./types";

/** The methods by name, as the command line's `explain` has them. */
export { METHODS };
export type { Method };

export interface OpenOptions {
  /** The folder of a bundle, or its files; the trained model of this package if left out. A relative address is read from the page, in Node from the working directory. */
  bundle?: string | URL | FilesByName | Iterable<File>;
  progress?: LoadProgress;
  signal?: AbortSignal;
  /** Threads that share the long jobs, in browsers; all cores but one if left out. */
  workers?: number;
}

/** An open bundle. Every rejection is an `EngineError`, whose `kind` is stable and whose message is one sentence. */
export class Engine {
  /** manifest.json: sizes, hashes, figures, licences. */
  readonly manifest: Manifest;
  #client: EngineClient | null;
  /** The last prediction asked for, whatever came of it. */
  #predicted: Promise<unknown> = Promise.resolve();

  private constructor(client: EngineClient, manifest: Manifest) {
    this.#client = client;
    this.manifest = manifest;
  }

  /** Loads a bundle and opens it. */
  static async open(options: OpenOptions = {}): Promise<Engine> {
    const { bundle, progress, signal, workers } = options;
    const client = EngineClient.of(sourceOf(bundle), ownFolder());
    if (workers !== undefined) client.workers = workers;
    try {
      await client.ready(progress, signal);
      return new Engine(client, await client.manifest);
    } catch (error) {
      client.dispose();
      throw error;
    }
  }

  /** The verdict and how it formed. Several asked for at once are answered one after the other. */
  async predict(text: string): Promise<Prediction> {
    checkText(text);
    // The page's client answers the newest text only, which is for typing.
    const answer = this.#predicted.then(() => this.#open.predict(text));
    this.#predicted = answer.catch(() => undefined);
    return answer;
  }

  /** Gates, cell and hidden state of a layer, the last one unless named, after each token. */
  async inside(text: string, layer?: number): Promise<Inside> {
    checkText(text);
    return this.#open.inside(text, layer);
  }

  /** Starts a method with the settings of the command line's `explain`. The module that a method lives in is loaded when it is first asked for. */
  explain<M extends Method>(
    method: M,
    text: string,
    settings: object = {},
    callbacks: Callbacks<Answers[M]> = {},
  ): Running<Answers[M]> {
    checkText(text);
    if (typeof settings !== "object" || settings === null)
      throw new EngineError("settings", `Expected settings as an object, found ${kindOf(settings)}.`);
    return this.#open.explain<Answers[M]>(method, text, settings, callbacks);
  }

  /** Loads the activation index, which the methods need that recall training. The package's own bundle has none. */
  async loadIndex(progress?: LoadProgress, signal?: AbortSignal): Promise<void> {
    return this.#open.index(progress, signal);
  }

  /** Loads the training texts, if the bundle has them. */
  async loadReviews(progress?: LoadProgress, signal?: AbortSignal): Promise<void> {
    return this.#open.reviews(progress, signal);
  }

  /** A review by its row; after `loadReviews`. */
  async review(row: number): Promise<Review> {
    return this.#open.review(row);
  }

  /** Reviews by confidence and error; after `loadIndex`. */
  async browse(filter: BrowseFilter): Promise<ReviewRow[]> {
    return this.#open.browse(filter);
  }

  /** Ends its threads; what still runs rejects with kind "cancelled". Without it a Node process does not end by itself. */
  dispose(): void {
    this.#client?.dispose();
    this.#client = null;
  }

  get #open(): EngineClient {
    if (this.#client === null)
      throw new EngineError("cancelled", "This engine was closed: open another with openEngine().");
    return this.#client;
  }
}

/** A script in plain JavaScript may hand over anything. */
function checkText(text: unknown): void {
  if (typeof text !== "string") throw new EngineError("text", `Expected a text, found ${kindOf(text)}.`);
}

function kindOf(value: unknown): string {
  return value === null || value === undefined
    ? String(value)
    : Array.isArray(value)
      ? "a list"
      : `a value of type ${typeof value}`;
}

function sourceOf(bundle: OpenOptions["bundle"]): Source {
  if (bundle === undefined) return ownFolder("bundle/");
  return typeof bundle === "string" || bundle instanceof URL ? folderAt(bundle, here()) : new Files(bundle);
}

/** Where a relative address begins. */
function here(): string {
  if (typeof document !== "undefined") return document.baseURI;
  const { process, location } = globalThis as { process?: { cwd(): string }; location?: Location };
  if (process === undefined) return location?.href ?? "";
  const path = encodeURI(process.cwd().replaceAll("\\", "/")).replaceAll("#", "%23").replaceAll("?", "%3F");
  return `file:///${path.replace(/^\//, "")}/`;
}

/** Loads a bundle and opens it. */
export const openEngine = (options?: OpenOptions): Promise<Engine> => Engine.open(options);
