/** Words taken away, and put in, in the order of each method: the score against that of random orders. */

import { type TemplateResult, css, html, svg } from "lit";
import * as of from "../../../generated/words/agreement";
import type { Agreement, OrderCurve, RandomBand } from "../../../types";
import { define } from "../../ui/define";
import type { Table } from "../../export/download";
import { decimal, percent, signed } from "../../writing/numbers";
import { nameOf, orderShape, scoreExtent } from "./shape";
import { tellPlain } from "../../writing/sentence";
import { line } from "../../ui/path";
import { base, controls, folds } from "../../ui/styles/base";
import { viewStyle } from "../../ui/styles/view";
import "../../ui/bars";
import { Chart } from "../../ui/chart";
import { heading } from "../../ui/heading";
import { say } from "../../ui/say";
import { curvesSentence } from "./sentences";
import { choice } from "../../ui/pieces";

const SIDE_BY_SIDE = 640;
const GAP = 28;

const style = css`
  :host {
    display: grid;
    gap: 0.7rem;
  }
  .charts {
    display: grid;
    gap: 0.4rem 28px;
  }
  .charts.two {
    grid-template-columns: 1fr 1fr;
  }
  .band {
    fill: var(--ink);
    fill-opacity: 0.09;
  }
  .mean {
    fill: none;
    stroke: var(--muted);
    stroke-dasharray: 4 3;
  }
  .other {
    fill: none;
    stroke: var(--edge);
    stroke-opacity: 0.55;
  }
  .own {
    fill: none;
    stroke: var(--ink);
    stroke-width: 2;
  }
  .zero {
    stroke: var(--hairline);
  }
  .plainly {
    --positive: var(--edge);
    --negative: var(--edge);
  }
  .head {
    color: var(--muted);
    font-size: 0.875rem;
  }
`;

export class OrdersChart extends Chart {
  static override styles = [base, controls, folds, viewStyle, style];
  static override properties = { ...Chart.properties, found: { attribute: false }, shown: { state: true } };
  declare found: Agreement;
  /** The method in ink; the one that moves the score farthest until the reader chooses. */
  declare private shown: string | null;

  constructor() {
    super();
    this.shown = null;
  }

  protected override draw(width: number): TemplateResult {
    const { found } = this;
    const random = found.random as NonNullable<Agreement["random"]>;
    const ranked = [...found.deletion].sort((a, b) => b.aopc - a.aopc);
    const shown = this.shown ?? ranked[0]?.name ?? "";
    const two = width >= SIDE_BY_SIDE;
    const each = two ? (width - GAP) / 2 : width;
    const rows = ranked.map(({ name, aopc }) => ({
      label: nameOf(name),
      value: aopc,
      error: null,
      text: decimal(aopc),
      strong: name === shown,
    }));
    const menu = { name: "deletion-and-insertion", source: found, table: () => curveTable(found) };
    return html`${heading(tellPlain(of.orders_title), { level: 3, ...menu })}
      <p class="sentence">${say(curvesSentence(found))}</p>
      ${choice(
        tellPlain(of.order_of),
        ranked.map(({ name }) => ({ value: name, name: nameOf(name) })),
        shown,
        (name) => {
          this.shown = name;
        },
      )}
      <div class=${two ? "charts two" : "charts"}>
        ${this.drawFamily(tellPlain(of.taken), found.deletion, random.deletion, shown, each)}
        ${this.drawFamily(tellPlain(of.put), found.insertion, random.insertion, shown, each)}
      </div>
      <unrolled-bars
        class="plainly"
        .rows=${rows}
        .label=${rows.map((row) => `${row.label} ${row.text}`).join("; ")}></unrolled-bars>`;
  }

  private drawFamily(
    title: string,
    curves: OrderCurve[],
    band: RandomBand,
    shown: string,
    width: number,
  ): TemplateResult {
    const shape = orderShape(curves, band, scoreExtent(this.found), width);
    const own = shape.lines.find(({ name }) => name === shown)?.points ?? [];
    const curve = curves.find(({ name }) => name === shown);
    const marks = [shape.low, 0, shape.high].filter(
      (score, i) => i === 1 || Math.abs(shape.y(score) - shape.zero) > 16,
    );
    const label = tellPlain(of.curve, {
      family: title,
      method: nameOf(shown),
      from: curve?.points[0]?.[1] ?? 0,
      to: curve?.points.at(-1)?.[1] ?? 0,
      more: curve?.aopc ?? 0,
    });
    return html`<div>
      <p class="head">${title}</p>
      <svg width=${width} height=${shape.height} role="img" aria-label=${label}>
        ${marks.map((score) => svg`<text x="0" y=${shape.y(score) + 4}>${score === 0 ? "0" : signed(score)}</text>`)}
        <line class="zero" x1=${shape.left} x2=${shape.right} y1=${shape.zero} y2=${shape.zero}></line>
        <path class="band" d=${line(shape.band)}></path>
        <path class="mean" d=${line(shape.mean)}></path>
        ${shape.lines.filter(({ name }) => name !== shown).map(({ points }) => svg`<path class="other" d=${line(points)}></path>`)}
        <path class="own" d=${line(own)}></path>
        ${[0, 0.5, 1].map(
          (share) => svg`<text x=${shape.left + share * (shape.right - shape.left)} y=${shape.bottom + 20}
          text-anchor=${share === 0 ? "start" : share === 1 ? "end" : "middle"}>${share === 0 ? tellPlain(of.no_words) : share === 1 ? tellPlain(of.all_words) : percent(share)}</text>`,
        )}
      </svg>
    </div>`;
  }
}

function curveTable({ deletion, insertion, random }: Agreement): Table {
  const columns = [
    tellPlain(of.col_share),
    ...deletion.map(({ name }) => tellPlain(of.col_taken, { method: nameOf(name) })),
    tellPlain(of.col_random_taken),
    ...insertion.map(({ name }) => tellPlain(of.col_put, { method: nameOf(name) })),
    tellPlain(of.col_random_put),
  ];
  const shares = random?.deletion.shares ?? [];
  const rows = shares.map((share, at) => [
    share,
    ...deletion.map(({ points }) => points[at]?.[1] ?? null),
    random?.deletion.mean[at] ?? null,
    ...insertion.map(({ points }) => points[at]?.[1] ?? null),
    random?.insertion.mean[at] ?? null,
  ]);
  return { columns, rows };
}

define("unrolled-orders", OrdersChart);
