/** Words that are struck, swapped and retyped where they stand. */

import * as words from "../../../generated/words/text";
import { send } from "../../store/actions";
import { isComposing } from "../../ui/pointing";
import { near, spanRewritten, swapped } from "../../writing/rewrite";
import { tellPlain } from "../../writing/sentence";
import { type Changed, type Changes, joined } from "./joined";

/** As the words, which it covers. */
const LOOK =
  "position: absolute; z-index: 1; font: 400 1.3125rem/1.4 var(--serif); color: var(--ink); background: var(--card); border: 0; border-radius: 3px; margin: 0; padding: 0 0.1em; outline: 2px solid var(--ink); max-width: 100%";

class Changing implements Changes {
  private field: HTMLInputElement | null = null;

  constructor(private readonly of: Changed) {}

  strike(): void {
    const { text, prediction, changing: span } = this.of;
    if (prediction === null || span === null) return;
    const without = spanRewritten(text, prediction, span, null);
    send(this.of, { type: "rewrite", text: without, selection: near(span, prediction) });
  }

  swap(by: -1 | 1): void {
    const { prediction, changing: span } = this.of;
    if (prediction === null || span === null || span[1] - span[0] > 1) return;
    const text = swapped(this.of.text, prediction, span[0], by);
    if (text !== null) send(this.of, { type: "rewrite", text, selection: [span[0] + by, span[1] + by] });
  }

  retype(): void {
    const { text, prediction, changing: span, paper } = this.of;
    const [from, to] = [prediction?.spans[span?.[0] ?? -1]?.[0], prediction?.spans[(span?.[1] ?? 0) - 1]?.[1]];
    const at = span === null ? undefined : this.of.at(span[0]);
    if (span === null || paper === null || at === undefined || from === undefined || to === undefined) return;
    this.close();
    const old = text.slice(from, to);
    const field = Object.assign(document.createElement("input"), {
      className: "retyped notranslate",
      translate: false,
      dir: "auto",
      size: Math.max(4, old.length + 2),
      autocomplete: "off",
      autocapitalize: "off",
      spellcheck: false,
      value: old,
      ariaLabel: tellPlain(words.retype, { word: old }),
    });
    field.setAttribute("autocorrect", "off");
    const { offsetLeft, offsetTop, offsetHeight } = at;
    field.style.cssText = LOOK;
    Object.assign(field.style, { left: `${offsetLeft}px`, top: `${offsetTop}px`, height: `${offsetHeight}px` });
    const put = (typed: string | null) => {
      if (this.field !== field) return;
      // First, because a field that goes loses the keyboard and would be put once more.
      this.close();
      // The keyboard goes on from the words.
      this.of.at(span[0])?.focus({ preventScroll: true });
      if (typed === null || typed.trim() === old) return;
      if (typed.trim() === "") return this.strike();
      const changed = text.slice(0, from) + typed.trim() + text.slice(to);
      send(this.of, { type: "rewrite", text: changed, selection: [span[0], span[0] + 1] });
    };
    field.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (isComposing(event)) return;
      if (event.key === "Enter") put(field.value);
      else if (event.key === "Escape") put(null);
    });
    field.addEventListener("blur", () => put(field.value));
    this.field = field;
    paper.append(field);
    field.select();
  }

  key(event: KeyboardEvent): boolean {
    if (this.of.changing === null || event.ctrlKey || event.metaKey || isComposing(event)) return false;
    if (event.altKey) {
      const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key] as -1 | 1 | undefined;
      if (by !== undefined) this.swap(by);
      return by !== undefined;
    }
    if (event.key === "Delete" || event.key === "Backspace") this.strike();
    else if (event.key === "Enter" || event.key === "F2") this.retype();
    else return false;
    return true;
  }

  close(): void {
    const { field } = this;
    this.field = null;
    field?.remove();
  }
}

joined.changes = (text) => new Changing(text);
