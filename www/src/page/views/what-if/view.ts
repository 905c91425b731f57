/** "What if?": the chosen words changed by hand, changes that turn the verdict, and a kept text beside the present one. */

import { type TemplateResult, css, html, nothing } from "lit";
import * as words from "../../../generated/words/whatif";
import type { ChangedText, Counterfactuals, Prediction, TokenSpan } from "../../../types";
import { send } from "../../store/actions";
import { classesOf, explainedClass } from "../../writing/classes";
import { define } from "../../ui/define";
import type { Table } from "../../export/download";
import { marked } from "../../writing/numbers";
import { plain, tell, tellPlain, word } from "../../writing/sentence";
import { changeOf, foundSentence, otherVerdict } from "./sentences";
import { type Namer, named } from "../../writing/named";
import { shortWords } from "../../writing/pieces";
import { near, rewritten, spanRewritten } from "../../writing/rewrite";
import type { Method, State } from "../../store/state";
import { base, controls, folds } from "../../ui/styles/base";
import { viewStyle } from "../../ui/styles/view";
import "./compare";
import { heading } from "../../ui/heading";
import { say } from "../../ui/say";
import { View } from "../../ui/view";
import { arriving, choice, explained, failure, running } from "../../ui/pieces";

const LIKENESS = [
  { value: 0, name: tellPlain(words.any_word) },
  { value: 0.4, name: tellPlain(words.similar_word) },
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
      ${heading(tellPlain(words.title), { how: explained(tell(words.how_search), tell(words.how_doubt)) })}
      ${selection === null ? html`<p class="sentence">${tellPlain(words.intro_choose)}</p>` : this.drawByHand(prediction, selection)}
      ${this.drawFlips(prediction)} ${this.drawKept(prediction)}
    </section>`;
  }

  private drawByHand(prediction: Prediction, selection: TokenSpan): TemplateResult {
    const chosen = shortWords(this.state.text, prediction, selection, 30);
    const remove = () =>
      this.rewrite(spanRewritten(this.state.text, prediction, selection, null), near(selection, prediction));
    return html`<div class="row">
      <button @click=${remove}>${say(tell(words.delete_word, { word: word(chosen) }))}</button>
      <form @submit=${(event: Event) => this.replaced(event, prediction, selection)}>
        <label class="field"
          ><span class="field-name">${tellPlain(words.or_put)}</span
          ><input
            type="text"
            name="word"
            autocomplete="off"
            autocapitalize="off"
            autocorrect="off"
            spellcheck="false"
            aria-label=${tellPlain(words.put_label, { word: chosen })}
        /></label>
        <button type="submit">${tellPlain(words.in_its_place)}</button>
      </form>
      ${!this.state.steps.back ? nothing : html`<button class="plain" @click=${() => send(this, { type: "undo" })}>${tellPlain(words.undo)}</button>`}
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
    const question = html`<h3>${say(tell(words.what_would, otherVerdict(prediction)))}</h3>`;
    if (!flips.wanted) {
      const begin = () => send(this, { type: "settings", patch: { flips: { ...flips, wanted: true } } });
      return html`${question}
        <div class="row"><button @click=${begin}>${tellPlain(words.look_for)}</button></div>`;
    }
    const chosen = (similarity: number) => send(this, { type: "settings", patch: { flips: { ...flips, similarity } } });
    return html`${question}
      <div class="both">
        <div class="kind">
          ${this.drawHead("counterfactuals", tellPlain(words.replace_words))}
          ${choice(tellPlain(words.replace_by), LIKENESS, flips.similarity, chosen)}
          ${this.drawKind("counterfactuals", prediction)}
          ${this.state.slots.counterfactuals.phase === "running" ? arriving(loading.gradients, tellPlain(words.gradients_module)) : nothing}
        </div>
        <div class="kind">
          ${this.drawHead("counterfactuals-left-out", tellPlain(words.leave_out))}
          ${this.drawKind("counterfactuals-left-out", prediction)}
          ${this.state.slots["counterfactuals-left-out"].phase === "running" ? arriving(loading.further, tellPlain(words.further_module)) : nothing}
        </div>
      </div>`;
  }

  private found(method: Kind): Counterfactuals | null {
    const slot = this.state.slots[method];
    return slot.answered?.text === this.state.text ? slot.result : null;
  }

  private drawHead(method: Kind, title: string): TemplateResult {
    const found = this.found(method);
    const menu = found === null ? {} : { name: method, source: found, table: () => this.table(listed(found)) };
    return heading(title, { level: 4, ...menu });
  }

  private drawKind(method: Kind, prediction: Prediction): TemplateResult {
    const slot = this.state.slots[method];
    const found = this.found(method);
    const label = tellPlain(method === "counterfactuals" ? words.replacing : words.leaving);
    const ask =
      slot.phase === "idle"
        ? html`<div class="row">
            <button @click=${() => send(this, { type: "run", method: method as Method })}>
              ${tellPlain(words.look)}
            </button>
          </div>`
        : nothing;
    return html`${found === null ? ask : html`<div class=${slot.current ? "kind" : "kind waiting"}>${this.drawFound(found, prediction)}</div>`}
    ${running(this, method, slot, label)}${failure(this, method, slot)}`;
  }

  private drawFound(found: Counterfactuals, prediction: Prediction): TemplateResult {
    return html`<p class="sentence">${say(foundSentence(found, prediction, this.wordOf))}</p>
      <ul>
        ${listed(found).map((item) => this.drawItem(item, prediction))}
      </ul>`;
  }

  private drawItem(item: ChangedText, prediction: Prediction): TemplateResult {
    const [first] = item.changes;
    const selection: TokenSpan | null =
      first === undefined || first.replacement === null ? null : [first.position, first.position + 1];
    const apply = () => this.rewrite(rewritten(this.state.text, prediction, item.changes), selection);
    const what = plain(changeOf(item, this.wordOf));
    const { names, explained } = classesOf(prediction);
    const figures = { p: item.probability, class: names[explained] ?? "", score: marked(item.logit) };
    return html`<li>
      <span>${say(changeOf(item, this.wordOf))}</span>
      <span class="numbers"
        >${say(tell(words.probability, figures))}
        <button class="plain" aria-label=${tellPlain(words.try_label, { change: what })} @click=${apply}>
          ${tellPlain(words.try_it)}
        </button></span
      >
    </li>`;
  }

  private drawKept(prediction: Prediction): TemplateResult {
    const { pinned, text } = this.state;
    if (pinned === null) {
      return html`<div class="row">
        <button class="plain" @click=${() => send(this, { type: "pin", on: true })}>${tellPlain(words.keep)}</button>
      </div>`;
    }
    const back = () => this.rewrite(pinned.text, null);
    return html`${
        pinned.text === text
          ? html`<p class="sentence">${tellPlain(words.is_kept)}</p>`
          : html`<unrolled-compare
              .titled=${tellPlain(words.both)}
              .pinned=${pinned}
              .text=${text}
              .prediction=${prediction}></unrolled-compare>`
      }
      <div class="row">
        ${
          pinned.text === text
            ? nothing
            : html`<button class="plain" @click=${back}>${tellPlain(words.go_back)}</button>
                <button class="plain" @click=${() => send(this, { type: "pin", on: true })}>
                  ${tellPlain(words.keep_instead)}
                </button>`
        }
        <button class="plain" @click=${() => send(this, { type: "pin", on: false })}>${tellPlain(words.let_go)}</button>
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
    const { prediction } = this.state;
    const columns = [
      tellPlain(words.col_changes),
      tellPlain(words.col_words),
      tellPlain(words.col_score),
      ...(prediction === null
        ? []
        : [tellPlain(words.col_probability, { class: explainedClass(classesOf(prediction)) })]),
    ];
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

/** What is shown: what turns the verdict, or what came nearest. */
const listed = ({ items, nearest }: Counterfactuals): ChangedText[] =>
  items.length > 0 || nearest === null ? items : [nearest];

define("unrolled-whatif", WhatIf);
