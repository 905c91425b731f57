/** "What rules does it follow, whatever the text?": the ranked phrases, how far they may be believed, and which stand in the text. */

import { type TemplateResult, css, html, nothing } from "lit";
import * as of from "../../../generated/words/rules";
import * as texts from "../../../generated/words/texts";
import type { PhraseRule, PhraseRules } from "../../../types";
import { send } from "../../store/actions";
import { hasIndex, indexBytes } from "../../deeds/brings";
import { type Classes, classesIn, ofClass } from "../../writing/classes";
import { define } from "../../ui/define";
import { isLocked } from "../../store/frame";
import type { Table } from "../../export/download";
import { count } from "../../writing/numbers";
import { type Piece, paragraph, tell, tellPlain, yes } from "../../writing/sentence";
import { commonest, factor, fidelitySentence, firingSentence, mark, othersSentence, pathSentence } from "./sentences";
import { joined } from "../../writing/pieces";
import { isSplitKnown } from "../../ui/report";
import { type TreeLine, isSame, nextSpan, spansOf, treeLines } from "./shape";
import { type State, readsForward } from "../../store/state";
import { base, controls, folds } from "../../ui/styles/base";
import { viewStyle } from "../../ui/styles/view";
import "./curve";
import { ruleMenu } from "./list";
import { heading } from "../../ui/heading";
import { say } from "../../ui/say";
import { View } from "../../ui/view";
import { arriving, explained, failure, tail, weighing } from "../../ui/pieces";

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
        ${heading(tellPlain(of.question))}
        <p class="sentence">${tellPlain(readsForward(this.state) ? of.no_index : of.not_both_ways)}</p>
      </section>`;
    // What is not about the text stays while another is read.
    const found = slot.result ?? slots["rule-list"].result;
    return html`<section class="view">
      ${this.drawHeading(found)} ${found === null ? this.drawWaiting() : this.drawRules(found)}
      ${slot.phase === "running" ? arriving(loading.index, tellPlain(texts.index_coming)) : nothing}
      ${failure(this, "phrase-rules", slot)}
    </section>`;
  }

  private drawHeading(found: PhraseRules | null): TemplateResult {
    const form = found?.form === "beta" ? "beta" : "other";
    const p = found?.other_fidelity ?? null;
    const list = tell(of.how_list, { form, ratio: String(found?.ratio ?? 1.1), minimum: found?.minimum ?? 50 });
    const how = html`${explained(
      found === null ? [] : othersSentence(found),
      paragraph(list, p === null ? [] : tell(of.how_other, { p })),
      tell(of.how_rows),
      tell(of.how_classifier),
      tell(of.how_doubt),
    )}${found === null || found.curve.length === 0 ? nothing : drawCurves(found, isSplitKnown(this.state.manifest))}`;
    const rules = this.state.slots["rule-list"].result;
    return heading(tellPlain(of.question), { how, ...ruleMenu(this.state, rules) });
  }

  private drawWaiting(): TemplateResult {
    const { loading, slots } = this.state;
    if (slots["phrase-rules"].phase !== "idle") return html``;
    if (loading.model.phase !== "ready") return html`<p class="sentence loads">${tellPlain(of.waiting)}</p>`;
    return html`<p class="sentence loads">${tellPlain(of.to_load)}</p>
      <div class="row">
        <button @click=${() => send(this, { type: "load", asset: "index" })}>
          ${tellPlain(of.load)}${weighing(indexBytes(this.state))}
        </button>
      </div>`;
  }

  private drawRules(found: PhraseRules): TemplateResult {
    return html`<p class="sentence">${say(fidelitySentence(found))}</p>
      ${
        found.total === 0
          ? nothing
          : html` <unrolled-rule-list .state=${this.state}></unrolled-rule-list>
              ${this.state.slots["phrase-rules"].current ? this.drawHere(found) : nothing} ${this.drawTree(found)}`
      }`;
  }

  private drawHere(found: PhraseRules): TemplateResult {
    const { firing } = found;
    const shown = this.all ? firing : firing.slice(0, FIRST_HERE);
    return html`${heading(tellPlain(of.in_text), { level: 3 })}
      <p class="sentence">${say(firingSentence(found, classesIn(this.state)))}</p>
      ${
        firing.length === 0
          ? nothing
          : html`<ol class="here" aria-label=${tellPlain(of.here)}>
              ${shown.map((rule, i) => html`<li>${this.drawFiring(rule, i === 0)}</li>`)}
              ${
                firing.length > FIRST_HERE
                  ? html`<li>
                      ${tail(firing.length, FIRST_HERE, this.all, () => {
                        this.all = !this.all;
                      })}
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
    const times =
      spans.length > 1 ? html` <span class="quiet">${tellPlain(of.times, { n: spans.length })}</span>` : nothing;
    return html`<button
      class=${decides ? "first" : ""}
      aria-pressed=${chosen}
      ?disabled=${isLocked(this.state.frame, "selection")}
      @click=${next}>
      <span class="phrase"><bdi>${joined(rule.tokens)}</bdi></span>
      <span class="amount"
        ><span class=${rule.class === 1 ? "positive" : "negative"}>${factor(rule)}</span
        >${times}${decides ? html` <span class="quiet">${tellPlain(of.decides)}</span>` : nothing}</span
      >
    </button>`;
  }

  private drawTree(found: PhraseRules): TemplateResult {
    const way = this.state.slots["phrase-rules"].current ? found.path : [];
    const lines = treeLines(found.tree, way);
    const classes = classesIn(this.state);
    const questions = found.tree.filter((node) => node.with !== 0).length;
    const menu = { name: "rule-tree", source: found.tree, table: () => treeTable(found, lines, classes) };
    return html`<details>
      <summary>
        ${say(found.tree_fidelity === null ? tell(of.tree_only, { n: questions }) : tell(of.tree, { n: questions, p: found.tree_fidelity }))}
      </summary>
      ${heading(tellPlain(of.tree_region), { level: 3, how: explained(tell(of.tree_lines)), ...menu })}
      <div class="tree" tabindex="0" role="region" aria-label=${tellPlain(of.tree_region)}>
        <ul>
          ${lines.map((line) => drawLine(line, found, way.includes(line.node), classes))}
        </ul>
      </div>
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
  const [n, all] = [positive + negative, yes(most === positive + negative)];
  const says = tellPlain(of.line_verdict, {
    mark: mark(label),
    all,
    p: most / n,
    class: names[label] ?? String(label),
  });
  const verdict: Piece = { text: says, as: label === 1 ? "positive" : "negative" };
  const line =
    has === null
      ? tell(of.line_all, { n, verdict })
      : tell(of.line, { has: yes(has), phrase: joined(asked), n, verdict });
  return html`<li .style=${`--depth: ${depth}`} class=${isWay ? "way" : ""}>
    ${isWay ? html`<span title=${tellPlain(of.your_text)}>● </span>` : nothing}${say(line)}
  </li>`;
}

function drawCurves(found: PhraseRules, known: boolean): TemplateResult {
  const table = () => curveTable(found);
  return html`${heading(tellPlain(of.believed), { level: 3, name: "rule-fidelity", source: found.curve, table })}
    <unrolled-rule-curves .found=${found}></unrolled-rule-curves>
    <p>${say(tell(of.curve, { n: found.reviews, unseen: yes(known), base: commonest(found) }))}</p>`;
}

function curveTable({ curve, tree_fidelity, tree_accuracy, tree }: PhraseRules): Table {
  const columns = [of.col_rules, of.col_fires, of.col_same, of.col_right, of.col_added_same, of.col_added_right].map(
    (column) => tellPlain(column),
  );
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
    rows: [...rows, [tellPlain(of.row_tree, { n: tree.length }), null, tree_fidelity, tree_accuracy, null, null]],
  };
}

function treeTable({ tree, path }: PhraseRules, lines: TreeLine[], classes: Classes): Table {
  const columns = [
    tellPlain(of.col_depth),
    tellPlain(of.col_condition),
    ...[0, 1].map((at) => tellPlain(of.column_judged, { class: ofClass(classes, at) })),
    tellPlain(of.your_text),
  ];
  const condition = ({ has, asked }: TreeLine) =>
    has === null ? tellPlain(of.condition_all) : tellPlain(of.condition, { has: yes(has), phrase: joined(asked) });
  return {
    columns,
    rows: lines.map((line) => [
      line.depth,
      condition(line),
      tree[line.node]?.negative ?? 0,
      tree[line.node]?.positive ?? 0,
      path.includes(line.node) ? tellPlain(of.yes) : "",
    ]),
  };
}

define("unrolled-rules", RulesView);
