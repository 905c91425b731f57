/** "Do the methods agree?": every attribution side by side, their rank correlations, and words taken away in their orders. */

import { type TemplateResult, css, html, nothing, unsafeCSS } from "lit";
import * as of from "../../generated/words/agreement";
import type { Agreement } from "../../types";
import { send } from "../actions";
import { classesIn, explainedClass, ofClass } from "../classes";
import { define } from "../define";
import { isLocked } from "../frame";
import * as words from "../../generated/words/shared";
import type { Table } from "../download";
import { decimal, marked } from "../numbers";
import { doubtIn } from "../sentences/doubt";
import { curvesSentence, firstSentence, hasOrder, nothingVaries, pairsSentence } from "../sentences/agreement";
import { type AgreementCell, agreementRows, nameOf, shortName } from "../shapes/agreement";
import { type Sentence, paragraph, plain, tell, tellPlain, yes } from "../sentence";
import { type Namer, named } from "../shapes/named";
import { shortWords } from "../shapes/pieces";
import type { State } from "../state";
import { base, controls, folds } from "../styles/base";
import { tints } from "../styles/text";
import { viewStyle } from "../styles/view";
import "./orders";
import { say } from "./say";
import "./table";
import { View } from "./view";
import { arriving, failure, how, running } from "./words";

const ROWS = 14;

/** Steps of tint for τ from 0 to 1. */
const SHADES = 10;
const shades = unsafeCSS(
  Array.from(
    { length: SHADES + 1 },
    (_, i) => `.t${i} { background: color-mix(in srgb, var(--ink) ${i * 2.8}%, transparent); }`,
  ).join("\n"),
);

const style = css`
  .scroll {
    overflow-x: auto;
  }
  table {
    border-collapse: separate;
    border-spacing: 2px;
    font-size: 0.875rem;
  }
  th {
    font-weight: 600;
    color: var(--muted);
    text-align: start;
    padding: 0.15rem 0.4rem;
    vertical-align: bottom;
    overflow-wrap: normal;
  }
  td {
    padding: 0.2rem 0.45rem;
    text-align: end;
    border-radius: 3px;
    white-space: nowrap;
  }
  td.first {
    outline: 2px solid var(--ink);
    outline-offset: -2px;
  }
  .warning {
    border-left: 3px dotted var(--edge);
    border-radius: 0;
  }
  td.warning {
    opacity: 0.8;
  }
  .words th[scope="row"] {
    position: sticky;
    inset-inline-start: 0;
    background: var(--paper);
    padding: 0;
    z-index: 1;
  }
  .words th[scope="row"] button {
    min-height: 1.8rem !important;
    white-space: nowrap;
    color: var(--ink);
    font: 400 1rem var(--serif);
    text-decoration: none;
  }
  .words th[scope="row"] button[aria-pressed="true"] {
    font-weight: 700;
    text-decoration-line: underline;
    text-decoration-thickness: 2px;
  }
  .tau td {
    min-width: 3.4em;
  }
  .tau td.low {
    outline: 1px dotted var(--edge);
    outline-offset: -1px;
  }
`;

export class AgreementView extends View {
  static override styles = [base, controls, folds, viewStyle, tints, shades, style];
  static override properties = { state: { attribute: false } };
  declare state: State;

  override render(): TemplateResult {
    const { slots, loading, text, prediction } = this.state;
    const slot = slots.agreement;
    const found = slot.answered?.text === text && prediction !== null ? slot.result : null;
    return html`<section class="view">
      <h2>Do the methods agree?</h2>
      ${found === null || found.methods.length === 0 ? this.drawQuestion(slot.phase === "running") : this.drawAnswer(found)}
      ${slot.phase === "running" ? arriving(loading.gradients, "the gradients module") : nothing}
      ${running(this, "agreement", slot, "Asking every method")} ${failure(this, "agreement", slot)}
      ${how(agreementHow(found))}
    </section>`;
  }

  private drawQuestion(busy: boolean): TemplateResult {
    const begin = html`<div class="row">
      <button class="primary" @click=${() => send(this, { type: "run", method: "agreement" })}>Ask every method</button>
    </div>`;
    return html`<p class="sentence">
        Several methods say which words mattered, and each has its own idea of what that means. Where all agree, that is
        worth more than any of them alone; where they do not, none should be believed by itself.
      </p>
      ${busy ? nothing : begin}`;
  }

  private drawAnswer(found: Agreement): TemplateResult {
    const first = doubtIn(this.state) === "unknown" ? tell(of.unknown) : firstSentence(found, this.called);
    const lines = [first, paragraph(pairsSentence(found), curvesSentence(found))];
    if (nothingVaries(found))
      return html`<p class="sentence">${say(first)}</p>
        <unrolled-table name="agreement" .source=${found} .table=${() => this.wordTable(found)}></unrolled-table>`;
    return html` ${lines.map((line) => html`<p class="sentence">${say(line)}</p>`)} ${this.drawWords(found)}
      <p class="legend">
        <span>${say(this.legend())}</span>
        ${found.methods.some(({ shared }) => shared?.some((places) => places > 1) === true) ? html`<span>${tellPlain(words.parts)}</span>` : nothing}
        ${found.methods.some(({ runaway }) => runaway?.includes(true) === true) ? html`<span>* ran away: the weight is not this word’s (see contextual decomposition)</span>` : nothing}
      </p>
      ${found.left_out.map(([name, why]) => html`<p class="quiet">${tellPlain(of.left_out, { method: nameOf(name), why })}</p>`)}
      <unrolled-table name="agreement" .source=${found} .table=${() => this.wordTable(found)}></unrolled-table>
      ${hasOrder(found) ? this.drawOrders(found) : html`<p class="quiet">So few words have hardly an order, so their orders are not compared.</p>`}`;
  }

  private legend(): Sentence {
    const classes = classesIn(this.state);
    const { names, explained } = classes;
    const rival = names.length > 2 ? "" : ofClass(classes, 1 - explained);
    return tell(of.legend, { class: explainedClass(classes), several: yes(names.length > 2), rival });
  }

  private drawOrders(found: Agreement): TemplateResult {
    return html`<h3>How alike the orders are: Kendall’s τ</h3>
      ${this.drawPairs(found)}
      <p class="legend">
        <span
          >1: the same order; 0: as if by chance; −1: the opposite. The stronger the tint, the more alike; a framed
          number is below 0.</span
        >
      </p>
      <unrolled-table name="rank-correlations" .source=${found} .table=${() => pairTable(found)}></unrolled-table>
      ${found.random === null ? nothing : html`<unrolled-orders .found=${found}></unrolled-orders>`}`;
  }

  private drawWords(found: Agreement): TemplateResult {
    const { selection } = this.state;
    const rows = agreementRows(found, selection, ROWS);
    const isChosen = (token: number) => selection !== null && token >= selection[0] && token < selection[1];
    const heads = found.methods.map(
      (method) =>
        html`<th scope="col" class=${method.warning ? "warning" : ""} title=${nameOf(method.name)}>
          ${shortName(method.name)}${method.warning ? html`<br />(a warning)` : nothing}
        </th>`,
    );
    const row = (word: number, cells: AgreementCell[]) =>
      html`<tr>
        <th scope="row">
          <button
            class="plain"
            aria-pressed=${isChosen(word)}
            ?disabled=${isLocked(this.state.frame, "selection")}
            @click=${() => send(this, { type: "select", span: [word, word + 1] })}>
            <bdi>${plain(this.called(word))}</bdi>
          </button>
        </th>
        ${cells.map((cell, at) => html`<td class=${`${tinted(cell)}${found.methods[at]?.warning === true ? " warning" : ""}`}>${marked(cell.weight)}${found.methods[at]?.runaway?.[word] === true ? html`<span title="ran away">*</span>` : nothing}</td>`)}
      </tr>`;
    return html`<div class="scroll" tabindex="0" role="region" aria-label="Words and what each method weighs them">
      <table class="words">
        <thead>
          <tr>
            <td></td>
            ${heads}
          </tr>
        </thead>
        <tbody>
          ${rows.map(({ word, cells }) => row(word, cells))}
        </tbody>
      </table>
    </div>`;
  }

  private drawPairs(found: Agreement): TemplateResult {
    const names = found.methods.map(({ name }) => shortName(name));
    const cell = (value: number | null, a: number, b: number) => {
      if (b >= a) return html`<td></td>`;
      if (value === null) return html`<td>–</td>`;
      return html`<td class=${value < 0 ? "low" : `t${Math.round(value * SHADES)}`}>${decimal(value)}</td>`;
    };
    return html`<div class="scroll" tabindex="0" role="region" aria-label="Rank correlations of the methods">
      <table class="tau">
        <thead>
          <tr>
            <td></td>
            ${names.slice(0, -1).map((name) => html`<th scope="col">${name}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${names.slice(1).map(
            (name, i) =>
              html`<tr>
                <th scope="row">${name}</th>
                ${names.slice(0, -1).map((_, b) => cell(found.kendall[i + 1]?.[b] ?? null, i + 1, b))}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  }

  /** With its place, where the text has the word more than once. */
  private readonly called: Namer = (token, ...figures) => {
    const { prediction, text } = this.state;
    return prediction === null ? [] : named(text, prediction, token, 18, ...figures);
  };

  private readonly wordOf = (token: number): string => {
    const { prediction, text } = this.state;
    return prediction === null ? "" : shortWords(text, prediction, [token, token + 1], 18);
  };

  private wordTable(found: Agreement): Table {
    const columns = ["no.", "word", ...found.methods.map(({ name }) => nameOf(name))];
    return {
      columns,
      rows: found.tokens.map((_, at) => [
        at + 1,
        this.wordOf(at),
        ...found.methods.map(({ weights }) => weights[at] ?? null),
      ]),
    };
  }
}

function tinted({ level, place }: AgreementCell): string {
  const colour = level === 0 ? "" : `${level > 0 ? "p" : "n"}${Math.abs(level)}`;
  return place === 1 && level !== 0 ? `${colour} first` : colour;
}

function pairTable(found: Agreement): Table {
  const columns = [
    "method",
    "other method",
    "Kendall’s τ",
    "of the 5 largest in common",
    "of the 10 largest in common",
  ];
  const rows = found.methods.flatMap(({ name }, a) =>
    found.methods.slice(a + 1).map((other, i) => {
      const b = a + 1 + i;
      const shared = (k: string) => found.overlap[k]?.[a]?.[b] ?? null;
      return [nameOf(name), nameOf(other.name), found.kendall[a]?.[b] ?? null, shared("5"), shared("10")];
    }),
  );
  return { columns, rows };
}

/** τ of two methods here; null without. */
function tauOf({ methods, kendall }: Agreement, one: string, other: string): number | null {
  const at = (name: string) => methods.findIndex((method) => method.name === name);
  return kendall[at(one)]?.[at(other)] ?? null;
}

function agreementHow(found: Agreement | null): TemplateResult {
  const to = (name: string) => (found === null ? null : tauOf(found, name, "leave-one-out"));
  const [gradient, integrated] = [to("gradient-input"), to("integrated-gradients")];
  const known = gradient !== null && integrated !== null;
  return html`<p>
      ${say(tell(of.how_methods, { known: yes(known), gradient: gradient ?? 0, integrated: integrated ?? 0 }))}
    </p>
    <p>
      <b>Kendall’s τ</b> counts pairs of words: those that two methods put in the same order, less those in opposite
      orders.
    </p>
    <p>
      <b>Taking away and putting in</b>: words that speak for the verdict go first. If a method knows what matters, the
      score falls (or rises) sooner than with words in random order; the band is one standard deviation of 20 random
      orders to either side of their mean.
    </p>
    <p>${say(tell(of.how_doubt))}</p>`;
}

define("unrolled-agreement", AgreementView);
