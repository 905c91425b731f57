/** The sheet: the text, which weights tint it, its legend, and the way to edit it. */

import { LitElement, type TemplateResult, html, nothing } from "lit";
import * as words from "../../generated/words/sheet";
import type { LeaveOneOut, Lime } from "../../types";
import { classesIn, sideOf } from "../classes";
import { send } from "../actions";
import { WEIGH_AT_ONCE } from "../deeds/asks";
import { define } from "../define";
import type { Table } from "../download";
import { isHidden, isLocked } from "../frame";
import * as shared from "../../generated/words/shared";
import { inUnit } from "../numbers";
import { isMark, tell, tellPlain } from "../sentence";
import { strongestSentence } from "../sentences/strongest";
import { doubtIn } from "../sentences/doubt";
import { poorFit } from "../shapes/fit";
import { withoutOne } from "../shapes/without";
import { named } from "../shapes/named";
import { shortWords } from "../shapes/pieces";
import { tint } from "../shapes/tint";
import type { State } from "../state";
import { base, controls, folds } from "../styles/base";
import { sheetStyle } from "../styles/sheet";
import { say } from "./say";
import "./text";
import { failure, running, segmented } from "./words";

export class SheetPart extends LitElement {
  static override styles = [base, controls, folds, sheetStyle];
  static override properties = { state: { attribute: false } };
  declare state: State;

  override render(): TemplateResult {
    const { text, prediction, predicted, editing, selection, frame, opening } = this.state;
    const shown = this.shown();
    return html`<div class="sheet">
      <unrolled-text
        class=${editing ? "editing" : ""}
        .text=${text}
        .prediction=${prediction}
        .predicted=${predicted}
        .editing=${editing}
        .selection=${selection}
        .shown=${shown}
        .fixed=${isLocked(frame, "selection")}
        .opening=${opening !== null}></unrolled-text>
      <div class="foot">
        ${this.isBare || isHidden(frame, "tint") ? nothing : segmented(tellPlain(words.tints), TINTS, this.state.tint, (tinted) => send(this, { type: "tint", tint: tinted }))}
        ${this.drawLegend(shown)}
        <span class="push"
          >${isHidden(frame, "undo") ? nothing : this.drawSteps()}
          ${isHidden(frame, "edit") ? nothing : html`<button @click=${() => send(this, { type: "editing", on: !editing })}>${tellPlain(editing ? words.done : words.edit)}</button>`}</span
        >
      </div>
      ${this.drawNotes(shown)} ${shown === null ? nothing : this.drawTable(shown)}
    </div>`;
  }

  /** Their place is kept while there is nothing to go back to, so that nothing jumps with the first step. */
  private drawSteps(): TemplateResult {
    const { back, forth } = this.state.steps;
    const step = (type: "undo" | "redo", says: string, possible: boolean) =>
      html`<button class="plain" ?disabled=${!possible} @click=${() => send(this, { type })}>${says}</button>`;
    return html`<span class=${back || forth ? "" : "none"}
      >${step("undo", tellPlain(words.undo), back)}${step("redo", tellPlain(words.redo), forth)}</span
    >`;
  }

  /** Nothing but the text: who is to guess the verdict must not read it off the weights. */
  private get isBare(): boolean {
    return isHidden(this.state.frame, "weights");
  }

  /** The weights of the chosen method, if they belong to the text on the sheet. */
  private shown(): LeaveOneOut | Lime | null {
    const { slots, tint: method, text, predicted } = this.state;
    const slot = slots[method];
    return !this.isBare && slot.answered?.text === text && predicted === text ? slot.result : null;
  }

  private drawLegend(shown: LeaveOneOut | Lime | null): TemplateResult {
    const full = shown === null ? null : tint(shown.weights, shown.target).full;
    const end = (sign: number) => (full === null || shown === null ? "" : inUnit(sign * full, shown.target));
    const side = (up: boolean) => sideOf(classesIn(this.state), up);
    const strange = this.state.prediction?.unknown.some(Boolean) === true;
    return html`<span class="legend">
      ${this.isBare ? nothing : html`<span class="scale">${tellPlain(words.down, side(false))} ${end(-1)} <span class="ramp" aria-hidden="true"></span> ${tellPlain(words.up, side(true))} ${end(1)}</span>`}
      ${strange ? html`<span><span class="key">${tellPlain(words.dotted)}</span>: ${tellPlain(words.unknown)}</span>` : nothing}
    </span>`;
  }

  private drawNotes(shown: LeaveOneOut | Lime | null): TemplateResult | typeof nothing {
    if (this.isBare) return nothing;
    const { tint: method, slots, prediction } = this.state;
    const slot = slots[method];
    const notes = [this.tooLong(), running(this, method, slot, tellPlain(words.weighing)), failure(this, method, slot)];
    if (shown?.method === "lime" && poorFit(shown as Lime)) {
      notes.push(html`<p class="quiet doubt">${tellPlain(words.poor)}</p>`);
    }
    const wholeSentences = slot.answered?.settings.units === "sentence";
    if (isShared(shown) && !wholeSentences) notes.push(html`<p class="quiet">${say(tell(shared.tint))}</p>`);
    if (shown !== null && slot.phase === "done" && !wholeSentences) notes.unshift(this.strongest(shown));
    return prediction === null || notes.every((note) => note === nothing)
      ? nothing
      : html`<div class="note">${notes}</div>`;
  }

  private strongest(shown: LeaveOneOut | Lime): TemplateResult | typeof nothing {
    const { prediction, text } = this.state;
    const sizes = shown.weights.map(Math.abs);
    const at = sizes.indexOf(sizes.reduce((a, b) => Math.max(a, b), 0));
    if (prediction === null || prediction.kept < 2 || at < 0 || sizes[at] === 0) return nothing;
    // What the network does not know it has no reasons for, and one unknown word is to it like any other.
    if (doubtIn(this.state) !== null || prediction.unknown[at] === true) return nothing;
    const name = { name: named(text, prediction, at, 24), isMark: isMark(shown.tokens[at] ?? "") };
    const left = shown.method === "leave-one-out" ? withoutOne(shown as LeaveOneOut, at) : null;
    const places = shown.tokens.filter(
      (token, i) => token === shown.tokens[at] && shown.weights[i] === shown.weights[at],
    ).length;
    return html`<p class="sentence">
      ${say(strongestSentence(shown, prediction, name, shown.weights[at] ?? 0, { left, places }))}
    </p>`;
  }

  private tooLong(): TemplateResult | typeof nothing {
    const { tint: method, slots, prediction, loading } = this.state;
    const waits = method === "leave-one-out" && slots[method].phase === "idle" && loading.model.phase === "ready";
    if (!waits || prediction === null || prediction.kept <= WEIGH_AT_ONCE) return nothing;
    const weigh = () => send(this, { type: "run", method: "leave-one-out" });
    return html`<div class="row loads">
      <span class="quiet">${say(tell(words.takes_a_while, { n: prediction.kept }))}</span>
      <button @click=${weigh}>${tellPlain(words.weigh)}</button>
    </div>`;
  }

  private drawTable(shown: LeaveOneOut | Lime): TemplateResult {
    return html`<unrolled-table
      .name=${`weights-${this.state.tint}`}
      .source=${shown}
      .table=${() => this.table(shown)}></unrolled-table>`;
  }

  private table(shown: LeaveOneOut | Lime): Table {
    const { text, prediction } = this.state;
    const rows = shown.weights.map((weight, i) => {
      const word = prediction === null ? (shown.tokens[i] ?? "") : shortWords(text, prediction, [i, i + 1]);
      const errors = shown.standard_errors === null ? [] : [shown.standard_errors[i] ?? null];
      return [i + 1, word, weight, ...errors, ...(isShared(shown) ? [shown.shared?.[i] ?? null] : [])];
    });
    const errors = shown.standard_errors === null ? [] : [tellPlain(words.standard_error)];
    const places = isShared(shown) ? [tellPlain(shared.places)] : [];
    const target = shown.target === "logit" ? "logit" : "other";
    return {
      columns: [
        tellPlain(words.number),
        tellPlain(words.word),
        tellPlain(words.weight, { target }),
        ...errors,
        ...places,
      ],
      rows,
    };
  }
}

/** Some weights stand at several places and are meant for all of them. */
const isShared = (shown: LeaveOneOut | Lime | null): boolean => shown?.shared?.some((places) => places > 1) === true;

const TINTS: { value: State["tint"]; name: string }[] = [
  { value: "leave-one-out", name: tellPlain(words.leave_one_out) },
  { value: "lime", name: "LIME" },
];

define("unrolled-sheet", SheetPart);
