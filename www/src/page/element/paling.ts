/** Answers about a text that is no longer on the sheet turn pale, for the eye and for screen readers, until there are new ones. */

import type { LitElement, ReactiveController } from "lit";

/** After this long: a network that is quicker has nothing flicker. */
const PALE_MS = 80;

export class Paling implements ReactiveController {
  /** They are pale. */
  on = false;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly host: LitElement) {
    host.addController(this);
  }

  /** The state has changed: whether the answers are behind the text now. */
  watch(isBehind: boolean): void {
    if (isBehind) this.timer ??= setTimeout(() => this.turn(true), PALE_MS);
    else {
      clearTimeout(this.timer);
      this.timer = undefined;
      this.turn(false);
    }
  }

  hostUpdated(): void {
    // Whatever the network says, but the text itself; what stands in a chapter turns pale with it, and not twice.
    for (const view of this.host.renderRoot.querySelectorAll(".verdict, .page [id]:not(#text, #chapter [id])")) {
      if (this.on) view.setAttribute("aria-busy", "true");
      else view.removeAttribute("aria-busy");
    }
  }

  private turn(on: boolean): void {
    if (on === this.on) return;
    this.on = on;
    this.host.requestUpdate();
  }
}
