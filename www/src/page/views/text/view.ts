/** The sheet: the text, which weights tint it, its legend, and the way to edit it. */

import { LitElement, type TemplateResult, html, nothing } from "lit";
import * as words from "../../../generated/words/sheet";
import type { LeaveOneOut, Lime } from "../../../types";
import { classesIn, sideOf } from "../../writing/classes";
import { send } from "../../store/actions";
import { WEIGH_AT_ONCE } from "../../store/question";
import { define } from "../../ui/define";
import type { Table } from "../../export/download";
import { type Frame, drawnViews, isHidden, isLocked } from "../../store/frame";
import * as shared from "../../../generated/words/shared";
import { inUnit } from "../../writing/numbers";
import { isMark, tell, tellPlain } from "../../writing/sentence";
import { strongestSentence } from "./strongest";
import { doubtIn } from "../verdict/doubt";
import { poorFit } from "../../ui/fit";
import { isBare, weightsShown } from "./shown";
import { withoutOne } from "./without";
import { named } from "../../writing/named";
import { shortWords } from "../../writing/pieces";
import { tint } from "../../ui/tint";
import type { State } from "../../store/state";
import { base, controls, folds } from "../../ui/styles/base";
import { sheetStyle } from "./style";
import { say } from "../../ui/say";
import type { TextPart } from "./text";
import "./text";
import { failure, running, segmented } from "../../ui/pieces";

/** There is nothing in its menu. */
const isMenuless = (frame: Frame) => isHidden(frame, "table") && isHidden(frame, "download");

export class SheetPart extends LitElement {
  static override styles = [base, controls, folds, sheetStyle];
  static override properties = { state: { attribute: false } };
  declare state: State;

  override render(): TemplateResult {
    const { text, prediction, predicted, editing, selection, frame, opening } = this.state;
    const shown = weightsShown(this.state);
    return html`<div class="sheet">
      <unrolled-text
        class=${editing ? "editing" : ""}
        .text=${text}
        .prediction=${prediction}
        .predicted=${predicted}
        .editing=${editing}
        .selection=${selection}
        .shown=${shown}
        .bare=${isBare(this.state)}
        .fixed=${isLocked(frame, "selection")}
        .opening=${opening !== null}
        .changeable=${this.isChangeable}></unrolled-text>
      <div class="foot">
        ${isBare(this.state) || isHidden(frame, "tint") ? nothing : segmented(tellPlain(words.tints), TINTS, this.state.tint, (tinted) => send(this, { type: "tint", tint: tinted }))}
        ${this.drawLegend(shown)}${this.drawUnknown()}
      </div>
      <div class="foot quiet">
        ${this.drawChange()}${isHidden(frame, "undo") ? nothing : this.drawSteps()}
        <span class="push"
          >${isHidden(frame, "edit") ? nothing : html`<button class="plain" aria-label=${editing ? nothing : tellPlain(words.edit_text)} @click=${() => send(this, { type: "editing", on: !editing })}>${tellPlain(editing ? words.done : words.edit)}</button>`}
          ${shown === null || isMenuless(frame) ? nothing : this.drawTable(shown)}</span
        >
      </div>
      ${this.drawNotes(shown)}
    </div>`;
  }

  /** Their place is kept while there is nothing to go back to, so that nothing jumps with the first step. */
  private drawSteps(): TemplateResult {
    const { back, forth } = this.state.steps;
    const step = (type: "undo" | "redo", says: string, possible: boolean) =>
      html`<button
        class="plain"
        aria-label=${says}
        title=${says}
        ?disabled=${!possible}
        @click=${() => send(this, { type })}>
        ${type === "undo" ? "↶" : "↷"}
      </button>`;
    return html`<span class=${back || forth ? "" : "none"}
      >${step("undo", tellPlain(words.undo), back)}${step("redo", tellPlain(words.redo), forth)}</span
    >`;
  }

  private get isChangeable(): boolean {
    const { frame } = this.state;
    return !isHidden(frame, "edit") && !isLocked(frame, "text") && !isLocked(frame, "selection");
  }

  /** What can be done to the chosen words without the keyboard; keys and a double click do the same. */
  private drawChange(): TemplateResult | typeof nothing {
    const { selection, editing, prediction, predicted, text } = this.state;
    if (!this.isChangeable || selection === null || editing || prediction === null || predicted !== text)
      return nothing;
    const part = () => this.renderRoot.querySelector<TextPart>("unrolled-text");
    const several = selection[1] - selection[0] > 1;
    const button = (says: string, label: string, possible: boolean, change: () => void) =>
      html`<button class="plain" aria-label=${label} title=${label} ?disabled=${!possible} @click=${change}>
        ${says}
      </button>`;
    return html`<span class="change" role="group" aria-label=${tellPlain(words.change)}>
      ${button(tellPlain(words.strike), tellPlain(words.strike_key), true, () => part()?.changes?.strike())}
      ${button(tellPlain(words.retype), tellPlain(words.retype_key), true, () => part()?.changes?.retype())}
      ${button("⇠", tellPlain(words.swap_before), !several && selection[0] > 0, () => part()?.changes?.swap(-1))}
      ${button("⇢", tellPlain(words.swap_after), !several && selection[1] < prediction.kept, () => part()?.changes?.swap(1))}
    </span>`;
  }

  /** How far the tints go: what the strongest weigh, with their signs as the words have them. */
  private drawLegend(shown: LeaveOneOut | Lime | null): TemplateResult | typeof nothing {
    if (isBare(this.state)) return nothing;
    const full = shown === null ? null : tint(shown.weights, shown.target).full;
    const end = (sign: number) => (full === null || shown === null ? "" : inUnit(sign * full, shown.target));
    const side = (up: boolean) => sideOf(classesIn(this.state), up);
    const says = (up: boolean) => tellPlain(up ? words.up : words.down, side(up));
    return html`<span class="legend">
      <span class="hidden-label">${says(false)}</span><span class="negative" aria-hidden="true">▼</span> ${end(-1)}
      <span aria-hidden="true">…</span>
      <span class="hidden-label">${says(true)}</span><span class="positive" aria-hidden="true">▲</span> ${end(1)}
    </span>`;
  }

  private drawUnknown(): TemplateResult | typeof nothing {
    if (this.state.prediction?.unknown.some(Boolean) !== true) return nothing;
    return html`<span class="legend"
      ><span class="key">${tellPlain(words.dotted)}</span> ${tellPlain(words.unknown)}</span
    >`;
  }

  private drawNotes(shown: LeaveOneOut | Lime | null): TemplateResult | typeof nothing {
    if (isBare(this.state)) return nothing;
    const { tint: method, slots, prediction } = this.state;
    const slot = slots[method];
    const notes = [this.tooLong(), running(this, method, slot, tellPlain(words.weighing)), failure(this, method, slot)];
    if (shown?.method === "lime" && poorFit(shown as Lime)) {
      notes.push(html`<p class="quiet doubt">${tellPlain(words.poor)}</p>`);
    }
    const wholeSentences = slot.answered?.settings.units === "sentence";
    if (isShared(shown) && !wholeSentences) notes.push(html`<p class="quiet">${say(tell(shared.tint))}</p>`);
    // The summary says it too.
    const { frame, chapter } = this.state;
    const isSummed = drawnViews(frame, chapter).includes("summary");
    if (shown !== null && slot.phase === "done" && !wholeSentences && !isSummed) notes.unshift(this.strongest(shown));
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
