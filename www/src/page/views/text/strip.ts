/** The text as one line that stays in sight on a narrow page once the sheet has been scrolled past; a press chooses a word. */

import { LitElement, type TemplateResult, css, html } from "lit";
import { send } from "../../store/actions";
import { isLocked } from "../../store/frame";
import type { State } from "../../store/state";
import { define } from "../../ui/define";
import { base } from "../../ui/styles/base";
import { tint } from "../../ui/tint";
import { weightsShown } from "./shown";
import { textStyle } from "./textstyle";
import { Tokens } from "./tokens";

const style = css`
  :host {
    visibility: hidden;
    background: var(--paper);
  }
  :host([past]) {
    visibility: visible;
  }
  .line {
    overflow: auto hidden;
    scrollbar-width: none;
    padding: 0.3rem 1rem;
    border-bottom: 1px solid var(--hairline);
  }
  .line .words {
    font-size: 1.0625rem;
    line-height: 1.7;
    white-space: nowrap;
  }
  .w {
    cursor: pointer;
  }
`;

export class StripPart extends LitElement {
  static override styles = [base, ...textStyle, style];
  static override properties = { state: { attribute: false } };
  declare state: State;
  private tokens: Tokens | null = null;
  private made: State["prediction"] = null;
  private centred = "";
  private readonly sight = new IntersectionObserver(([entry]) => {
    const { isIntersecting, boundingClientRect } = entry as IntersectionObserverEntry;
    this.toggleAttribute("past", !isIntersecting && boundingClientRect.bottom < window.innerHeight / 2);
    this.follow();
  });

  override firstUpdated(): void {
    const sheet = (this.getRootNode() as ShadowRoot).querySelector("#text");
    if (sheet !== null) this.sight.observe(sheet);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.sight.disconnect();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this.firstUpdated();
  }

  /** Those who listen have the text itself. */
  override render(): TemplateResult {
    return html`<div class="line" aria-hidden="true">
      <div class="words notranslate" translate="no" dir="auto" @click=${this.choose}></div>
    </div>`;
  }

  override updated(): void {
    const { prediction, predicted, text, selection } = this.state;
    const words = this.renderRoot.querySelector<HTMLElement>(".words") as HTMLElement;
    if (prediction === null || predicted !== text) return;
    if (this.made !== prediction) {
      this.tokens?.abandon();
      this.tokens = new Tokens(words, text, prediction, false);
      this.tokens.build();
      this.made = prediction;
    }
    const shown = weightsShown(this.state);
    this.tokens?.tint(shown?.weights.length === prediction.kept ? tint(shown.weights, shown.target) : null);
    this.tokens?.choose(selection, -1);
    this.follow();
  }

  /** Keeps the chosen word in sight; no more than once, so that whoever scrolls the line can. */
  private follow(): void {
    const { selection } = this.state;
    const word = selection === null ? undefined : this.tokens?.at(selection[0]);
    const line = this.renderRoot.querySelector<HTMLElement>(".line");
    const at = `${String(selection)} ${this.hasAttribute("past")}`;
    if (word === undefined || line === null || at === this.centred) return;
    this.centred = at;
    const [inner, outer] = [word.getBoundingClientRect(), line.getBoundingClientRect()];
    line.scrollLeft += inner.left + inner.width / 2 - outer.left - outer.width / 2;
  }

  private choose(event: Event): void {
    const at = this.tokens?.all.indexOf(event.target as HTMLElement) ?? -1;
    if (at >= 0 && !isLocked(this.state.frame, "selection")) send(this, { type: "select", span: [at, at + 1] });
  }
}

define("unrolled-strip", StripPart);
