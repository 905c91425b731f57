/** The text itself: tinted words to choose from, and the same place to write in. */

import { LitElement, type PropertyValues, type TemplateResult, html, nothing } from "lit";
import { live } from "lit/directives/live.js";
import type { LeaveOneOut, Lime, Prediction, TokenSpan } from "../../types";
import { send } from "../actions";
import { define } from "../define";
import { pieces, tokenAt } from "../shapes/pieces";
import { STRONG, tint } from "../shapes/tint";
import { base, controls } from "../styles/base";
import { textStyle } from "../styles/text";
import { Pointing } from "./pointing";

export class TextPart extends LitElement {
  static override styles = [base, controls, ...textStyle];
  static override properties = {
    text: { attribute: false }, prediction: { attribute: false }, predicted: { attribute: false }, editing: { attribute: false },
    selection: { attribute: false }, shown: { attribute: false },
  };
  declare text: string;
  declare prediction: Prediction | null;
  /** The text that `prediction` belongs to. */
  declare predicted: string;
  declare editing: boolean;
  declare selection: TokenSpan | null;
  /** The attribution that tints the words. */
  declare shown: LeaveOneOut | Lime | null;
  private readonly pointing = new Pointing((span) => send(this, { type: "select", span }));
  private focusNext = false;

  override willUpdate(): void {
    this.pointing.adopt(this.selection);
  }

  override render(): TemplateResult {
    return html`<div class="scroller"><div class="paper">
      ${this.drawWords()}
      ${this.editing ? this.drawEditor() : nothing}
    </div></div>`;
  }

  override updated(changed: PropertyValues): void {
    if (changed.has("editing") && this.editing) this.renderRoot.querySelector("textarea")?.focus();
    if (changed.has("selection") && !this.editing) this.reveal();
  }

  private drawWords(): TemplateResult {
    const fits = this.prediction !== null && this.predicted === this.text;
    if (this.editing) {
      // A last line break needs something after it to take up its line, as it does in the field.
      return html`<div class="words edited" dir="auto" aria-hidden="true">${fits ? this.drawTokens(false) : this.text}${"\u200B"}</div>`;
    }
    if (!fits || this.prediction?.kept === 0) {
      const empty = this.text.trim() === "" ? html`<span class="empty">No text yet. Choose “Edit the text” and write or paste one.</span>` : this.text;
      return html`<div class="words" dir="auto">${empty}</div>`;
    }
    return html`<div class="words" dir="auto" role="listbox" aria-multiselectable="true" aria-orientation="horizontal"
      aria-label="The text, word by word: arrow keys move, shift and arrow keys select several"
      @pointerdown=${this.pointed} @pointermove=${this.dragged} @click=${this.clicked} @keydown=${this.keyed}
      >${this.drawTokens(true)}</div>`;
  }

  private drawTokens(active: boolean): (TemplateResult | string)[] {
    const prediction = this.prediction as Prediction;
    const shown = this.shown?.weights.length === prediction.kept ? this.shown : null;
    const levels = shown === null ? [] : tint(shown.weights, shown.target).levels;
    const span = this.selection ?? [-1, -1];
    const head = Math.min(this.pointing.head, prediction.kept - 1);
    let before = -1;
    return pieces(this.text, prediction, active).map(({ text, token }) => {
      if (token === null) return drawGap(text, before, span, prediction);
      before = token;
      const style = wordClass(levels[token] ?? 0, prediction.unknown[token] === true, selectedClass(token, span));
      if (!active) return html`<span class=${style}>${text}</span>`;
      return html`<span class=${style} data-token=${token} role="option" aria-selected=${token >= span[0] && token < span[1]}
        tabindex=${token === head ? 0 : -1}>${text}</span>`;
    });
  }

  private drawEditor(): TemplateResult {
    return html`<textarea dir="auto" aria-label="The text" spellcheck="false" autocapitalize="off" placeholder="Write or paste a review"
      .value=${live(this.text)} @input=${this.typed} @keydown=${this.escaped} @select=${this.caretMoved} @keyup=${this.caretMoved}
      @click=${this.caretMoved}></textarea>`;
  }

  private pointed(event: PointerEvent): void {
    this.pointing.down(event);
  }

  private dragged(event: PointerEvent): void {
    this.pointing.move(event);
  }

  private clicked(event: MouseEvent): void {
    this.pointing.click(event);
  }

  private keyed(event: KeyboardEvent): void {
    const words = event.currentTarget as HTMLElement;
    const rightToLeft = getComputedStyle(words).direction === "rtl";
    const ours = this.pointing.key(event, this.prediction?.kept ?? 0, rightToLeft, (from, step) => this.lineAway(from, step));
    if (!ours) return;
    event.preventDefault();
    this.focusNext = true;
    if (event.key === "Escape" || event.key === "Home" || event.key === "End") this.requestUpdate("selection");
  }

  private typed(event: Event): void {
    send(this, { type: "edit", text: (event.target as HTMLTextAreaElement).value });
  }

  private escaped(event: KeyboardEvent): void {
    if (event.key === "Escape") send(this, { type: "editing", on: false });
    event.stopPropagation();
  }

  /** While writing, the word at the caret is the selected word. */
  private caretMoved(event: Event): void {
    if (this.prediction === null || this.predicted !== this.text) return;
    const token = tokenAt(this.prediction, Math.max(0, (event.target as HTMLTextAreaElement).selectionStart - 1));
    if (token !== null && token !== this.selection?.[0]) send(this, { type: "select", span: [token, token + 1] });
  }

  /** The word on the line above or below that stands nearest. */
  private lineAway(from: number, step: number): number {
    const words = [...this.renderRoot.querySelectorAll<HTMLElement>("[data-token]")];
    const here = words[from];
    if (here === undefined) return from;
    let line: number | null = null;
    let best = from;
    for (let i = from + step; i >= 0 && i < words.length; i += step) {
      const word = words[i] as HTMLElement;
      if (line === null && Math.abs(word.offsetTop - here.offsetTop) > 4) line = word.offsetTop;
      if (line === null) continue;
      if (Math.abs(word.offsetTop - line) > 4) break;
      if (best === from || nearer(word, words[best] as HTMLElement, here)) best = i;
    }
    return best;
  }

  /** Brings the chosen word into view inside the sheet, never by moving the page. */
  private reveal(): void {
    const word = this.renderRoot.querySelector<HTMLElement>(`[data-token="${this.pointing.head}"]`);
    const scroller = this.renderRoot.querySelector<HTMLElement>(".scroller");
    if (word === null || scroller === null) return;
    if (this.focusNext) word.focus({ preventScroll: scroller.scrollHeight > scroller.clientHeight });
    this.focusNext = false;
    if (scroller.scrollHeight <= scroller.clientHeight) return;
    const [inner, outer] = [word.getBoundingClientRect(), scroller.getBoundingClientRect()];
    if (inner.top < outer.top || inner.bottom > outer.bottom) {
      scroller.scrollTop += inner.top - outer.top - outer.height / 3;
    }
  }
}

function nearer(a: HTMLElement, b: HTMLElement, here: HTMLElement): boolean {
  return Math.abs(a.offsetLeft - here.offsetLeft) < Math.abs(b.offsetLeft - here.offsetLeft);
}

/** What stands after token `before`: inside the selection, or after the last token that was read, it shows so. */
function drawGap(text: string, before: number, span: TokenSpan, prediction: Prediction): TemplateResult | string {
  if (before >= span[0] && before + 1 < span[1]) return html`<span class="selected inner">${text}</span>`;
  const unread = prediction.found > prediction.kept && before === prediction.kept - 1;
  return unread ? html`<span class="unread">${text}</span>` : text;
}

function selectedClass(token: number, [from, to]: TokenSpan): string {
  if (token < from || token >= to) return "";
  if (to - from === 1) return " selected";
  return ` selected inner${token === from ? " first" : token === to - 1 ? " last" : ""}`;
}

function wordClass(level: number, unknown: boolean, selected: string): string {
  const size = Math.abs(level);
  const sign = level > 0 ? "up p" : "down n";
  const tinted = size === 0 ? "" : ` ${sign}${size}${size >= STRONG ? " strong" : ""}`;
  return `w${tinted}${unknown ? " unknown" : ""}${selected}`;
}

define("unrolled-text", TextPart);
