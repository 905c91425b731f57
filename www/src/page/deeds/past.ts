/**
 * Where the reader has been: one step for each thing done, to go back and forth. Whatever the page adds by itself, such as a
 * word chosen for the reader, belongs to the step it follows.
 */

import type { State } from "../store/state";

/** What going back restores. */
export type Moment = Pick<State, "text" | "origin" | "selection" | "tint" | "settings">;

export interface Step {
  id: number;
  moment: Moment;
}

/** Deeds of one kind in quicker succession are one: a drag over words, a slider, the arrow keys. */
const ONE_DEED_MS = 800;
const MOST = 200;

/** By element: one that is moved in its document goes on with the steps it has. */
const KEPT = new WeakMap<Element, Past>();

export class Past {
  /** The past of an element. */
  static of(element: Element): Past {
    const past = KEPT.get(element) ?? new Past();
    KEPT.set(element, past);
    return past;
  }

  private steps: Step[] = [];
  private at = -1;
  private ids = 0;
  private kind = "";
  private last = 0;
  /** The next change is a step of its own. */
  private due = false;

  /** A deed begins; one that goes on, such as writing, is no new step. */
  begin(kind: string, now = performance.now()): void {
    this.due = kind !== this.kind || (kind !== "edit" && now - this.last > ONE_DEED_MS);
    this.kind = kind;
    this.last = now;
  }

  /** What comes now is the page's own doing. */
  end(): void {
    this.due = false;
  }

  /** The next deed is a new one, whatever its kind. */
  seal(): void {
    this.kind = "";
  }

  /** Takes in what has changed; true if that was a step on from another. */
  keep(state: State): boolean {
    const moment = momentOf(state);
    const now = this.steps[this.at];
    if (now !== undefined && isSame(now.moment, moment)) return false;
    if (now !== undefined && !this.due) {
      now.moment = moment;
      return false;
    }
    this.due = false;
    this.steps = [...this.steps.slice(0, this.at + 1), { id: ++this.ids, moment }].slice(-MOST);
    this.at = this.steps.length - 1;
    return now !== undefined;
  }

  forget(): void {
    this.steps = [];
    this.at = -1;
    this.seal();
  }

  /** The present step's name; 0 before there is one. */
  get step(): number {
    return this.steps[this.at]?.id ?? 0;
  }

  beside(by: -1 | 1): Step | undefined {
    return this.steps[this.at + by];
  }

  /** Goes to a step that was kept. */
  go(id: number): Step | undefined {
    const at = this.steps.findIndex((step) => step.id === id);
    if (at < 0) return undefined;
    this.at = at;
    this.seal();
    return this.steps[at];
  }
}

/** Which way a key leads, if it is one for undoing or redoing. On a keyboard of other letters than Latin ones its place counts. */
export function wayOf({ key, code, ctrlKey, metaKey, altKey, shiftKey }: KeyboardEvent): -1 | 1 | null {
  if (!(ctrlKey || metaKey) || altKey) return null;
  const letter = /^[\x20-\x7e]$/.test(key) ? key.toLowerCase() : code.slice(-1).toLowerCase();
  if (letter === "z") return shiftKey ? 1 : -1;
  // Of a Mac's ⌘Y the browser has its own use.
  return letter === "y" && ctrlKey && !shiftKey ? 1 : null;
}

function momentOf({ text, origin, selection, tint, settings }: State): Moment {
  return { text, origin, selection, tint, settings };
}

function isSame(a: Moment, b: Moment): boolean {
  return (
    a.text === b.text &&
    a.origin.preset === b.origin.preset &&
    a.origin.review === b.origin.review &&
    a.tint === b.tint &&
    a.selection?.join() === b.selection?.join() &&
    (a.settings === b.settings || JSON.stringify(a.settings) === JSON.stringify(b.settings))
  );
}
