/** Two texts side by side, what differs marked, and both running scores over the same words. */

import { type TemplateResult, css, html, nothing, svg } from "lit";
import * as words from "../../../generated/words/compare";
import type { Prediction } from "../../../types";
import { classesOf, explainedClass } from "../../writing/classes";
import { define } from "../../ui/define";
import type { Table } from "../../export/download";
import { tell, tellPlain } from "../../writing/sentence";
import { comparedSentence } from "./sentences";
import { type CompareShape, type Pair, aligned, compareShape } from "./compareshape";
import { line } from "../../ui/path";
import { shortWords } from "../../writing/pieces";
import type { Pinned } from "../../store/state";
import { base, controls, folds } from "../../ui/styles/base";
import { viewStyle } from "../../ui/styles/view";
import { Chart } from "../../ui/chart";
import { heading } from "../../ui/heading";
import { explained } from "../../ui/pieces";
import { say } from "../../ui/say";

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
    titled: { type: String },
    names: { attribute: false },
    scoresOnly: { attribute: false },
    text: { attribute: false },
    prediction: { attribute: false },
  };
  /** What the two are called over the texts and at the lines. */
  declare names: [string, string];
  /** Two readings of one text: its words need not be set side by side. */
  declare scoresOnly: boolean;
  /** The heading over it. */
  declare titled: string;
  declare pinned: Pinned;
  declare text: string;
  declare prediction: Prediction;

  constructor() {
    super();
    this.names = [tellPlain(words.kept), tellPlain(words.now)];
    this.scoresOnly = false;
  }

  protected override draw(width: number): TemplateResult {
    const pairs = aligned(this.pinned.prediction.tokens, this.prediction.tokens);
    const shape = compareShape(pairs, this.pinned.prediction, this.prediction, width);
    const alone = (side: "before" | "now") => pairs.filter((pair) => pair[side] === null).length;
    const [kept, now] = this.names;
    const head = (name: string, prediction: Prediction) => {
      const { probability: p } = prediction;
      return html`<p class="head">
        ${say(tell(words.head, { name, p, class: explainedClass(classesOf(prediction)) }))}
      </p>`;
    };
    const texts = html`<p class="sentence">
        ${say(comparedSentence(this.pinned.prediction, this.prediction, alone("now"), alone("before")))}
      </p>
      <div class="texts">
        <div>
          ${head(kept, this.pinned.prediction)}
          <p class="text" dir="auto" tabindex="0">${this.drawText(pairs, "before")}</p>
        </div>
        <div>
          ${head(now, this.prediction)}
          <p class="text" dir="auto" tabindex="0">${this.drawText(pairs, "now")}</p>
        </div>
      </div>`;
    const legend = this.scoresOnly ? tell(words.legend_scores, { kept }) : tell(words.legend, { kept });
    const source = { kept: this.pinned, now: { text: this.text, prediction: this.prediction } };
    const menu = { name: "comparison", source, table: () => this.table(pairs) };
    return html`${heading(this.titled, { level: 3, how: explained(legend), ...menu })}
    ${this.scoresOnly ? nothing : texts}
    ${this.isOfOneClass() ? this.drawScores(pairs, shape, width) : html`<p class="quiet">${tellPlain(words.of_two)}</p>`}`;
  }

  /** Of more than two classes each reading tells of its own verdict, and their scores stand on different scales. */
  private isOfOneClass(): boolean {
    const [before, now] = [this.pinned.prediction, this.prediction];
    return before.classes[before.class] === now.classes[now.class];
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
    const end = (points: [number, number][]) => points.at(-1)?.[1] ?? 0;
    const [kept, now] = spreadLabels(end(shape.before), end(shape.now));
    const [nameKept, nameNow] = this.names;
    const label = tellPlain(words.chart, {
      kept: nameKept,
      kept_p: this.pinned.prediction.probability,
      now: nameNow,
      now_p: this.prediction.probability,
      class: explainedClass(classesOf(this.prediction)),
    });
    return html`<svg width=${width} height=${shape.height} role="img" aria-label=${label}>
      ${pairs.map((pair, at) => (pair.before !== null && pair.now !== null ? nothing : svg`<rect class="change" x=${shape.x(at)} y="4" width=${Math.max(2, shape.x(at + 1) - shape.x(at))} height=${shape.bottom}></rect>`))}
      ${this.prediction.classes.length === 2 ? svg`<line class="zero" x1=${shape.left} x2=${shape.right} y1=${shape.zero} y2=${shape.zero}></line>` : nothing}
      ${shape.marks.map((mark) => svg`<text x="0" y=${mark.y + 4}>${mark.text}</text>`)}
      <path class="before" d=${line(shape.before)}></path>
      <path class="now" d=${line(shape.now)}></path>
      <text x=${shape.right + 6} y=${kept + 4}>${nameKept}</text>
      <text class="chosen" x=${shape.right + 6} y=${now + 4}>${nameNow}</text>
    </svg>`;
  }

  private table(pairs: Pair[]): Table {
    const [kept, now] = this.names;
    const classIn = (prediction: Prediction) => explainedClass(classesOf(prediction));
    const columns = [
      tellPlain(words.col_word, { name: kept }),
      tellPlain(words.col_word, { name: now }),
      tellPlain(words.col_after, { name: kept, class: classIn(this.pinned.prediction) }),
      tellPlain(words.col_after, { name: now, class: classIn(this.prediction) }),
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
