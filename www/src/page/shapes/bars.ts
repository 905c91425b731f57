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
  y: number;
}

export interface BarsShape {
  bars: Bar[];
  zero: number;
  height: number;
}

export const BAR_ROW = 26;
/** Whiskers show two standard errors to either side. */
export const WHISKER_ERRORS = 2;

/** Bars between `left` and `right`; the scale holds the largest bar with its whisker, and zero. */
export function barsShape(rows: BarRow[], left: number, right: number, signed = true): BarsShape {
  const reach = (row: BarRow) => Math.abs(row.value) + WHISKER_ERRORS * (row.error ?? 0);
  const most = rows.reduce((largest, row) => Math.max(largest, reach(row)), 0) || 1;
  const down = !signed || rows.every((row) => row.value - WHISKER_ERRORS * (row.error ?? 0) >= 0);
  const up = rows.every((row) => row.value + WHISKER_ERRORS * (row.error ?? 0) <= 0);
  const low = down ? 0 : -most;
  const high = up && !down ? 0 : most;
  const x = (value: number) => left + ((value - low) / (high - low)) * (right - left);
  const bars = rows.map((row, i) => {
    const ends = [x(0), x(row.value)].sort((a, b) => a - b) as [number, number];
    const spread = WHISKER_ERRORS * (row.error ?? 0);
    const whisker: [number, number] | null = row.error === null ? null : [x(row.value - spread), x(row.value + spread)];
    return { ...row, x: ends[0], width: Math.max(1, ends[1] - ends[0]), whisker, y: i * BAR_ROW };
  });
  return { bars, zero: x(0), height: rows.length * BAR_ROW };
}
