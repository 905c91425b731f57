/** A view of what one layer held at every step: it asks for that once, when it comes near the screen. */

import { type PropertyValues, type TemplateResult, html } from "lit";
import * as words from "../../../generated/words/cell";
import type { Inside, Prediction } from "../../../types";
import { type State, layerOf, lineOf, readsForward } from "../../store/state";
import { send } from "../../store/actions";
import { shortWords } from "../../writing/pieces";
import { tellPlain } from "../../writing/sentence";
import { View } from "../../ui/view";
import { stepsOf } from "./shape";

export abstract class InsideView extends View {
  static override properties = { state: { attribute: false } };
  declare state: State;
  /** What is drawn: of the text before until the numbers of the present one are here, lest the page jump. */
  protected seen: { text: string; held: Inside; prediction: Prediction } | null = null;
  private watch: IntersectionObserver | null = null;
  private near = false;
  /** The layer and the text that were asked for last. */
  private asked = "";

  override connectedCallback(): void {
    super.connectedCallback();
    this.watch = new IntersectionObserver(
      (entries) => {
        if (!entries.some((entry) => entry.isIntersecting)) return;
        this.near = true;
        this.ask();
      },
      { rootMargin: "400px" },
    );
    this.watch.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.watch?.disconnect();
  }

  override willUpdate(_changed: PropertyValues): void {
    const { inside, prediction, predicted } = this.state;
    if (inside !== null && prediction !== null && inside.text === predicted)
      this.seen = { text: predicted, held: inside.held, prediction };
  }

  override updated(): void {
    this.ask();
  }

  /** The layer that is looked into. */
  protected get layer(): number {
    return layerOf(this.state);
  }

  protected get layers(): number {
    return this.state.manifest?.config.layers ?? 1;
  }

  private ask(): void {
    const { text, predicted, loading, inside } = this.state;
    const isHere = inside?.text === text && inside.held.layer === this.layer;
    const question = `${this.layer} ${text}`;
    if (!this.near || !readsForward(this.state) || loading.model.phase !== "ready") return;
    if (isHere || text !== predicted || this.asked === question) return;
    this.asked = question;
    send(this, { type: "inside", layer: this.layer });
  }

  /** The step at the line, the last without one; null where the network has read nothing. */
  protected step(held: Inside): number | null {
    const steps = stepsOf(held);
    return steps > 0 ? Math.min(lineOf(this.state) ?? steps - 1, steps - 1) : null;
  }

  protected word(step: number, most = 24): string {
    return this.seen === null ? "" : shortWords(this.seen.text, this.seen.prediction, [step, step + 1], most);
  }

  /** Another unit, or another layer. */
  protected choose(patch: { unit?: number | null; layer?: number }): void {
    send(this, { type: "settings", patch: { reading: { ...this.state.settings.reading, ...patch } } });
  }

  /** Before the numbers are here; after a failure, which the status line reports, there is a way to try again. */
  protected drawWaiting(): TemplateResult {
    if (!readsForward(this.state)) return html`<p class="sentence">${tellPlain(words.not_both_ways)}</p>`;
    if (this.seen !== null) return html`<p class="sentence">${tellPlain(words.nothing_read)}</p>`;
    const { text, predicted, message } = this.state;
    const failed = text === predicted && message !== "" && this.asked === `${this.layer} ${text}`;
    const again = () => send(this, { type: "inside", layer: this.layer });
    return failed
      ? html`<div class="loads"><button @click=${again}>${tellPlain(words.again)}</button></div>`
      : html`<p class="sentence loads">${tellPlain(words.waiting)}</p>`;
  }
}
