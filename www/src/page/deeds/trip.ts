/**
 * The way from a change of state to the engine. The store has marked every slot with its present question by then; once the
 * change is on the screen, what runs for another question is cancelled, and what is due is asked.
 */

import type { Engine } from "../element/engine";
import { type Ask, type Method, type State, type Store, emptySlot } from "../store/state";
import { type Asker, type Wanted, asking } from "./asking";
import { RECALLS, due, overtaken } from "./due";
import type { Loader } from "./loader";
import { Runner } from "./runner";

/** Changes in quicker succession are one that goes on, such as an arrow key held down or a drag: its end is asked about. */
const GOES_ON_MS = 150;
/** Whoever writes goes on for longer, and every pause would have a text analysed that nobody meant. */
const TYPING_MS = 450;
/** A page that is not on the screen paints nothing, and is not waited for any longer. */
const UNPAINTED_MS = 1000;

class Trip implements Asker {
  private readonly runner: Runner;
  private before: State;
  /** When something else was last asked about. */
  private turned = Number.NEGATIVE_INFINITY;
  /** Gives up what has not been asked yet. */
  private drop: (() => void) | null = null;
  /** What was asked once more to be quoted: where a text is missing for good, once is enough. */
  private quoted: Ask | null = null;

  constructor(
    private readonly store: Store,
    engine: Engine,
    loader: Loader,
    private readonly wanted: Wanted,
  ) {
    this.runner = new Runner(store, engine, loader);
    this.before = store.state;
    store.asker = () => this.changed();
    this.again();
  }

  dispose(): void {
    this.store.asker = null;
    this.drop?.();
    this.cancelAll();
  }

  cancelAll(): void {
    this.runner.cancelAll();
  }

  run(slot: Method, exact = false): void {
    const { question } = this.store.state.slots[slot];
    if (question === null) return;
    const ask = exact ? { ...question, settings: { ...question.settings, exact } } : question;
    void this.runner.start(slot, ask).then(() => {
      this.selectStrongest();
      if (slot === "activation-similarity") this.arrived();
    });
  }

  stop(slot: Method): void {
    this.runner.stop(slot);
  }

  again(): void {
    this.schedule(0);
  }

  /** What failed for want of them is tried again. */
  recall(): void {
    for (const slot of RECALLS)
      if (this.store.state.slots[slot].phase === "failed") this.store.updateSlot(slot, emptySlot());
    this.again();
  }

  /** Passages that were looked for before their texts were here, and perhaps found only now, are looked for once more. */
  arrived(): void {
    const { loading, slots } = this.store.state;
    const { phase, asked, result } = slots["activation-similarity"];
    const lacksWords = phase === "done" && result?.items.some((item) => item.tokens == null) === true;
    if (loading.reviews.phase !== "ready" || asked === null || asked === this.quoted || !lacksWords) return;
    this.quoted = asked;
    void this.runner.start("activation-similarity", asked);
  }

  private changed(): void {
    const { before, store } = this;
    const { state } = store;
    this.before = state;
    const isOther =
      state.text !== before.text ||
      state.selection !== before.selection ||
      state.settings !== before.settings ||
      state.tint !== before.tint;
    if (!isOther) return this.schedule(0);
    const now = performance.now();
    const pause = state.editing ? TYPING_MS : now - this.turned < GOES_ON_MS ? GOES_ON_MS : 0;
    this.turned = now;
    if (pause > 0) this.drop?.();
    this.schedule(pause);
  }

  /** After the next paint, or after a pause. What is on its way already takes the state as it will be then. */
  private schedule(pause: number): void {
    if (this.drop !== null) return;
    let task: ReturnType<typeof setTimeout> | undefined;
    const timer = setTimeout(() => this.go(), pause > 0 ? pause : UNPAINTED_MS);
    const frame =
      pause > 0
        ? null
        : requestAnimationFrame(() => {
            task = setTimeout(() => this.go());
          });
    this.drop = () => {
      this.drop = null;
      clearTimeout(timer);
      clearTimeout(task);
      if (frame !== null) cancelAnimationFrame(frame);
    };
  }

  private go(): void {
    this.drop?.();
    for (const slot of overtaken(this.store.state)) this.runner.drop(slot);
    for (const slot of due(this.store.state, this.wanted)) this.run(slot);
  }

  /** A text in which nobody chose a word gets its strongest one chosen, once all are weighed, so that the views below have a subject. */
  private selectStrongest(): void {
    const { selection, picked, slots, text } = this.store.state;
    const { phase, answered, result } = slots["leave-one-out"];
    if ((selection !== null && !picked) || phase !== "done" || answered?.text !== text || result === null) return;
    const sizes = result.weights.map(Math.abs);
    const index = sizes.indexOf(Math.max(...sizes));
    if (index >= 0 && index !== selection?.[0]) this.store.update({ selection: [index, index + 1], picked: true });
  }
}

asking.begin = (store, engine, loader, wanted) => new Trip(store, engine, loader, wanted);
