/** SVG paths through points [x, y]. d3-shape draws the same, but its one file cannot be cut down: 4 kB brotli for a line and an area. */

type Point = readonly [number, number];

const round = (value: number): number => Math.round(value * 1000) / 1000;

/** A line from point to point; empty without points. */
export function line(points: readonly Point[]): string {
  return points.length === 0 ? "" : `M${points.map(([x, y]) => `${round(x)},${round(y)}`).join("L")}`;
}

/** What lies between the points and a level line. */
export function area(points: readonly Point[], level: number): string {
  const [first, last] = [points[0], points.at(-1)];
  return first === undefined || last === undefined ? "" : `${line([...points, [last[0], level], [first[0], level]])}Z`;
}
