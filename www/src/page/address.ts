/** Keeps the state in the page's address, for the one element that asks for it. */

import type { State } from "./state";
import { type Place, fragmentOf, placeOf } from "./url";

/** Browsers refuse addresses that change much faster. */
const PAUSE_MS = 300;

export class Address {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private latest: State | null = null;
  private written = location.hash.replace(/^#/, "");

  constructor(private readonly opened: (place: Place) => void) {
    window.addEventListener("hashchange", this.changed);
  }

  get place(): Place {
    return placeOf(location.hash);
  }

  /** What is on the screen at first needs no address of its own. */
  settle(state: State): void {
    this.written = fragmentOf(state);
  }

  /** Writes after a pause. */
  keep(state: State): void {
    this.latest = state;
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      if (this.latest !== null && fragmentOf(this.latest) !== this.written) this.write(this.latest);
    }, PAUSE_MS);
  }

  /** Writes now and puts the address on the clipboard; says what came of it. */
  async copy(state: State): Promise<string> {
    this.write(state);
    try {
      await navigator.clipboard.writeText(location.href);
      return "The link to this view is on the clipboard.";
    } catch {
      return "The address bar holds the link to this view.";
    }
  }

  dispose(): void {
    clearTimeout(this.timer);
    window.removeEventListener("hashchange", this.changed);
  }

  private write(state: State): void {
    this.written = fragmentOf(state);
    try {
      history.replaceState(null, "", `#${this.written}`);
    } catch {
      // A sandboxed frame may not touch its address; the view works without.
    }
  }

  /** Somebody pasted another address, or followed a link. */
  private readonly changed = (): void => {
    if (location.hash.replace(/^#/, "") !== this.written) this.opened(this.place);
  };
}
