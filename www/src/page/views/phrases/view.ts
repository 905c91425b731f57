/** "Words that work together": the strongest pairs, the selected phrase, and the tree that phrases grow into. */

import { type TemplateResult, css, html, nothing } from "lit";
import * as of from "../../../generated/words/phrases";
import type { Interactions, Pair, PhraseTree, Prediction, TokenSpan } from "../../../types";
import { send } from "../../store/actions";
import { define } from "../../ui/define";
import { isLocked } from "../../store/frame";
import type { Table } from "../../export/download";
import { inUnit, marked } from "../../writing/numbers";
import {
  decomposedSentence,
  pairSentence,
  phraseSentence,
  treeSentence,
  triedSentence,
  worthTelling,
} from "./sentences";
import { type Sentence, plain, tell, tellPlain } from "../../writing/sentence";
import { named } from "../../writing/named";
import { shortWords, wordsOf } from "../../writing/pieces";
import type { Word } from "./shape";
import { type Method, type State, answerOf } from "../../store/state";
import { base, controls, folds } from "../../ui/styles/base";
import { heading } from "../../ui/heading";
import { say } from "../../ui/say";
import "./tree";
import { View } from "../../ui/view";
import { arriving, explained, failure, running, tail } from "../../ui/pieces";

/** Pairs listed at first. */
const FIRST = 6;

const style = css`
  .view {
    display: grid;
    gap: 1rem;
  }
  .pairs {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(100%, 19rem), 1fr));
    gap: 0 2rem;
  }
  .pairs li {
    border-bottom: 1px solid var(--hairline);
  }
  .pairs button {
    display: flex;
    gap: 0.8rem;
    justify-content: space-between;
    width: 100%;
    border: 0;
    border-radius: 3px;
    background: none;
    padding: 0.3rem 0.15rem;
    text-align: start;
    align-items: baseline;
  }
  .pairs button:hover .two {
    text-decoration: underline;
    text-decoration-color: var(--edge);
    text-underline-offset: 0.25em;
  }
  .pairs button[aria-pressed="true"] {
    font-weight: 700;
  }
  .two {
    font-family: var(--serif);
  }
  .amount {
    white-space: nowrap;
  }
  .block {
    display: grid;
    gap: 0.7rem;
    min-width: 0;
  }
`;

const METHODS = ["interactions", "phrase", "phrase-tree"] as const;

export class PhrasesPart extends View {
  static override styles = [base, controls, folds, style];
  static override properties = { state: { attribute: false }, all: { state: true } };
  declare state: State;
  declare private all: boolean;
  private shown: { prediction: Prediction; text: string; words: Word[] } | null = null;

  constructor() {
    super();
    this.all = false;
  }

  override render(): TemplateResult {
    const { prediction, predicted, text, slots, loading } = this.state;
    if (prediction === null || predicted !== text || prediction.kept < 2) return html``;
    const pairs = this.answer("interactions");
    const tree = this.answer("phrase-tree");
    const busy = METHODS.some((method) => slots[method].phase === "running");
    return html`<section class="view">
      ${this.drawHeading(pairs, prediction)} ${busy ? arriving(loading.further, tellPlain(of.module)) : nothing}
      ${pairs === null ? this.drawWaiting("interactions", tellPlain(of.find_pairs)) : this.drawPairs(pairs, prediction)}
      ${running(this, "interactions", slots.interactions, tellPlain(of.finding_pairs))}
      ${failure(this, "interactions", slots.interactions)} ${this.drawPhrase(prediction)}
      ${tree === null ? this.drawWaiting("phrase-tree", tellPlain(of.grow)) : this.drawTree(tree, prediction)}
      ${running(this, "phrase-tree", slots["phrase-tree"], tellPlain(of.growing))}
      ${failure(this, "phrase-tree", slots["phrase-tree"])}
    </section>`;
  }

  private drawHeading(pairs: Interactions | null, prediction: Prediction): TemplateResult {
    const how = explained(
      pairs === null ? [] : triedSentence(pairs),
      tell(of.how_pairs),
      tell(of.how_tree),
      tell(of.how_decomposition),
      this.decomposed(prediction),
    );
    const table = pairs === null ? {} : { name: "interactions", source: pairs, table: () => pairTable(pairs) };
    return heading(tellPlain(of.title), { how, ...table });
  }

  /** The shown answer, if it is one to the text and settings at hand. */
  private answer<M extends (typeof METHODS)[number]>(method: M): State["slots"][M]["result"] {
    return answerOf(this.state, method);
  }

  private drawWaiting(method: Method, name: string): TemplateResult | typeof nothing {
    const { phase } = this.state.slots[method];
    if (phase !== "idle" || this.state.loading.model.phase !== "ready") return nothing;
    return html`<div class="row"><button @click=${() => send(this, { type: "run", method })}>${name}</button></div>`;
  }

  private drawPairs(found: Interactions, prediction: Prediction): TemplateResult {
    const name = (token: number) => named(this.state.text, prediction, token, 24);
    const names = ({ i, j }: Pair): [Sentence, Sentence] => [name(i), name(j)];
    const told = worthTelling(found);
    const shown = this.all ? found.pairs : found.pairs.slice(0, FIRST);
    return html`<div class="block">
      <p class="sentence">${say(pairSentence(found, told === null ? [[], []] : names(told)))}</p>
      <ul class="pairs" aria-label=${tellPlain(of.list)}>
        ${shown.map((pair) => this.drawPair(pair, names(pair), found))}
      </ul>
      ${tail(found.pairs.length, FIRST, this.all, () => {
        this.all = !this.all;
      })}
    </div>`;
  }

  private drawPair(pair: Pair, [a, b]: [Sentence, Sentence], found: Interactions): TemplateResult {
    const span: TokenSpan = [pair.i, pair.j + 1];
    const { selection } = this.state;
    const between = pair.j - pair.i > 1 ? " … " : " ";
    const way = pair.interaction < 0 ? "negative" : "positive";
    const pressed = selection !== null && selection[0] === span[0] && selection[1] === span[1];
    return html`<li>
      <button
        aria-pressed=${pressed}
        ?disabled=${isLocked(this.state.frame, "selection")}
        @click=${() => send(this, { type: "select", span })}>
        <span class="two"><bdi>${plain(a)}</bdi>${between}<bdi>${plain(b)}</bdi></span>
        <span class=${`amount ${way}`}>${marked(pair.interaction, inUnit(pair.interaction, found.target))}</span>
      </button>
    </li>`;
  }

  private drawPhrase(prediction: Prediction): TemplateResult | typeof nothing {
    const { selection, text } = this.state;
    const found = this.answer("phrase");
    if (found === null || found.phrase === null || selection === null) return nothing;
    const words = shortWords(text, prediction, selection, 60);
    return html`<p class="sentence">${say(phraseSentence(found, found.phrase, words))}</p>`;
  }

  private decomposed(prediction: Prediction): Sentence {
    const phrase = this.answer("phrase")?.phrase ?? null;
    const { selection, text } = this.state;
    if (phrase === null || selection === null) return [];
    return decomposedSentence(phrase, shortWords(text, prediction, selection, 60));
  }

  private drawTree(tree: PhraseTree, prediction: Prediction): TemplateResult {
    const { selection, text } = this.state;
    const table = () => treeTable(tree, (span) => wordsOf(text, prediction, span));
    return html`<div class="block">
      ${heading(tellPlain(of.phrases), { level: 3, name: "phrase-tree", source: tree, table })}
      <p class="sentence">${say(treeSentence(tree, (span) => shortWords(text, prediction, span, 40)))}</p>
      <unrolled-tree
        .tree=${tree}
        .words=${this.wordsFor(prediction)}
        .selection=${selection}
        .fixed=${isLocked(this.state.frame, "selection")}></unrolled-tree>
    </div>`;
  }

  private wordsFor(prediction: Prediction): Word[] {
    const { text } = this.state;
    if (this.shown === null || this.shown.prediction !== prediction || this.shown.text !== text) {
      const words = prediction.spans.slice(0, prediction.kept).map(([start, end], i): Word => {
        const before = prediction.spans[i - 1]?.[1] ?? start;
        return { text: text.slice(start, end), spaced: start > before };
      });
      this.shown = { prediction, text, words };
    }
    return this.shown.words;
  }
}

function pairTable(found: Interactions): Table {
  const number = tellPlain(of.col_number);
  const columns = [
    tellPlain(of.col_first),
    number,
    tellPlain(of.col_second),
    number,
    tellPlain(of.col_interaction),
    tellPlain(of.col_together),
    tellPlain(of.col_first_alone),
    tellPlain(of.col_second_alone),
  ];
  const rows = found.pairs.map((pair) => [
    pair.tokens[0],
    pair.i + 1,
    pair.tokens[1],
    pair.j + 1,
    pair.interaction,
    pair.together,
    pair.alone[0],
    pair.alone[1],
  ]);
  return { columns, rows };
}

function treeTable(tree: PhraseTree, nameOf: (span: TokenSpan) => string): Table {
  const columns = [of.col_phrase, of.col_from, of.col_to, of.col_score, of.col_words, of.col_round].map((column) =>
    tellPlain(column),
  );
  const phrases = tree.nodes.filter((node) => node.round > 0 || node.parent === null);
  return {
    columns,
    rows: phrases.map((node) => [
      nameOf(node.span),
      node.span[0] + 1,
      node.span[1],
      node.score,
      node.words,
      node.round,
    ]),
  };
}

define("unrolled-phrases", PhrasesPart);
