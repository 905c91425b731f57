/** The phrase tree under the words of the text: nested bars, each a phrase that can be chosen. */

import { type TemplateResult, css, html, nothing, svg } from "lit";
import * as of from "../../../generated/words/phrases";
import type { PhraseNode, PhraseTree, TokenSpan } from "../../../types";
import { send } from "../../store/actions";
import { define } from "../../ui/define";
import { marked } from "../../writing/numbers";
import { tellPlain } from "../../writing/sentence";
import { measure } from "../../ui/labels";
import { type Bar, type PhraseShape, type Word, depth, neighbour, order, phraseShape } from "./shape";
import { LEVELS, tint } from "../../ui/tint";
import { base } from "../../ui/styles/base";
import { Chart } from "../../ui/chart";

const TEXT_FONT =
  '16px "Iowan Old Style", "Palatino Linotype", Palatino, "Book Antiqua", "Source Serif 4", Georgia, "DejaVu Serif", serif';
const NUMBER_FONT = "12px system-ui, sans-serif";
/** Height of a bar; thumbs need more. */
const BAR = 17;
const BAR_NARROW = 24;
const NARROW = 560;

const style = css`
  .scroll {
    max-height: 42rem;
    overflow-y: auto;
    overflow-x: hidden;
    padding: 2px;
  }
  @media print {
    .scroll {
      max-height: none;
      overflow: visible;
    }
  }
  svg text.word {
    fill: var(--ink);
    font: 16px var(--serif);
  }
  /* As bold as it can be without becoming wider. */
  svg text.chosen {
    stroke: var(--ink);
    stroke-width: 0.7px;
    text-decoration: underline;
  }
  svg text.value {
    fill: var(--ink);
    font: 12px var(--sans);
    pointer-events: none;
  }
  .node {
    outline: none;
  }
  [aria-disabled="false"] :is(.word, .node) {
    cursor: pointer;
  }
  .bar {
    fill: var(--paper);
    stroke: var(--edge);
    stroke-width: 1;
  }
  .up {
    fill: color-mix(in srgb, var(--positive) var(--strength), var(--card));
    stroke: var(--positive);
  }
  .down {
    fill: color-mix(in srgb, var(--negative) var(--strength), var(--card));
    stroke: var(--negative);
  }
  .node[aria-selected="true"] .bar {
    stroke: var(--ink);
    stroke-width: 2.5;
  }
  .node:focus-visible .bar {
    stroke: var(--ink);
    stroke-width: 2.5;
    stroke-dasharray: 4 2;
  }
  [aria-disabled="false"] .node:hover .bar {
    stroke: var(--ink);
  }
`;

export class TreeChart extends Chart {
  static override styles = [base, style];
  static override properties = {
    ...Chart.properties,
    tree: { attribute: false },
    words: { attribute: false },
    selection: { attribute: false },
    fixed: { attribute: false },
    at: { state: true },
  };
  declare tree: PhraseTree;
  declare words: Word[];
  declare selection: TokenSpan | null;
  /** No other phrase can be chosen, only read out. */
  declare fixed: boolean;
  /** The node that the keyboard is on. */
  declare private at: number | null;
  private made: { tree: PhraseTree; width: number; shape: PhraseShape } | null = null;

  protected override draw(width: number): TemplateResult {
    const { nodes } = this.tree;
    const shape = this.shapeFor(width - 4);
    const weights = nodes.map((node) => node.score);
    const { levels } = tint(weights, "logit");
    const items = order(nodes);
    const current = this.at !== null && items.includes(this.at) ? this.at : (this.selected(items) ?? items[0]);
    const chosen = (token: number) =>
      this.selection !== null && token >= this.selection[0] && token < this.selection[1];
    const word = ({ token, text, x }: PhraseShape["lines"][number]["words"][number], y: number) =>
      svg`<text class=${`word ${chosen(token) ? "chosen" : ""}`} x=${x} y=${y} @click=${() => this.choose([token, token + 1])}>${text}</text>`;
    return html`<div
      class="scroll"
      role="tree"
      aria-label=${tellPlain(of.tree)}
      aria-disabled=${this.fixed}
      @keydown=${this.keyed}>
      <svg width=${width - 4} height=${shape.height} role="presentation">
        ${items.map((index) => this.drawNode(index, current, levels[index] ?? 0, shape, width - 4))}
        <g aria-hidden="true">${shape.lines.map((line) => line.words.map((placed) => word(placed, line.y)))}</g>
      </svg>
    </div>`;
  }

  /** Measuring every word takes long enough to be done once. */
  private shapeFor(width: number): PhraseShape {
    if (this.made === null || this.made.tree !== this.tree || this.made.width !== width) {
      const shape = phraseShape(
        this.words,
        this.tree.nodes,
        width,
        (text) => measure(text, TEXT_FONT),
        width < NARROW ? BAR_NARROW : BAR,
      );
      this.made = { tree: this.tree, width, shape };
    }
    return this.made.shape;
  }

  private selected(items: number[]): number | undefined {
    return items.find((index) => this.isChosen(this.tree.nodes[index] as PhraseNode));
  }

  private isChosen({ span }: PhraseNode): boolean {
    return this.selection !== null && span[0] === this.selection[0] && span[1] === this.selection[1];
  }

  private drawNode(
    index: number,
    current: number | undefined,
    level: number,
    shape: PhraseShape,
    width: number,
  ): TemplateResult {
    const { nodes } = this.tree;
    const node = nodes[index] as PhraseNode;
    const whole = node.parent === null;
    const name = whole ? tellPlain(of.whole) : this.wordsOf(node.span);
    const bars: Bar[] = whole
      ? [{ node: index, x: 0, y: 1, width, height: shape.bar, main: true }]
      : shape.bars.filter((bar) => bar.node === index);
    // Begins as the bar does, so that who speaks to the page can name what stands on it.
    const says = tellPlain(of.node, { phrase: name, score: marked(node.score), alone: node.words });
    return svg`<g class="node" role="treeitem" data-node=${index} tabindex=${index === current ? 0 : -1} aria-level=${depth(nodes, index)}
        aria-label=${says} aria-selected=${this.isChosen(node)} @click=${() => this.choose(node.span)} @focus=${() => {
          this.at = index;
        }}>
      ${bars.map((bar) => drawBar(bar, node, level, whole ? `${name} ` : ""))}
    </g>`;
  }

  private wordsOf([from, to]: TokenSpan): string {
    return this.words
      .slice(from, to)
      .map((word, i) => (i > 0 && word.spaced ? " " : "") + word.text)
      .join("");
  }

  private keyed(event: KeyboardEvent): void {
    const { nodes } = this.tree;
    const at = Number((event.target as Element).closest<SVGGElement>("[data-node]")?.dataset.node ?? -1);
    const node = nodes[at];
    if (node === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      return this.choose(node.span);
    }
    const next = neighbour(nodes, at, event.key);
    if (next === undefined) return;
    event.preventDefault();
    this.renderRoot.querySelector<SVGGElement>(`[data-node="${next}"]`)?.focus();
  }

  private choose(span: TokenSpan): void {
    if (!this.fixed) send(this, { type: "select", span });
  }
}

function drawBar(bar: Bar, node: PhraseNode, level: number, name: string): TemplateResult {
  const way = level === 0 ? "" : node.score < 0 ? "down" : "up";
  const strength = `--strength: ${Math.round((Math.abs(level) / LEVELS) * 45)}%`;
  const full = name + marked(node.score);
  const fits = measure(full, NUMBER_FONT) + 8 <= bar.width;
  const label = !bar.main
    ? nothing
    : svg`<text class="value" x=${bar.x + bar.width / 2} y=${bar.y + bar.height / 2 + 4} text-anchor="middle">${fits ? full : marked(node.score).slice(0, 1)}</text>`;
  return svg`<rect class=${`bar ${way}`} .style=${strength} x=${bar.x} y=${bar.y} width=${Math.max(4, bar.width)} height=${bar.height} rx="3"></rect>${label}`;
}

define("unrolled-tree", TreeChart);
