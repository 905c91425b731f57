import type { Job } from "unrolled:wasm";
import type { Scored, Scoring } from "./protocol";

/**
 * Units that a helper holds at most: one it works on, and others that wait while this thread is deaf, during a slice and
 * a drawing. With two a second worker took a quarter off the time, with four 38 %, with six the end had to be waited for.
 */
const AHEAD = 4;

interface Helper {
  port: MessagePort;
  held: Omit<Scored, "scores">[];
}

/** Other workers with the same model, which score texts for the jobs of this one. */
export class Helpers {
  #helpers = new Map<number, Helper>();
  #onScored: (scored: Scored) => void;

  constructor(onScored: (scored: Scored) => void) {
    this.#onScored = onScored;
  }

  /** Takes a helper on, under a number by which it can be lost. */
  hire(number: number, port: MessagePort): void {
    const helper: Helper = { port, held: [] };
    this.#helpers.set(number, helper);
    port.onmessage = ({ data }: MessageEvent<Scored>) => {
      helper.held.shift();
      if (data.scores === null) this.lose(number); // it would fail again, and be asked again
      this.#onScored(data);
    };
  }

  /** Forgets a helper that answers no more; its batches are reported without scores. */
  lose(number: number): void {
    const helper = this.#helpers.get(number);
    this.#helpers.delete(number);
    helper?.port.close();
    for (const unit of helper?.held ?? []) this.#onScored({ ...unit, scores: null });
  }

  /** Gives every helper with a free hand something of this job, as long as it has something to give. */
  feed(id: number, job: Job): void {
    for (const { port, held } of this.#helpers.values()) {
      while (held.length < AHEAD) {
        const unit = job.take();
        if (unit === undefined) return;
        const { number, ids, lengths, towards } = unit;
        unit.free();
        held.push({ job: id, number });
        port.postMessage({ job: id, number, ids, lengths, towards } satisfies Scoring, [ids.buffer, lengths.buffer]);
      }
    }
  }
}
