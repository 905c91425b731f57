/** Runs explainers into their slots: progress, partial answers, stop-and-keep, and never an overtaken answer. */

import type { PatternMatches, Progress } from "../../types";
import { type Engine, type Running, isDropped, kindOf, messageOf } from "../element/engine";
import { type Ask, type Method, type Results, type Store, methodOf } from "../store/state";
import { needs } from "./needs";
import { afterBegin, afterSearch, isKept } from "./kept";
import type { Loader } from "./loader";
import { paced } from "./paced";

/** Redraws of a running explainer are at least this far apart. */
const REDRAW_MS = 100;

export class Runner {
  private readonly jobs = new Map<Method, Running<unknown>>();
  /** Counts starts per method, so that an overtaken one can see that it is. */
  private readonly tickets = new Map<Method, number>();

  constructor(
    private readonly store: Store,
    private readonly engine: Engine,
    private readonly loader: Loader,
  ) {}

  async start<M extends Method>(method: M, ask: Ask): Promise<void> {
    this.cancel(method);
    const ticket = this.tickets.get(method) ?? 0;
    const current = () => this.tickets.get(method) === ticket;
    const { message, slots } = this.store.state;
    if (message !== "" && message === slots[method].message) this.store.update({ message: "" }); // what is tried again has not failed yet
    this.store.updateSlot(method, { phase: "running", asked: ask, progress: null, stopped: false, message: "" });
    try {
      await this.load(method, ask);
      if (!current()) return;
      if (method === "pattern-search")
        this.store.update({ patternsKept: afterBegin(this.store.state.patternsKept, ask) });
      const result = await this.run(method, ask, current);
      if (isKept(result)) this.store.update({ kept: true });
      if (method === "pattern-search")
        this.store.update({ patternsKept: afterSearch(this.store.state.patternsKept, ask, result as PatternMatches) });
      if (current()) this.store.updateSlot(method, { phase: "done", result, answered: ask });
    } catch (error) {
      if (!current() || isDropped(error)) return;
      this.store.updateSlot(method, { phase: "failed", message: messageOf(error), kind: kindOf(error) });
      // Perhaps the engine begins anew, with nothing kept.
      this.store.update({ message: messageOf(error), kept: false, patternsKept: null });
    } finally {
      if (current()) this.jobs.delete(method);
    }
  }

  /** Keeps what there is; the slot ends as done. */
  stop(method: Method): void {
    const job = this.jobs.get(method);
    if (job === undefined) return this.abandon(method);
    this.store.updateSlot(method, { stopped: true });
    job.stop();
  }

  cancel(method: Method): void {
    this.tickets.set(method, (this.tickets.get(method) ?? 0) + 1);
    this.jobs.get(method)?.cancel();
    this.jobs.delete(method);
  }

  /** Those too that wait for what they need. */
  cancelAll(): void {
    for (const method of [...this.tickets.keys()]) this.cancel(method);
  }

  /** Its question is no longer asked: nobody waits for the answer, which can be asked for again. */
  drop(method: Method): void {
    this.cancel(method);
    this.store.updateSlot(method, { phase: "idle", asked: null, progress: null });
  }

  private async load(method: Method, ask: Ask): Promise<void> {
    for (const asset of needs(method, ask, this.store.state)) await this.loader.load(asset);
  }

  private run<M extends Method>(method: M, ask: Ask, current: () => boolean): Promise<Results[M]> {
    const name = methodOf(method);
    const progress = paced(REDRAW_MS, (value: Progress) => {
      if (!current() || this.store.state.slots[method].phase !== "running") return;
      this.store.updateSlot(method, { progress: value });
      // The span as a whole is weighed first; its words one by one are another slot's work.
      if (method === "span") this.jobs.get(method)?.stop();
    });
    const snapshot = (result: Results[M]) => {
      if (current()) this.store.updateSlot(method, { result, answered: ask });
    };
    const job = this.engine.explain<Results[M]>(name, ask.text, ask.settings, { progress, snapshot });
    this.jobs.set(method, job);
    return job.result;
  }

  /** Stopped before it began: there is nothing new to keep. */
  private abandon(method: Method): void {
    this.cancel(method);
    const { result } = this.store.state.slots[method];
    this.store.updateSlot(method, { phase: result === null ? "idle" : "done", progress: null });
  }
}
