/** "What rules does it follow, whatever the text?": the ranked phrases, how far they may be believed, and which stand in the text. */

import { type TemplateResult, css, html, nothing } from "lit";
import * as of from "../../generated/words/rules";
import * as texts from "../../generated/words/texts";
import type { PhraseRule, PhraseRules } from "../../types";
import { send } from "../actions";
import { isFresh } from "../deeds/asks";
import { hasIndex, indexBytes } from "../deeds/brings";
import { type Classes, classesIn, ofClass } from "../classes";
import { define } from "../define";
import { isLocked } from "../frame";
import type { Table } from "../download";
import { count, counted, percent } from "../numbers";
import { paragraph, tell, tellPlain, yes } from "../sentence";
import {
  commonest,
  factor,
  fidelitySentence,
  firingSentence,
  mark,
  othersSentence,
  pathSentence,
} from "../sentences/rules";
import { joined } from "../shapes/pieces";
import { isSplitKnown } from "../shapes/report";
import { type TreeLine, isSame, nextSpan, spansOf, treeLines } from "../shapes/rules";
import { type State, readsForward } from "../state";
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
    const { slots, loading, manifest } = this.state;
    const slot = slots["phrase-rules"];
    if (!readsForward(this.state) || (manifest !== null && !hasIndex(this.state)))
      return html`<section class="view">
        <h2>What rules does it follow, whatever the text?</h2>
        <p class="sentence">${tellPlain(readsForward(this.state) ? of.no_index : of.not_both_ways)}</p>
      </section>`;
    // What is not about the text stays while another is read.
    const found = slot.result ?? slots["rule-list"].result;
    return html`<section class="view">
      <h2>What rules does it follow, whatever the text?</h2>
      ${found === null ? this.drawWaiting() : this.drawRules(found)}
      ${slot.phase === "running" ? arriving(loading.index, tellPlain(texts.index_coming)) : nothing}
      ${failure(this, "phrase-rules", slot)} ${how(rulesHow(found))}
    </section>`;
  }

  private drawWaiting(): TemplateResult {
    const { loading, slots } = this.state;
    if (slots["phrase-rules"].phase !== "idle") return html``;
    if (loading.model.phase !== "ready")
      return html`<p class="sentence loads">The answer comes when the model has loaded.</p>`;
    return html`<p class="sentence loads">${tellPlain(of.to_load)}</p>
      <div class="row">
        <button @click=${() => send(this, { type: "load", asset: "index" })}>
          Load them${weighing(indexBytes(this.state))}
        </button>
      </div>`;
  }

  private drawRules(found: PhraseRules): TemplateResult {
    return html`<p class="sentence">${say(paragraph(fidelitySentence(found), othersSentence(found)))}</p>
      ${
        found.total === 0
          ? nothing
          : html` <unrolled-rule-list .state=${this.state}></unrolled-rule-list>
              ${isFresh(this.state, "phrase-rules") ? this.drawHere(found) : nothing}
              ${found.curve.length === 0 ? nothing : drawCurves(found, isSplitKnown(this.state.manifest))}
              ${this.drawTree(found)}`
      }`;
  }

  private drawHere(found: PhraseRules): TemplateResult {
    const { firing } = found;
    const shown = this.all ? firing : firing.slice(0, FIRST_HERE);
    return html`<h3>In your text</h3>
      <p class="sentence">${say(firingSentence(found, classesIn(this.state)))}</p>
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
      <p class="sentence">${say(pathSentence(found, classesIn(this.state)))}</p>`;
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
    const classes = classesIn(this.state);
    const questions = found.tree.filter((node) => node.with !== 0).length;
    return html`<details>
      <summary>
        ${say(found.tree_fidelity === null ? tell(of.tree_only, { n: questions }) : tell(of.tree, { n: questions, p: found.tree_fidelity }))}
      </summary>
      <p class="quiet">${tellPlain(of.tree_lines)}</p>
      <div class="tree" tabindex="0" role="region" aria-label="The tree, line by line">
        <ul>
          ${lines.map((line) => drawLine(line, found, way.includes(line.node), classes))}
        </ul>
      </div>
      <unrolled-table
        name="rule-tree"
        .source=${found.tree}
        .table=${() => treeTable(found, lines, classes)}></unrolled-table>
    </details>`;
  }
}

function drawLine(
  { node, depth, has, asked }: TreeLine,
  { tree }: PhraseRules,
  isWay: boolean,
  { names }: Classes,
): TemplateResult {
  const { negative, positive } = tree[node] ?? { negative: 0, positive: 0 };
  const label = tree[node]?.class ?? 0;
  const most = label === 1 ? positive : negative;
  const share = most === positive + negative ? "all" : percent(most / (positive + negative));
  const condition =
    has === null
      ? tellPlain(of.every_text)
      : html`${has ? "has" : "has not"} <span class="phrase"><bdi>${joined(asked)}</bdi></span>`;
  return html`<li .style=${`--depth: ${depth}`} class=${isWay ? "way" : ""}>
    ${isWay ? html`<span title="your text">● </span>` : nothing}${condition}: ${count(positive + negative)},
    <span class=${label === 1 ? "positive" : "negative"}>${mark(label)} ${share} ${names[label] ?? label}</span>
  </li>`;
}

function drawCurves(found: PhraseRules, known: boolean): TemplateResult {
  return html`<h3>How far may the list be believed?</h3>
    <unrolled-rule-curves .found=${found}></unrolled-rule-curves>
    <p class="quiet">${say(tell(of.curve, { n: found.reviews, unseen: yes(known), base: commonest(found) }))}</p>
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

function treeTable({ tree, path }: PhraseRules, lines: TreeLine[], classes: Classes): Table {
  const columns = [
    "depth",
    "condition",
    ...[0, 1].map((at) => tellPlain(of.column_judged, { class: ofClass(classes, at) })),
    "your text",
  ];
  const condition = ({ has, asked }: TreeLine) =>
    has === null ? tellPlain(of.every_text) : `${has ? "has" : "has not"} ${joined(asked)}`;
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

function rulesHow(found: PhraseRules | null): TemplateResult {
  const form = found?.form === "beta" ? "beta" : "other";
  const list = tell(of.how_list, { form, ratio: String(found?.ratio ?? 1.1), minimum: found?.minimum ?? 50 });
  const p = found?.other_fidelity ?? null;
  return html`<p>${say(paragraph(list, p === null ? [] : tell(of.how_other, { p })))}</p>
    <p>${say(tell(of.how_classifier))}</p>
    <p>
      <b>Do not take a rule for a reason.</b> The list can agree with the network on a text for which the network went
      by other words. An average over places says little where the words around decide (“not”, “anything but”); rare
      phrases are not listed; and what many weak words do together is in no single phrase. Phrases overlap: “waste of”,
      “a waste of” and “waste of time” are much the same rule.
    </p>`;
}

define("unrolled-rules", RulesView);
