/** The text itself: tinted words to choose from, and the same place to write in. */

import { LitElement, type PropertyValues, type TemplateResult, html, noChange, nothing } from "lit";
import { live } from "lit/directives/live.js";
import * as words from "../../../generated/words/text";
import type { LeaveOneOut, Lime, Prediction, TokenSpan } from "../../../types";
import { send } from "../../store/actions";
import { define } from "../../ui/define";
import { lineEnds } from "../../store/carried";
import { tellPlain } from "../../writing/sentence";
import { type Tint, tint } from "../../ui/tint";
import { base, controls } from "../../ui/styles/base";
import { textStyle } from "./textstyle";
import { Pointing, isComposing, lineAway, scaleOf } from "../../ui/pointing";
import { type Weighed, carriedPrediction, carriedWeights } from "./carry";
import { type Changed, type Changes, joined } from "./joined";
import { Tokens } from "./tokens";

export class TextPart extends LitElement implements Changed {
  static override styles = [base, controls, ...textStyle];
  static override properties = {
    text: { attribute: false },
    prediction: { attribute: false },
    predicted: { attribute: false },
    editing: { attribute: false },
    selection: { attribute: false },
    shown: { attribute: false },
    bare: { attribute: false },
    fixed: { attribute: false },
    opening: { attribute: false },
    changeable: { attribute: false },
  };
  declare text: string;
  declare prediction: Prediction | null;
  /** The text that `prediction` belongs to. */
  declare predicted: string;
  declare editing: boolean;
  declare selection: TokenSpan | null;
  /** The attribution that tints the words. */
  declare shown: LeaveOneOut | Lime | null;
  /** No weight may be read off the words. */
  declare bare: boolean;
  /** No other words can be chosen. */
  declare fixed: boolean;
  /** The text is on its way. */
  declare opening: boolean;
  /** Its words may be struck, swapped and retyped where they stand. */
  declare changeable: boolean;
  private readonly pointing = new Pointing((span) => send(this, { type: "select", span }));
  private tokens: Tokens | null = null;
  /** What `tokens` were made of. */
  private made: [Prediction | null, boolean, boolean] = [null, false, false];
  /** What tinted the words last. */
  private weighed: (Weighed & { target: LeaveOneOut["target"] }) | null = null;
  /** The words that a change has left alone, while the network reads the rest. */
  private carried: Prediction | null = null;
  private changer: Changes | null = null;
  private focusNext = false;
  /** The keyboard is at a word, or at the place where words are to come. */
  private held = false;
  /** An input method is at work in the field, which nothing may write to then. */
  private composing = false;

  override willUpdate(changed: PropertyValues): void {
    if (changed.has("text") || changed.has("editing")) this.changes?.close();
    this.held = this.shadowRoot?.activeElement?.matches(".words, .words *") === true;
    if (changed.has("selection")) this.pointing.adopt(this.selection);
    if (changed.has("text") || changed.has("predicted") || changed.has("prediction")) this.carry();
  }

  /** Until the present text is read its words are those of the text before, as far as they are still there. */
  private carry(): void {
    const { prediction, predicted, text } = this;
    const isBehind = prediction !== null && predicted !== text && !this.opening;
    this.carried = isBehind ? carriedPrediction(prediction, predicted, text) : null;
  }

  /** Whose words are drawn. */
  private get drawn(): Prediction | null {
    return this.carried ?? this.prediction;
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
    const isOther = changed.has("text") && this.carried === null;
    if (isOther && !this.editing) this.renderRoot.querySelector(".scroller")?.scrollTo(0, 0);
    // A word that was chosen for the reader, in a new text, does not scroll the beginning away.
    else if (changed.has("selection") && changed.get("selection") !== null && !this.editing) this.reveal();
  }

  /** Another text takes the words away: the keyboard stays, so that it can undo one step after the other. */
  private holdOn(): void {
    const words = this.renderRoot.querySelector<HTMLElement>(".words");
    const word = this.readable() && this.carried === null ? this.tokens?.at(this.pointing.head) : undefined;
    if (!this.editing && !(word ?? words)?.contains(this.shadowRoot?.activeElement ?? null))
      (word ?? words)?.focus({ preventScroll: true });
  }

  /** There are words to show that stand in this very text. */
  private readable(): boolean {
    const { drawn } = this;
    if (drawn === null || drawn.kept === 0 || (this.predicted !== this.text && this.carried === null)) return false;
    return !this.editing || drawn.kept <= TINTED_WHILE_EDITING;
  }

  private drawContainer(): TemplateResult {
    if (this.editing)
      return html`<div class="words edited notranslate" translate="no" dir="auto" aria-hidden="true"></div>`;
    if (this.fixed || this.carried !== null)
      return html`<div class="words notranslate" translate="no" dir="auto" tabindex="-1"></div>`;
    return html`<div
      class="words notranslate"
      translate="no"
      dir="auto"
      role="listbox"
      aria-multiselectable="true"
      aria-orientation="horizontal"
      aria-label=${tellPlain(words.word_by_word)}
      @pointerdown=${(event: PointerEvent) => this.pointing.down(event)}
      @pointermove=${(event: PointerEvent) => this.pointing.move(event)}
      @click=${(event: MouseEvent) => this.pointing.click(event)}
      @dblclick=${() => this.changes?.retype()}
      @keydown=${this.keyed}></div>`;
  }

  private drawPlain(): TemplateResult {
    if (this.editing && this.text.length > LAID_OUT_TWICE) return html``;
    // Not between the tags, where every space counts, that of a formatter too.
    if (this.editing)
      return html`<div
        class="words edited plain notranslate"
        translate="no"
        aria-hidden="true"
        dir="auto"
        .textContent=${this.text + LINE_HOLDER}></div>`;
    if (this.text.trim() === "" && !this.opening)
      return html`<div
        class="words plain empty"
        tabindex="-1"
        .textContent=${"No text yet. Choose “Edit the text” and write or paste one."}></div>`;
    return html`<div
      class="words plain notranslate"
      translate="no"
      dir="auto"
      tabindex="-1"
      .textContent=${this.text}></div>`;
  }

  private drawTokens(): void {
    const prediction = this.drawn as Prediction;
    const isFixed = this.fixed || this.carried !== null;
    const container = this.renderRoot.querySelector<HTMLElement>(".words") as HTMLElement;
    const [madeOf, madeEditing, madeFixed] = this.made;
    if (
      this.tokens === null ||
      madeOf !== prediction ||
      madeEditing !== this.editing ||
      madeFixed !== isFixed ||
      container.firstChild === null
    ) {
      this.tokens?.abandon();
      this.tokens = new Tokens(container, this.text, prediction, !this.editing && !isFixed);
      this.tokens.build();
      if (this.editing) container.append(LINE_HOLDER);
      this.made = [prediction, this.editing, isFixed];
    }
    this.tokens.tint(this.tintOf(prediction));
    const chosen = this.editing || this.carried !== null ? null : this.selection;
    this.tokens.choose(chosen, Math.min(this.pointing.head, prediction.kept - 1));
  }

  /** The tint of the weights that are there; where they are still to come, those of the text before stay with their words. */
  private tintOf({ kept, spans }: Prediction): Tint | null {
    const { text } = this;
    const shown = this.carried === null && this.shown?.weights.length === kept ? this.shown : null;
    const own = spans.slice(0, kept);
    const done = shown === null ? 0 : "done" in shown.fidelity ? shown.fidelity.done : kept;
    if (shown !== null && done === kept) {
      this.weighed = { text, spans: own, weights: shown.weights, target: shown.target };
      return tint(shown.weights, shown.target);
    }
    const { weighed } = this;
    const before = weighed === null || this.bare ? null : carriedWeights(weighed, text, own);
    if (weighed === null || before === null) return shown === null ? null : tint(shown.weights, shown.target);
    return tint(
      before.map((weight, i) => (i < done ? (shown?.weights[i] ?? weight) : weight)),
      weighed.target,
    );
  }

  private drawEditor(): TemplateResult {
    return html`<textarea
      class=${`notranslate${this.text.length > LAID_OUT_TWICE ? " alone" : ""}`}
      translate="no"
      dir="auto"
      aria-label=${tellPlain(words.the_text)}
      spellcheck="false"
      autocapitalize="off"
      autocorrect="off"
      autocomplete="off"
      placeholder=${tellPlain(words.write_here)}
      .value=${this.composing ? noChange : live(lineEnds(this.text))}
      @input=${this.typed}
      @keydown=${this.escaped}
      @compositionstart=${this.compose}
      @compositionend=${this.compose}></textarea>`;
  }

  /** The chosen words, where they may be changed. */
  get changing(): TokenSpan | null {
    return this.changeable && !this.fixed && !this.editing && this.carried === null && this.readable()
      ? this.selection
      : null;
  }

  /** What changes them; null until it is here. */
  get changes(): Changes | null {
    return (this.changer ??= joined.changes?.(this) ?? null);
  }

  get paper(): HTMLElement | null {
    return this.renderRoot.querySelector(".paper");
  }

  at(token: number): HTMLElement | undefined {
    return this.tokens?.at(token);
  }

  private keyed(event: KeyboardEvent): void {
    if (this.changes?.key(event) === true) {
      event.preventDefault();
      this.focusNext = true;
      return;
    }
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
    if (event.key === "Escape" && !isComposing(event)) send(this, { type: "editing", on: false });
  }

  /** What is being composed shows in the field itself, underlined as the input method has it. */
  private compose({ type }: Event): void {
    this.composing = type === "compositionstart";
    this.toggleAttribute("composing", this.composing);
  }

  /** The word that was chosen last, if it is drawn. */
  get chosenWord(): HTMLElement | undefined {
    return this.selection === null || !this.readable() ? undefined : this.tokens?.at(this.pointing.head);
  }

  /** Brings the chosen word into view inside the sheet, never by moving the page. */
  reveal(): void {
    const word = this.tokens?.at(this.pointing.head);
    const scroller = this.renderRoot.querySelector<HTMLElement>(".scroller");
    if (word === undefined || scroller === null) return;
    if (this.focusNext) word.focus({ preventScroll: scroller.scrollHeight > scroller.clientHeight });
    this.focusNext = false;
    if (scroller.scrollHeight <= scroller.clientHeight) return;
    const [inner, outer] = [word.getBoundingClientRect(), scroller.getBoundingClientRect()];
    if (inner.top < outer.top || inner.bottom > outer.bottom)
      scroller.scrollTop += (inner.top - outer.top - outer.height / 3) / scaleOf(scroller, outer);
  }
}

/** Longer texts are edited without tints: laying out so many words takes longer than the time between two keys. */
const TINTED_WHILE_EDITING = 1500;
/** In code units: beyond, the field scrolls by itself and nothing is drawn under it. */
const LAID_OUT_TWICE = 40_000;
/** A last line break needs something after it to take up its line, as it does in the field. */
const LINE_HOLDER = "\u200B";

define("unrolled-text", TextPart);
