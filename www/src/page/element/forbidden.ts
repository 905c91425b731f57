/** What stands in the element's place where the page around forbids it to draw. */

import * as words from "../../generated/words/trouble";
import { tellPlain } from "../writing/sentence";

export class Forbidden extends HTMLElement {
  /** None, for those who set whatever an element observes. */
  static readonly observedAttributes: string[] = [];

  connectedCallback(): void {
    const message = tellPlain(words.no_drawing);
    this.textContent = message;
    const detail = { method: null, kind: "unsupported", message };
    this.dispatchEvent(new CustomEvent("unrolled-error", { detail, bubbles: true, composed: true }));
  }
}
