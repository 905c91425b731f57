import type { Job } from "unrolled:wasm";
import type { Progress } from "../types";
import type { Failure, Port } from "./protocol";

/** The longest the thread is deaf: short enough that a prediction or a stop gets through at once. */
const SLICE_MS = 25;
/** At most ten drawings a second. */
const SNAPSHOT_MS = 100;

interface Running {
  job: Job;
  shownAt: number;
}

/**
 * The long jobs of one worker. They take turns, a slice each, and between two slices the thread hears its messages:
 * a MessageChannel tick, because timers are clamped to 4 ms.
 */
export class Jobs {
  #port: Port;
  #toFailure: (error: unknown) => Failure;
  #running = new Map<number, Running>();
  #tick = new MessageChannel();
  #ticking = false;

  constructor(port: Port, toFailure: (error: unknown) => Failure) {
    this.#port = port;
    this.#toFailure = toFailure;
    this.#tick.port1.onmessage = () => this.#turn();
  }

  start(id: number, job: Job): void {
    this.#running.set(id, { job, shownAt: performance.now() });
    this.#schedule();
  }

  /** Ends a job with what it has. Nothing happens when it has just ended by itself. */
  stop(id: number): void {
    this.#guard(id, (running) => this.#finish(id, running));
  }

  /** Ends a job without an answer: nobody waits for one. */
  cancel(id: number): void {
    this.#guard(id, (running) => this.#end(id, running));
  }

  #schedule(): void {
    if (this.#ticking || this.#running.size === 0) return;
    this.#ticking = true;
    this.#tick.port2.postMessage(null);
  }

  #turn(): void {
    this.#ticking = false;
    const id = this.#running.keys().next().value;
    if (id === undefined) return;
    this.#guard(id, (running) => this.#advance(id, running));
    this.#schedule();
  }

  #advance(id: number, running: Running): void {
    const progress = running.job.advance(SLICE_MS) as Progress;
    this.#port.postMessage({ id, kind: "progress", progress });
    if (progress.finished) return this.#finish(id, running);
    if (performance.now() - running.shownAt >= SNAPSHOT_MS) {
      this.#port.postMessage({ id, kind: "snapshot", value: running.job.snapshot() });
      running.shownAt = performance.now();
    }
    this.#running.delete(id); // to the end of the queue
    this.#running.set(id, running);
  }

  #finish(id: number, running: Running): void {
    const value: unknown = running.job.snapshot();
    this.#end(id, running);
    this.#port.postMessage({ id, kind: "result", value });
  }

  #end(id: number, running: Running): void {
    this.#running.delete(id);
    running.job.free();
  }

  #guard(id: number, act: (running: Running) => void): void {
    const running = this.#running.get(id);
    if (running === undefined) return;
    try {
      act(running);
    } catch (error) {
      this.#running.delete(id);
      this.#port.postMessage({ id, kind: "error", error: this.#toFailure(error) });
    }
  }
}
