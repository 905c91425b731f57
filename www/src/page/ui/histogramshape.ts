/** Counts per bin → mirrored bars: reviews labelled positive above the line, negative below. */

import type { Histogram } from "../../types";

export interface HistogramBar {
  bin: number;
  x: number;
  width: number;
  up: { y: number; height: number; count: number };
  down: { y: number; height: number; count: number };
}

export interface HistogramShape {
  bars: HistogramBar[];
  middle: number;
  height: number;
  left: number;
  right: number;
}

const GAP = 1.5;
/** Only bars of at least this share of the tallest get their count. */
const WORTH_A_NUMBER = 0.05;
/** Room above and below the bars for the counts of the tallest. */
const HEADROOM = 16;

/** Heights grow with the root of the count: the tall end bins would hide the middle otherwise. */
export function histogramShape(histogram: Histogram, width: number, height: number): HistogramShape {
  const { bins, positive_bins: up, negative_bins: down } = histogram;
  const most = [...up, ...down].reduce((a, b) => Math.max(a, b), 1);
  const roots = { up: Math.sqrt(Math.max(...up, 0) / most), down: Math.sqrt(Math.max(...down, 0) / most) };
  const unit = (height - 2 * HEADROOM) / (roots.up + roots.down || 1);
  const middle = HEADROOM + roots.up * unit;
  const tall = (count: number) => (count === 0 ? 0 : Math.max(1.5, Math.sqrt(count / most) * unit));
  const step = width / bins;
  const bars = Array.from({ length: bins }, (_, bin) => {
    const above = up[bin] ?? 0;
    const below = down[bin] ?? 0;
    return {
      bin,
      x: bin * step + GAP / 2,
      width: step - GAP,
      up: { y: middle - tall(above), height: tall(above), count: above },
      down: { y: middle, height: tall(below), count: below },
    };
  });
  return { bars, middle, height, left: 0, right: width };
}

/** Bins whose count is worth writing at their end: the tallest of each half, and of each direction. */
export function labelled(shape: HistogramShape): { x: number; y: number; count: number }[] {
  const half = shape.bars.length / 2;
  const most = shape.bars.reduce((a, bar) => Math.max(a, bar.up.count, bar.down.count), 0);
  return [shape.bars.slice(0, half), shape.bars.slice(half)]
    .flatMap((side) => [
      ...tallest(
        side,
        (bar) => bar.up.count,
        (bar) => bar.up.y - 4,
      ),
      ...tallest(
        side,
        (bar) => bar.down.count,
        (bar) => bar.down.y + bar.down.height + 11,
      ),
    ])
    .filter((label) => label.count >= most * WORTH_A_NUMBER);
}

function tallest(side: HistogramBar[], of: (bar: HistogramBar) => number, y: (bar: HistogramBar) => number) {
  const best = side.reduce<HistogramBar | null>((a, b) => (a === null || of(b) > of(a) ? b : a), null);
  if (best === null || of(best) === 0) return [];
  return [{ x: best.x + best.width / 2, y: y(best), count: of(best) }];
}
