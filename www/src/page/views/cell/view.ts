/** The cell at the line: one unit's step with its real numbers, and the formulas with these put in. */

import { type TemplateResult, css, html, nothing } from "lit";
import * as words from "../../../generated/words/cell";
import type { Inside } from "../../../types";
import type { Table } from "../../export/download";
import { define } from "../../ui/define";
import { heading } from "../../ui/heading";
import { choice } from "../../ui/pieces";
import { say } from "../../ui/say";
import { base, controls, folds } from "../../ui/styles/base";
import { viewStyle } from "../../ui/styles/view";
import { count } from "../../writing/numbers";
import { tell, tellPlain, yes } from "../../writing/sentence";
import { readsForward } from "../../store/state";
import "./diagram";
import { InsideView } from "./inside";
import { cellSentence, labelOf, layerName, matrixName, moveSentence, partName, readSentence } from "./sentences";
import { type Cell, KINDS, type Move, cellOf, matricesOf, movesAt, valueOf } from "./shape";

/** So many of the units that moved most stand in the table. */
const MOST = 16;

/** Letters of the word that the picture has room for. */
const IN_PICTURE = 13;

const style = css`
  .which {
    display: var(--settings, flex);
    flex-wrap: wrap;
    gap: 0.3rem 0.6rem;
    align-items: center;
  }
  .which input {
    width: 5em;
  }
  .step {
    min-width: 2.1rem;
    padding-inline: 0;
  }
  .formulas {
    display: grid;
    grid-template-columns: auto auto;
    justify-content: center;
    gap: 0.15rem 1rem;
  }
  .name {
    color: var(--muted);
    text-align: end;
  }
  .equations {
    font: 400 0.95rem/1.6 var(--serif);
  }
  table {
    border-collapse: collapse;
  }
  th,
  td {
    text-align: start;
    font-weight: 400;
    padding: 0.15rem 1.2rem 0.15rem 0;
    border-bottom: 1px solid var(--hairline);
  }
  sub {
    line-height: 0;
  }
  td,
  thead th + th {
    text-align: end;
    white-space: nowrap;
  }
  .which button.plain:disabled {
    text-decoration: none;
  }
  @container (max-width: 35rem) {
    .formulas {
      grid-template-columns: auto;
      font-size: 0.875rem;
    }
    .name {
      display: none;
    }
  }
`;

export class CellView extends InsideView {
  static override styles = [base, controls, folds, viewStyle, style];

  override render(): TemplateResult {
    const step = this.seen === null || !readsForward(this.state) ? null : this.step(this.seen.held);
    return html`<section class="view">
      ${
        this.seen === null || step === null
          ? html`${heading(tellPlain(words.heading), { how: cellHow() })} ${this.drawWaiting()}`
          : this.drawCell(this.seen.held, step)
      }
      ${this.drawShapes()}
    </section>`;
  }

  private drawCell(held: Inside, step: number): TemplateResult {
    const moves = movesAt(held, step);
    const wanted = this.state.settings.reading.unit;
    const unit = wanted !== null && wanted < held.units ? wanted : (moves[0]?.unit ?? 0);
    const cell = cellOf(this.kind, held, step, unit);
    const before = step === 0 ? 0 : valueOf(held, "hidden", step - 1, unit);
    const name = this.word(step);
    const isRead = (moves[0]?.moved ?? null) !== null;
    const why = readSentence(held.layer, this.layers, this.state.manifest?.config.readout);
    const title = tellPlain(words.title, { word: name, unit: String(unit) });
    const source = { layer: held.layer, step, unit, cell: cell.kind, ...cell.values };
    const table = () => this.table(held, step, moves, unit);
    return html`${heading(title, { how: cellHow(), name: "cell", source, table })}
      <p
        class="sentence"
        aria-live=${this.state.settings.reading.unit === null || this.state.line !== null ? "off" : "polite"}>
        ${say(moveSentence(moves, unit, cell, before))}
      </p>
      ${why.length === 0 ? nothing : html`<p class="quiet">${say(why)}</p>`}
      ${this.drawChoice(held, moves, unit, isRead)}
      <unrolled-cell-diagram
        .cell=${cell}
        .word=${this.word(step, IN_PICTURE)}
        .label=${cellSentence(cell, name)}></unrolled-cell-diagram>
      <div class="formulas">
        ${cell.formulas.map(
          ({ makes, left, result }) =>
            html`<span class="name">${labelOf(makes, cell.kind)}</span> <span>${left} = <b>${result}</b></span>`,
        )}
      </div>`;
  }

  private get kind(): Cell["kind"] {
    return this.state.manifest?.config.cell ?? "lstm";
  }

  private drawChoice(held: Inside, moves: Move[], unit: number, isRead: boolean): TemplateResult {
    const at = moves.findIndex((move) => move.unit === unit);
    const go = (to: number) => {
      const move = moves[to];
      if (move !== undefined) this.choose({ unit: move.unit });
    };
    const layers = Array.from({ length: this.layers }, (_, value) => ({ value, name: layerName(value, this.layers) }));
    const typed = (event: Event) => {
      const input = event.target as HTMLInputElement;
      const number = input.valueAsNumber;
      if (Number.isInteger(number) && number >= 0 && number < held.units) this.choose({ unit: number });
      else input.value = String(unit);
    };
    return html`<div class="which" role="group" aria-label=${tellPlain(words.which)}>
      <button class="step" aria-label=${tellPlain(words.more)} ?disabled=${at <= 0} @click=${() => go(at - 1)}>
        ‹
      </button>
      <label class="field"
        ><span class="field-name">${tellPlain(words.unit)}</span
        ><input type="number" min="0" max=${held.units - 1} .value=${String(unit)} @change=${typed}
      /></label>
      <button
        class="step"
        aria-label=${tellPlain(words.less)}
        ?disabled=${at >= held.units - 1}
        @click=${() => go(at + 1)}>
        ›
      </button>
      <button
        class="plain"
        ?disabled=${this.state.settings.reading.unit === null}
        @click=${() => this.choose({ unit: null })}>
        ${tellPlain(words.most, { scored: yes(isRead) })}
      </button>
      ${layers.length < 2 ? nothing : choice(tellPlain(words.layer), layers, held.layer, (layer) => this.choose({ layer }))}
    </div>`;
  }

  private drawShapes(): TemplateResult | typeof nothing {
    const config = this.state.manifest?.config;
    if (config === undefined) return nothing;
    const matrices = matricesOf(config);
    const row = (name: string, shape: number[], numbers: number) =>
      html`<tr>
        <th scope="row">${name}</th>
        <td>${shape.map((size) => count(size)).join(" × ")}</td>
        <td>${count(numbers)}</td>
      </tr>`;
    return html`<details class="how">
      <summary>${tellPlain(words.shapes)}</summary>
      <div class="fold">
        <div class="equations">
          ${KINDS[config.cell].equations.map((equation) => html`<p>${equation.split(/_(\w)/).map((part, i) => (i % 2 === 1 ? html`<sub>${part}</sub>` : part))}</p>`)}
        </div>
        <p>${say(tell(words.symbols, { cell: config.cell }))}</p>
        <table>
          <thead>
            <tr>
              <th scope="col">${tellPlain(words.matrix)}</th>
              <th scope="col">${tellPlain(words.shape)}</th>
              <th scope="col">${tellPlain(words.numbers)}</th>
            </tr>
          </thead>
          <tbody>
            ${matrices.map((matrix) => row(matrixName(matrix), matrix.shape, matrix.numbers))}
            ${row(
              tellPlain(words.all),
              [],
              matrices.reduce((sum, { numbers }) => sum + numbers, 0),
            )}
          </tbody>
        </table>
      </div>
    </details>`;
  }

  /** The chosen unit, and those that moved most. */
  private table(held: Inside, step: number, moves: Move[], unit: number): Table {
    const isRead = (moves[0]?.moved ?? null) !== null;
    const chosen = moves.filter((move) => move.unit === unit);
    const rows = [...chosen, ...moves.filter((move) => move.unit !== unit).slice(0, MOST)].map((move) => [
      move.unit,
      ...(isRead ? [move.moved] : []),
      move.change,
      cellOf(this.kind, held, step, move.unit).value("before"),
      ...held.parts.map((part) => valueOf(held, part, step, move.unit)),
    ]);
    return {
      columns: [
        tellPlain(words.unit),
        ...(isRead ? [tellPlain(words.column_moved)] : []),
        tellPlain(words.column_changed),
        labelOf("before", this.kind),
        ...held.parts.map((part) => partName(part, this.kind)),
      ],
      rows,
    };
  }
}

const cellHow = (): TemplateResult =>
  html`<p>${say(tell(words.how_numbers))}</p>
    <p>${say(tell(words.how_moved))}</p>
    <p>${say(tell(words.how_doubt))}</p>`;

define("unrolled-cell", CellView);
