/** How wide words are drawn. */

let context: CanvasRenderingContext2D | null | undefined;

/** The width of a text in a font; where nothing can be measured, a guess on the wide side. */
export function measure(text: string, font: string): number {
  context ??= document.createElement("canvas").getContext("2d");
  if (context === null) return text.length * 8;
  context.font = font;
  return context.measureText(text).width;
}
