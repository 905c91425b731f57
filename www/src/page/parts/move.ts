/** The card "Did it move the decision?": leaving it out, LIME, and integrated gradients. */

import { type TemplateResult, html, nothing } from "lit";
import * as words from "../../generated/words/move";
import type { Baseline, Lime, Prediction, Target, TokenSpan } from "../../types";
import { type Action, send } from "../actions";
import { isFresh } from "../deeds/asks";
import { define } from "../define";
import type { Table } from "../download";
import { count, inUnit } from "../numbers";
import { type Sentence, tell, tellPlain, yes } from "../sentence";
import {
  adviceSentence,
  baselineName,
  fitSentence,
  integratedSentence,
  leftOutSentence,
  limeOfSentences,
  limeSentence,
  toldApartSentence,
} from "../sentences/move";
import { shortWords } from "../shapes/pieces";
import { partSentence } from "../sentences/phrases";
import { poorFit } from "../shapes/fit";
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
  { value: "bow" as const, name: tellPlain(words.all_places) },
  { value: "position" as const, name: tellPlain(words.each_place) },
  { value: "sentence" as const, name: tellPlain(words.sentences) },
];
const SAMPLERS = [
  { value: "classic" as const, name: tellPlain(words.classic) },
  { value: "model-assisted" as const, name: tellPlain(words.assisted) },
];
const TARGETS = [
  { value: "logit" as Target, name: tellPlain(words.score) },
  { value: "probability" as Target, name: tellPlain(words.probability) },
];

const BASELINES: Baseline[] = ["unknown", "mean", "zero", "pad"];

export class MoveCard extends View {
  static override styles = [base, controls, folds, cardStyle];
  static override properties = { state: { attribute: false } };
  declare state: State;

  override render(): TemplateResult {
    const { prediction, selection, slots } = this.state;
    if (prediction === null || selection === null) return html``;
    const found = moves(this.state);
    return html`<section class="card">
      <h3>${tellPlain(words.question)}</h3>
      <div class="answer">
        ${this.answers(prediction, selection, found).map((answer) => html`<p>${say(answer)}</p>`)}
      </div>
      ${found === null ? nothing : this.drawFigure(found)} ${failure(this, "leave-one-out", slots["leave-one-out"])}
      ${this.drawPart(prediction, selection)} ${this.drawLime()} ${this.drawIntegrated()} ${how(moveHow())}
    </section>`;
  }

  private answers(prediction: Prediction, selection: TokenSpan, found: Moves | null): Sentence[] {
    if (found === null) return [tell(words.weighing)];
    const chosen = shortWords(this.state.text, prediction, selection);
    const answers = [leftOutSentence(chosen, prediction, found.left, found.target, found.without)];
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
      ${found.lime?.error == null ? nothing : html`<p class="quiet">${tellPlain(words.whiskers)}</p>`}
      ${
        found.sums.some(({ name }) => name.includes("β"))
          ? html`<p class="quiet">${tellPlain(words.beta)}</p>`
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
      ${lime === null ? html`<p class="sentence">${tellPlain(words.lime_asks)}</p>` : this.drawFit(lime, slot.phase === "running")}
      ${stale ? html`<p class="quiet">${tellPlain(words.lime_stale)}</p>` : nothing}
      ${running(this, "lime", slot, tellPlain(words.lime_samples))} ${failure(this, "lime", slot)}
      ${
        slot.phase === "running"
          ? nothing
          : html`<div class="row">
              <button @click=${() => this.send({ type: "run", method: "lime" })}>
                ${tellPlain(words.run_lime, { again: yes(lime !== null), n: settings.lime.samples })}
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
      <button @click=${() => this.send({ type: "run", method: "integrated-gradients" })}>
        ${tellPlain(words.integrated_gradients)}
      </button>
    </div>`;
    const from = BASELINES.map((value) => ({ value, name: baselineName(value) }));
    return html`<div class="block">
      ${found === null ? nothing : html`<p class="sentence">${say(integratedSentence(found))}</p>`}
      ${slot.phase === "running" ? arriving(loading.gradients, tellPlain(words.gradients_module)) : found === null ? ask : nothing}
      ${choice(tellPlain(words.begin_at), from, settings.baseline, (baseline) => this.send({ type: "settings", patch: { baseline } }))}
      ${running(this, "integrated-gradients", slot, tellPlain(words.points))}
      ${failure(this, "integrated-gradients", slot)}
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
      <summary>${tellPlain(words.settings)}</summary>
      <div class="fold">
        ${choice(tellPlain(words.measure), TARGETS, target, (value) => this.send({ type: "settings", patch: { target: value } }))}
        ${choice(tellPlain(words.lime_samples), SAMPLES, lime.samples, (samples) => set({ samples }))}
        ${choice(tellPlain(words.draws), SAMPLERS, lime.sampler, (sampler) => set({ sampler }))}
        ${choice(tellPlain(words.leaves_out), UNITS, lime.units, (units) => set({ units }))}
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
    tellPlain(words.method),
    tellPlain(words.weight, { target: found.target === "logit" ? "logit" : "other" }),
    tellPlain(words.standard_error),
    tellPlain(words.shown_as),
  ];
  return { columns, rows: rows.map((row) => [row.label, row.value, row.error, inUnit(row.value, found.target)]) };
}

define("unrolled-move", MoveCard);
