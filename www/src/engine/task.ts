/** `loaded` of `total` bytes are here; `what` is the file that moved last. */
export type LoadProgress = (loaded: number, total: number, what: string) => void;

/** Work that is done once for all who ask, answered to all of them, and tried again by the next asker when it failed. */
export class Task<T> {
  #work: (progress: LoadProgress, signal?: AbortSignal) => Promise<T>;
  #running: Promise<T> | null = null;
  #onFailure: () => void;
  #listeners = new Set<LoadProgress>();

  constructor(work: (progress: LoadProgress, signal?: AbortSignal) => Promise<T>, onFailure = () => {}) {
    this.#work = work;
    this.#onFailure = onFailure;
  }

  run(progress?: LoadProgress, signal?: AbortSignal): Promise<T> {
    if (progress !== undefined) this.#listeners.add(progress);
    return (this.#running ??= this.#start(signal));
  }

  /** Forgets the outcome: the next asker starts anew. */
  reset(): void {
    this.#running = null;
  }

  #start(signal?: AbortSignal): Promise<T> {
    const running = this.#work((...report) => this.#listeners.forEach((listener) => listener(...report)), signal);
    const end = (failed: boolean) => {
      this.#listeners.clear();
      if (failed) this.#onFailure();
      if (failed && this.#running === running) this.#running = null;
    };
    running.then(
      () => end(false),
      () => end(true),
    );
    return running;
  }
}
