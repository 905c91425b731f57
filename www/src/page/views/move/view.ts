/** The card "Did it move the decision?": leaving it out, LIME, and integrated gradients. */

import { type TemplateResult, html, nothing } from "lit";
import * as common from "../../../generated/words/common";
import * as words from "../../../generated/words/move";
import type { Baseline, IntegratedGradients, Lime, Prediction, Target, TokenSpan } from "../../../types";
import { type Action, send } from "../../store/actions";
import { define } from "../../ui/define";
import type { Table } from "../../export/download";
import { count, inUnit } from "../../writing/numbers";
import { type Sentence, paragraph, tell, tellPlain, yes } from "../../writing/sentence";
import {
  adviceSentence,
  baselineName,
  fitSentence,
  integratedSentence,
  leftOutSentence,
  limeOfSentences,
  limeSentence,
  toldApartSentence,
} from "./sentences";
import { shortWords } from "../../writing/pieces";
import { partSentence } from "../phrases/sentences";
import { type Moves, moveRows, moves } from "./shape";
import { type State, answerOf } from "../../store/state";
import { base, controls, folds } from "../../ui/styles/base";
import { cardStyle } from "../../ui/styles/card";
import "../../ui/bars";
import { heading } from "../../ui/heading";
import { say } from "../../ui/say";
import { View } from "../../ui/view";
import { arriving, choice, explained, failure, running } from "../../ui/pieces";

const SAMPLES = [500, 1000, 2500, 5000, 20000].map((value) => ({ value, name: count(value) }));
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
      ${this.drawHeading(prediction, selection, found)}
      <div class="answer">
        ${this.answers(prediction, selection, found).map((answer) => html`<p>${say(answer)}</p>`)}
      </div>
      ${found === null ? nothing : this.drawFigure(found)} ${failure(this, "leave-one-out", slots["leave-one-out"])}
      ${this.drawLime()} ${this.drawIntegrated()}
    </section>`;
  }

  private drawHeading(prediction: Prediction, selection: TokenSpan, found: Moves | null): TemplateResult {
    const lime = this.lime();
    const integrated = this.integrated();
    const how = explained(
      tell(words.how_left),
      tell(words.how_lime),
      lime === null ? [] : paragraph(fitSentence(lime), this.wholeSentences() ? [] : toldApartSentence(lime)),
      tell(words.how_integrated),
      integrated === null ? [] : integratedSentence(integrated),
      tell(words.how_cell),
      tell(words.beta),
      this.partOf(prediction, selection),
      tell(words.how_score),
    );
    const table = found === null ? {} : { name: "moved", source: found, table: () => tableOf(found) };
    return heading(tellPlain(words.question), { how, level: 3, ...table });
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
    </div>`;
  }

  /** The selection's part of the score by contextual decomposition. */
  private partOf(prediction: Prediction, selection: TokenSpan): Sentence {
    const part = answerOf(this.state, "contextual-decomposition");
    return part === null ? [] : partSentence(part, shortWords(this.state.text, prediction, selection));
  }

  private lime(): Lime | null {
    const { lime } = this.state.slots;
    return lime.answered?.text === this.state.text ? lime.result : null;
  }

  private integrated(): IntegratedGradients | null {
    return answerOf(this.state, "integrated-gradients");
  }

  private drawLime(): TemplateResult {
    const { slots, settings } = this.state;
    const slot = slots.lime;
    const lime = this.lime();
    const advice = lime !== null && (slot.phase === "running" || slot.stopped) ? adviceSentence(lime) : [];
    const stale = lime !== null && slot.phase !== "running" && !slot.current;
    return html`<div class="block">
      ${advice.length === 0 ? nothing : html`<p class="quiet">${say(advice)}</p>`}
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
    const { slots, loading } = this.state;
    const slot = slots["integrated-gradients"];
    const found = answerOf(this.state, "integrated-gradients");
    const ask = html`<div class="row">
      <button @click=${() => this.send({ type: "run", method: "integrated-gradients" })}>
        ${tellPlain(words.integrated_gradients)}
      </button>
    </div>`;
    return html`<div class="block">
      ${slot.phase === "running" ? arriving(loading.gradients, tellPlain(words.gradients_module)) : found === null ? ask : nothing}
      ${running(this, "integrated-gradients", slot, tellPlain(words.points))}
      ${failure(this, "integrated-gradients", slot)}
    </div>`;
  }

  private wholeSentences(): boolean {
    return this.state.slots.lime.answered?.settings.units === "sentence";
  }

  private drawSettings(): TemplateResult {
    const { lime, target, baseline: from } = this.state.settings;
    const baselines = BASELINES.map((value) => ({ value, name: baselineName(value) }));
    const set = (patch: Partial<typeof lime>) =>
      this.send({ type: "settings", patch: { lime: { ...lime, ...patch } } });
    return html`<details class="settings">
      <summary>${tellPlain(common.settings)}</summary>
      <div class="fold">
        ${choice(tellPlain(words.measure), TARGETS, target, (value) => this.send({ type: "settings", patch: { target: value } }))}
        ${choice(tellPlain(words.lime_samples), SAMPLES, lime.samples, (samples) => set({ samples }))}
        ${choice(tellPlain(words.draws), SAMPLERS, lime.sampler, (sampler) => set({ sampler }))}
        ${choice(tellPlain(words.leaves_out), UNITS, lime.units, (units) => set({ units }))}
        ${choice(tellPlain(words.begin_at), baselines, from, (baseline) => this.send({ type: "settings", patch: { baseline } }))}
      </div>
    </details>`;
  }

  private send(action: Action): void {
    send(this, action);
  }
}

function tableOf(found: Moves): Table {
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
