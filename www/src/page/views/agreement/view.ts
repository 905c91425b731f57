/** "Do the methods agree?": every attribution side by side, their rank correlations, and words taken away in their orders. */

import { type TemplateResult, css, html, nothing, unsafeCSS } from "lit";
import * as of from "../../../generated/words/agreement";
import type { Agreement, Weighed } from "../../../types";
import { send } from "../../store/actions";
import { classesIn, explainedClass, ofClass } from "../../writing/classes";
import { define } from "../../ui/define";
import { isLocked } from "../../store/frame";
import * as words from "../../../generated/words/shared";
import type { Table } from "../../export/download";
import { decimal, marked } from "../../writing/numbers";
import { doubtIn } from "../verdict/doubt";
import { firstSentence, hasOrder, nothingVaries, pairsSentence } from "./sentences";
import { type AgreementCell, agreementRows, nameOf, shortName } from "./shape";
import { type Sentence, plain, tell, tellPlain, yes } from "../../writing/sentence";
import { type Namer, named } from "../../writing/named";
import { shortWords } from "../../writing/pieces";
import type { State } from "../../store/state";
import { base, controls, folds } from "../../ui/styles/base";
import { tints } from "../text/textstyle";
import { viewStyle } from "../../ui/styles/view";
import "./orders";
import { heading } from "../../ui/heading";
import { say } from "../../ui/say";
import { View } from "../../ui/view";
import { arriving, explained, failure, running } from "../../ui/pieces";

const ROWS = 10;

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
      ${this.drawHeading(found)}
      ${found === null || found.methods.length === 0 ? this.drawQuestion(slot.phase === "running") : this.drawAnswer(found)}
      ${slot.phase === "running" ? arriving(loading.gradients, tellPlain(of.module)) : nothing}
      ${running(this, "agreement", slot, tellPlain(of.asking))} ${failure(this, "agreement", slot)}
    </section>`;
  }

  private drawHeading(found: Agreement | null): TemplateResult {
    const has = (is: (method: Weighed) => boolean | undefined) => found?.methods.some((method) => is(method) === true);
    const how = explained(
      found === null ? [] : this.legend(),
      has(({ shared }) => shared?.some((places) => places > 1)) === true ? tell(words.parts) : [],
      has(({ runaway }) => runaway?.includes(true)) === true ? tell(of.runaway) : [],
      ...agreementHow(found),
    );
    const menu = found === null ? {} : { name: "agreement", source: found, table: () => this.wordTable(found) };
    return heading(tellPlain(of.title), { how, ...menu });
  }

  private drawQuestion(busy: boolean): TemplateResult {
    const begin = html`<div class="row">
      <button class="primary" @click=${() => send(this, { type: "run", method: "agreement" })}>
        ${tellPlain(of.ask)}
      </button>
    </div>`;
    return html`<p class="sentence">${tellPlain(of.idea)}</p>
      ${busy ? nothing : begin}`;
  }

  private drawAnswer(found: Agreement): TemplateResult {
    const first = doubtIn(this.state) === "unknown" ? tell(of.unknown) : firstSentence(found, this.called);
    if (nothingVaries(found)) return html`<p class="sentence">${say(first)}</p>`;
    return html`<p class="sentence">${say(first)}</p>
      ${this.drawWords(found)}
      ${found.left_out.map(([name, why]) => html`<p class="quiet">${tellPlain(of.left_out, { method: nameOf(name), why })}</p>`)}
      ${hasOrder(found) ? this.drawOrders(found) : html`<p class="quiet">${tellPlain(of.too_few)}</p>`}`;
  }

  private legend(): Sentence {
    const classes = classesIn(this.state);
    const { names, explained } = classes;
    const rival = names.length > 2 ? "" : ofClass(classes, 1 - explained);
    return tell(of.legend, { class: explainedClass(classes), several: yes(names.length > 2), rival });
  }

  private drawOrders(found: Agreement): TemplateResult {
    const menu = { name: "rank-correlations", source: found, table: () => pairTable(found) };
    return html`${heading(tellPlain(of.alike), { level: 3, ...menu })}
      <p class="sentence">${say(pairsSentence(found))}</p>
      ${this.drawPairs(found)}
      ${found.random === null ? nothing : html`<unrolled-orders .found=${found}></unrolled-orders>`}`;
  }

  private drawWords(found: Agreement): TemplateResult {
    const { selection } = this.state;
    const rows = agreementRows(found, selection, ROWS);
    const isChosen = (token: number) => selection !== null && token >= selection[0] && token < selection[1];
    const heads = found.methods.map(
      (method) =>
        html`<th scope="col" class=${method.warning ? "warning" : ""} title=${nameOf(method.name)}>
          ${shortName(method.name)}${method.warning ? html`<br />${tellPlain(of.a_warning)}` : nothing}
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
        ${cells.map((cell, at) => html`<td class=${`${tinted(cell)}${found.methods[at]?.warning === true ? " warning" : ""}`}>${marked(cell.weight)}${found.methods[at]?.runaway?.[word] === true ? html`<span title=${tellPlain(of.ran_away)}>*</span>` : nothing}</td>`)}
      </tr>`;
    return html`<div class="scroll" tabindex="0" role="region" aria-label=${tellPlain(of.weighed)}>
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
    return html`<div class="scroll" tabindex="0" role="region" aria-label=${tellPlain(of.correlations)}>
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
    const columns = [
      tellPlain(of.col_number),
      tellPlain(of.col_word),
      ...found.methods.map(({ name }) => nameOf(name)),
    ];
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
  const columns = [of.col_method, of.col_other, of.col_tau, of.col_five, of.col_ten].map((column) => tellPlain(column));
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

function agreementHow(found: Agreement | null): Sentence[] {
  const to = (name: string) => (found === null ? null : tauOf(found, name, "leave-one-out"));
  const [gradient, integrated] = [to("gradient-input"), to("integrated-gradients")];
  const known = gradient !== null && integrated !== null;
  return [
    tell(of.how_methods, { known: yes(known), gradient: gradient ?? 0, integrated: integrated ?? 0 }),
    tell(of.how_tau),
    tell(of.how_orders, { n: found?.random?.orders ?? 20 }),
    tell(of.how_doubt),
  ];
}

define("unrolled-agreement", AgreementView);
