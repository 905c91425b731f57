/** On paper all chapters stand one after the other: they are drawn for as long as the page is printed. */

import type { LitElement, ReactiveController } from "lit";
import { later } from "./later";

class Printing implements ReactiveController {
  on = false;
  private readonly paper = window.matchMedia("print");

  constructor(private readonly host: LitElement) {
    host.addController(this);
  }

  hostConnected(): void {
    this.paper.addEventListener("change", this.turn);
    window.addEventListener("beforeprint", this.turn);
    window.addEventListener("afterprint", this.turn);
  }

  hostDisconnected(): void {
    this.paper.removeEventListener("change", this.turn);
    window.removeEventListener("beforeprint", this.turn);
    window.removeEventListener("afterprint", this.turn);
  }

  private readonly turn = (event: Event): void => {
    this.on = event.type === "beforeprint" || (event.type === "change" && this.paper.matches);
    this.host.requestUpdate();
  };
}

/** Of each element, which may be joined anew. */
const known = new WeakMap<LitElement, Printing>();

later.printing = (host) => {
  const printing = known.get(host) ?? new Printing(host);
  known.set(host, printing);
  return printing;
};
