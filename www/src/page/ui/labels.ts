/** Labels along an axis that never overlap: the most important are placed first, the rest left out. */

export interface Label {
  /** Where it points. */
  x: number;
  width: number;
  /** Higher is placed first. */
  weight: number;
}

export interface Placed<T> {
  label: T;
  /** The left edge of its text. */
  left: number;
  row: number;
}

const GAP = 10;

/** Places labels under their points, shifted inwards at the edges, on `rows` rows between 0 and `width`. */
export function place<T extends Label>(labels: T[], width: number, rows: number): Placed<T>[] {
  const placed: Placed<T>[] = [];
  for (const label of [...labels].sort((a, b) => b.weight - a.weight)) {
    const left = Math.max(0, Math.min(width - label.width, label.x - label.width / 2));
    for (let row = 0; row < rows; row++) {
      const free = placed.every((other) => other.row !== row || apart(other, left, label.width));
      if (!free) continue;
      placed.push({ label, left, row });
      break;
    }
  }
  return placed;
}

function apart<T extends Label>(other: Placed<T>, left: number, width: number): boolean {
  return left > other.left + other.label.width + GAP || left + width + GAP < other.left;
}

let context: CanvasRenderingContext2D | null | undefined;

/** The width of a text in a font; where nothing can be measured, a guess on the wide side. */
export function measure(text: string, font: string): number {
  context ??= document.createElement("canvas").getContext("2d");
  if (context === null) return text.length * 8;
  context.font = font;
  return context.measureText(text).width;
}
