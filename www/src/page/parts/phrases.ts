/** "Words that work together": the strongest pairs, the selected phrase, and the tree that phrases grow into. */

import { type TemplateResult, css, html, nothing } from "lit";
import type { Interactions, Pair, PhraseTree, Prediction, TokenSpan } from "../../types";
import { send } from "../actions";
import { isFresh } from "../deeds/asks";
import { define } from "../define";
import { isLocked } from "../frame";
import type { Table } from "../download";
import { inUnit, marked } from "../numbers";
import {
  decomposedSentence,
  pairSentence,
  phraseSentence,
  treeSentence,
  triedSentence,
  worthTelling,
} from "../sentences/phrases";
import { type Sentence, plain } from "../sentence";
import { named } from "../shapes/named";
import { shortWords, wordsOf } from "../shapes/pieces";
import type { Word } from "../shapes/phrases";
import type { Method, State } from "../state";
import { base, controls, folds } from "../styles/base";
import { phrasesHow } from "./how";
import { say } from "./say";
import "./table";
import "./tree";
import { View } from "./view";
import { arriving, failure, how, running } from "./words";

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
      <h2>Words that work together</h2>
      ${busy ? arriving(loading.further, "the module that answers this") : nothing}
      ${pairs === null ? this.drawWaiting("interactions", "Look for pairs of words") : this.drawPairs(pairs, prediction)}
      ${running(this, "interactions", slots.interactions, "Leaving out pairs of words")}
      ${failure(this, "interactions", slots.interactions)} ${this.drawPhrase(prediction)}
      ${tree === null ? this.drawWaiting("phrase-tree", "Let phrases grow") : this.drawTree(tree, prediction)}
      ${running(this, "phrase-tree", slots["phrase-tree"], "Phrases grow")}
      ${failure(this, "phrase-tree", slots["phrase-tree"])} ${how(phrasesHow())}
    </section>`;
  }

  /** The shown answer, if it is one to the text and settings at hand. */
  private answer<M extends (typeof METHODS)[number]>(method: M): State["slots"][M]["result"] {
    return isFresh(this.state, method) ? this.state.slots[method].result : null;
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
      <ul class="pairs" aria-label="Pairs of words, by how much they do together beyond their sum">
        ${shown.map((pair) => this.drawPair(pair, names(pair), found))}
      </ul>
      <div class="row">
        ${
          found.pairs.length <= FIRST
            ? nothing
            : html`<button
                class="plain"
                @click=${() => {
                  this.all = !this.all;
                }}>
                ${this.all ? "Fewer" : `All ${found.pairs.length}`}
              </button>`
        }
      </div>
      <p class="quiet doubt">${say(triedSentence(found))}</p>
      <unrolled-table name="interactions" .source=${found} .table=${() => pairTable(found)}></unrolled-table>
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
    return html`<p class="sentence">
      ${say(phraseSentence(found, found.phrase, words))} ${say(decomposedSentence(found.phrase))}
    </p>`;
  }

  private drawTree(tree: PhraseTree, prediction: Prediction): TemplateResult {
    const { selection, text } = this.state;
    return html`<div class="block">
      <p class="sentence">${say(treeSentence(tree, (span) => shortWords(text, prediction, span, 40)))}</p>
      <unrolled-tree
        .tree=${tree}
        .words=${this.wordsFor(prediction)}
        .selection=${selection}
        .fixed=${isLocked(this.state.frame, "selection")}></unrolled-tree>
      <p class="quiet">
        Each bar is a phrase, the smaller within the larger: <span class="positive">▲ blue</span> pulls up,
        <span class="negative">▼ orange</span> down, the stronger the fuller; the number is how much lower the score
        would be without it.
      </p>
      <unrolled-table
        name="phrase-tree"
        .source=${tree}
        .table=${() => treeTable(tree, (span) => wordsOf(text, prediction, span))}></unrolled-table>
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
  const columns = ["first word", "no.", "second word", "no.", "interaction", "together", "first alone", "second alone"];
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
  const columns = ["phrase", "from word", "to word", "score", "its words alone, in all", "round"];
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
