/** "Where else do the same units switch on?": the units that are on over the selection, and where in training the same are. */

import { type TemplateResult, css, html, nothing } from "lit";
import * as of from "../../generated/words/pattern";
import * as texts from "../../generated/words/texts";
import type { PatternMatches, UnitContext, UnitContexts } from "../../types";
import { type Action, send } from "../actions";
import { isFresh, lackOf } from "../deeds/asks";
import { hasIndex, hasReviews, isInside, missingBytes, namesOnly, reviewBytes, takesLong } from "../deeds/brings";
import { patternBytes } from "../deeds/kept";
import { type Classes, classesIn } from "../classes";
import { define } from "../define";
import { isLocked } from "../frame";
import { count, decimal } from "../numbers";
import {
  contextsSentence,
  rankedSentence,
  searchedSentence,
  togetherSentence,
  unitName,
  unitsSentence,
} from "../sentences/pattern";
import { paragraph, tell, tellPlain, yes } from "../sentence";
import { joined, shortWords } from "../shapes/pieces";
import type { State } from "../state";
import { base, controls, folds } from "../styles/base";
import { listStyle } from "../styles/lists";
import { viewStyle } from "../styles/view";
import "./matches";
import { matchTable, unitTable } from "./patterntables";
import { type ReviewItem, reviewList } from "./reviews";
import { say } from "./say";
import "./table";
import "./patternlines";
import { View } from "./view";
import { arriving, choice, failure, how, running, segmented, weighing } from "./words";

const PARTS = [
  { value: "cell" as const, name: "memory (cell)" },
  { value: "hidden" as const, name: "output (hidden)" },
];
const SIDES = [
  { value: "both" as const, name: "▲ and ▼" },
  { value: "on" as const, name: "▲ above" },
  { value: "negative" as const, name: "▼ below" },
];
const STEPS = [0, 1, 2, 3, 5].map((value) => ({ value, name: value === 0 ? "none" : count(value) }));
const LENGTHS = [
  { value: "any", name: "two words or more" },
  { value: "same", name: "exactly as many words" },
];
/** Units listed at first. */
const CHIPS = 24;

const style = css`
  .chips {
    display: flex;
    flex-wrap: wrap;
    gap: 0.3rem;
    align-items: center;
  }
  .chips button {
    min-height: 1.9rem;
    padding: 0 0.55rem;
    font-size: 0.8125rem;
  }
  .chips button[aria-pressed="true"] {
    background: var(--ink);
    color: var(--paper);
    border-color: var(--ink);
  }
  .view {
    gap: 0.8rem;
  }
  .contexts {
    display: grid;
    gap: 0.4rem 2rem;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 20rem), 1fr));
  }
`;

export class PatternPart extends View {
  static override styles = [base, controls, folds, listStyle, viewStyle, style];
  static override properties = { state: { attribute: false }, allUnits: { state: true } };
  declare state: State;
  declare private allUnits: boolean;

  constructor() {
    super();
    this.allUnits = false;
  }

  override render(): TemplateResult {
    const { prediction, selection, slots, text } = this.state;
    const lack = lackOf(this.state, "pattern-units");
    if (lack !== null)
      return html`<section class="view">
        <h2>Where else do the same units switch on?</h2>
        <p class="sentence">${tellPlain(lack === "two-classes" ? of.not_two_classes : of.not_both_ways)}</p>
      </section>`;
    const slot = slots["pattern-units"];
    const units = slot.answered?.text === text ? slot.result : null;
    if (prediction === null || selection === null || units === null)
      return html`${failure(this, "pattern-units", slot)}`;
    const search = slots["pattern-search"];
    const found = search.result !== null && isFresh(this.state, "pattern-search") ? search.result : null;
    const words = shortWords(text, prediction, units.span);
    return html`<section class="view">
      <h2>Where else do the same units switch on?</h2>
      <p class="sentence">
        ${say(unitsSentence(words, units, this.allOf(units)))}
        ${found === null ? nothing : say(togetherSentence(found, classesIn(this.state)))}
      </p>
      <unrolled-pattern-lines
        class=${isFresh(this.state, "pattern-units") ? "" : "waiting"}
        .found=${units}
        .threshold=${this.state.settings.pattern.threshold}
        .unit=${this.chosenUnit(units)}
        .text=${text}
        .prediction=${prediction}
        .fixed=${isLocked(this.state.frame, "selection")}
        @threshold=${(event: CustomEvent<number>) => this.set({ threshold: event.detail })}></unrolled-pattern-lines>
      <p class="quiet">
        Lines: ${units.part === "cell" ? "tanh of the memory cell" : "the hidden value"} of each of these units after
        each word. Dashed: the
        threshold${isLocked(this.state.frame, "settings") ? "" : "; drag its handle, or use the arrow keys"}. Shaded:
        the selection; dotted: steps at which a unit must be off.
      </p>
      ${this.drawChips(units)} ${this.drawControls(units)}
      <unrolled-table name="units" .source=${units} .table=${() => unitTable(units, this.state)}></unrolled-table>
      ${this.drawContexts(units)} ${units.units.length === 0 ? nothing : this.drawSearch(found)} ${how(patternHow())}
    </section>`;
  }

  private drawChips(found: PatternMatches): TemplateResult | typeof nothing {
    const layers = Number(this.state.manifest?.config.layers ?? 1);
    const shown = this.allUnits ? found.units : found.units.slice(0, CHIPS);
    const chosen = this.chosenUnit(found);
    const chip = (unit: PatternMatches["units"][number]) => {
      const pressed = unit.unit === chosen && unit.layer === layers - 1;
      const choose = () => this.set({ unit: pressed ? null : unit.unit });
      return html`<button aria-pressed=${pressed} ?disabled=${unit.layer !== layers - 1} @click=${choose}>
        ${unitName(unit, layers)}
      </button>`;
    };
    if (found.units.length === 0) return nothing;
    return html`<div class="chips" role="group" aria-label="Selected units">
      <span class="quiet">Units:</span>${shown.map(chip)}
      ${
        found.units.length <= CHIPS
          ? nothing
          : html`<button
              class="plain"
              @click=${() => {
                this.allUnits = !this.allUnits;
              }}>
              ${this.allUnits ? "fewer" : `all ${found.units.length}`}
            </button>`
      }
    </div>`;
  }

  private drawControls(units: PatternMatches): TemplateResult {
    const { pattern } = this.state.settings;
    const number = (event: Event) => {
      const value = Number((event.target as HTMLInputElement).value);
      if (value > 0 && value < 1) this.set({ threshold: value });
    };
    const cut = units.left < pattern.left || units.right < pattern.right;
    return html`<div class="row">
        <label class="field"
          ><span class="field-name">threshold</span
          ><input
            type="number"
            min="0.01"
            max="0.99"
            step="0.05"
            .value=${decimal(pattern.threshold)}
            @change=${number}
        /></label>
        ${choice("off before", STEPS, pattern.left, (left) => this.set({ left }))}
        ${choice("off after", STEPS, pattern.right, (right) => this.set({ right }))}
        ${this.state.manifest?.config.cell === "gru" ? nothing : segmented("Look at", PARTS, pattern.part, (part) => this.set({ part }))}
        ${segmented("Sides", SIDES, pattern.sides, (sides) => this.set({ sides }))}
      </div>
      ${cut ? html`<p class="quiet">The text has no more steps there, so that fewer are asked to be off.</p>` : nothing}`;
  }

  private drawContexts(units: PatternMatches): TemplateResult | typeof nothing {
    if (this.chosenUnit(units) === null || !hasIndex(this.state) || !hasReviews(this.state)) return nothing;
    const contexts = isFresh(this.state, "unit-contexts") ? this.state.slots["unit-contexts"].result : null;
    if (contexts === null) return this.drawLookUp();
    const list = (name: string, items: UnitContext[]) =>
      html`<div>
        <h4>${name}</h4>
        ${reviewList(this, items.map(contextItem))}
      </div>`;
    return html`<div class="block">
      <p class="sentence">${say(contextsSentence(contexts))}</p>
      <div class="contexts">${list("Highest", contexts.highest)}${list("Lowest", contexts.lowest)}</div>
      <unrolled-table
        name="unit-contexts"
        .source=${contexts}
        .table=${() => contextTable(contexts, classesIn(this.state))}></unrolled-table>
    </div>`;
  }

  /** The unit is being looked up, or on a costly line may be. */
  private drawLookUp(): TemplateResult {
    const { loading, slots } = this.state;
    const bytes = missingBytes(this.state, ["index", "reviews"]);
    if (slots["unit-contexts"].phase === "failed")
      return html`${failure(this, "unit-contexts", slots["unit-contexts"])}`;
    if (slots["unit-contexts"].phase === "running" || bytes === 0)
      return html`<p class="quiet loads">Looking the unit up …</p>
        ${arriving(loading.index, tellPlain(texts.index_coming))}${arriving(loading.reviews, tellPlain(texts.coming))}`;
    return html`<div class="row">
      <button @click=${() => this.send({ type: "recall" })}>Look the unit up in training${weighing(bytes)}</button>
    </div>`;
  }

  private drawSearch(found: PatternMatches | null): TemplateResult {
    const slot = this.state.slots["pattern-search"];
    const busy = slot.phase === "running";
    return html`<div class="block">
      ${found === null ? nothing : this.drawFound(found)}
      ${busy ? arriving(this.state.loading.reviews, tellPlain(texts.coming)) : nothing}
      ${running(this, "pattern-search", slot, "Searching every training position")}
      ${failure(this, "pattern-search", slot)} ${busy || found?.exact === true ? nothing : this.drawAsk()}
    </div>`;
  }

  private drawFound(found: PatternMatches): TemplateResult {
    return html`<p class="quiet doubt">${say(searchedSentence(found))}</p>
      ${
        found.items.length === 0
          ? nothing
          : html`<p class="quiet">${say(rankedSentence(found))}</p>
              <unrolled-matches
                .found=${found}
                .classes=${classesIn(this.state)}
                .fixed=${isLocked(this.state.frame, "text")}></unrolled-matches>`
      }
      <unrolled-table
        name="pattern-search"
        .source=${found}
        .table=${() => matchTable(found, classesIn(this.state))}></unrolled-table>`;
  }

  /** The search, with what it costs before the click. */
  private drawAsk(): TemplateResult | typeof nothing {
    if (!hasReviews(this.state))
      return html`<p class="quiet">${tellPlain(namesOnly(this.state) ? texts.no_reading : of.no_texts)}</p>`;
    const { manifest, loading, settings } = this.state;
    const [n, bytes, load] = [manifest?.counts?.["train"], patternBytes(this.state), reviewBytes(this.state)];
    const set = (value: string) => this.set({ same_length: value === "same" });
    const costs = paragraph(
      tell(of.costs, {
        long: yes(takesLong(this.state)),
        download: yes(loading.reviews.phase !== "ready" && !isInside()),
        bytes: load,
      }),
      bytes > 0 ? tell(of.keeps, { bytes }) : [],
      tell(of.stops),
    );
    return html`<div class="row search">
      <button @click=${() => this.send({ type: "run", method: "pattern-search" })}>
        ${say(tell(of.search, { known: yes(n !== undefined), n: n ?? 0 }))}
      </button>
      ${choice("runs of", LENGTHS, settings.pattern.same_length ? "same" : "any", set)}
      <span class="quiet">${say(costs)}</span>
    </div>`;
  }

  private allOf(found: PatternMatches): number {
    const { layers = 1, hidden = 0 } = (this.state.manifest?.config ?? {}) as { layers?: number; hidden?: number };
    return layers * hidden || found.units.length;
  }

  private chosenUnit(found: PatternMatches): number | null {
    const { unit } = this.state.settings.pattern;
    return found.units.some((candidate) => candidate.unit === unit) ? unit : null;
  }

  private set(patch: Partial<State["settings"]["pattern"]>): void {
    this.send({ type: "settings", patch: { pattern: { ...this.state.settings.pattern, ...patch } } });
  }

  private send(action: Action): void {
    send(this, action);
  }
}

function contextItem(item: UnitContext): ReviewItem {
  const { review, label, probability, position, value } = item;
  const last = item.tokens?.at(-1) ?? "";
  const all = item.tokens === null ? "" : joined(item.tokens);
  const opening = position < (item.tokens?.length ?? 0) ? "" : "… ";
  const excerpt =
    item.tokens === null ? null : { before: opening + all.slice(0, all.length - last.length), match: last, after: "" };
  return { review, label, probability, excerpt, note: decimal(value) };
}

function contextTable({ highest, lowest }: UnitContexts, { names }: Classes) {
  const columns = ["end", "text", "after word", "value", "label", "probability", "words"];
  const row = (end: string) => (item: UnitContext) => [
    end,
    item.review,
    item.position + 1,
    item.value,
    names[item.label] ?? item.label,
    item.probability,
    item.tokens?.join(" ") ?? null,
  ];
  return { columns, rows: [...highest.map(row("highest")), ...lowest.map(row("lowest"))] };
}

const patternHow = (): TemplateResult =>
  html` <p>
      <b>The units.</b> A unit is on where its value is beyond the threshold: above it (▲), or below minus it (▼).
      Chosen are those that are on at every selected word and off at the steps asked for around it, in every layer. This
      is how LSTMVis selects (Strobelt and others 2018), which has one side and one layer.
    </p>
    <p>${say(tell(of.how_search))}</p>
    <p>
      <b>Do not believe it</b> with one or two units: they are on in many places for many reasons. The threshold is
      arbitrary; a unit just below it is left out. That two places share units says that the network holds something
      alike there, not that it decides by it. A unit’s highest and lowest places are its extremes, not its usual work.
    </p>`;

define("unrolled-pattern", PatternPart);
