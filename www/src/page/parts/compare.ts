/** Two texts side by side, what differs marked, and both running scores over the same words. */

import { type TemplateResult, css, html, nothing, svg } from "lit";
import type { Prediction } from "../../types";
import { define } from "../define";
import type { Table } from "../download";
import { percent, sigmoid } from "../numbers";
import { comparedSentence } from "../sentences/whatif";
import { type CompareShape, type Pair, aligned, compareShape } from "../shapes/compare";
import { line } from "../shapes/path";
import { shortWords } from "../shapes/pieces";
import type { Pinned } from "../state";
import { base, controls, folds } from "../styles/base";
import { viewStyle } from "../styles/view";
import { Chart } from "./chart";
import { say } from "./say";
import "./table";

/** Words shown around a difference; what lies farther off in both texts is left out with an ellipsis. */
const AROUND = 12;
/** Up to this many words a text is shown whole. */
const WHOLE = 150;

const style = css`
  :host {
    display: grid;
    gap: 0.6rem;
  }
  .texts {
    display: grid;
    gap: 0.6rem 2rem;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 20rem), 1fr));
  }
  .head {
    color: var(--muted);
    font-size: 0.875rem;
  }
  .text {
    font: 400 1.05rem/1.6 var(--serif);
    max-height: 18rem;
    overflow: auto;
  }
  del {
    text-decoration-line: line-through;
    text-decoration-thickness: 2px;
    color: var(--muted);
  }
  ins {
    text-decoration-line: underline;
    text-decoration-thickness: 2px;
    font-weight: 650;
    text-underline-offset: 0.2em;
  }
  .zero {
    stroke: var(--hairline);
  }
  .now {
    fill: none;
    stroke: var(--ink);
    stroke-width: 2;
    stroke-linejoin: round;
  }
  .before {
    fill: none;
    stroke: var(--muted);
    stroke-width: 1.5;
    stroke-dasharray: 5 3;
  }
  .change {
    fill: var(--ink);
    fill-opacity: 0.08;
  }
`;

export class CompareChart extends Chart {
  static override styles = [base, controls, folds, viewStyle, style];
  static override properties = {
    ...Chart.properties,
    pinned: { attribute: false },
    names: { attribute: false },
    scoresOnly: { attribute: false },
    text: { attribute: false },
    prediction: { attribute: false },
  };
  /** What the two are called under the heads and at the lines. */
  declare names: [string, string];
  /** Two readings of one text: its words need not be set side by side. */
  declare scoresOnly: boolean;
  declare pinned: Pinned;
  declare text: string;
  declare prediction: Prediction;

  constructor() {
    super();
    this.names = ["kept", "now"];
    this.scoresOnly = false;
  }

  protected override draw(width: number): TemplateResult {
    const pairs = aligned(this.pinned.prediction.tokens, this.prediction.tokens);
    const shape = compareShape(pairs, this.pinned.prediction, this.prediction, width);
    const alone = (side: "before" | "now") => pairs.filter((pair) => pair[side] === null).length;
    const [kept, now] = this.names;
    const texts = html`<p class="sentence">
        ${say(comparedSentence(this.pinned.prediction, this.prediction, alone("now"), alone("before")))}
      </p>
      <div class="texts">
        <div>
          <p class="head">${kept}: ${percent(this.pinned.prediction.probability)} positive</p>
          <p class="text" dir="auto" tabindex="0">${this.drawText(pairs, "before")}</p>
        </div>
        <div>
          <p class="head">${now}: ${percent(this.prediction.probability)} positive</p>
          <p class="text" dir="auto" tabindex="0">${this.drawText(pairs, "now")}</p>
        </div>
      </div>`;
    return html`${this.scoresOnly ? nothing : texts} ${this.drawScores(pairs, shape, width)}
      <p class="legend">
        <span
          >the line is the score after every word, dashed for
          “${kept}”${this.scoresOnly ? "" : "; the words stand under each other where both have them, shaded where not"}</span
        >
      </p>
      <unrolled-table
        name="comparison"
        .source=${{ kept: this.pinned, now: { text: this.text, prediction: this.prediction } }}
        .table=${() => this.table(pairs)}></unrolled-table>`;
  }

  private drawText(pairs: Pair[], side: "before" | "now"): (TemplateResult | string)[] {
    const differs = pairs.map((pair) => pair.before === null || pair.now === null);
    const near = (at: number) =>
      pairs.length <= WHOLE || differs.slice(Math.max(0, at - AROUND), at + AROUND + 1).some(Boolean);
    const drawn: (TemplateResult | string)[] = [];
    let skipped = false;
    pairs.forEach((pair, at) => {
      const token = pair[side];
      if (token === null) return;
      if (!near(at)) {
        if (!skipped) drawn.push("… ");
        skipped = true;
        return;
      }
      skipped = false;
      const word = this.wordOf(side, token);
      const space = this.spaceAfter(side, token);
      drawn.push(
        differs[at] !== true
          ? `${word}${space}`
          : side === "before"
            ? html`<del>${word}</del>${space}`
            : html`<ins>${word}</ins>${space}`,
      );
    });
    return drawn;
  }

  private wordOf(side: "before" | "now", token: number): string {
    const [text, prediction] =
      side === "before" ? [this.pinned.text, this.pinned.prediction] : [this.text, this.prediction];
    return shortWords(text, prediction, [token, token + 1]);
  }

  private spaceAfter(side: "before" | "now", token: number): string {
    const { spans } = side === "before" ? this.pinned.prediction : this.prediction;
    const [end, next] = [spans[token]?.[1], spans[token + 1]?.[0]];
    return end !== undefined && next === end ? "" : " ";
  }

  private drawScores(pairs: Pair[], shape: CompareShape, width: number): TemplateResult {
    const marks = [0, shape.low * 0.8, shape.high * 0.8].filter(
      (logit, i) => i === 0 || Math.abs(shape.y(logit) - shape.zero) > 18,
    );
    const end = (points: [number, number][]) => points.at(-1)?.[1] ?? 0;
    const [kept, now] = spreadLabels(end(shape.before), end(shape.now));
    const [nameKept, nameNow] = this.names;
    const label = `Scores after every word: ${nameKept} ends at ${percent(this.pinned.prediction.probability)}, ${nameNow} at ${percent(this.prediction.probability)} positive`;
    return html`<svg width=${width} height=${shape.height} role="img" aria-label=${label}>
      ${pairs.map((pair, at) => (pair.before !== null && pair.now !== null ? nothing : svg`<rect class="change" x=${shape.x(at)} y="4" width=${Math.max(2, shape.x(at + 1) - shape.x(at))} height=${shape.bottom}></rect>`))}
      <line class="zero" x1=${shape.left} x2=${shape.right} y1=${shape.zero} y2=${shape.zero}></line>
      ${marks.map((logit) => svg`<text x="0" y=${shape.y(logit) + 4}>${percent(sigmoid(logit))}</text>`)}
      <path class="before" d=${line(shape.before)}></path>
      <path class="now" d=${line(shape.now)}></path>
      <text x=${shape.right + 6} y=${kept + 4}>${nameKept}</text>
      <text class="chosen" x=${shape.right + 6} y=${now + 4}>${nameNow}</text>
    </svg>`;
  }

  private table(pairs: Pair[]): Table {
    const [kept, now] = this.names;
    const columns = [
      `word (${kept})`,
      `word (${now})`,
      `probability after it (${kept})`,
      `probability after it (${now})`,
    ];
    const word = (side: "before" | "now", token: number | null) => (token === null ? "" : this.wordOf(side, token));
    const after = (prediction: Prediction, token: number | null) =>
      token === null ? null : (prediction.running_probability[token] ?? null);
    return {
      columns,
      rows: pairs.map(({ before, now }) => [
        word("before", before),
        word("now", now),
        after(this.pinned.prediction, before),
        after(this.prediction, now),
      ]),
    };
  }
}

/** Labels at least a line apart, in the order of the lines. */
function spreadLabels(a: number, b: number): [number, number] {
  const gap = 16 - Math.abs(a - b);
  if (gap <= 0) return [a, b];
  return a <= b ? [a - gap / 2, b + gap / 2] : [a + gap / 2, b - gap / 2];
}

define("unrolled-compare", CompareChart);
