/** "What rules does it follow, whatever the text?": the ranked phrases, how far they may be believed, and which stand in the text. */

import { type TemplateResult, css, html, nothing } from "lit";
import type { PhraseRule, PhraseRules } from "../../types";
import { send } from "../actions";
import { isFresh } from "../deeds/asks";
import { indexBytes } from "../deeds/brings";
import { define } from "../define";
import { isLocked } from "../frame";
import type { Table } from "../download";
import { count, counted, percent } from "../numbers";
import { factor, fidelitySentence, firingSentence, mark, othersSentence, pathSentence } from "../sentences/rules";
import { joined } from "../shapes/pieces";
import { type TreeLine, isSame, nextSpan, spansOf, treeLines } from "../shapes/rules";
import type { State } from "../state";
import { base, controls, folds } from "../styles/base";
import { viewStyle } from "../styles/view";
import "./rulecurve";
import "./rulelist";
import { say } from "./say";
import "./table";
import { View } from "./view";
import { arriving, failure, how, weighing } from "./words";

/** Phrases of the text that are listed at first. */
const FIRST_HERE = 12;

const style = css`
  .view {
    gap: 0.9rem;
  }
  .here button {
    display: flex;
    flex-wrap: wrap;
    gap: 0.8rem;
    justify-content: space-between;
    align-items: baseline;
    text-align: start;
  }
  .phrase {
    font-family: var(--serif);
  }
  .amount {
    white-space: nowrap;
  }
  .here {
    display: flex;
    flex-wrap: wrap;
    gap: 0.4rem 0.5rem;
  }
  .here button[aria-pressed="true"] {
    box-shadow: 0 0 0 1px var(--ink);
    border-color: var(--ink);
  }
  .here .first {
    border-color: var(--ink);
    font-weight: 650;
  }
  .tree {
    overflow: auto;
    max-height: 30rem;
  }
  .tree li {
    padding: 0.1rem 0;
    padding-inline-start: calc(var(--depth) * 1.1rem);
  }
  .tree .way {
    font-weight: 650;
    color: var(--ink);
  }
`;

export class RulesView extends View {
  static override styles = [base, controls, folds, viewStyle, style];
  static override properties = { state: { attribute: false }, all: { state: true } };
  declare state: State;
  declare private all: boolean;

  constructor() {
    super();
    this.all = false;
  }

  override render(): TemplateResult {
    const { slots, loading } = this.state;
    const slot = slots["phrase-rules"];
    // What is not about the text stays while another is read.
    const found = slot.result ?? slots["rule-list"].result;
    return html`<section class="view">
      <h2>What rules does it follow, whatever the text?</h2>
      ${found === null ? this.drawWaiting() : this.drawRules(found)}
      ${slot.phase === "running" ? arriving(loading.index, "the index of the training reviews") : nothing}
      ${failure(this, "phrase-rules", slot)} ${how(rulesHow(found))}
    </section>`;
  }

  private drawWaiting(): TemplateResult {
    const { loading, slots } = this.state;
    if (slots["phrase-rules"].phase !== "idle") return html``;
    if (loading.model.phase !== "ready")
      return html`<p class="sentence loads">The answer comes when the model has loaded.</p>`;
    return html`<p class="sentence loads">
        The phrases that move it most in all of its training reviews, and how often they alone give its verdict.
      </p>
      <div class="row">
        <button @click=${() => send(this, { type: "load", asset: "index" })}>
          Load them${weighing(indexBytes(this.state))}
        </button>
      </div>`;
  }

  private drawRules(found: PhraseRules): TemplateResult {
    return html`<p class="sentence">${say(fidelitySentence(found))} ${say(othersSentence(found))}</p>
      ${
        found.total === 0
          ? nothing
          : html` <unrolled-rule-list .state=${this.state}></unrolled-rule-list>
              ${isFresh(this.state, "phrase-rules") ? this.drawHere(found) : nothing}
              ${found.curve.length === 0 ? nothing : drawCurves(found)} ${this.drawTree(found)}`
      }`;
  }

  private drawHere(found: PhraseRules): TemplateResult {
    const { firing } = found;
    const shown = this.all ? firing : firing.slice(0, FIRST_HERE);
    return html`<h3>In your text</h3>
      <p class="sentence">${say(firingSentence(found))}</p>
      ${
        firing.length === 0
          ? nothing
          : html`<ol class="here" aria-label="Phrases of the list in your text, in the order of the list">
              ${shown.map((rule, i) => html`<li>${this.drawFiring(rule, i === 0)}</li>`)}
              ${
                firing.length > shown.length
                  ? html`<li>
                      <button
                        class="plain"
                        @click=${() => {
                          this.all = true;
                        }}>
                        ${count(firing.length - shown.length)} more
                      </button>
                    </li>`
                  : nothing
              }
            </ol>`
      }
      <p class="sentence">${say(pathSentence(found))}</p>`;
  }

  private drawFiring(rule: PhraseRule, decides: boolean): TemplateResult {
    const { selection } = this.state;
    const spans = spansOf(rule);
    const chosen = spans.some((span) => isSame(span, selection));
    const next = () => send(this, { type: "select", span: nextSpan(spans, selection) });
    const times = spans.length > 1 ? html` <span class="quiet">at ${counted(spans.length, "place")}</span>` : nothing;
    return html`<button
      class=${decides ? "first" : ""}
      aria-pressed=${chosen}
      ?disabled=${isLocked(this.state.frame, "selection")}
      @click=${next}>
      <span class="phrase"><bdi>${joined(rule.tokens)}</bdi></span>
      <span class="amount"
        ><span class=${rule.class === 1 ? "positive" : "negative"}>${factor(rule)}</span
        >${times}${decides ? html` <span class="quiet">decides</span>` : nothing}</span
      >
    </button>`;
  }

  private drawTree(found: PhraseRules): TemplateResult {
    const way = isFresh(this.state, "phrase-rules") ? found.path : [];
    const lines = treeLines(found.tree, way);
    const questions = found.tree.filter((node) => node.with !== 0).length;
    return html`<details>
      <summary>
        The tree:
        ${counted(questions, "question")}${found.tree_fidelity === null ? nothing : html`, the network’s verdict for ${percent(found.tree_fidelity)} of reviews`}
      </summary>
      <p class="quiet">
        Each line: whether the phrase stands in a review, how many training reviews come there, and what the network
        says of most. In bold, with ●, the way of your text, which stands first.
      </p>
      <div class="tree" tabindex="0" role="region" aria-label="The tree, line by line">
        <ul>
          ${lines.map((line) => drawLine(line, found, way.includes(line.node)))}
        </ul>
      </div>
      <unrolled-table name="rule-tree" .source=${found.tree} .table=${() => treeTable(found, lines)}></unrolled-table>
    </details>`;
  }
}

function drawLine({ node, depth, has, asked }: TreeLine, { tree }: PhraseRules, isWay: boolean): TemplateResult {
  const { negative, positive } = tree[node] ?? { negative: 0, positive: 0 };
  const side = tree[node]?.class === 1 ? "positive" : "negative";
  const most = side === "positive" ? positive : negative;
  const share = most === positive + negative ? "all" : percent(most / (positive + negative));
  const condition =
    has === null
      ? "every review"
      : html`${has ? "has" : "has not"} <span class="phrase"><bdi>${joined(asked)}</bdi></span>`;
  return html`<li .style=${`--depth: ${depth}`} class=${isWay ? "way" : ""}>
    ${isWay ? html`<span title="your text">● </span>` : nothing}${condition}: ${count(positive + negative)},
    <span class=${side}>${mark(side === "positive" ? 1 : 0)} ${share} ${side}</span>
  </li>`;
}

function drawCurves(found: PhraseRules): TemplateResult {
  return html`<h3>How far may the list be believed?</h3>
    <unrolled-rule-curves .found=${found}></unrolled-rule-curves>
    <p class="quiet">
      Of ${count(found.reviews)} reviews that neither network nor list has seen: <b>the list</b>, the share for which
      its first phrase in the text gives the network’s verdict; <b>right</b>, their author’s; <b>added up</b>, the
      network’s by the sum of all phrases. Half would be guessing.
    </p>
    <unrolled-table name="rule-fidelity" .source=${found.curve} .table=${() => curveTable(found)}></unrolled-table>`;
}

function curveTable({ curve, tree_fidelity, tree_accuracy, tree }: PhraseRules): Table {
  const columns = [
    "rules",
    "a rule fires",
    "as the network says",
    "right",
    "added up, as the network says",
    "added up, right",
  ];
  const rows: Table["rows"] = curve.map(({ rules, fired, fidelity, accuracy, vote_fidelity, vote_accuracy }) => [
    count(rules),
    fired,
    fidelity,
    accuracy,
    vote_fidelity,
    vote_accuracy,
  ]);
  return {
    columns,
    rows: [...rows, [`the tree of ${tree.length} nodes`, null, tree_fidelity, tree_accuracy, null, null]],
  };
}

function treeTable({ tree, path }: PhraseRules, lines: TreeLine[]): Table {
  const columns = ["depth", "condition", "judged negative", "judged positive", "your text"];
  const condition = ({ has, asked }: TreeLine) =>
    has === null ? "every review" : `${has ? "has" : "has not"} ${joined(asked)}`;
  return {
    columns,
    rows: lines.map((line) => [
      line.depth,
      condition(line),
      tree[line.node]?.negative ?? 0,
      tree[line.node]?.positive ?? 0,
      path.includes(line.node) ? "yes" : "",
    ]),
  };
}

const rulesHow = (found: PhraseRules | null): TemplateResult =>
  html` <p>
      <b>The list</b> (Murdoch & Szlam 2017). What a word left in the network’s memory at the end of a review (cell
      decomposition, ${found?.form === "beta" ? "β" : "γ"}) multiplies the odds of one side. Runs of up to five known
      words, each by more than ${found?.ratio ?? 1.1} somewhere in training, are candidates; those with at least
      ${found?.minimum ?? 50} places are listed. S is the mean of the words’ factors over all places of the phrase, for
      its side, divided by the same for the other; λ = e^{±x/2} of a word’s part x of the
      log-odds.${(found?.other_fidelity ?? null) === null ? nothing : html` The other form of decomposition would give the network’s verdict for ${percent(found?.other_fidelity ?? 0)} of reviews.`}
    </p>
    <p>
      <b>As a classifier</b> the first phrase of the list that stands in a text decides alone. <b>Added up</b> is a
      comparison of our own: the sum of ±ln S of all of them. <b>The tree</b> (CART) asks which of the same phrases a
      text holds; it learned the network’s verdicts on its training reviews.
    </p>
    <p>
      <b>Do not take a rule for a reason.</b> The list can agree with the network on a text for which the network went
      by other words. An average over places says little where the words around decide (“not”, “anything but”); rare
      phrases are not listed; and what many weak words do together is in no single phrase. Phrases overlap: “waste of”,
      “a waste of” and “waste of time” are much the same rule.
    </p>`;

define("unrolled-rules", RulesView);
