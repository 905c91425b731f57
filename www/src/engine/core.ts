import { modules } from "unrolled:build";
import type { Manifest, Module, Presets } from "../types";
import type { Ask } from "../worker/protocol";
import { Assets, type Loaded } from "./assets";
import { Bundle } from "./bundle";
import { Calls } from "./calls";
import { EngineError } from "./errors";
import { gunzip } from "./gunzip";
import { Holder } from "./held";
import { home } from "./home";
import { type LaterModule, moduleOf, takes } from "../methods";
import type { Held } from "./opened";
import { Pool, defaultWorkers } from "./pool";
import type { Source } from "./source";
import { compile, requireSupport } from "./support";
import { Task, type LoadProgress } from "./task";
import { startThread } from "./thread";

const WEIGHTS = "weights.safetensors";
const VOCABULARY = "vocab.txt";
const INDEX = "index.safetensors";
const REVIEWS = /^reviews-\d+\.json\.gz$/;

/** Who is to hear of a file's progress. */
type Count = (name: string) => Loaded | undefined;

/** One engine and the files it is made from, shared by every element of the page that shows the same bundle. */
export class Core {
  static #shared = new Map<string, Core>();

  /** The engine of the bundle at `base`, or of the offline file's own elements. */
  static shared(base: URL | null): Core {
    const key = base?.href ?? "";
    const core = Core.#shared.get(key) ?? new Core(Bundle.at(base));
    Core.#shared.set(key, core);
    return core;
  }

  readonly presets: Task<Presets>;
  readonly manifest: Task<Manifest>;
  readonly engine = new Task<Calls>(
    (progress, signal) => this.#start(progress, signal),
    () => this.manifest.reset(),
  );
  readonly index = new Task<void>(
    (progress, signal) => this.#addIndex(progress, signal),
    () => this.manifest.reset(),
  );
  /** Never fails for those who ask: the engine does alone what nobody helps with. */
  readonly helpers = new Task<void>(() => this.#hire().catch(() => this.#pool.dismiss()));
  readonly reviews = new Task<void>(
    (progress, signal) => this.#addReviews(progress, signal),
    () => this.manifest.reset(),
  );

  #bundle: Assets;
  #large: Holder;
  #program: Assets;
  #compiled = new Map<Module, WebAssembly.Module>();
  #pool = new Pool();
  #threads = new Set<Calls>();
  /** A thread of its own for each; nobody waits for one who does not ask what it answers. */
  #later: Record<LaterModule, Task<Calls>> = {
    further: new Task((progress, signal) => this.#startLater("further", progress, signal)),
    gradients: new Task((progress, signal) => this.#startLater("gradients", progress, signal)),
  };
  /** Of these, those that are here. */
  #here = new Set<LaterModule>();
  /** How many threads share the long jobs, the engine's own included; counts when the first of them begins. */
  workers = defaultWorkers();
  /** What a restarted engine must be given again. */
  #added = new Map<"index" | "reviews", (calls: Calls) => Promise<void>>();
  /** Threads of later modules that have the index, or are being given it. */
  #indexed = new WeakMap<Calls, Promise<void>>();

  /** `program`: where the wasm is; beside the script, unless said otherwise. */
  constructor({ source, presets, manifest }: Bundle, program: Source = home()) {
    this.#bundle = new Assets(source);
    this.#large = new Holder(source);
    this.presets = presets;
    this.manifest = manifest;
    this.#program = new Assets(program);
  }

  /** Ends every thread, and with it what it was asked. */
  dispose(): void {
    this.#pool.dismiss();
    for (const calls of this.#threads) calls.dismiss();
    this.#threads.clear();
  }

  /** The thread that answers a method. */
  async threadFor(method: string, settings: object): Promise<Calls> {
    const module = moduleOf(method, settings);
    if (module === "main") return this.engine.run();
    const calls = await this.later(module);
    if (takes(method, "index")) await this.#giveIndex(calls);
    return calls;
  }

  /** The thread with a module. The gradients module answers whatever the others do: who has it needs no further one. */
  later(module: LaterModule, progress?: LoadProgress, signal?: AbortSignal): Promise<Calls> {
    const serves = this.#here.has("gradients") && !this.#here.has(module) ? "gradients" : module;
    return this.#later[serves].run(progress, signal);
  }

  async #start(progress: LoadProgress, signal?: AbortSignal): Promise<Calls> {
    requireSupport();
    const manifest = await this.manifest.run();
    const sizes = [modules.main, manifest.files[WEIGHTS], manifest.files[VOCABULARY]];
    const count = counter(
      sizes.reduce((sum, file) => sum + (file?.bytes ?? 0), 0),
      progress,
    );
    const calls = await this.#open("main", count, () => this.#restart(), signal);
    await this.#addAgain(calls);
    return calls;
  }

  /** The next who asks for the engine gets a new one, and with it new helpers. */
  #restart(): void {
    this.engine.reset();
    this.helpers.reset();
    this.#pool.dismiss();
  }

  /** After the engine, whose files are then here: only the module itself is on its way and counts as progress. */
  async #startLater(module: LaterModule, progress: LoadProgress, signal?: AbortSignal): Promise<Calls> {
    await this.engine.run(undefined, signal);
    const wasm = modules[module];
    const loaded = counter(wasm.bytes, progress)(wasm.name);
    const count = (name: string) => (name === wasm.name ? loaded : undefined);
    const calls = await this.#open(module, count, () => this.#lose(module), signal);
    this.#here.add(module);
    return calls;
  }

  /** The next who asks for the module gets a new thread. */
  #lose(module: LaterModule): void {
    this.#here.delete(module);
    this.#later[module].reset();
  }

  async #hire(): Promise<void> {
    const engine = await this.engine.run();
    const files = await this.#files("main", () => undefined);
    const open = (helper: Calls) => helper.send<void>({ action: "open", ...files }).result;
    await this.#pool.hire(engine, this.workers, open);
  }

  /** A thread of its own for a module, with the model opened in it. */
  async #open(module: Module, count: Count, onFatal: () => void, signal?: AbortSignal): Promise<Calls> {
    const files = await this.#files(module, count, signal);
    const calls = new Calls(() => {
      this.#threads.delete(calls);
      onFatal();
    });
    this.#threads.add(calls);
    calls.use(
      await startThread(
        (reply) => calls.hear(reply),
        (message) => calls.crash(message),
      ),
    );
    if (!this.#threads.has(calls)) calls.dismiss(); // disposed of meanwhile
    await calls.send({ action: "open", ...files }).result;
    return calls;
  }

  /** What a thread needs to answer. */
  async #files(module: Module, count: Count, signal?: AbortSignal) {
    const manifest = await this.manifest.run();
    const [program, weights, vocabulary] = await Promise.all([
      this.#compile(module, count(modules[module].name), signal),
      this.#bundle.ofBundle(manifest, WEIGHTS, count(WEIGHTS), signal),
      this.#bundle.ofBundle(manifest, VOCABULARY, count(VOCABULARY), signal),
    ]);
    return { module: program, manifest: JSON.stringify(manifest), weights, vocabulary };
  }

  /** Compiled once, however often its thread is restarted. */
  async #compile(module: Module, loaded?: Loaded, signal?: AbortSignal): Promise<WebAssembly.Module> {
    const known = this.#compiled.get(module);
    if (known !== undefined) return known;
    const bytes = await this.#program.read(modules[module].name, modules[module], loaded, signal);
    const compiled = await compile(await gunzip(bytes));
    this.#compiled.set(module, compiled);
    return compiled;
  }

  /** Activation maximization says how often its words stand in training, if the engine knows. Sent once, however many ask. */
  #giveIndex(calls: Calls): Promise<void> {
    const known = this.#indexed.get(calls);
    if (known !== undefined) return known;
    const add = this.#added.get("index");
    if (add === undefined) return Promise.resolve();
    const given = add(calls).catch((error: unknown) => {
      this.#indexed.delete(calls);
      throw error;
    });
    this.#indexed.set(calls, given);
    return given;
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
    await this.#add("index", [INDEX], progress, signal, ([file]) => ({ action: "index", file: file as Held }));
  }

  async #addReviews(progress: LoadProgress, signal?: AbortSignal): Promise<void> {
    const { files } = await this.manifest.run();
    const names = Object.keys(files)
      .filter((name) => REVIEWS.test(name))
      .sort();
    if (names.length === 0) {
      throw new EngineError("bundle", "This bundle carries no review texts: open one that carries them.");
    }
    await this.#add("reviews", names, progress, signal, (held) => ({ action: "reviews", files: held }));
  }

  /** Gives the engine large files, which it checks: what it refuses is fetched again by the next who asks. */
  async #add(
    extra: "index" | "reviews",
    names: string[],
    progress: LoadProgress,
    signal: AbortSignal | undefined,
    ask: (held: Held[]) => Ask,
  ): Promise<void> {
    const manifest = await this.manifest.run();
    const count = counter(
      names.reduce((sum, name) => sum + (manifest.files[name]?.bytes ?? 0), 0),
      progress,
    );
    const held = await Promise.all(names.map((name) => this.#large.hold(manifest, name, count(name), signal)));
    const add = (calls: Calls) => calls.send<void>(ask(held)).result;
    try {
      await add(await this.engine.run());
    } catch (error) {
      this.#large.forget(names);
      throw error;
    }
    this.#added.set(extra, add);
  }
}

/** Adds up the bytes of several files: `counter(total, progress)(name)` counts one of them. What a host has inflated is more than was to come. */
function counter(total: number, progress: LoadProgress): (name: string) => Loaded {
  const parts = new Map<string, number>();
  return (name) => (bytes) => {
    parts.set(name, bytes);
    const loaded = [...parts.values()].reduce((sum, part) => sum + part, 0);
    progress(Math.min(loaded, total), total, name);
  };
}
