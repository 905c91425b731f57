/** "What rules does it follow, whatever the text?": the ranked phrases, how far they may be believed, and which stand in the text. */

import { type TemplateResult, css, html, nothing } from "lit";
import type { Histogram, Label, PhraseRule, PhraseRules, TokenSearch } from "../../types";
import { send } from "../actions";
import { isFresh } from "../deeds/asks";
import { hasReviews, indexBytes, missingBytes } from "../deeds/brings";
import { define } from "../define";
import { isLocked } from "../frame";
import type { Table } from "../download";
import { count, counted, megabytes, percent } from "../numbers";
import { factor, fidelitySentence, firingSentence, mark, othersSentence, pathSentence, placesSentence } from "../sentences/rules";
import { excerpt } from "../shapes/excerpt";
import { joined } from "../shapes/pieces";
import { type TreeLine, isSame, nextSpan, spansOf, treeLines } from "../shapes/rules";
import type { State } from "../state";
import { base, controls, folds } from "../styles/base";
import { listStyle } from "../styles/lists";
import { viewStyle } from "../styles/view";
import "./histogram";
import { reviewList } from "./reviews";
import "./rulecurve";
import { say } from "./say";
import "./table";
import { View } from "./view";
import { arriving, failure, how, running } from "./words";

/** Phrases of each side, and of the text, that are listed at first. */
const FIRST = 10;
const FIRST_HERE = 12;
/** Reviews quoted of a phrase. */
const QUOTED = 3;

const style = css`
  .view { gap: 0.9rem; }
  .sides { display: grid; gap: 1rem 2.4rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 17rem), 1fr)); max-width: 60rem; }
  .rules li { border-bottom: 1px solid var(--hairline); }
  .rules button, .here button { display: flex; gap: 0.8rem; justify-content: space-between; align-items: baseline; text-align: start; }
  .rules button { width: 100%; border: 0; border-radius: 3px; background: none; padding: 0.25rem 0.15rem; }
  .rules button:hover .phrase { text-decoration: underline; text-decoration-color: var(--edge); text-underline-offset: 0.25em; }
  .rules button[aria-pressed="true"] { font-weight: 700; }
  .phrase { font-family: var(--serif); }
  .amount { white-space: nowrap; }
  .amount .quiet { display: inline-block; min-width: 3.2em; text-align: end; }
  .here { display: flex; flex-wrap: wrap; gap: 0.4rem 0.5rem; }
  .here button[aria-pressed="true"] { box-shadow: 0 0 0 1px var(--ink); border-color: var(--ink); }
  .here .first { border-color: var(--ink); font-weight: 650; }
  .places { border-left: 3px solid var(--hairline); padding-left: 0.9rem; grid-template-columns: minmax(0, 1fr); }
  .splits { display: grid; gap: 1rem 1.6rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 14rem), 1fr)); max-width: 46rem; }
  .tree { overflow: auto; max-height: 30rem; }
  .tree li { padding: 0.1rem 0; padding-inline-start: calc(var(--depth) * 1.1rem); }
  .tree .way { font-weight: 650; color: var(--ink); }
`;

export class RulesView extends View {
  static override styles = [base, controls, folds, viewStyle, listStyle, style];
  static override properties = { state: { attribute: false }, all: { state: true } };
  declare state: State;
  private declare all: boolean;
  /** The quotes asked for last. */
  private wanted = "";

  constructor() {
    super();
    this.all = false;
  }

  override render(): TemplateResult {
    const { slots, loading } = this.state;
    const slot = slots["phrase-rules"];
    return html`<section class="view">
      <h2>What rules does it follow, whatever the text?</h2>
      ${slot.result === null ? this.drawWaiting() : this.drawRules(slot.result)}
      ${slot.phase === "running" ? arriving(loading.index, "the index of the training reviews") : nothing}
      ${failure(this, "phrase-rules", slot)}
      ${how(rulesHow(slot.result))}
    </section>`;
  }

  /** With the texts at hand the phrase's reviews are quoted without being asked. */
  override updated(): void {
    const { slots, loading, excerpts } = this.state;
    const found = slots["rule-search"].result?.reviews.slice(0, QUOTED) ?? [];
    const missing = found.filter(({ review }) => excerpts[review] === undefined).map(({ review }) => review);
    if (loading.reviews.phase !== "ready" || missing.length === 0 || missing.join() === this.wanted) return;
    this.wanted = missing.join();
    send(this, { type: "excerpts", reviews: missing });
  }

  private drawWaiting(): TemplateResult {
    const { loading, slots } = this.state;
    if (slots["phrase-rules"].phase !== "idle") return html``;
    if (loading.model.phase !== "ready") return html`<p class="sentence">The answer comes when the model has loaded.</p>`;
    return html`<p class="sentence">The phrases that move it most in all of its training reviews, and how often they alone give its verdict.</p>
      <div class="row"><button @click=${() => send(this, { type: "load", asset: "index" })}>Load them (${megabytes(indexBytes(this.state))})</button></div>`;
  }

  private drawRules(found: PhraseRules): TemplateResult {
    return html`<p class="sentence">${say(fidelitySentence(found))} ${say(othersSentence(found))}</p>
      ${found.total === 0 ? nothing : html`
      <div class="sides">${this.drawSide("positive", 1, found)}${this.drawSide("negative", 0, found)}</div>
      <p class="legend"><span>▲×, ▼×: what the phrase multiplies the odds of its side with, on average over all its places in training; beside it their number</span></p>
      <div class="row"><button class="plain" @click=${() => { this.all = !this.all; }}>${this.all ? "Fewer" : `The first ${Math.max(found.positive.length, found.negative.length)} of each side`}</button></div>
      ${this.drawPlaces(found)}
      <unrolled-table name="phrase-rules" .source=${found} .table=${() => ruleTable(found)}></unrolled-table>
      ${isFresh(this.state, "phrase-rules") ? this.drawHere(found) : nothing}
      <h3>How far may the list be believed?</h3>
      <unrolled-rule-curves .found=${found}></unrolled-rule-curves>
      <p class="quiet">Of ${count(found.reviews)} reviews that neither network nor list has seen: <b>the list</b>, the share for which its first phrase in the text gives the
        network’s verdict; <b>right</b>, their author’s; <b>added up</b>, the network’s by the sum of all phrases. Half would be guessing.</p>
      <unrolled-table name="rule-fidelity" .source=${found.curve} .table=${() => curveTable(found)}></unrolled-table>
      ${this.drawTree(found)}`}`;
  }

  private drawSide(name: "positive" | "negative", side: Label, found: PhraseRules): TemplateResult {
    const rules = found[name];
    return html`<div><h3><span class=${name}>${mark(side)} ${name}</span></h3>
      <ol class="rules" aria-label=${`Phrases that speak for ${name}, the strongest first`}>${(this.all ? rules : rules.slice(0, FIRST)).map((rule) => this.drawRule(rule, name))}</ol></div>`;
  }

  private drawRule(rule: PhraseRule, side: string): TemplateResult {
    const words = joined(rule.tokens);
    const chosen = this.state.settings.rule?.join(" ") === rule.tokens.join(" ");
    const choose = () => send(this, { type: "settings", patch: { rule: chosen ? null : rule.tokens } });
    return html`<li><button aria-pressed=${chosen} title="Where it stands in training" @click=${choose}>
      <span class="phrase"><bdi>${words}</bdi></span>
      <span class="amount"><span class=${side}>${factor(rule)}</span> <span class="quiet">${count(rule.occurrences)}</span></span></button></li>`;
  }

  private drawPlaces(found: PhraseRules): TemplateResult | typeof nothing {
    const { settings, slots, loading } = this.state;
    const rule = [...found.positive, ...found.negative].find((one) => one.tokens.join(" ") === settings.rule?.join(" "));
    if (rule === undefined) return nothing;
    const slot = slots["rule-search"];
    const search = isFresh(this.state, "rule-search") && slot.phase === "done" ? slot.result : null;
    if (!hasReviews(this.state)) return html`<p class="quiet">This page carries no review texts, so its places cannot be looked up here.</p>`;
    return html`<div class="places block" role="region" aria-label=${`Where ${joined(rule.tokens)} stands in training`}>
      ${search === null ? this.drawLookUp() : this.drawFound(rule, search)}
      ${slot.phase === "running" ? arriving(loading.reviews, "the reviews’ texts") : nothing}
      ${failure(this, "rule-search", slot)}</div>`;
  }

  /** The places are being looked up, or on a costly line may be. */
  private drawLookUp(): TemplateResult | typeof nothing {
    const slot = this.state.slots["rule-search"];
    const bytes = missingBytes(this.state, ["reviews"]);
    if (slot.phase === "running" || slot.phase === "failed" || bytes === 0) return running(this, "rule-search", slot, "Searching the reviews");
    return html`<div class="row"><button @click=${() => send(this, { type: "recall" })}>Look its places up (${megabytes(bytes)})</button></div>`;
  }

  private drawFound(rule: PhraseRule, search: TokenSearch): TemplateResult {
    const words = joined(rule.tokens);
    const items = search.reviews.slice(0, QUOTED).map((found) => {
      const text = this.state.excerpts[found.review];
      return { ...found, note: found.split === "train" ? "training" : "validation", excerpt: text === undefined ? null : excerpt(text, words) };
    });
    const split = (name: string, histogram: Histogram) => histogram.reviews === 0 ? nothing : html`<figure><h4>${name}</h4>
      <unrolled-histogram .histogram=${histogram} .own=${this.state.prediction?.probability ?? 0.5} .without=${null} .name=${name}></unrolled-histogram></figure>`;
    return html`<p class="sentence">${say(placesSentence(rule, search))}</p>
      <div class="splits">${split("In training", search.train)}${split("In validation", search.validation)}</div>
      <p class="quiet">The network’s verdicts on the whole reviews; bars go up for those rated positive, down for negative.</p>
      ${reviewList(this, items)}
      <unrolled-table name="rule-places" .source=${search} .table=${() => placesTable(search)}></unrolled-table>`;
  }

  private drawHere(found: PhraseRules): TemplateResult {
    const { firing } = found;
    const shown = this.all ? firing : firing.slice(0, FIRST_HERE);
    return html`<h3>In your text</h3>
      <p class="sentence">${say(firingSentence(found))}</p>
      ${firing.length === 0 ? nothing : html`<ol class="here" aria-label="Phrases of the list in your text, in the order of the list">${shown.map((rule, i) => html`<li>${this.drawFiring(rule, i === 0)}</li>`)}
        ${firing.length > shown.length ? html`<li><button class="plain" @click=${() => { this.all = true; }}>${count(firing.length - shown.length)} more</button></li>` : nothing}</ol>`}
      <p class="sentence">${say(pathSentence(found))}</p>`;
  }

  private drawFiring(rule: PhraseRule, decides: boolean): TemplateResult {
    const { selection } = this.state;
    const spans = spansOf(rule);
    const chosen = spans.some((span) => isSame(span, selection));
    const next = () => send(this, { type: "select", span: nextSpan(spans, selection) });
    const times = spans.length > 1 ? html` <span class="quiet">at ${counted(spans.length, "place")}</span>` : nothing;
    return html`<button class=${decides ? "first" : ""} aria-pressed=${chosen} ?disabled=${isLocked(this.state.frame, "selection")} @click=${next}>
      <span class="phrase"><bdi>${joined(rule.tokens)}</bdi></span>
      <span class="amount"><span class=${rule.class === 1 ? "positive" : "negative"}>${factor(rule)}</span>${times}${decides ? html` <span class="quiet">decides</span>` : nothing}</span></button>`;
  }

  private drawTree(found: PhraseRules): TemplateResult {
    const way = isFresh(this.state, "phrase-rules") ? found.path : [];
    const lines = treeLines(found.tree, way);
    const questions = found.tree.filter((node) => node.with !== 0).length;
    return html`<details><summary>The tree: ${counted(questions, "question")}, the network’s verdict for ${percent(found.tree_fidelity)} of reviews</summary>
      <p class="quiet">Each line: whether the phrase stands in a review, how many training reviews come there, and what the network says of most. In bold, with ●, the way of your text, which stands first.</p>
      <div class="tree" tabindex="0" role="region" aria-label="The tree, line by line"><ul>${lines.map((line) => drawLine(line, found, way.includes(line.node)))}</ul></div>
      <unrolled-table name="rule-tree" .source=${found.tree} .table=${() => treeTable(found, lines)}></unrolled-table></details>`;
  }
}

function drawLine({ node, depth, has, asked }: TreeLine, { tree }: PhraseRules, isWay: boolean): TemplateResult {
  const { negative, positive } = tree[node] ?? { negative: 0, positive: 0 };
  const side = tree[node]?.class === 1 ? "positive" : "negative";
  const most = side === "positive" ? positive : negative;
  const share = most === positive + negative ? "all" : percent(most / (positive + negative));
  const condition = has === null ? "every review" : html`${has ? "has" : "has not"} <span class="phrase"><bdi>${joined(asked)}</bdi></span>`;
  return html`<li style=${`--depth: ${depth}`} class=${isWay ? "way" : ""}>${isWay ? html`<span title="your text">● </span>` : nothing}${condition}:
    ${count(positive + negative)}, <span class=${side}>${mark(side === "positive" ? 1 : 0)} ${share} ${side}</span></li>`;
}

function ruleTable({ positive, negative }: PhraseRules): Table {
  const columns = ["place in the list", "phrase", "speaks for", "S", "places in training", "training reviews"];
  const rules = [...positive, ...negative].sort((a, b) => a.rank - b.rank);
  return { columns, rows: rules.map((rule) => [rule.rank + 1, joined(rule.tokens), rule.class === 1 ? "positive" : "negative", rule.score, rule.occurrences, rule.reviews]) };
}

function curveTable({ curve, tree_fidelity, tree_accuracy, tree }: PhraseRules): Table {
  const columns = ["rules", "a rule fires", "as the network says", "right", "added up, as the network says", "added up, right"];
  const rows: Table["rows"] = curve.map(({ rules, fired, fidelity, accuracy, vote_fidelity, vote_accuracy }) => [count(rules), fired, fidelity, accuracy, vote_fidelity, vote_accuracy]);
  return { columns, rows: [...rows, [`the tree of ${tree.length} nodes`, null, tree_fidelity, tree_accuracy, null, null]] };
}

function treeTable({ tree, path }: PhraseRules, lines: TreeLine[]): Table {
  const columns = ["depth", "condition", "judged negative", "judged positive", "your text"];
  const condition = ({ has, asked }: TreeLine) => (has === null ? "every review" : `${has ? "has" : "has not"} ${joined(asked)}`);
  return { columns, rows: lines.map((line) => [line.depth, condition(line), tree[line.node]?.negative ?? 0, tree[line.node]?.positive ?? 0, path.includes(line.node) ? "yes" : ""]) };
}

function placesTable({ reviews }: TokenSearch): Table {
  const columns = ["review", "side", "rated", "network’s probability of positive", "places"];
  return { columns, rows: reviews.map((found) => [found.review, found.split, found.label === 1 ? "positive" : "negative", found.probability, found.count]) };
}

const rulesHow = (found: PhraseRules | null): TemplateResult => html`
  <p><b>The list</b> (Murdoch & Szlam 2017). What a word left in the network’s memory at the end of a review (cell decomposition, ${found?.form === "beta" ? "β" : "γ"}) multiplies
    the odds of one side. Runs of up to five known words, each by more than ${found?.ratio ?? 1.1} somewhere in training, are candidates; those with at least
    ${found?.minimum ?? 50} places are listed. S is the mean of the words’ factors over all places of the phrase, for its side, divided by the same for the other; λ = e^{±x/2} of a
    word’s part x of the log-odds.${found === null ? nothing : html` The other form of decomposition would give the network’s verdict for ${percent(found.other_fidelity)} of reviews.`}</p>
  <p><b>As a classifier</b> the first phrase of the list that stands in a text decides alone. <b>Added up</b> is a comparison of our own: the sum of ±ln S of all of them.
    <b>The tree</b> (CART) asks which of the same phrases a text holds; it learned the network’s verdicts on its training reviews.</p>
  <p><b>Do not take a rule for a reason.</b> The list can agree with the network on a text for which the network went by other words. An average over places says
    little where the words around decide (“not”, “anything but”); rare phrases are not listed; and what many weak words do together is in no single phrase.
    Phrases overlap: “waste of”, “a waste of” and “waste of time” are much the same rule.</p>`;

define("unrolled-rules", RulesView);
