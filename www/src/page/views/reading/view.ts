/** The reading: how the verdict formed, as a picture with a line that is dragged, stepped and played. */

import { LitElement, type PropertyValues, type TemplateResult, css, html, nothing } from "lit";
import * as words from "../../../generated/words/reading";
import type { Prediction, TokenSpan } from "../../../types";
import { send } from "../../store/actions";
import { isLocked } from "../../store/frame";
import type { State } from "../../store/state";
import { define } from "../../ui/define";
import { say } from "../../ui/say";
import { base, controls, folds } from "../../ui/styles/base";
import { viewStyle } from "../../ui/styles/view";
import { shortWords } from "../../writing/pieces";
import { tellPlain } from "../../writing/sentence";
import { LONG, followed, windowAt, windowOf } from "./axisshape";
import { headline } from "./findings";
import { courseOf, leftOut } from "./missingshape";
import { further } from "./more";
import "./staves";

const style = css`
  .headline {
    color: var(--ink);
    font-size: 1.0625rem;
    line-height: 1.5;
    max-width: 46em;
    min-height: 3em;
    text-wrap: pretty;
  }
  .sentence b.positive {
    color: var(--positive);
  }
  .sentence b.negative {
    color: var(--negative);
  }
  .player {
    display: flex;
    flex-wrap: wrap;
    gap: 0.3rem 0.9rem;
    align-items: center;
  }
  .player > button {
    border-radius: 999px;
  }
  unrolled-staves + .sentence {
    margin-top: 0.6rem;
  }
  .sentence {
    max-width: 54em;
  }
  @container (max-width: 26rem) {
    .hint {
      display: none;
    }
  }
  unrolled-zoom {
    height: 32px;
  }
  .tracks {
    margin-inline-start: auto;
    position: relative;
  }
  .menu {
    display: grid;
    gap: 0.3rem;
    position: absolute;
    z-index: 3;
    inset-inline-end: 0;
    width: max-content;
    max-width: min(24rem, 88vw);
    padding: 0.8rem 1rem;
    background: var(--card);
    border: 1px solid var(--edge);
    border-radius: 10px;
  }
  .menu label {
    display: flex;
    gap: 0.5rem;
    align-items: baseline;
  }
`;

export class ReadingView extends LitElement {
  static override styles = [base, controls, folds, viewStyle, style];
  static override properties = { state: { attribute: false }, all: { state: true }, playing: { state: true } };
  declare state: State;
  declare private all: boolean;
  declare playing: boolean;
  /** What was asked for last from inside the network. */
  private asked = "";

  constructor() {
    super();
    [this.all, this.playing] = [false, false];
  }

  override connectedCallback(): void {
    super.connectedCallback();
    // Nothing was heard of the line while this stood nowhere.
    if (this.hasUpdated && this.state.line !== null) send(this, { type: "line", step: null });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    further.stop?.(this);
  }

  override updated(changed: PropertyValues): void {
    const before = changed.get("state") as State | undefined;
    if (this.playing && before !== undefined && before.text !== this.state.text) {
      further.stop?.(this);
      // A last step may have come after the text.
      send(this, { type: "line", step: null });
    }
    this.follow(before);
    this.asked = further.ask?.(this.state, this, this.asked) ?? this.asked;
  }

  override render(): TemplateResult {
    const { prediction, selection, predicted } = this.state;
    if (prediction === null || prediction.kept === 0) return html``;
    const name = selection === null ? "" : shortWords(predicted, prediction, selection, 40);
    const finding =
      selection === null
        ? (further.formed?.(this.state) ?? [])
        : headline(prediction, selection, name, courseOf(this.state), this.endWithout(selection));
    const notes = further.notes?.(this.state) ?? [];
    return html`<section class="view">
      ${further.heading?.(this.state) ?? html`<div class="heading"><h2>${tellPlain(words.title)}</h2></div>`}
      <p class="headline">${say(finding)}</p>
      ${this.drawPlayer()} ${prediction.kept < LONG ? nothing : this.drawZoom(prediction)}
      <unrolled-staves
        .state=${this.state}
        .all=${this.all}
        .playing=${this.playing}
        @held=${() => further.stop?.(this)}></unrolled-staves>
      ${notes.map((note) => html`<p class="sentence">${say(note)}</p>`)}
    </section>`;
  }

  /** By leaving one word out, which is answered first. */
  private endWithout([from, to]: TokenSpan): number | null {
    return to - from === 1 ? (leftOut(this.state)?.weights[from] ?? null) : null;
  }

  private drawPlayer(): TemplateResult {
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const hint = tellPlain(isLocked(this.state.frame, "selection") ? words.hint_fixed : words.hint);
    return html`<div class="player">
      ${still ? nothing : html`<button ?disabled=${further.toggle === null} @click=${() => further.toggle?.(this)}>${this.playing ? "❚❚ " : "▶ "}${tellPlain(this.playing ? words.pause : words.play)}</button>`}
      <span class="quiet hint steps">${hint}</span>
      ${
        further.menu?.(this.state, this, this.all, (all) => {
          this.all = all;
        }) ?? nothing
      }
    </div>`;
  }

  /** A line that goes out of the window takes the window with it, and a word chosen outside brings it there. */
  private follow(before: State | undefined): void {
    const { prediction, settings } = this.state;
    const { zoom } = settings.reading;
    if (before === undefined || prediction === null || zoom === null || prediction.kept < LONG) return;
    const step = followed(before, this.state);
    const seen = windowOf(prediction.kept, zoom);
    const moved = step === null ? seen : windowAt(prediction.kept, seen, step);
    if (moved[0] === seen[0]) return;
    send(this, { type: "settings", patch: { reading: { ...settings.reading, zoom: moved } } });
  }

  /** The strip comes with the second script, and nothing is to jump then. */
  private drawZoom({ kept }: Prediction): TemplateResult {
    const { reading } = this.state.settings;
    const zoomed = (event: Event) => {
      const { span } = event as unknown as { span: TokenSpan | null };
      send(this, { type: "settings", patch: { reading: { ...reading, zoom: span } } });
    };
    return html`<unrolled-zoom
      .prediction=${this.state.prediction}
      .span=${windowOf(kept, reading.zoom)}
      @zoomed=${zoomed}></unrolled-zoom>`;
  }
}

define("unrolled-reading", ReadingView);
