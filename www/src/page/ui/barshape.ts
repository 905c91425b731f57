/** Signed amounts → diverging bars on one scale, with error whiskers. */

export interface BarRow {
  label: string;
  value: number;
  /** One standard error, where there is one. */
  error: number | null;
  /** What stands at the row's end. */
  text: string;
  /** A part of the row above it. */
  minor?: boolean;
  strong?: boolean;
}

export interface Bar extends BarRow {
  /** Left edge and width of the bar, and the whisker's ends. */
  x: number;
  width: number;
  whisker: [number, number] | null;
  /** The middle of the bar. */
  y: number;
}

export interface BarsShape {
  bars: Bar[];
  zero: number;
  height: number;
}

const ROW = 26;
/** Of a row whose name stands above its bar. */
const STACKED_ROW = 42;
/** Whiskers show two standard errors to either side. */
export const WHISKER_ERRORS = 2;

/** Bars between `left` and `right`; the scale holds zero and every bar with its whisker. `stacked`: names stand above their bars. */
export function barsShape(rows: BarRow[], left: number, right: number, stacked = false): BarsShape {
  const each = stacked ? STACKED_ROW : ROW;
  const spread = (row: BarRow) => WHISKER_ERRORS * (row.error ?? 0);
  const low = rows.reduce((least, row) => Math.min(least, row.value - spread(row)), 0);
  const reach = rows.reduce((most, row) => Math.max(most, row.value + spread(row)), 0);
  const high = reach > low ? reach : low + 1;
  const x = (value: number) => left + ((value - low) / (high - low)) * (right - left);
  const bars = rows.map((row, i) => {
    const ends = [x(0), x(row.value)].sort((a, b) => a - b) as [number, number];
    const whisker: [number, number] | null =
      row.error === null ? null : [x(row.value - spread(row)), x(row.value + spread(row))];
    return { ...row, x: ends[0], width: Math.max(1, ends[1] - ends[0]), whisker, y: i * each + each - ROW / 2 };
  });
  return { bars, zero: x(0), height: rows.length * each };
}
