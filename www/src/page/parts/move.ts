/** The card "Did it move the decision?": leaving it out, LIME, and integrated gradients. */

import { type TemplateResult, html, nothing } from "lit";
import type { Baseline, Lime, Prediction, Target, TokenSpan } from "../../types";
import { type Action, send } from "../actions";
import { isFresh } from "../deeds/asks";
import { define } from "../define";
import type { Table } from "../download";
import { count, inUnit } from "../numbers";
import type { Sentence } from "../sentence";
import {
  BASELINES,
  adviceSentence,
  fitSentence,
  integratedSentence,
  leftOutSentence,
  limeOfSentences,
  limeSentence,
  poorFit,
  toldApartSentence,
} from "../sentences/move";
import { shortWords } from "../shapes/pieces";
import { partSentence } from "../sentences/phrases";
import { type Moves, moveRows, moves } from "../shapes/moves";
import type { State } from "../state";
import { base, controls, folds } from "../styles/base";
import { cardStyle } from "../styles/card";
import "./bars";
import { moveHow } from "./how";
import { say } from "./say";
import "./table";
import { View } from "./view";
import { arriving, choice, failure, how, running } from "./words";

const SAMPLES = [500, 1000, 5000, 20000].map((value) => ({ value, name: count(value) }));
const UNITS = [
  { value: "bow" as const, name: "words, all occurrences at once" },
  { value: "position" as const, name: "words, each place by itself" },
  { value: "sentence" as const, name: "sentences" },
];
const SAMPLERS = [
  { value: "classic" as const, name: "as the lime package" },
  { value: "model-assisted" as const, name: "model-assisted, fewer needed" },
];
const TARGETS = [
  { value: "logit" as Target, name: "score (log-odds)" },
  { value: "probability" as Target, name: "probability" },
];

export class MoveCard extends View {
  static override styles = [base, controls, folds, cardStyle];
  static override properties = { state: { attribute: false } };
  declare state: State;

  override render(): TemplateResult {
    const { prediction, selection, slots } = this.state;
    if (prediction === null || selection === null) return html``;
    const found = moves(this.state);
    return html`<section class="card">
      <h3>Did it move the decision?</h3>
      <div class="answer">
        ${this.answers(prediction, selection, found).map((answer) => html`<p>${say(answer)}</p>`)}
      </div>
      ${found === null ? nothing : this.drawFigure(found)} ${failure(this, "leave-one-out", slots["leave-one-out"])}
      ${this.drawPart(prediction, selection)} ${this.drawLime()} ${this.drawIntegrated()} ${how(moveHow())}
    </section>`;
  }

  private answers(prediction: Prediction, selection: TokenSpan, found: Moves | null): Sentence[] {
    if (found === null) return [["Weighing the words …"]];
    const words = shortWords(this.state.text, prediction, selection);
    const answers = [leftOutSentence(words, prediction, found.left, found.target)];
    if (found.lime !== null && found.lime.of.target === found.target) {
      const { of, weight, error, places, sentences } = found.lime;
      answers.push(sentences ? limeOfSentences(of, weight) : limeSentence(of, weight, error, found.left, places));
    }
    return answers;
  }

  private drawFigure(found: Moves): TemplateResult {
    const rows = moveRows(found);
    return html`<div class="figure block">
      <unrolled-bars .rows=${rows} .label=${rows.map((row) => `${row.label} ${row.text}`).join("; ")}></unrolled-bars>
      ${found.lime?.error == null ? nothing : html`<p class="quiet">Whiskers: two standard errors to either side.</p>`}
      ${
        found.sums.some(({ name }) => name.includes("β"))
          ? html`<p class="quiet">
              β is how far the memory moved at a word, by what it made the network forget too, as the end of the text
              reads it. What a word was worth when it was read, above, is another measure: only what the word itself
              wrote, as it was read then.
            </p>`
          : nothing
      }
      <unrolled-table name="moved" .source=${found} .table=${() => table(found)}></unrolled-table>
    </div>`;
  }

  /** The selection's part of the score by contextual decomposition. */
  private drawPart(prediction: Prediction, selection: TokenSpan): TemplateResult | typeof nothing {
    const part = this.state.slots["contextual-decomposition"].result;
    if (part === null || !isFresh(this.state, "contextual-decomposition")) return nothing;
    const says = partSentence(part, shortWords(this.state.text, prediction, selection));
    return says.length === 0
      ? nothing
      : html`<p class=${`sentence${part.runaway === true ? " doubt" : ""}`}>${say(says)}</p>`;
  }

  private drawLime(): TemplateResult {
    const { slots, settings } = this.state;
    const slot = slots.lime;
    const lime = slot.answered?.text === this.state.text ? slot.result : null;
    const stale = lime !== null && slot.phase !== "running" && !isFresh(this.state, "lime");
    return html`<div class="block">
      ${lime === null ? html`<p class="sentence">LIME asks the same question with many words left out at once.</p>` : this.drawFit(lime, slot.phase === "running")}
      ${stale ? html`<p class="quiet">These are from other settings than those now chosen.</p>` : nothing}
      ${running(this, "lime", slot, "LIME samples")} ${failure(this, "lime", slot)}
      ${
        slot.phase === "running"
          ? nothing
          : html`<div class="row">
              <button @click=${() => this.send({ type: "run", method: "lime" })}>
                ${lime === null ? "Run LIME" : "Run LIME again"} (${count(settings.lime.samples)} samples)
              </button>
            </div>`
      }
      ${this.drawSettings()}
    </div>`;
  }

  private drawIntegrated(): TemplateResult {
    const { slots, loading, settings } = this.state;
    const slot = slots["integrated-gradients"];
    const found = slot.result !== null && isFresh(this.state, "integrated-gradients") ? slot.result : null;
    const ask = html`<div class="row">
      <button @click=${() => this.send({ type: "run", method: "integrated-gradients" })}>Integrated gradients</button>
    </div>`;
    const from = Object.entries(BASELINES).map(([value, name]) => ({ value: value as Baseline, name }));
    return html`<div class="block">
      ${found === null ? nothing : html`<p class="sentence">${say(integratedSentence(found))}</p>`}
      ${slot.phase === "running" ? arriving(loading.gradients, "the gradients module") : found === null ? ask : nothing}
      ${choice("they begin at a text of", from, settings.baseline, (baseline) => this.send({ type: "settings", patch: { baseline } }))}
      ${running(this, "integrated-gradients", slot, "Points on the way")} ${failure(this, "integrated-gradients", slot)}
    </div>`;
  }

  private drawFit(lime: Lime, busy: boolean): TemplateResult {
    const advice = busy || this.state.slots.lime.stopped ? adviceSentence(lime) : [];
    return html`<p class=${`sentence${poorFit(lime) ? " doubt" : ""}`}>
        ${say(fitSentence(lime))} ${this.wholeSentences() ? nothing : say(toldApartSentence(lime))}
      </p>
      ${advice.length === 0 ? nothing : html`<p class="quiet">${say(advice)}</p>`}`;
  }

  private wholeSentences(): boolean {
    return this.state.slots.lime.answered?.settings.units === "sentence";
  }

  private drawSettings(): TemplateResult {
    const { lime, target } = this.state.settings;
    const set = (patch: Partial<typeof lime>) =>
      this.send({ type: "settings", patch: { lime: { ...lime, ...patch } } });
    return html`<details class="settings">
      <summary>Settings</summary>
      <div class="fold">
        ${choice("measure", TARGETS, target, (value) => this.send({ type: "settings", patch: { target: value } }))}
        ${choice("LIME samples", SAMPLES, lime.samples, (samples) => set({ samples }))}
        ${choice("LIME draws them", SAMPLERS, lime.sampler, (sampler) => set({ sampler }))}
        ${choice("LIME leaves out", UNITS, lime.units, (units) => set({ units }))}
      </div>
    </details>`;
  }

  private send(action: Action): void {
    send(this, action);
  }
}

function table(found: Moves): Table {
  const rows = moveRows(found, Number.POSITIVE_INFINITY);
  const columns = [
    "method",
    `weight (${found.target === "logit" ? "log-odds" : "probability"})`,
    "standard error",
    "shown as",
  ];
  return { columns, rows: rows.map((row) => [row.label, row.value, row.error, inUnit(row.value, found.target)]) };
}

define("unrolled-move", MoveCard);
