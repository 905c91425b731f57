import { scriptUrl, wasm } from "unrolled:build";
import type { Manifest, Presets } from "../types";
import { Assets, type Loaded } from "./assets";
import { Calls } from "./calls";
import { EngineError } from "./errors";
import { Folder } from "./folder";
import { gunzip } from "./gunzip";
import { Inlined } from "./inlined";
import { Pool, defaultWorkers } from "./pool";
import { compile, requireSupport } from "./support";
import { Task, type LoadProgress } from "./task";
import { startThread } from "./thread";

const WEIGHTS = "weights.safetensors";
const VOCABULARY = "vocab.txt";
const INDEX = "index.safetensors";
const REVIEWS = /^reviews-\d+\.json\.gz$/;

/** One engine and the files it is made from, shared by every element of the page that shows the same bundle. */
export class Core {
  static #shared = new Map<string, Core>();

  /** The engine of the bundle at `base`, or of the offline file's own elements. */
  static shared(base: URL | null): Core {
    const key = base?.href ?? "";
    const core = Core.#shared.get(key) ?? new Core(base);
    Core.#shared.set(key, core);
    return core;
  }

  readonly presets = new Task<Presets>(() => this.#bundle.json("presets.json"));
  readonly manifest = new Task<Manifest>(() => this.#bundle.manifest());
  readonly engine = new Task<Calls>((progress, signal) => this.#start(progress, signal), () => this.manifest.reset());
  readonly index = new Task<void>((progress, signal) => this.#addIndex(progress, signal), () => this.manifest.reset());
  /** Never fails for those who ask: the engine does alone what nobody helps with. */
  readonly helpers = new Task<void>(() => this.#hire().catch(() => this.#pool.dismiss()));
  readonly reviews = new Task<void>((progress, signal) => this.#addReviews(progress, signal), () => this.manifest.reset());

  #bundle: Assets;
  #program: Assets;
  #compiled: WebAssembly.Module | null = null;
  #pool = new Pool();
  /** How many threads share the long jobs, the engine's own included; counts when the first of them begins. */
  workers = defaultWorkers();
  /** What a restarted engine must be given again. */
  #added = new Map<"index" | "reviews", (calls: Calls) => Promise<void>>();

  private constructor(base: URL | null) {
    this.#bundle = new Assets(base === null ? new Inlined() : new Folder(base));
    this.#program = new Assets(scriptUrl === null ? new Inlined() : new Folder(new URL(".", scriptUrl)));
  }

  async #start(progress: LoadProgress, signal?: AbortSignal): Promise<Calls> {
    requireSupport();
    const files = await this.#files(progress, signal);
    const calls = await this.#newThread();
    await calls.send({ action: "open", ...files }).result;
    await this.#addAgain(calls);
    return calls;
  }

  /** What a thread needs to answer. */
  async #files(progress: LoadProgress, signal?: AbortSignal) {
    const manifest = await this.manifest.run();
    const sizes = [wasm, manifest.files[WEIGHTS], manifest.files[VOCABULARY]];
    const count = counter(sizes.reduce((sum, file) => sum + (file?.bytes ?? 0), 0), progress);
    const [module, weights, vocabulary] = await Promise.all([
      this.#module(count(wasm.name), signal),
      this.#bundle.ofBundle(manifest, WEIGHTS, count(WEIGHTS), signal),
      this.#bundle.ofBundle(manifest, VOCABULARY, count(VOCABULARY), signal),
    ]);
    return { module, manifest: JSON.stringify(manifest), weights, vocabulary };
  }

  async #hire(): Promise<void> {
    const engine = await this.engine.run();
    const files = await this.#files(() => undefined);
    const open = (helper: Calls) => helper.send<void>({ action: "open", ...files }).result;
    await this.#pool.hire(engine, this.workers, open);
  }

  /** Compiled once, however often the engine is restarted. */
  async #module(loaded: Loaded, signal?: AbortSignal): Promise<WebAssembly.Module> {
    if (this.#compiled === null) {
      const bytes = await this.#program.read(wasm.name, wasm, loaded, signal);
      this.#compiled = await compile(await gunzip(bytes));
    }
    return this.#compiled;
  }

  async #newThread(): Promise<Calls> {
    const calls = new Calls(() => {
      this.engine.reset();
      this.helpers.reset();
      this.#pool.dismiss();
    });
    calls.use(await startThread((reply) => calls.hear(reply), (message) => calls.crash(message)));
    return calls;
  }

  /** An extra that crashes the engine is not added a second time. */
  async #addAgain(calls: Calls): Promise<void> {
    for (const [name, add] of [...this.#added]) {
      this.#added.delete(name);
      await add(calls).catch((error: unknown) => {
        this[name].reset();
        throw error;
      });
      this.#added.set(name, add);
    }
  }

  async #addIndex(progress: LoadProgress, signal?: AbortSignal): Promise<void> {
    const manifest = await this.manifest.run();
    const count = counter(manifest.files[INDEX]?.bytes ?? 0, progress);
    const bytes = await this.#bundle.ofBundle(manifest, INDEX, count(INDEX), signal);
    await this.#add("index", (calls) => calls.send<void>({ action: "index", bytes }).result);
  }

  async #addReviews(progress: LoadProgress, signal?: AbortSignal): Promise<void> {
    const manifest = await this.manifest.run();
    const names = Object.keys(manifest.files).filter((name) => REVIEWS.test(name)).sort();
    if (names.length === 0) {
      throw new EngineError("bundle", "This bundle carries no review texts: build it with TEXTS=full to read them here.");
    }
    const count = counter(names.reduce((sum, name) => sum + manifest.files[name]!.bytes, 0), progress);
    const shards = await Promise.all(names.map((name) => this.#bundle.ofBundle(manifest, name, count(name), signal)));
    await this.#add("reviews", (calls) => calls.send<void>({ action: "reviews", shards }).result);
  }

  async #add(name: "index" | "reviews", add: (calls: Calls) => Promise<void>): Promise<void> {
    await add(await this.engine.run());
    this.#added.set(name, add);
  }
}

/** Adds up the bytes of several files: `counter(total, progress)(name)` counts one of them. */
function counter(total: number, progress: LoadProgress): (name: string) => Loaded {
  const parts = new Map<string, number>();
  return (name) => (bytes) => {
    parts.set(name, bytes);
    progress([...parts.values()].reduce((sum, part) => sum + part, 0), total, name);
  };
}
