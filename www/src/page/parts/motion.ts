/** The network in motion: word by word through the text, every unit's gates and states, and what holding one changes. */

import { type PropertyValues, type TemplateResult, css, html, nothing } from "lit";
import * as of from "../../generated/words/motion";
import type { Clamping, Gate, Hold, Inside } from "../../types";
import { send } from "../actions";
import { isFresh } from "../deeds/asks";
import { classesIn, explainedClass } from "../classes";
import { define } from "../define";
import type { Table } from "../download";
import { isLocked } from "../frame";
import { plain, tell, tellPlain } from "../sentence";
import {
  PART_MEANINGS,
  PART_NAMES,
  cellSentence,
  heldSentence,
  holdName,
  stepSentence,
  unitSentence,
  unitsSentence,
} from "../sentences/motion";
import { LONG, MOSTLY, type Unit, isGate, keepingGate, stepsOf, unitsOf, valueOf } from "../shapes/motion";
import { shortWords } from "../shapes/pieces";
import { type State, readsForward } from "../state";
import { base, controls, folds } from "../styles/base";
import { viewStyle } from "../styles/view";
import { type CellEvent } from "./heatmap";
import "./heatmap";
import { say } from "./say";
import "./table";
import "./tracks";
import { View } from "./view";
import { arriving, choice, failure, how, segmented } from "./words";

/** Steps a second while it plays: slow enough to read along. */
const STEP_MS = 320;
const SHOWN = [16, 48, 1024].map((value) => ({ value, name: value === 1024 ? "all" : String(value) }));

const style = css`
  .player {
    display: flex;
    flex-wrap: wrap;
    gap: 0.4rem 0.8rem;
    align-items: center;
  }
  .player input[type="range"] {
    flex: 1 1 12rem;
    min-width: 8rem;
    accent-color: var(--ink);
    min-height: 2rem;
  }
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
    flex-wrap: nowrap;
    gap: 0.6rem;
    align-items: center;
  }
  .player .at input {
    flex: 1 1 6rem;
    min-width: 5rem;
    width: 9rem;
  }
`;

export class MotionView extends View {
  static override styles = [base, controls, folds, viewStyle, style];
  static override properties = {
    state: { attribute: false },
    gate: { state: true },
    unit: { state: true },
    shown: { state: true },
    over: { state: true },
    read: { state: true },
    playing: { state: true },
    held: { state: true },
  };
  declare state: State;
  declare private gate: Gate | null;
  declare private unit: number | null;
  declare private shown: number;
  /** The cell under the pointer. */
  declare private over: { unit: number; step: number } | null;
  /** The step that is read where no other word can be chosen. */
  declare private read: number | null;
  /** The step while it plays; the selection follows when it stops. */
  declare private playing: number | null;
  /** What would be held: which part, at what. */
  declare private held: { part: Gate; value: number };
  private timer: ReturnType<typeof setInterval> | undefined;
  private asked = "";
  private units: Unit[] = [];
  private watch: IntersectionObserver | null = null;
  private near = false;

  constructor() {
    super();
    Object.assign(this, {
      gate: null,
      unit: null,
      shown: 16,
      over: null,
      read: null,
      playing: null,
      held: { part: "forget", value: 1 },
    });
  }

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
    clearInterval(this.timer);
  }

  /** The numbers of a text are asked for once, when the view comes near the screen. */
  private ask(): void {
    const { text, loading, inside } = this.state;
    if (
      !this.near ||
      !readsForward(this.state) ||
      loading.model.phase !== "ready" ||
      inside?.text === text ||
      this.asked === text
    )
      return;
    this.asked = text;
    send(this, { type: "inside", layer: null });
  }

  override willUpdate(changed: PropertyValues): void {
    if (!changed.has("state")) return;
    const before = changed.get("state") as State | undefined;
    const { inside, slots } = this.state;
    if (before?.text !== this.state.text) this.stop(false);
    if (before?.text !== this.state.text || before.selection !== this.state.selection) this.read = null;
    if (
      inside !== null &&
      (before?.inside !== inside || before.slots["contribution-over-time"] !== slots["contribution-over-time"])
    ) {
      this.units = unitsOf(inside.held, this.contributions(inside.held));
    }
  }

  override updated(): void {
    this.ask();
  }

  private contributions(held: Inside) {
    const found = this.state.slots["contribution-over-time"].result;
    const last = held.layer === this.layers() - 1;
    return last && found !== null && found.fidelity.done === found.tokens.length && found.units.length === held.units
      ? found
      : null;
  }

  private layers(): number {
    return Number(this.state.manifest?.config.layers ?? 1);
  }

  override render(): TemplateResult {
    const { inside, text, prediction } = this.state;
    const held = inside?.text === text ? inside.held : null;
    if (!readsForward(this.state))
      return html`<section class="view">
        <h2>Inside the network, word by word</h2>
        <p class="sentence">${tellPlain(of.not_both_ways)}</p>
      </section>`;
    return html`<section class="view">
      <h2>Inside the network, word by word</h2>
      ${held === null || prediction === null ? this.drawWaiting() : this.drawInside(held)} ${how(motionHow())}
    </section>`;
  }

  /** After a failure, which the status line reports, there is a way to try again. */
  private drawWaiting(): TemplateResult {
    const failed = this.asked === this.state.text && this.state.message !== "";
    const again = () => send(this, { type: "inside", layer: null });
    return failed
      ? html`<div class="loads"><button @click=${again}>Read the gates</button></div>`
      : html`<p class="sentence loads">${tellPlain(of.waiting)}</p>`;
  }

  private drawInside(held: Inside): TemplateResult {
    const step = this.step(held);
    const part = this.partOf(held);
    const unit =
      this.units.find((candidate) => candidate.index === (this.unit ?? this.units[0]?.index)) ?? this.units[0];
    if (unit === undefined) return html``;
    const rows = this.units.slice(0, this.shown);
    const cell = this.over ?? { unit: unit.index, step };
    const reading = cellSentence(cell.unit, part, this.word(cell.step), valueOf(held, part, cell.step, cell.unit));
    return html` <p class="sentence">
        ${say(unitsSentence(this.units, this.contributions(held) === null ? null : (this.state.prediction?.logit ?? null)))}
      </p>
      ${this.drawPlayer(held, step)}
      <div class="player">
        ${segmented(
          "Which number",
          held.parts.map((value) => ({ value, name: PART_NAMES[value] })),
          part,
          (value) => {
            this.gate = value;
          },
        )}
        ${choice("units shown", SHOWN, this.shown, (value) => {
          this.shown = value;
        })}${this.drawLayers(held)}
      </div>
      <unrolled-heatmap
        .held=${held}
        .gate=${part}
        .units=${rows}
        .unit=${unit.index}
        .step=${step}
        .reading=${plain(reading)}
        @cell=${(event: CellEvent) => this.cell(event)}></unrolled-heatmap>
      <p class="reading">${say(reading)}</p>
      ${this.drawLegend(part)}
      <unrolled-table
        name="inside-the-network"
        .source=${{ ...held, values: Array.from(held.values) }}
        .table=${() => this.table(held, step)}></unrolled-table>
      ${this.drawUnit(held, unit, step)}`;
  }

  private drawPlayer(held: Inside, step: number): TemplateResult {
    const steps = stepsOf(held);
    const { prediction } = this.state;
    const before =
      step === 0 ? (prediction?.zero_probability ?? 0.5) : (prediction?.running_probability[step - 1] ?? 0.5);
    const after = prediction?.running_probability[step] ?? 0.5;
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const go = (to: number) => {
      this.stop(false);
      this.choose(Math.max(0, Math.min(steps - 1, to)));
    };
    return html`<div class="player">
      <button @click=${() => go(step - 1)} ?disabled=${step === 0}>Back</button>
      ${still ? nothing : html`<button @click=${() => (this.playing === null ? this.play(held) : this.stop(true))}>${this.playing === null ? "Play" : "Pause"}</button>`}
      <button @click=${() => go(step + 1)} ?disabled=${step >= steps - 1}>Next word</button>
      <input
        type="range"
        min="1"
        max=${steps}
        .value=${String(step + 1)}
        aria-label="The word the network stands at"
        aria-valuetext=${`word ${step + 1}: ${this.word(step)}`}
        @input=${(event: Event) => go(Number((event.target as HTMLInputElement).value) - 1)} />
      <span class="sentence" aria-live=${this.playing === null ? "polite" : "off"}
        >${say(stepSentence(this.word(step), [step, steps], [before, after], explainedClass(classesIn(this.state))))}</span
      >
    </div>`;
  }

  private drawLayers(held: Inside): TemplateResult | typeof nothing {
    const layers = Array.from({ length: this.layers() }, (_, i) => ({
      value: i,
      name: `${i + 1}${i === this.layers() - 1 ? ", the last" : ""}`,
    }));
    return layers.length < 2
      ? nothing
      : choice("layer", layers, held.layer, (layer) => send(this, { type: "inside", layer }));
  }

  private drawLegend(part: Gate): TemplateResult {
    const ends = isGate(part) ? ["0", "1"] : ["▼ below 0", "▲ above 0 (the tint grows with the root)"];
    return html`<p class="legend">
      <span>${PART_NAMES[part]}: ${PART_MEANINGS[part]}.</span>
      <span
        >${ends[0]}
        <span class=${`ramp ${isGate(part) ? "gate" : "signed"}`} aria-hidden="true"></span> ${ends[1]}</span
      >
    </p>`;
  }

  private drawUnit(held: Inside, unit: Unit, step: number): TemplateResult {
    const { slots, prediction, settings } = this.state;
    const slot = slots.clamping;
    const found: Clamping | null = isFresh(this.state, "clamping") && settings.clamps.length > 0 ? slot.result : null;
    return html`<div class="block unit">
      <p class="sentence">
        ${say(unitSentence(unit, keepingGate(held)))}
        ${unit.stuck >= MOSTLY ? "Its gate of memory is as good as open or shut nearly all the time." : ""}
      </p>
      <unrolled-tracks
        .held=${held}
        .unit=${unit.index}
        .step=${step}
        .classes=${classesIn(this.state)}
        .running=${prediction?.running_probability ?? []}
        .heldRunning=${found?.running_probability ?? null}></unrolled-tracks>
      ${this.drawHolding(held, unit)}
      ${
        settings.clamps.length === 0
          ? nothing
          : html`<div class="holds" role="group" aria-label="What is held">
              ${settings.clamps.map((hold, i) => html`<button class="plain" aria-label=${`Let go: ${holdName(hold)}`} @click=${() => this.hold(settings.clamps.filter((_, at) => at !== i))}>${holdName(hold)} ✕</button>`)}
              <button class="plain" @click=${() => this.hold([])}>Let go of everything</button>
            </div>`
      }
      <p class="sentence" aria-live="polite">
        ${found === null ? nothing : say(heldSentence(found, explainedClass(classesIn(this.state))))}
      </p>
      ${found === null ? nothing : html`<p class="quiet">Dashed: the verdict after each word with this held.</p>`}
      ${slot.phase === "running" ? arriving(this.state.loading.further, "the module that answers this") : nothing}
      ${failure(this, "clamping", slot)}
    </div>`;
  }

  private drawHolding(held: Inside, unit: Unit): TemplateResult {
    const { clamps } = this.state.settings;
    const layer = this.layers() > 1 ? { layer: held.layer } : {};
    const part = held.parts.includes(this.held.part) ? this.held.part : (held.parts[0] as Gate);
    const put = (hold: Hold) =>
      this.hold([
        ...clamps.filter(
          (other) => other.unit !== hold.unit || other.index !== hold.index || other.layer !== hold.layer,
        ),
        hold,
      ]);
    const low = isGate(part) ? 0 : part === "cell" ? -3 : -1;
    const parts = held.parts.map((value) => ({ value, name: PART_NAMES[value] }));
    return html`<div class="player hold">
      <button @click=${() => put({ unit: "hidden", index: unit.index, value: 0, ...layer })}>
        Silence unit ${unit.index}
      </button>
      ${choice("or hold its", parts, part, (value) => {
        this.held = { part: value, value: isGate(value) ? 1 : 0 };
      })}
      <label class="at"
        ><span class="field-name">at</span
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
      <button @click=${() => put({ unit: part, index: unit.index, value: this.held.value, ...layer })}>Hold</button>
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

  private step(held: Inside): number {
    const { selection } = this.state;
    return Math.min(
      stepsOf(held) - 1,
      this.playing ?? this.read ?? (selection === null ? stepsOf(held) - 1 : selection[1] - 1),
    );
  }

  private word(step: number): string {
    const { prediction, text } = this.state;
    return prediction === null ? "" : shortWords(text, prediction, [step, step + 1], 24);
  }

  private cell({ unit, step, chosen }: CellEvent): void {
    this.over = unit < 0 || chosen ? null : { unit, step };
    if (!chosen) return;
    this.unit = unit;
    this.stop(false);
    this.choose(step);
  }

  private choose(step: number): void {
    if (isLocked(this.state.frame, "selection")) this.read = step;
    else send(this, { type: "select", span: [step, step + 1] });
  }

  private play(held: Inside): void {
    const at = this.step(held);
    this.playing = at >= stepsOf(held) - 1 ? 0 : at;
    this.timer = setInterval(() => {
      if (this.playing === null || this.playing >= stepsOf(held) - 1) return this.stop(true);
      this.playing++;
    }, STEP_MS);
  }

  /** With `keep` the selection goes where it stopped. */
  private stop(keep: boolean): void {
    clearInterval(this.timer);
    const at = this.playing;
    this.playing = null;
    if (keep && at !== null) this.choose(at);
  }

  private table(held: Inside, step: number): Table {
    const gates = held.parts.map((part) => `${PART_NAMES[part]} after “${this.word(step)}”`);
    const columns = [
      "unit",
      "brings to the score",
      "words until half is forgotten",
      "share of words with gate open or shut",
      ...gates,
    ];
    const rows = this.units.map((unit) => [
      unit.index,
      unit.contribution,
      unit.halfLife,
      unit.stuck,
      ...held.parts.map((part) => valueOf(held, part, step, unit.index)),
    ]);
    return { columns, rows };
  }
}

const motionHow = (): TemplateResult =>
  html` <p>
      <b>These are the network’s own numbers</b>, every one of them, as it computed them. At each word a unit’s gates
      decide what it writes, keeps and shows; what all units show, weighed and added up, is the score. Units stand in
      the order of what they bring to it in the end.
    </p>
    <p>
      <b>Half-lives</b> come from the mean of the gate that keeps the past, over this text; another text has others. A
      memory is called long from ${LONG} words on, a gate saturated when it stays within a tenth of open or shut at
      ${MOSTLY * 100} % of the words.
    </p>
    <p>${say(tell(of.how_holding))}</p>
    <p>Do not read a meaning into a single unit from one text: most units take part in many things.</p>`;

define("unrolled-motion", MotionView);
