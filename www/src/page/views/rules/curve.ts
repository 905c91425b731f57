/** How often rules give the network's verdict, by the length of their list. */

import { type TemplateResult, css, html, svg } from "lit";
import * as of from "../../../generated/words/rules";
import type { PhraseRules } from "../../../types";
import { define } from "../../ui/define";
import { count } from "../../writing/numbers";
import { tellPlain } from "../../writing/sentence";
import { line } from "../../ui/path";
import { type RuleCurve, ruleCurve, spreadOut } from "./shape";
import { base } from "../../ui/styles/base";
import { Chart } from "../../ui/chart";

const style = css`
  path {
    fill: none;
    stroke-width: 1.5;
  }
  .list {
    stroke: var(--ink);
    stroke-width: 2;
  }
  .right {
    stroke: var(--muted);
    stroke-dasharray: 4 3;
  }
  .vote {
    stroke: var(--edge);
  }
  .axis {
    stroke: var(--hairline);
  }
  .dot {
    fill: var(--ink);
  }
  .diamond {
    fill: var(--card);
    stroke: var(--ink);
    stroke-width: 1.5;
  }
  svg text.own {
    fill: var(--ink);
    font-weight: 650;
  }
`;

/** Between the lines of two labels. */
const LINE = 16;
const TICKS = [1, 10, 100, 1000, 10_000];

export class RuleCurves extends Chart {
  static override styles = [base, style];
  static override properties = { ...Chart.properties, found: { attribute: false } };
  declare found: PhraseRules;

  protected override draw(width: number): TemplateResult {
    const { curve } = this.found;
    const shape = ruleCurve(this.found, Math.min(width, 720));
    const [x, y] = shape.tree;
    const last = curve[curve.length - 1];
    const first = curve[0]?.rules ?? 1;
    const ticks = TICKS.filter((tick) => tick >= first && tick <= (last?.rules ?? 1));
    return html`<svg width=${Math.min(width, 720)} height=${shape.height} role="img" aria-label=${this.label()}>
      ${shape.marks.map((share) => svg`<text x=${shape.left - 8} y=${shape.y(share) + 4} text-anchor="end">${share * 100}\u202F%</text>`)}
      <line class="axis" x1=${shape.left} x2=${shape.right} y1=${shape.bottom} y2=${shape.bottom}></line>
      ${ticks.map((tick) => svg`<text x=${shape.x(tick)} y=${shape.bottom + 17} text-anchor="middle">${count(tick)}</text>`)}
      <text x=${shape.left} y=${shape.bottom + 36}>${tellPlain(of.axis)}</text>
      <path class="vote" d=${line(shape.vote)}></path>
      <path class="right" d=${line(shape.accuracy)}></path>
      <path class="list" d=${line(shape.fidelity)}></path>
      ${shape.fidelity.map(([x, y]) => svg`<circle class="dot" cx=${x} cy=${y} r="2.5"></circle>`)}
      <path class="diamond" d=${`M${x} ${y - 5}l5 5l-5 5l-5 -5z`}></path>
      ${this.drawNames(shape)}
    </svg>`;
  }

  /** Each curve's name at its end, under them the tree's. */
  private drawNames(shape: RuleCurve): TemplateResult[] {
    const last = this.found.curve[this.found.curve.length - 1];
    const { tree_fidelity: tree } = this.found;
    if (last === undefined || tree === null) return [];
    const names = [
      { text: tellPlain(of.name_added, { p: last.vote_fidelity }), style: "", share: last.vote_fidelity },
      { text: tellPlain(of.name_list, { p: last.fidelity }), style: "own", share: last.fidelity },
      { text: tellPlain(of.name_right, { p: last.accuracy }), style: "", share: last.accuracy },
      { text: tellPlain(of.name_tree, { p: tree }), style: "", share: tree },
    ];
    const heights = spreadOut(
      names.map(({ share }) => shape.y(share) + 4),
      LINE,
    );
    return names.map(
      ({ text, style: own }, i) => svg`<text class=${own} x=${shape.right + 8} y=${heights[i] ?? 0}>${text}</text>`,
    );
  }

  private label(): string {
    const points = this.found.curve.map(({ rules, fidelity: same, accuracy: right }) =>
      tellPlain(of.chart_point, { rules, same, right }),
    );
    return tellPlain(of.chart, { points: points.join("; ") });
  }
}

define("unrolled-rule-curves", RuleCurves);
