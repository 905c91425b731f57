/** Curves of the rules over the length of their list, and the questions of the tree in reading order. */

import type { PhraseRule, PhraseRules, RuleNode, TokenSpan } from "../../../types";

export interface RuleCurve {
  height: number;
  left: number;
  right: number;
  bottom: number;
  fidelity: [number, number][];
  accuracy: [number, number][];
  vote: [number, number][];
  /** Where the tree's fidelity stands. */
  tree: [number, number];
  x(rules: number): number;
  y(share: number): number;
  /** Shares that the axis names. */
  marks: number[];
}

/** Labels stand to the right of the curves. */
const LABELS = 118;

/** Over a logarithmic axis of the list's length, from half (what guessing gives) to the best of them. */
export function ruleCurve({ curve, tree, tree_fidelity }: PhraseRules, width: number): RuleCurve {
  const [left, right, top, bottom] = [52, width - LABELS, 12, 178];
  const most = Math.max(2, curve[curve.length - 1]?.rules ?? 2);
  const least = Math.max(1, Math.min(most / 2, curve[0]?.rules ?? 1));
  const shares = curve.flatMap((point) => [point.fidelity, point.accuracy, point.vote_fidelity]);
  const low = Math.min(0.5, ...shares, tree_fidelity ?? 1);
  const x = (rules: number) =>
    left + (Math.log(Math.max(rules, least) / least) / Math.log(most / least)) * (right - left);
  const y = (share: number) => top + ((1 - share) / (1 - low)) * (bottom - top);
  const along = (value: (point: (typeof curve)[number]) => number) =>
    curve.map((point): [number, number] => [x(point.rules), y(value(point))]);
  const questions = tree.filter((node) => node.with !== 0).length;
  return {
    height: bottom + 40,
    left,
    right,
    bottom,
    x,
    y,
    fidelity: along((point) => point.fidelity),
    accuracy: along((point) => point.accuracy),
    vote: along((point) => point.vote_fidelity),
    tree: [x(Math.max(1, questions)), y(tree_fidelity ?? 1)],
    marks: [0.5, 0.75, 1],
  };
}

/** Moves labels down from the top until none covers the one before; in the order they are given. */
export function spreadOut(heights: number[], gap: number): number[] {
  const order = heights.map((_, i) => i).sort((a, b) => (heights[a] ?? 0) - (heights[b] ?? 0));
  const placed = [...heights];
  order.forEach((at, i) => {
    const above = order[i - 1];
    if (above !== undefined) placed[at] = Math.max(placed[at] ?? 0, (placed[above] ?? 0) + gap);
  });
  return placed;
}

export interface TreeLine {
  node: number;
  depth: number;
  /** Whether the words of the node above are there; null at the root. */
  has: boolean | null;
  /** The words of the node above. */
  asked: string[];
}

/** The nodes as lines, each under its parent: the way of a text first, elsewhere the answer "yes" before "no". */
export function treeLines(tree: RuleNode[], way: number[]): TreeLine[] {
  const lines: TreeLine[] = [];
  const visit = (node: number, depth: number, has: boolean | null, asked: string[]): void => {
    const found = tree[node];
    if (found === undefined) return;
    lines.push({ node, depth, has, asked });
    if (found.with === 0) return;
    const children = [
      { child: found.with, has: true },
      { child: found.without, has: false },
    ];
    if (way.includes(found.without)) children.reverse();
    for (const below of children) visit(below.child, depth + 1, below.has, found.tokens);
  };
  visit(0, 0, null, []);
  return lines;
}

export const spansOf = ({ positions, tokens }: PhraseRule): TokenSpan[] =>
  positions.map((at): TokenSpan => [at, at + tokens.length]);

export const isSame = (a: TokenSpan, b: TokenSpan | null): boolean => b !== null && a[0] === b[0] && a[1] === b[1];

/** The place of a phrase that comes after the selection, round and round. */
export function nextSpan(spans: TokenSpan[], selection: TokenSpan | null): TokenSpan | null {
  const at = spans.findIndex((span) => isSame(span, selection));
  return spans[(at + 1) % Math.max(1, spans.length)] ?? null;
}
