/** All units over the text: every gate and state of theirs as a heat map, and what holding one changes. */

import { type PropertyValues, type TemplateResult, css, html, nothing } from "lit";
import * as words from "../../../generated/words/units";
import type { CellKind, Gate, Hold, Inside } from "../../../types";
import { send } from "../../store/actions";
import { classesIn, explainedClass } from "../../writing/classes";
import { define } from "../../ui/define";
import type { Table } from "../../export/download";
import { isLocked } from "../../store/frame";
import { type State, answerOf, readsForward } from "../../store/state";
import { plain, tell, tellPlain } from "../../writing/sentence";
import { InsideView } from "../cell/inside";
import { layerName, partName } from "../cell/sentences";
import * as cellWords from "../../../generated/words/cell";
import { isGate, movesAt, valueOf } from "../cell/shape";
import { atSentence, heldSentence, holdName, unitSentence, unitsSentence } from "./sentences";
import { LONG, MOSTLY, type Unit, keepingGate, unitsOf } from "./shape";
import { base, controls, folds } from "../../ui/styles/base";
import { viewStyle } from "../../ui/styles/view";
import { type CellEvent } from "./heatmap";
import "./heatmap";
import { heading } from "../../ui/heading";
import { say } from "../../ui/say";
import "./tracks";
import { arriving, choice, failure, segmented } from "../../ui/pieces";

const ALL = Number.POSITIVE_INFINITY;

const style = css`
  .reading {
    min-height: 1.6em;
    color: var(--muted);
    font-size: 0.875rem;
  }
  .ramp {
    display: inline-block;
    width: 6rem;
    height: 0.8em;
    border-radius: 2px;
    vertical-align: -0.05em;
  }
  .ramp.gate {
    background: linear-gradient(90deg, transparent, var(--ink));
    outline: 1px solid var(--hairline);
  }
  .ramp.signed {
    background: linear-gradient(90deg, var(--negative), transparent, var(--positive));
  }
  /* What is held is an experiment, not a setting. */
  .hold label.field {
    display: inline-flex;
  }
  .holds {
    display: flex;
    flex-wrap: wrap;
    gap: 0.3rem 0.8rem;
    align-items: baseline;
  }
  .unit {
    border-top: 1px solid var(--hairline);
    padding-top: 0.8rem;
  }
  output {
    min-width: 3em;
  }
  .at {
    display: inline-flex;
    gap: 0.6rem;
    align-items: center;
  }
  .at input {
    flex: 1 1 6rem;
    min-width: 5rem;
    width: 9rem;
    min-height: 2rem;
    accent-color: var(--ink);
  }
`;

export class UnitsView extends InsideView {
  static override styles = [base, controls, folds, viewStyle, style];
  static override properties = {
    ...InsideView.properties,
    gate: { state: true },
    shown: { state: true },
    over: { state: true },
    held: { state: true },
  };
  declare private gate: Gate | null;
  declare private shown: number;
  /** The cell under the pointer. */
  declare private over: { unit: number; step: number } | null;
  /** What would be held: which part, at what. */
  declare private held: { part: Gate; value: number };
  private units: Unit[] = [];
  private source: unknown = null;
  private rows: Unit[] = [];

  constructor() {
    super();
    Object.assign(this, { gate: null, shown: 16, over: null, held: { part: "forget", value: 1 } });
  }

  override willUpdate(changed: PropertyValues): void {
    const before = this.seen?.held;
    super.willUpdate(changed);
    if (this.seen === null || !changed.has("state")) return;
    const { held } = this.seen;
    const found = "contribution-over-time";
    const then = changed.get("state") as State | undefined;
    if (before !== held) this.source = { ...held, values: Array.from(held.values) };
    if (before !== held || then?.slots[found] !== this.state.slots[found])
      this.units = unitsOf(held, this.contributions(held));
  }

  /** Of what moves with the line nothing is seen while it is folded. */
  override shouldUpdate(): boolean {
    return this.state.line === null || !this.hasAttribute("folded");
  }

  private contributions(held: Inside) {
    const { result, answered } = this.state.slots["contribution-over-time"];
    const isOfLast = held.layer === this.layers - 1 && answered?.text === this.seen?.text;
    return isOfLast &&
      result !== null &&
      result.fidelity.done === result.tokens.length &&
      result.units.length === held.units
      ? result
      : null;
  }

  private get kind(): CellKind {
    return this.state.manifest?.config.cell ?? "lstm";
  }

  override render(): TemplateResult {
    const step = this.seen === null || !readsForward(this.state) ? null : this.step(this.seen.held);
    const title = tellPlain(words.heading);
    return html`<section class="view">
      ${
        this.seen === null || step === null
          ? html`${heading(title, { how: unitsHow() })} ${this.drawWaiting()}`
          : this.drawUnits(title, this.seen.held, step)
      }
    </section>`;
  }

  private drawUnits(title: string, held: Inside, step: number): TemplateResult {
    const part = this.partOf(held);
    const chosen = this.state.settings.reading.unit ?? movesAt(held, step)[0]?.unit;
    const unit = this.units.find(({ index }) => index === chosen) ?? this.units[0];
    if (unit === undefined) return html``;
    const rows = this.rowsWith(this.state.settings.reading.unit);
    const at = this.over ?? { unit: unit.index, step };
    const name = partName(part, this.kind);
    const reading = atSentence(at.unit, name, this.word(at.step), valueOf(held, part, at.step, at.unit));
    const total = this.contributions(held)?.running_logit.at(-1) ?? null;
    const offers = {
      how: unitsHow(),
      name: "inside-the-network",
      source: this.source,
      table: () => this.table(held, step),
    };
    return html`${heading(title, offers)}
      <p class="sentence">${say(unitsSentence(this.units, total, keepingGate(held)))}</p>
      ${this.drawChoices(held, part)}
      <unrolled-heatmap
        .held=${held}
        .gate=${part}
        .units=${rows}
        .unit=${unit.index}
        .step=${step}
        .reading=${plain(reading)}
        @cell=${(event: CellEvent) => this.cell(event)}></unrolled-heatmap>
      <p class="reading">${say(reading)}</p>
      ${this.drawLegend(part, name)} ${this.drawUnit(held, unit, step)}`;
  }

  /** Those at the top and the chosen one; the same rows as before where they are, so that nothing is painted anew. */
  private rowsWith(chosen: number | null): Unit[] {
    const rows = this.units.filter(({ index }, i) => i < this.shown || index === chosen);
    if (rows.length !== this.rows.length || rows.some((row, i) => row !== this.rows[i])) this.rows = rows;
    return this.rows;
  }

  private drawChoices(held: Inside, part: Gate): TemplateResult {
    const parts = held.parts.map((value) => ({ value, name: partName(value, this.kind) }));
    const many = [16, 48, ALL].map((value) => ({
      value,
      name: value === ALL ? tellPlain(words.shown_all) : String(value),
    }));
    const layers = Array.from({ length: this.layers }, (_, value) => ({ value, name: layerName(value, this.layers) }));
    return html`<div class="row">
      ${segmented(tellPlain(words.which), parts, part, (value) => {
        this.gate = value;
      })}
      ${choice(tellPlain(words.shown), many, this.shown, (value) => {
        this.shown = value;
      })}
      ${layers.length < 2 ? nothing : choice(tellPlain(cellWords.layer), layers, held.layer, (layer) => this.choose({ layer }))}
    </div>`;
  }

  private drawLegend(part: Gate, name: string): TemplateResult {
    const ends = isGate(part) ? ["0", "1"] : [tellPlain(words.below_zero), tellPlain(words.above_zero)];
    return html`<p class="legend">
      <span>${name}</span>
      <span
        >${ends[0]}
        <span class=${`ramp ${isGate(part) ? "gate" : "signed"}`} aria-hidden="true"></span> ${ends[1]}</span
      >
    </p>`;
  }

  private drawUnit(held: Inside, unit: Unit, step: number): TemplateResult {
    const { slots, settings } = this.state;
    const slot = slots.clamping;
    const found = answerOf(this.state, "clamping");
    const explained = explainedClass(classesIn(this.state));
    return html`<div class="block unit">
      <p class="sentence">${say(unitSentence(unit, keepingGate(held)))}</p>
      <unrolled-tracks
        .held=${held}
        .kind=${this.kind}
        .unit=${unit.index}
        .step=${step}
        .classes=${classesIn(this.state)}
        .running=${this.seen?.prediction.running_probability ?? []}
        .heldRunning=${found?.running_probability ?? null}></unrolled-tracks>
      ${this.drawHolding(held, unit)} ${settings.clamps.length === 0 ? nothing : this.drawHeld(settings.clamps)}
      <p class="sentence" aria-live="polite">
        ${found === null ? nothing : say(heldSentence(found, explained, this.kind))}
      </p>
      ${found === null ? nothing : html`<p class="quiet">${tellPlain(words.dashed)}</p>`}
      ${slot.phase === "running" ? arriving(this.state.loading.further, tellPlain(words.further)) : nothing}
      ${failure(this, "clamping", slot)}
    </div>`;
  }

  private drawHeld(clamps: Hold[]): TemplateResult {
    const letGo = (hold: Hold) => {
      const name = holdName(hold, this.kind);
      return html`<button
        class="plain"
        aria-label=${tellPlain(words.let_go, { hold: name })}
        @click=${() => this.hold(clamps.filter((other) => other !== hold))}>
        ${name} ✕
      </button>`;
    };
    return html`<div class="holds" role="group" aria-label=${tellPlain(words.holds)}>
      ${clamps.map(letGo)}
      <button class="plain" @click=${() => this.hold([])}>${tellPlain(words.let_all_go)}</button>
    </div>`;
  }

  private drawHolding(held: Inside, unit: Unit): TemplateResult {
    const { clamps } = this.state.settings;
    const layer = this.layers > 1 ? { layer: held.layer } : {};
    const part = held.parts.includes(this.held.part) ? this.held.part : (held.parts[0] as Gate);
    const put = (hold: Hold) =>
      this.hold([
        ...clamps.filter(
          (other) => other.unit !== hold.unit || other.index !== hold.index || other.layer !== hold.layer,
        ),
        hold,
      ]);
    const low = isGate(part) ? 0 : part === "cell" ? -3 : -1;
    const parts = held.parts.map((value) => ({ value, name: partName(value, this.kind) }));
    return html`<div class="row hold">
      <button @click=${() => put({ unit: "hidden", index: unit.index, value: 0, ...layer })}>
        ${tellPlain(words.silence, { unit: String(unit.index) })}
      </button>
      ${choice(tellPlain(words.hold_its), parts, part, (value) => {
        this.held = { part: value, value: isGate(value) ? 1 : 0 };
      })}
      <label class="at"
        ><span class="field-name">${tellPlain(words.hold_at)}</span
        ><input
          type="range"
          min=${low}
          max=${-low || 1}
          step="0.05"
          .value=${String(this.held.value)}
          @input=${(event: Event) => {
            this.held = { part, value: Number((event.target as HTMLInputElement).value) };
          }} /><output>${this.held.value.toFixed(2)}</output></label
      >
      <button @click=${() => put({ unit: part, index: unit.index, value: this.held.value, ...layer })}>
        ${tellPlain(words.put)}
      </button>
    </div>`;
  }

  private hold(clamps: Hold[]): void {
    send(this, { type: "settings", patch: { clamps } });
  }

  private partOf(held: Inside): Gate {
    return this.gate !== null && held.parts.includes(this.gate)
      ? this.gate
      : held.parts.includes("cell")
        ? "cell"
        : "hidden";
  }

  private cell({ unit, step, chosen }: CellEvent): void {
    this.over = unit < 0 || chosen ? null : { unit, step };
    if (!chosen) return;
    this.choose({ unit });
    if (isLocked(this.state.frame, "selection")) send(this, { type: "line", step });
    else send(this, { type: "select", span: [step, step + 1] });
  }

  private table(held: Inside, step: number): Table {
    const word = this.word(step);
    const gates = held.parts.map((part) => tellPlain(words.column_at, { part: partName(part, this.kind), word }));
    const columns = [words.column_unit, words.column_brings, words.column_life, words.column_stuck].map((name) =>
      tellPlain(name),
    );
    const rows = this.units.map((unit) => [
      unit.index,
      unit.contribution,
      unit.halfLife,
      unit.stuck,
      ...held.parts.map((part) => valueOf(held, part, step, unit.index)),
    ]);
    return { columns: [...columns, ...gates], rows };
  }
}

const unitsHow = (): TemplateResult =>
  html`<p>${say(tell(words.how_numbers))}</p>
    <p>${say(tell(words.how_life, { words: LONG, share: MOSTLY }))}</p>
    <p>${say(tell(words.how_holding))}</p>
    <p>${say(tell(cellWords.how_doubt))}</p>`;

define("unrolled-units", UnitsView);
