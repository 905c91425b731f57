/** "What if?": the chosen words changed by hand, changes that turn the verdict, and a kept text beside the present one. */

import { type TemplateResult, css, html, nothing } from "lit";
import type { ChangedText, Counterfactuals, Prediction, TokenSpan } from "../../types";
import { send } from "../actions";
import { isFresh } from "../deeds/asks";
import { define } from "../define";
import type { Table } from "../download";
import { marked, percent } from "../numbers";
import { plain } from "../sentence";
import { changeOf, foundSentence } from "../sentences/whatif";
import { type Namer, named } from "../shapes/named";
import { shortWords } from "../shapes/pieces";
import { rewritten, spanRewritten } from "../shapes/rewrite";
import type { Method, State } from "../state";
import { base, controls, folds } from "../styles/base";
import { viewStyle } from "../styles/view";
import "./compare";
import { say } from "./say";
import "./table";
import { View } from "./view";
import { arriving, choice, failure, how, running } from "./words";

const LIKENESS = [
  { value: 0, name: "any word" },
  { value: 0.4, name: "a similar word (cosine from .4)" },
];

const style = css`
  form {
    display: contents;
  }
  form .field {
    display: inline-flex;
  }
  input[type="text"] {
    min-height: 2.1rem;
    padding: 0.2rem 0.6rem;
    border: 1px solid var(--edge);
    border-radius: 7px;
    background: var(--card);
    width: 12em;
    max-width: 100%;
  }
  .both {
    display: grid;
    gap: 1rem 2rem;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 20rem), 1fr));
  }
  .kind {
    display: grid;
    gap: 0.5rem;
    align-content: start;
  }
  li {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: 0 0.8rem;
    align-items: baseline;
    border-top: 1px solid var(--hairline);
    padding-block: 0.15rem;
  }
  li .numbers {
    text-align: end;
  }
  @container (max-width: 35rem) {
    li {
      grid-template-columns: minmax(0, 1fr);
    }
  }
  .word {
    font-weight: 400;
    font-family: var(--serif);
    font-size: 1.05rem;
  }
`;

type Kind = "counterfactuals" | "counterfactuals-left-out";

export class WhatIf extends View {
  static override styles = [base, controls, folds, viewStyle, style];
  static override properties = { state: { attribute: false } };
  declare state: State;

  override render(): TemplateResult {
    const { prediction, selection } = this.state;
    if (prediction === null) return html``;
    return html`<section class="view">
      <h2>What if?</h2>
      <p class="sentence">
        Change the text and every view follows. ${selection === null ? "Choose a word to begin with." : nothing}
      </p>
      ${selection === null ? nothing : this.drawByHand(prediction, selection)} ${this.drawFlips(prediction)}
      ${this.drawKept(prediction)} ${how(whatIfHow())}
    </section>`;
  }

  private drawByHand(prediction: Prediction, selection: TokenSpan): TemplateResult {
    const words = shortWords(this.state.text, prediction, selection, 30);
    const remove = () =>
      this.rewrite(spanRewritten(this.state.text, prediction, selection, null), near(selection, prediction));
    return html`<div class="row">
      <button @click=${remove}>Delete <bdi>“${words}”</bdi></button>
      <form @submit=${(event: Event) => this.replaced(event, prediction, selection)}>
        <label class="field"
          ><span class="field-name">or put</span
          ><input
            type="text"
            name="word"
            autocomplete="off"
            autocapitalize="off"
            autocorrect="off"
            spellcheck="false"
            aria-label=${`What to put in place of ${words}`}
        /></label>
        <button type="submit">in its place</button>
      </form>
      ${!this.state.steps.back ? nothing : html`<button class="plain" @click=${() => send(this, { type: "undo" })}>Undo the last change</button>`}
    </div>`;
  }

  private replaced(event: Event, prediction: Prediction, selection: TokenSpan): void {
    event.preventDefault();
    const input = (event.target as HTMLFormElement).elements.namedItem("word") as HTMLInputElement;
    const word = input.value.trim();
    if (word === "") return;
    input.value = "";
    this.rewrite(spanRewritten(this.state.text, prediction, selection, word), [selection[0], selection[0] + 1]);
  }

  private drawFlips(prediction: Prediction): TemplateResult {
    const { settings, loading } = this.state;
    const { flips } = settings;
    const opposite = prediction.probability >= 0.5 ? "negative" : "positive";
    if (!flips.wanted) {
      const begin = () => send(this, { type: "settings", patch: { flips: { ...flips, wanted: true } } });
      return html`<h3>What would make it ${opposite}?</h3>
        <div class="row"><button @click=${begin}>Look for the fewest changes that turn the verdict</button></div>`;
    }
    const chosen = (similarity: number) => send(this, { type: "settings", patch: { flips: { ...flips, similarity } } });
    return html`<h3>What would make it ${opposite}?</h3>
      <div class="both">
        <div class="kind">
          ${choice("Replace words by", LIKENESS, flips.similarity, chosen)}
          ${this.drawKind("counterfactuals", prediction)}
          ${this.state.slots.counterfactuals.phase === "running" ? arriving(loading.gradients, "the gradients module") : nothing}
        </div>
        <div class="kind">
          <p class="field-name">Leave words out</p>
          ${this.drawKind("counterfactuals-left-out", prediction)}
          ${this.state.slots["counterfactuals-left-out"].phase === "running" ? arriving(loading.further, "the module that answers this") : nothing}
        </div>
      </div>`;
  }

  private drawKind(method: Kind, prediction: Prediction): TemplateResult {
    const slot = this.state.slots[method];
    const found = slot.answered?.text === this.state.text ? slot.result : null;
    const label = method === "counterfactuals" ? "Replacing words" : "Leaving words out";
    const ask =
      slot.phase === "idle"
        ? html`<div class="row">
            <button @click=${() => send(this, { type: "run", method: method as Method })}>Look</button>
          </div>`
        : nothing;
    return html`${found === null ? ask : html`<div class=${isFresh(this.state, method) ? "kind" : "kind waiting"}>${this.drawFound(method, found, prediction)}</div>`}
    ${running(this, method, slot, label)}${failure(this, method, slot)}`;
  }

  private drawFound(method: Kind, found: Counterfactuals, prediction: Prediction): TemplateResult {
    const items = found.items.length > 0 ? found.items : found.nearest === null ? [] : [found.nearest];
    return html`<p class="sentence">${say(foundSentence(found, prediction.kept, this.wordOf))}</p>
      <ul>
        ${items.map((item) => this.drawItem(item, prediction))}
      </ul>
      <unrolled-table name=${method} .source=${found} .table=${() => this.table(items)}></unrolled-table>`;
  }

  private drawItem(item: ChangedText, prediction: Prediction): TemplateResult {
    const [first] = item.changes;
    const selection: TokenSpan | null =
      first === undefined || first.replacement === null ? null : [first.position, first.position + 1];
    const apply = () => this.rewrite(rewritten(this.state.text, prediction, item.changes), selection);
    const what = plain(changeOf(item, this.wordOf));
    return html`<li>
      <span>${say(changeOf(item, this.wordOf))}</span>
      <span class="numbers"
        >${percent(item.probability)} positive (${marked(item.logit)})
        <button class="plain" aria-label=${`Try it: ${what}`} @click=${apply}>try it</button></span
      >
    </li>`;
  }

  private drawKept(prediction: Prediction): TemplateResult {
    const { pinned, text } = this.state;
    if (pinned === null) {
      return html`<div class="row">
        <button class="plain" @click=${() => send(this, { type: "pin", on: true })}>Keep this text to compare</button>
      </div>`;
    }
    const back = () => this.rewrite(pinned.text, null);
    return html`<h3>The kept text and this one</h3>
      ${
        pinned.text === text
          ? html`<p class="sentence">This text is kept. Change it, and both will stand here side by side.</p>`
          : html`<unrolled-compare .pinned=${pinned} .text=${text} .prediction=${prediction}></unrolled-compare>`
      }
      <div class="row">
        ${
          pinned.text === text
            ? nothing
            : html`<button class="plain" @click=${back}>Go back to the kept text</button>
                <button class="plain" @click=${() => send(this, { type: "pin", on: true })}>
                  Keep this one instead
                </button>`
        } <button class="plain" @click=${() => send(this, { type: "pin", on: false })}>Let the kept text go</button>
      </div>`;
  }

  private rewrite(text: string, selection: TokenSpan | null): void {
    send(this, { type: "rewrite", text, selection });
  }

  private readonly wordOf: Namer = (token) => {
    const { prediction, text } = this.state;
    return prediction === null ? [] : named(text, prediction, token, 18);
  };

  private table(items: ChangedText[]): Table {
    const columns = ["changes", "words changed", "score", "probability"];
    return {
      columns,
      rows: items.map((item) => [
        plain(changeOf(item, this.wordOf)),
        item.changes.length,
        item.logit,
        item.probability,
      ]),
    };
  }
}

/** The word that moves up into the place of those deleted. */
function near([from, to]: TokenSpan, { kept }: Prediction): TokenSpan | null {
  const left = kept - (to - from);
  if (left <= 0) return null;
  const at = Math.min(from, left - 1);
  return [at, at + 1];
}

const whatIfHow = (): TemplateResult =>
  html` <p>
      <b>Replacing</b> (HotFlip): the slope of the score at each word says, to first order, which other word would move
      it most. The 20 most promising words in each of the 10 most promising places are then really read, alone, in pairs
      and in threes. <b>Leaving out</b>: every word is left out in turn; of the ten whose absence moves the score most,
      sets of up to five. Nothing is listed that the network has not really read, and no change that would turn the
      verdict with a part of it already.
    </p>
    <p>
      <b>Do not take a listed change for a reason.</b> Any word of the vocabulary may stand in, whether it makes sense
      or not, and rare words move the network by accident; that is what such changes are good at showing. Similar words
      are similar by their vectors, which know what words stand near, not what they mean: “good” and “bad” are similar.
    </p>`;

define("unrolled-whatif", WhatIf);
