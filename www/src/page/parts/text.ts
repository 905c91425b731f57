/** The text itself: tinted words to choose from, and the same place to write in. */

import { LitElement, type PropertyValues, type TemplateResult, html, nothing } from "lit";
import { live } from "lit/directives/live.js";
import { words } from "../../generated/words/text";
import type { LeaveOneOut, Lime, Prediction, TokenSpan } from "../../types";
import { send } from "../actions";
import { define } from "../define";
import { tellPlain } from "../sentence";
import { tokenAt } from "../shapes/pieces";
import { tint } from "../shapes/tint";
import { base, controls } from "../styles/base";
import { textStyle } from "../styles/text";
import { Pointing, lineAway } from "./pointing";
import { Tokens } from "./tokens";

export class TextPart extends LitElement {
  static override styles = [base, controls, ...textStyle];
  static override properties = {
    text: { attribute: false },
    prediction: { attribute: false },
    predicted: { attribute: false },
    editing: { attribute: false },
    selection: { attribute: false },
    shown: { attribute: false },
    fixed: { attribute: false },
  };
  declare text: string;
  declare prediction: Prediction | null;
  /** The text that `prediction` belongs to. */
  declare predicted: string;
  declare editing: boolean;
  declare selection: TokenSpan | null;
  /** The attribution that tints the words. */
  declare shown: LeaveOneOut | Lime | null;
  /** No other words can be chosen. */
  declare fixed: boolean;
  private readonly pointing = new Pointing((span) => send(this, { type: "select", span }));
  private tokens: Tokens | null = null;
  /** What `tokens` were made of. */
  private made: [Prediction | null, boolean, boolean] = [null, false, false];
  private focusNext = false;
  /** The keyboard is at a word, or at the place where words are to come. */
  private held = false;

  override willUpdate(changed: PropertyValues): void {
    this.held = this.shadowRoot?.activeElement?.matches(".words, .words *") === true;
    if (changed.has("selection")) this.pointing.adopt(this.selection);
  }

  override render(): TemplateResult {
    return html`<div class="scroller">
      <div class="paper">
        ${this.readable() ? this.drawContainer() : this.drawPlain()} ${this.editing ? this.drawEditor() : nothing}
      </div>
    </div>`;
  }

  override updated(changed: PropertyValues): void {
    if (this.readable()) this.drawTokens();
    if (this.held) this.holdOn();
    if (changed.has("editing") && this.editing) this.renderRoot.querySelector("textarea")?.focus();
    if (changed.has("text") && !this.editing) this.renderRoot.querySelector(".scroller")?.scrollTo(0, 0);
    // A word that was chosen for the reader, in a new text, does not scroll the beginning away.
    else if (changed.has("selection") && changed.get("selection") !== null && !this.editing) this.reveal();
  }

  /** Another text takes the words away: the keyboard stays, so that it can undo one step after the other. */
  private holdOn(): void {
    const words = this.renderRoot.querySelector<HTMLElement>(".words");
    const word = this.readable() ? this.tokens?.at(this.pointing.head) : undefined;
    if (!this.editing && !(word ?? words)?.contains(this.shadowRoot?.activeElement ?? null))
      (word ?? words)?.focus({ preventScroll: true });
  }

  /** The prediction belongs to this very text and there are words to show. */
  private readable(): boolean {
    if (this.prediction === null || this.predicted !== this.text || this.prediction.kept === 0) return false;
    return !this.editing || this.prediction.kept <= TINTED_WHILE_EDITING;
  }

  private drawContainer(): TemplateResult {
    if (this.editing) return html`<div class="words edited" dir="auto" aria-hidden="true"></div>`;
    if (this.fixed) return html`<div class="words" dir="auto"></div>`;
    return html`<div
      class="words"
      dir="auto"
      role="listbox"
      aria-multiselectable="true"
      aria-orientation="horizontal"
      aria-label=${tellPlain(words.word_by_word)}
      @pointerdown=${(event: PointerEvent) => this.pointing.down(event)}
      @pointermove=${(event: PointerEvent) => this.pointing.move(event)}
      @click=${(event: MouseEvent) => this.pointing.click(event)}
      @keydown=${this.keyed}></div>`;
  }

  private drawPlain(): TemplateResult {
    if (this.editing && this.text.length > LAID_OUT_TWICE) return html``;
    if (this.editing)
      return html`<div class="words edited plain" aria-hidden="true" dir="auto">${this.text}${LINE_HOLDER}</div>`;
    const empty =
      this.text.trim() === ""
        ? html`<span class="empty">No text yet. Choose “Edit the text” and write or paste one.</span>`
        : this.text;
    return html`<div class="words plain" dir="auto" tabindex="-1">${empty}</div>`;
  }

  private drawTokens(): void {
    const prediction = this.prediction as Prediction;
    const container = this.renderRoot.querySelector<HTMLElement>(".words") as HTMLElement;
    const [madeOf, madeEditing, madeFixed] = this.made;
    if (
      this.tokens === null ||
      madeOf !== prediction ||
      madeEditing !== this.editing ||
      madeFixed !== this.fixed ||
      container.firstChild === null
    ) {
      this.tokens?.abandon();
      this.tokens = new Tokens(container, this.text, prediction, !this.editing && !this.fixed);
      this.tokens.build();
      if (this.editing) container.append(LINE_HOLDER);
      this.made = [prediction, this.editing, this.fixed];
    }
    const shown = this.shown?.weights.length === prediction.kept ? this.shown : null;
    this.tokens.tint(shown === null ? null : tint(shown.weights, shown.target));
    this.tokens.choose(this.editing ? null : this.selection, Math.min(this.pointing.head, prediction.kept - 1));
  }

  private drawEditor(): TemplateResult {
    return html`<textarea
      class=${this.text.length > LAID_OUT_TWICE ? "alone" : ""}
      dir="auto"
      aria-label=${tellPlain(words.the_text)}
      spellcheck="false"
      autocapitalize="off"
      placeholder="Write or paste a review"
      .value=${live(this.text)}
      @input=${this.typed}
      @keydown=${this.escaped}
      @select=${this.caretMoved}
      @keyup=${this.caretMoved}
      @click=${this.caretMoved}></textarea>`;
  }

  private keyed(event: KeyboardEvent): void {
    const rightToLeft = getComputedStyle(event.currentTarget as HTMLElement).direction === "rtl";
    const away = (from: number, step: number) => lineAway(this.tokens?.all ?? [], from, step);
    if (!this.pointing.key(event, this.prediction?.kept ?? 0, rightToLeft, away)) return;
    event.preventDefault();
    this.focusNext = true;
    if (this.pointing.isAt(this.selection)) this.reveal();
  }

  private typed(event: Event): void {
    send(this, { type: "edit", text: (event.target as HTMLTextAreaElement).value });
  }

  private escaped(event: KeyboardEvent): void {
    if (event.key === "Escape") send(this, { type: "editing", on: false });
  }

  /** While writing, the word at the caret is the selected word. */
  private caretMoved(event: Event): void {
    if (this.prediction === null || this.predicted !== this.text) return;
    const token = tokenAt(this.prediction, Math.max(0, (event.target as HTMLTextAreaElement).selectionStart - 1));
    if (token !== null && token !== this.selection?.[0]) send(this, { type: "select", span: [token, token + 1] });
  }

  /** Brings the chosen word into view inside the sheet, never by moving the page. */
  private reveal(): void {
    const word = this.tokens?.at(this.pointing.head);
    const scroller = this.renderRoot.querySelector<HTMLElement>(".scroller");
    if (word === undefined || scroller === null) return;
    if (this.focusNext) word.focus({ preventScroll: scroller.scrollHeight > scroller.clientHeight });
    this.focusNext = false;
    if (scroller.scrollHeight <= scroller.clientHeight) return;
    const [inner, outer] = [word.getBoundingClientRect(), scroller.getBoundingClientRect()];
    if (inner.top < outer.top || inner.bottom > outer.bottom)
      scroller.scrollTop += inner.top - outer.top - outer.height / 3;
  }
}

/** Longer texts are edited without tints: laying out so many words takes longer than the time between two keys. */
const TINTED_WHILE_EDITING = 1500;
/** In code units: beyond, the field scrolls by itself and nothing is drawn under it. */
const LAID_OUT_TWICE = 40_000;
/** A last line break needs something after it to take up its line, as it does in the field. */
const LINE_HOLDER = "\u200B";

define("unrolled-text", TextPart);
