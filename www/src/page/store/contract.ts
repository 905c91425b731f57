/** What the page around hears, as events that cross shadow roots and whose details are plain JSON. */

import { type Method, type State, initialState } from "./state";

type Told = Pick<State, "text" | "origin" | "selection" | "prediction" | "predicted" | "slots">;

export class Teller {
  private told: Told = initialState();

  constructor(private readonly element: HTMLElement) {}

  tell(state: State): void {
    const before = this.told;
    this.told = state;
    const { text, origin, selection, prediction, predicted } = state;
    if (
      before.text !== text ||
      before.origin !== origin ||
      before.selection !== selection ||
      before.prediction !== prediction
    ) {
      this.send("change", {
        text,
        preset: origin.preset,
        review: origin.review,
        selection,
        probability: predicted === text ? (prediction?.probability ?? null) : null,
      });
    }
    if (before.prediction !== prediction && prediction !== null)
      this.send("result", { method: "prediction", text: predicted, settings: {}, result: prediction });
    if (before.slots !== state.slots) this.tellSlots(before.slots, state.slots);
  }

  /** What an author wrote and the page does not understand is an affair of settings. */
  error(message: string, method: Method | null = null, kind = "settings"): void {
    this.send("error", { message, kind, method });
  }

  /** Answers that are complete, and those that failed. */
  private tellSlots(before: State["slots"], slots: State["slots"]): void {
    for (const [method, slot] of Object.entries(slots)) {
      const was = before[method as Method];
      const { phase, result, answered, message, kind } = slot;
      if (phase === "failed" && was.phase !== "failed") this.error(message, method as Method, kind);
      if (phase !== "done" || answered === null || (was.phase === phase && was.result === result)) continue;
      this.send("result", { method, text: answered.text, settings: answered.settings, result });
    }
  }

  private send(name: string, detail: object): void {
    this.element.dispatchEvent(new CustomEvent(`unrolled-${name}`, { detail, bubbles: true, composed: true }));
  }
}
