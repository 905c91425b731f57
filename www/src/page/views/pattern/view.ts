/** "Where else do the same units switch on?": the units that are on over the selection, and where in training the same are. */

import { type TemplateResult, css, html, nothing } from "lit";
import * as common from "../../../generated/words/common";
import * as of from "../../../generated/words/pattern";
import * as texts from "../../../generated/words/texts";
import type { PatternMatches, UnitContext, UnitContexts } from "../../../types";
import { type Action, send } from "../../store/actions";
import { lackOf } from "../../deeds/needs";
import { hasIndex, hasReviews, isInside, missingBytes, namesOnly, reviewBytes, takesLong } from "../../deeds/brings";
import { patternBytes } from "../../deeds/kept";
import { type Classes, classesIn, lastClass, ofClass } from "../../writing/classes";
import { define } from "../../ui/define";
import { isLocked } from "../../store/frame";
import { count, decimal } from "../../writing/numbers";
import {
  contextsSentence,
  rankedSentence,
  searchedSentence,
  togetherSentence,
  unitName,
  unitsSentence,
} from "./sentences";
import { paragraph, tell, tellPlain, yes } from "../../writing/sentence";
import { joined, shortWords } from "../../writing/pieces";
import { type State, answerOf } from "../../store/state";
import { base, controls, folds } from "../../ui/styles/base";
import { listStyle } from "../../ui/styles/lists";
import { viewStyle } from "../../ui/styles/view";
import "./matches";
import { matchTable, unitTable } from "./tables";
import { type ReviewItem, reviewList } from "../../ui/reviews";
import { heading } from "../../ui/heading";
import { say } from "../../ui/say";
import "./lines";
import { View } from "../../ui/view";
import { arriving, choice, explained, failure, running, segmented, tail, weighing } from "../../ui/pieces";

const PARTS = [
  { value: "cell" as const, name: tellPlain(of.part_cell) },
  { value: "hidden" as const, name: tellPlain(of.part_hidden) },
];
const SIDES = [
  { value: "both" as const, name: tellPlain(of.side_both) },
  { value: "on" as const, name: tellPlain(of.side_above) },
  { value: "negative" as const, name: tellPlain(of.side_below) },
];
const STEPS = [0, 1, 2, 3, 5].map((value) => ({ value, name: value === 0 ? tellPlain(of.none_off) : count(value) }));
const LENGTHS = [
  { value: "any", name: tellPlain(of.any_length) },
  { value: "same", name: tellPlain(of.same_length) },
];
/** Units listed at first. */
const CHIPS = 12;

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
        ${heading(tellPlain(of.question))}
        <p class="sentence">${tellPlain(lack === "two-classes" ? of.not_two_classes : of.not_both_ways)}</p>
      </section>`;
    const slot = slots["pattern-units"];
    const units = slot.answered?.text === text ? slot.result : null;
    if (prediction === null || selection === null || units === null)
      return html`${failure(this, "pattern-units", slot)}`;
    const found = answerOf(this.state, "pattern-search");
    const words = shortWords(text, prediction, units.span);
    return html`<section class="view">
      ${this.drawHeading(units)}
      <p class="sentence">${say(unitsSentence(words, units, this.allOf(units)))}</p>
      <unrolled-pattern-lines
        class=${slot.current ? "" : "waiting"}
        .found=${units}
        .threshold=${this.state.settings.pattern.threshold}
        .unit=${this.chosenUnit(units)}
        .text=${text}
        .prediction=${prediction}
        .fixed=${isLocked(this.state.frame, "selection")}
        @threshold=${(event: CustomEvent<number>) => this.set({ threshold: event.detail })}></unrolled-pattern-lines>
      ${this.drawChips(units)} ${this.drawControls(units)} ${this.drawContexts(units)}
      ${units.units.length === 0 ? nothing : this.drawSearch(found)}
    </section>`;
  }

  private drawHeading(units: PatternMatches): TemplateResult {
    const part = units.part === "cell" ? "cell" : "other";
    const how = explained(
      tell(of.how_lines, { part, free: yes(!isLocked(this.state.frame, "settings")) }),
      tell(of.how_units),
      tell(of.how_doubt),
    );
    const table = () => unitTable(units, this.state);
    return heading(tellPlain(of.question), { how, name: "units", source: units, table });
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
    return html`<div class="chips" role="group" aria-label=${tellPlain(of.selected)}>
      ${shown.map(chip)}
      ${tail(found.units.length, CHIPS, this.allUnits, () => {
        this.allUnits = !this.allUnits;
      })}
    </div>`;
  }

  private drawControls(units: PatternMatches): TemplateResult {
    const { pattern } = this.state.settings;
    const number = (event: Event) => {
      const value = Number((event.target as HTMLInputElement).value);
      if (value > 0 && value < 1) this.set({ threshold: value });
    };
    const cut = units.left < pattern.left || units.right < pattern.right;
    return html`<details class="settings">
      <summary>${tellPlain(common.settings)}</summary>
      <div class="row">
        <label class="field"
          ><span class="field-name">${tellPlain(of.threshold)}</span
          ><input
            type="number"
            min="0.01"
            max="0.99"
            step="0.05"
            .value=${decimal(pattern.threshold)}
            @change=${number}
        /></label>
        ${choice(tellPlain(of.off_before), STEPS, pattern.left, (left) => this.set({ left }))}
        ${choice(tellPlain(of.off_after), STEPS, pattern.right, (right) => this.set({ right }))}
        ${this.state.manifest?.config.cell === "gru" ? nothing : segmented(tellPlain(of.look_at), PARTS, pattern.part, (part) => this.set({ part }))}
        ${segmented(tellPlain(of.sides), SIDES, pattern.sides, (sides) => this.set({ sides }))}
      </div>
      ${cut ? html`<p class="quiet">${tellPlain(of.cut)}</p>` : nothing}
    </details>`;
  }

  private drawContexts(units: PatternMatches): TemplateResult | typeof nothing {
    if (this.chosenUnit(units) === null || !hasIndex(this.state) || !hasReviews(this.state)) return nothing;
    const contexts = answerOf(this.state, "unit-contexts");
    if (contexts === null) return this.drawLookUp();
    const list = (name: string, items: UnitContext[]) =>
      html`<div>
        <h4>${name}</h4>
        ${reviewList(this, items.map(contextItem))}
      </div>`;
    const table = () => contextTable(contexts, classesIn(this.state));
    const title = tellPlain(of.the_unit, { unit: String(contexts.unit) });
    return html`<div class="block">
      ${heading(title, { level: 3, name: "unit-contexts", source: contexts, table })}
      <p class="sentence">${say(contextsSentence(contexts))}</p>
      <div class="contexts">
        ${list(tellPlain(of.highest), contexts.highest)}${list(tellPlain(of.lowest), contexts.lowest)}
      </div>
    </div>`;
  }

  /** The unit is being looked up, or on a costly line may be. */
  private drawLookUp(): TemplateResult {
    const { loading, slots } = this.state;
    const bytes = missingBytes(this.state, ["index", "reviews"]);
    if (slots["unit-contexts"].phase === "failed")
      return html`${failure(this, "unit-contexts", slots["unit-contexts"])}`;
    if (slots["unit-contexts"].phase === "running" || bytes === 0)
      return html`<p class="quiet loads">${tellPlain(of.looking_up)}</p>
        ${arriving(loading.index, tellPlain(texts.index_coming))}${arriving(loading.reviews, tellPlain(texts.coming))}`;
    return html`<div class="row">
      <button @click=${() => this.send({ type: "recall" })}>${tellPlain(of.look_up)}${weighing(bytes)}</button>
    </div>`;
  }

  private drawSearch(found: PatternMatches | null): TemplateResult {
    const slot = this.state.slots["pattern-search"];
    const busy = slot.phase === "running";
    return html`<div class="block">
      ${found === null ? nothing : this.drawFound(found)}
      ${busy ? arriving(this.state.loading.reviews, tellPlain(texts.coming)) : nothing}
      ${running(this, "pattern-search", slot, tellPlain(of.searching))} ${failure(this, "pattern-search", slot)}
      ${busy || found?.exact === true ? nothing : this.drawAsk()}
    </div>`;
  }

  private drawFound(found: PatternMatches): TemplateResult {
    const classes = classesIn(this.state);
    const how = explained(
      found.exact ? searchedSentence(found) : [],
      rankedSentence(found),
      tell(of.how_matches, { first: ofClass(classes, 0), last: lastClass(classes) }),
      tell(of.how_search),
    );
    const table = () => matchTable(found, classes);
    return html`${heading(tellPlain(of.in_training), { level: 3, how, name: "pattern-search", source: found, table })}
      ${found.exact ? nothing : html`<p class="quiet doubt">${say(searchedSentence(found))}</p>`}
      <p class="sentence">${say(togetherSentence(found, classes))}</p>
      ${
        found.items.length === 0
          ? nothing
          : html`<unrolled-matches
              .found=${found}
              .classes=${classes}
              .fixed=${isLocked(this.state.frame, "text")}></unrolled-matches>`
      }`;
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
    );
    return html`<div class="row search">
      <button @click=${() => this.send({ type: "run", method: "pattern-search" })}>
        ${say(tell(of.search, { known: yes(n !== undefined), n: n ?? 0 }))}
      </button>
      ${choice(tellPlain(of.runs_of), LENGTHS, settings.pattern.same_length ? "same" : "any", set)}
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
  const columns = [
    tellPlain(of.col_end),
    tellPlain(of.col_text),
    tellPlain(of.col_after),
    tellPlain(of.col_value),
    tellPlain(of.col_label),
    tellPlain(of.col_probability),
    tellPlain(of.col_words),
  ];
  const row = (end: string) => (item: UnitContext) => [
    end,
    item.review,
    item.position + 1,
    item.value,
    names[item.label] ?? item.label,
    item.probability,
    item.tokens?.join(" ") ?? null,
  ];
  return {
    columns,
    rows: [...highest.map(row(tellPlain(of.end_highest))), ...lowest.map(row(tellPlain(of.end_lowest)))],
  };
}

define("unrolled-pattern", PatternPart);
