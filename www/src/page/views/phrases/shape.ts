/** The phrase tree laid under the text: words in lines, and under each line the phrases that hold them. */

import type { PhraseNode } from "../../../types";

export interface PlacedWord {
  token: number;
  text: string;
  x: number;
  width: number;
}

/** A phrase, or the piece of it that stands on one line. */
export interface Bar {
  /** Its place among the nodes. */
  node: number;
  x: number;
  y: number;
  width: number;
  height: number;
  /** The widest of its pieces, which carries the number. */
  main: boolean;
}

export interface PhraseShape {
  lines: { y: number; words: PlacedWord[] }[];
  bars: Bar[];
  height: number;
  /** Height of a bar. */
  bar: number;
}

export interface Word {
  text: string;
  /** White space before it. */
  spaced: boolean;
}

const LINE = 24;
const BAR_GAP = 2;
const AFTER_LINE = 9;

/** 0 for single words, else one more than the highest phrase within. */
export function levels(nodes: PhraseNode[]): number[] {
  const level = nodes.map(() => 0);
  // Nodes within come first by length.
  const order = nodes.map((_, i) => i).sort((a, b) => length(nodes[a]) - length(nodes[b]));
  for (const i of order) {
    const parent = nodes[i]?.parent;
    if (parent != null) level[parent] = Math.max(level[parent] ?? 0, (level[i] ?? 0) + 1);
  }
  return level;
}

const length = (node: PhraseNode | undefined): number => (node === undefined ? 0 : node.span[1] - node.span[0]);

/** The phrases that are drawn: neither single words nor the whole text. */
export function isPhrase(node: PhraseNode): boolean {
  return node.parent !== null && length(node) > 1;
}

export function phraseShape(
  words: Word[],
  nodes: PhraseNode[],
  width: number,
  measure: (text: string) => number,
  bar: number,
): PhraseShape {
  const level = levels(nodes);
  // Above the first line stands the bar of the whole text.
  const shape: PhraseShape = { lines: [], bars: [], height: bar + AFTER_LINE, bar };
  for (const line of wrapped(words, width, measure)) {
    const y = shape.height + LINE - 7;
    const under = shape.height + LINE;
    let deepest = 0;
    nodes.forEach((node, index) => {
      const [first, last] = ends(line, node.span);
      if (!isPhrase(node) || first === undefined || last === undefined) return;
      const row = (level[index] ?? 1) - 1;
      deepest = Math.max(deepest, row + 1);
      shape.bars.push({
        node: index,
        x: first.x,
        y: under + row * (bar + BAR_GAP),
        width: last.x + last.width - first.x,
        height: bar,
        main: false,
      });
    });
    shape.lines.push({ y, words: line });
    shape.height = under + deepest * (bar + BAR_GAP) + AFTER_LINE;
  }
  markMain(shape.bars);
  return shape;
}

function ends(line: PlacedWord[], [from, to]: [number, number]): [PlacedWord | undefined, PlacedWord | undefined] {
  const inside = line.filter(({ token }) => token >= from && token < to);
  return [inside[0], inside[inside.length - 1]];
}

function wrapped(words: Word[], width: number, measure: (text: string) => number): PlacedWord[][] {
  const space = measure(" ");
  const lines: PlacedWord[][] = [[]];
  let x = 0;
  words.forEach((word, token) => {
    const size = measure(word.text);
    let line = lines[lines.length - 1] as PlacedWord[];
    if (line.length > 0 && word.spaced) x += space;
    if (line.length > 0 && x + size > width) {
      line = [];
      lines.push(line);
      x = 0;
    }
    line.push({ token, text: word.text, x, width: Math.min(size, width) });
    x += size;
  });
  return lines;
}

function markMain(bars: Bar[]): void {
  const widest = new Map<number, Bar>();
  for (const bar of bars) {
    const known = widest.get(bar.node);
    if (known === undefined || bar.width > known.width) widest.set(bar.node, bar);
  }
  for (const bar of widest.values()) bar.main = true;
}

/** Where an arrow key leads from a phrase; the root is above all, words are not visited. */
export function neighbour(nodes: PhraseNode[], at: number, key: string): number | undefined {
  const seen = order(nodes);
  const now = seen.indexOf(at);
  switch (key) {
    case "ArrowDown":
      return seen[now + 1];
    case "ArrowUp":
      return seen[now - 1];
    case "Home":
      return seen[0];
    case "End":
      return seen[seen.length - 1];
    case "ArrowLeft":
      return nodes[at]?.parent ?? undefined;
    case "ArrowRight":
      return seen.find((other) => nodes[other]?.parent === at);
    default:
      return undefined;
  }
}

/** The whole text and its phrases as a tree is read: from the left, the larger first. */
export function order(nodes: PhraseNode[]): number[] {
  const shown = nodes.map((_, i) => i).filter((i) => nodes[i]?.parent === null || isPhrase(nodes[i] as PhraseNode));
  const from = (i: number) => nodes[i]?.span[0] ?? 0;
  return shown.sort((a, b) => from(a) - from(b) || length(nodes[b]) - length(nodes[a]));
}

/** How many phrases hold a node. */
export function depth(nodes: PhraseNode[], at: number): number {
  let steps = 1;
  for (let up = nodes[at]?.parent; up != null; up = nodes[up]?.parent) steps += 1;
  return steps;
}
