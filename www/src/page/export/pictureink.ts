/** Computed styles as other programs than browsers understand them: colours as hex and opacity, plain numbers. */

/** Of an SVG element; what is undefined is left out. */
export type Attributes = Record<string, string | number | undefined>;

export interface Ink {
  hex: string;
  opacity: number;
}

const COLOUR = /(?:rgba?|color)\([^()]*\)/g;

/** `rgb(r, g, b)`, `rgba(…)` or `color(srgb r g b / a)`, as browsers write computed colours. */
export function colourOf(computed: string): Ink {
  const numbers = (computed.replace(/^color\(srgb/, "").match(/-?[\d.]+(?:e-?\d+)?/g) ?? []).map(Number);
  const scale = computed.startsWith("color(") ? 255 : 1;
  const byte = (value = 0) =>
    Math.max(0, Math.min(255, Math.round(value * scale)))
      .toString(16)
      .padStart(2, "0");
  return {
    hex: `#${byte(numbers[0])}${byte(numbers[1])}${byte(numbers[2])}`,
    opacity: numbers.length < 3 ? 0 : (numbers[3] ?? 1),
  };
}

/** Null where nothing would be seen. */
export function inkOf(computed: string): Ink | null {
  const ink = colourOf(computed);
  return computed === "none" || ink.opacity === 0 ? null : ink;
}

/** The colours of a gradient from left to right, at equal distances. */
export function stopsOf(image: string): Ink[] {
  return image.startsWith("linear-gradient(") ? (image.match(COLOUR) ?? []).map(colourOf) : [];
}

/** Those shadows that have a sharp edge. */
export function shadowsOf(computed: string): { colour: Ink; dx: number; dy: number; spread: number }[] {
  return [
    ...computed.matchAll(/((?:rgba?|color)\([^()]*\)) (-?[\d.]+)px (-?[\d.]+)px 0px (-?[\d.]+)px(?! inset)/g),
  ].map(([, colour = "", dx, dy, spread]) => ({
    colour: colourOf(colour),
    dx: Number(dx),
    dy: Number(dy),
    spread: Number(spread),
  }));
}

export function fontOf(style: CSSStyleDeclaration): Attributes {
  const [weight, slant] = [style.fontWeight, style.fontStyle];
  return {
    "font-family": style.fontFamily.replaceAll('"', "'"),
    "font-size": Number.parseFloat(style.fontSize),
    "font-weight": weight === "400" ? undefined : weight,
    "font-style": slant === "normal" ? undefined : slant,
  };
}

/** How fonts lie on their lines, which only a canvas knows. */
export class FontMetrics {
  private readonly context = document.createElement("canvas").getContext("2d");
  private readonly known = new Map<string, number>();

  /** The share of a line's own height above the baseline. */
  ascent({ fontStyle, fontWeight, fontSize, fontFamily }: CSSStyleDeclaration): number {
    const font = `${fontStyle} ${fontWeight} ${fontSize} ${fontFamily}`;
    const known = this.known.get(font);
    if (known !== undefined) return known;
    const { fontBoundingBoxAscent: up = 0.8, fontBoundingBoxDescent: down = 0.2 } = this.measure("x", font) ?? {};
    this.known.set(font, up / (up + down));
    return up / (up + down);
  }

  width(text: string, font: string): number {
    return this.measure(text, font)?.width ?? text.length * 7;
  }

  private measure(text: string, font: string): TextMetrics | null {
    if (this.context === null) return null;
    this.context.font = font;
    return this.context.measureText(text);
  }
}

const SHARPNESS = 2;
/** Browsers draw nothing on larger canvases. */
const LARGEST = 16_000;
const LARGEST_AREA = 120e6;

/** The picture as PNG, twice as fine as the screen where it is not too long for that. */
export async function rasterised({
  svg,
  width,
  height,
}: {
  svg: string;
  width: number;
  height: number;
}): Promise<Blob> {
  const scale = Math.min(SHARPNESS, LARGEST / width, LARGEST / height, Math.sqrt(LARGEST_AREA / (width * height)));
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode().catch(() => {
    throw new Error(
      "This page's Content-Security-Policy forbids pictures made in the page: add data: to its img-src, or take the SVG.",
    );
  });
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [Math.round(width * scale), Math.round(height * scale)];
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/png"));
  if (blob === null) throw new Error("This browser could not draw a picture so large: take the SVG.");
  return blob;
}
