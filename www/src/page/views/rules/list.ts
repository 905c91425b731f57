/** The list of phrase rules: looked through by words, side and page, with the places in training of the one that is chosen. */

import { LitElement, type TemplateResult, css, html, nothing } from "lit";
import * as of from "../../../generated/words/rules";
import * as training from "../../../generated/words/training";
import * as texts from "../../../generated/words/texts";
import type { Histogram, Label, PhraseRule, PhraseRules, TokenSearch } from "../../../types";
import { send } from "../../store/actions";
import { chosenRule } from "./ask";
import { canLookUp, missingBytes } from "../../deeds/brings";
import { type Classes, classesIn, lastClass, ofClass } from "../../writing/classes";
import { define } from "../../ui/define";
import type { Table } from "../../export/download";
import { count } from "../../writing/numbers";
import { plain, tellPlain } from "../../writing/sentence";
import { factor, listSentence, mark, placesSentence, unlistedSentence } from "./sentences";
import { excerpt } from "../../ui/excerpt";
import { joined } from "../../writing/pieces";
import { type RulePage, pageOf, rulePage, sought } from "./listshape";
import { type State, answerOf } from "../../store/state";
import { base, controls, folds } from "../../ui/styles/base";
import { listStyle } from "../../ui/styles/lists";
import { viewStyle } from "../../ui/styles/view";
import "../../ui/histogram";
import { reviewList, whyNumbers } from "../../ui/reviews";
import { type Offers, heading } from "../../ui/heading";
import { say } from "../../ui/say";
import { arriving, failure, running, segmented, weighing } from "../../ui/pieces";

/** Texts quoted of a phrase. */
const QUOTED = 3;
const LONGEST_SOUGHT = 100;

const style = css`
  :host {
    display: grid;
    gap: 0.7rem;
    grid-template-columns: minmax(0, 1fr);
  }
  .search {
    flex-wrap: wrap;
    gap: 0.5rem 0.9rem;
    align-items: center;
  }
  .search label {
    display: flex;
    flex-wrap: wrap;
    gap: 0.25rem 0.6rem;
    align-items: center;
    max-width: 100%;
  }
  .search .segmented {
    display: inline-flex;
  }
  input {
    min-height: 2.1rem;
    padding: 0.2rem 0.6rem;
    border: 1px solid var(--edge);
    border-radius: 7px;
    background: var(--card);
    width: 14em;
    max-width: 100%;
  }
  .sides {
    display: grid;
    gap: 1rem 2.4rem;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 17rem), 1fr));
    max-width: 60rem;
    align-items: start;
  }
  .one ol {
    columns: 17rem 2;
    column-gap: 2.4rem;
  }
  .rules li {
    border-bottom: 1px solid var(--hairline);
    break-inside: avoid;
  }
  .rules > li > button {
    display: grid;
    grid-template-columns: auto 1fr auto;
    gap: 0.8rem;
    align-items: baseline;
    text-align: start;
    width: 100%;
    border: 0;
    border-radius: 3px;
    background: none;
    padding: 0.25rem 0.15rem;
  }
  .rules > li > button:hover .phrase {
    text-decoration: underline;
    text-decoration-color: var(--edge);
    text-underline-offset: 0.25em;
  }
  .rules > li > button[aria-expanded="true"] {
    font-weight: 700;
  }
  .rank {
    min-width: 2.4em;
  }
  .phrase {
    font-family: var(--serif);
    flex: 1;
  }
  .amount {
    white-space: nowrap;
  }
  .amount .quiet {
    display: inline-block;
    min-width: 3.2em;
    text-align: end;
  }
  .places {
    border-left: 3px solid var(--hairline);
    padding-left: 0.9rem;
    grid-template-columns: minmax(0, 1fr);
    margin-block: 0.3rem 0.8rem;
  }
  .splits {
    display: grid;
    gap: 1rem 1.6rem;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 14rem), 1fr));
    max-width: 46rem;
  }
  nav {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5rem;
    align-items: center;
  }
  nav .quiet {
    min-width: 8em;
    text-align: center;
  }
  @media print {
    .search,
    nav {
      display: none;
    }
  }
  button[aria-disabled="true"] {
    color: var(--muted);
    border-color: var(--hairline);
    cursor: default;
  }
`;

export class RuleList extends LitElement {
  static override styles = [base, controls, folds, viewStyle, listStyle, style];
  static override properties = { state: { attribute: false } };
  declare state: State;
  /** The quotes asked for last. */
  private wanted = "";
  /** The rank of the rule whose page was turned to. */
  private turned: number | null = null;

  override render(): TemplateResult {
    const slot = this.state.slots["rule-list"];
    if (slot.result === null) return html`${failure(this, "rule-list", slot)}`;
    const list = slot.result;
    const page = rulePage(list, this.state.ruleList);
    return html`${this.drawSearch()}
      <p role="status" class="quiet">${say(listSentence(list, this.state.ruleList, page, classesIn(this.state)))}</p>
      ${page.shown.length === 0 ? nothing : this.drawPage(page)} ${this.drawElsewhere(list, page)}`;
  }

  protected override updated(): void {
    this.turn();
    const { slots, loading, excerpts } = this.state;
    const found = slots["rule-search"].result?.reviews.slice(0, QUOTED) ?? [];
    const missing = found.filter(({ review }) => excerpts[review] === undefined).map(({ review }) => review);
    // With the texts at hand the phrase's reviews are quoted without being asked.
    if (loading.reviews.phase !== "ready" || missing.length === 0 || missing.join() === this.wanted) return;
    this.wanted = missing.join();
    send(this, { type: "excerpts", reviews: missing });
  }

  /** To the page of a rule that was chosen elsewhere: by a link, a lesson or a step back. */
  private turn(): void {
    const {
      slots: {
        "rule-list": { result: list },
      },
      ruleList,
    } = this.state;
    if (list === null) return;
    const rule = chosenRule(this.state);
    if (this.turned === (rule?.rank ?? null)) return;
    this.turned = rule?.rank ?? null;
    if (rule !== null && !rulePage(list, ruleList).shown.includes(rule))
      this.look({ typed: "", side: null, page: pageOf(rule) });
  }

  private look(patch: Partial<State["ruleList"]>): void {
    send(this, { type: "rule-list", patch });
  }

  private drawSearch(): TemplateResult {
    const { typed, side } = this.state.ruleList;
    const { names } = classesIn(this.state);
    const sides = [
      { value: null, name: tellPlain(of.both) },
      ...([1, 0] as Label[]).map((value) => ({
        value,
        name: tellPlain(of.side, { mark: mark(value), class: names[value] ?? String(value) }),
      })),
    ];
    return html`<div class="search" role="search" aria-label=${tellPlain(of.search)}>
      <label
        ><span class="field-name">${tellPlain(of.phrases_with)}</span
        ><input
          type="search"
          .value=${typed}
          maxlength=${LONGEST_SOUGHT}
          placeholder=${this.example()}
          autocomplete="off"
          autocapitalize="off"
          autocorrect="off"
          spellcheck="false"
          @input=${(event: Event) => this.look({ typed: (event.target as HTMLInputElement).value, page: 0 })}
      /></label>
      ${segmented(tellPlain(of.sides), sides, side, (value) => this.look({ side: value, page: 0 }))}
    </div>`;
  }

  /** A phrase of the list, for those who wonder what to look for. */
  private example(): string {
    const { positive = [], negative = [] } = this.state.slots["rule-list"].result ?? {};
    return joined((negative.find(({ tokens }) => tokens.length > 1) ?? positive[0] ?? negative[0])?.tokens ?? []);
  }

  private drawPage(page: RulePage): TemplateResult {
    const { side } = this.state.ruleList;
    const sides: Label[] = side === null ? [1, 0] : [side];
    return html`<div class=${sides.length === 1 ? "sides one" : "sides"}>
        ${sides.map((one) => this.drawSide(one, page))}
      </div>
      ${page.pages === 1 ? nothing : this.drawPages(page)}`;
  }

  private drawSide(side: Label, { shown }: RulePage): TemplateResult {
    const [colour, name] = [side === 1 ? "positive" : "negative", ofClass(classesIn(this.state), side)];
    const rules = shown.filter((rule) => rule.class === side);
    return html`<div>
      <h3><span class=${colour}>${mark(side)} ${plain([name])}</span></h3>
      ${
        rules.length === 0
          ? html`<p class="quiet">${tellPlain(of.none_shown)}</p>`
          : html`<ol class="rules" aria-label=${tellPlain(of.speaks_for, { class: name })}>
              ${rules.map((rule) => this.drawRule(rule, colour))}
            </ol>`
      }
    </div>`;
  }

  private drawRule(rule: PhraseRule, side: string): TemplateResult {
    const chosen = chosenRule(this.state) === rule;
    const choose = () => {
      this.turned = chosen ? null : rule.rank;
      send(this, { type: "settings", patch: { rule: chosen ? null : rule.tokens } });
    };
    return html`<li>
      <button aria-expanded=${chosen} title=${tellPlain(of.where)} @click=${choose}>
        <span class="quiet rank">${count(rule.rank + 1)}</span>
        <span class="phrase"><bdi>${joined(rule.tokens)}</bdi></span>
        <span class="amount"
          ><span class=${side}>${factor(rule)}</span> <span class="quiet">${count(rule.occurrences)}</span></span
        >
      </button>
      ${chosen ? this.drawPlaces(rule) : nothing}
    </li>`;
  }

  /** Where a button leads nowhere it stays in place, so that the keyboard does. */
  private drawPages({ page, pages }: RulePage): TemplateResult {
    const button = (name: string, to: number) => {
      const leads = to !== page && to >= 0 && to < pages;
      return html`<button aria-disabled=${!leads} @click=${() => leads && this.look({ page: to })}>${name}</button>`;
    };
    return html`<nav aria-label=${tellPlain(of.pages)}>
      ${button(tellPlain(of.first), 0)}${button(tellPlain(of.previous), page - 1)}
      <span class="quiet">${tellPlain(of.page_of, { page: page + 1, pages })}</span
      >${button(tellPlain(of.next), page + 1)}${button(tellPlain(of.last), pages - 1)}
    </nav>`;
  }

  /** The rule that is chosen, where it is not on the page; and a name that no rule has. */
  private drawElsewhere(list: PhraseRules, { shown }: RulePage): TemplateResult | typeof nothing {
    const { rule: words } = this.state.settings;
    const rule = chosenRule(this.state);
    if (words === null || (rule !== null && shown.includes(rule))) return nothing;
    return rule === null ? html`<p class="sentence">${say(unlistedSentence(list, words))}</p>` : this.drawPlaces(rule);
  }

  private drawPlaces(rule: PhraseRule): TemplateResult {
    const { slots, loading } = this.state;
    const slot = slots["rule-search"];
    const search = slot.phase === "done" ? answerOf(this.state, "rule-search") : null;
    if (!canLookUp(this.state)) return html`<p class="quiet">${tellPlain(of.no_texts)}</p>`;
    return html`<div
      class="places block"
      role="region"
      aria-label=${tellPlain(of.where_phrase, { phrase: joined(rule.tokens) })}>
      ${search === null ? this.drawLookUp() : this.drawFound(rule, search)}
      ${slot.phase === "running" ? arriving(loading.reviews, tellPlain(texts.coming)) : nothing}
      ${failure(this, "rule-search", slot)}
    </div>`;
  }

  /** The places are being looked up, or on a costly line may be. */
  private drawLookUp(): TemplateResult | typeof nothing {
    const slot = this.state.slots["rule-search"];
    const bytes = missingBytes(this.state, ["reviews"]);
    if (slot.phase === "running" || slot.phase === "failed" || bytes === 0)
      return running(this, "rule-search", slot, tellPlain(texts.searching));
    return html`<div class="row">
      <button @click=${() => send(this, { type: "recall" })}>${tellPlain(of.look_up)}${weighing(bytes)}</button>
    </div>`;
  }

  private drawFound(rule: PhraseRule, search: TokenSearch): TemplateResult {
    const words = joined(rule.tokens);
    const classes = classesIn(this.state);
    const items = search.reviews.slice(0, QUOTED).map((found) => {
      const text = this.state.excerpts[found.review];
      return {
        ...found,
        note: tellPlain(found.split === "train" ? texts.of_training : texts.of_validation),
        excerpt: text === undefined ? null : excerpt(text, words),
      };
    });
    const split = (name: string, histogram: Histogram) =>
      histogram.reviews === 0
        ? nothing
        : html`<figure>
            <h4>${name}</h4>
            <unrolled-histogram
              .histogram=${histogram}
              .own=${this.state.prediction?.probability ?? 0.5}
              .without=${null}
              .name=${name}
              .classes=${classes}></unrolled-histogram>
          </figure>`;
    const menu = { name: "rule-places", source: search, table: () => placesTable(search, classes) };
    return html`${heading(tellPlain(of.where_phrase, { phrase: words }), { level: 4, ...menu })}
      <p class="sentence">${say(placesSentence(rule, search, classes))}</p>
      <div class="splits">
        ${split(tellPlain(training.in_training), search.train)}${split(tellPlain(training.in_validation), search.validation)}
      </div>
      ${reviewList(this, items)} ${whyNumbers(this.state)}`;
  }
}

/** The menu over the view: its table is all that was looked for, whichever page is shown. */
export function ruleMenu(state: State, list: PhraseRules | null): Offers {
  if (list === null) return {};
  return { name: "phrase-rules", source: list, table: () => ruleTable(list, state.ruleList, classesIn(state)) };
}

function ruleTable(list: PhraseRules, { typed, side }: State["ruleList"], { names }: Classes): Table {
  const columns = [of.col_place, of.col_phrase, of.col_speaks, of.col_s, of.col_places, of.col_texts];
  return {
    columns: columns.map((column) => tellPlain(column)),
    rows: sought(list, typed, side).map((rule) => [
      rule.rank + 1,
      joined(rule.tokens),
      names[rule.class] ?? rule.class,
      rule.score,
      rule.occurrences,
      rule.reviews,
    ]),
  };
}

function placesTable({ reviews }: TokenSearch, classes: Classes): Table {
  const columns = [
    tellPlain(of.col_text),
    tellPlain(of.col_split),
    tellPlain(of.col_label),
    tellPlain(of.column_probability, { class: lastClass(classes) }),
    tellPlain(of.col_count),
  ];
  return {
    columns,
    rows: reviews.map((found) => [
      found.review,
      found.split,
      classes.names[found.label] ?? found.label,
      found.probability,
      found.count,
    ]),
  };
}

define("unrolled-rule-list", RuleList);
