import type { Job } from "unrolled:wasm";
import type { Progress } from "../types";
import { Helpers } from "./helpers";
import type { Failure, Port, Scored } from "./protocol";

/** The longest the thread is deaf: short enough that a prediction or a stop gets through at once. */
const SLICE_MS = 25;
/** At most ten drawings a second. */
const SNAPSHOT_MS = 100;
/** A drawing may take this share of a job's time; long texts are drawn more rarely. */
const SNAPSHOT_SHARE = 1 / 16;

interface Running {
  job: Job;
  /** When the next drawing is due. */
  showAt: number;
  /** All that is left of it is in other hands. */
  waiting: boolean;
}

/** Calls `turn` as soon as the thread has heard its messages: no timer, because browsers clamp those to 4 ms. Node would hear a channel a thousand times in a row. */
function ticker(turn: () => void): () => void {
  const { setImmediate } = globalThis as { setImmediate?: (turn: () => void) => void };
  if (setImmediate !== undefined) return () => setImmediate(turn);
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = turn;
  return () => port2.postMessage(null);
}

/**
 * The long jobs of one worker. They take turns, a slice each, and between two slices the thread hears its messages.
 */
export class Jobs {
  #port: Port;
  #toFailure: (error: unknown) => Failure;
  #running = new Map<number, Running>();
  #helpers = new Helpers((scored) => this.#hear(scored));
  #tick = ticker(() => this.#turn());
  #ticking = false;

  constructor(port: Port, toFailure: (error: unknown) => Failure) {
    this.#port = port;
    this.#toFailure = toFailure;
  }

  start(id: number, job: Job): void {
    this.#running.set(id, { job, showAt: 0, waiting: false });
    this.#schedule();
  }

  /** Another worker takes part in every job that can be shared. */
  hire(helper: number, port: MessagePort): void {
    this.#helpers.hire(helper, port);
  }

  /** It has ended; what it held is done here. */
  lose(helper: number): void {
    this.#helpers.lose(helper);
  }

  /** Ends a job with what it has. Nothing happens when it has just ended by itself. */
  stop(id: number): void {
    this.#guard(id, (running) => this.#finish(id, running));
  }

  /** Ends a job without an answer: nobody waits for one. */
  cancel(id: number): void {
    this.#guard(id, (running) => this.#end(id, running));
  }

  cancelAll(): void {
    for (const id of [...this.#running.keys()]) this.cancel(id);
  }

  #schedule(): void {
    if (this.#ticking || this.#next() === undefined) return;
    this.#ticking = true;
    this.#tick();
  }

  /** The first job in the queue that has something to do. */
  #next(): number | undefined {
    for (const [id, { waiting }] of this.#running) if (!waiting) return id;
    return undefined;
  }

  #turn(): void {
    this.#ticking = false;
    const id = this.#next();
    if (id === undefined) return;
    this.#guard(id, (running) => this.#advance(id, running));
    this.#schedule();
  }

  #advance(id: number, running: Running): void {
    this.#helpers.feed(id, running.job);
    const progress = running.job.advance(SLICE_MS) as Progress;
    this.#port.postMessage({ id, kind: "progress", progress });
    if (progress.finished) return this.#finish(id, running);
    this.#showWhenDue(id, running);
    running.waiting = running.job.isWaiting();
    this.#running.delete(id); // to the end of the queue
    this.#running.set(id, running);
  }

  #showWhenDue(id: number, running: Running): void {
    const begin = performance.now();
    if (begin < running.showAt || !running.job.isReady()) return;
    this.#port.postMessage({ id, kind: "snapshot", value: running.job.snapshot() });
    const end = performance.now();
    running.showAt = end + Math.max(SNAPSHOT_MS, (end - begin) / SNAPSHOT_SHARE);
  }

  /** A helper's scores. They may be those of a job that has ended. */
  #hear({ job: id, number, scores }: Scored): void {
    this.#guard(id, (running) => {
      if (scores === null) running.job.giveBack(number);
      else running.job.answer(number, scores);
      running.waiting = false;
      this.#helpers.feed(id, running.job);
      this.#showWhenDue(id, running);
    });
    this.#schedule();
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
