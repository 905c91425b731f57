/**
 * A view as one SVG file: what stands on the screen, drawn again with every style written out, so that it looks the same
 * where none of the page's styles are. Charts are copied, canvases become images, words and boxes of HTML are drawn where
 * the browser put them. What a reader typed only ever becomes text nodes and attributes of a document.
 */

import { type Attributes, type Ink, FontMetrics, colourOf, fontOf, inkOf, shadowsOf, stopsOf } from "./pictureink";

const SVG = "http://www.w3.org/2000/svg";
const MARGIN = 20;
/** Empty paper between two blocks is cut to this. */
const MOST_GAP = 28;
const FOOTER = 12;
const HEADING = 17;

/** What asks for something rather than shows it. */
const CONTROLS =
  "label, select, input, textarea, progress, summary, unrolled-table, unrolled-export, .segmented, .steps, button:not(li button)";
/** Where another picture begins. */
const ENDS = "unrolled-table, .heading, :has(> .heading)";
/** Attributes of a chart that place or shape something. */
const GEOMETRY =
  /^(x|y|x1|x2|y1|y2|cx|cy|r|rx|ry|d|width|height|points|transform|dx|dy|text-anchor|text-decoration|viewBox)$/;

export interface Picture {
  svg: string;
  width: number;
  height: number;
}

export interface Caption {
  title: string;
  /** Drawn above where the blocks have no heading of their own. */
  heading: string | null;
  description: string;
  /** Last line of the picture: where it comes from. */
  footer: string;
}

interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** Words that stand side by side. */
interface Line {
  text: string;
  left: number;
  right: number;
  top: number;
  height: number;
}

/** What a menu's picture is of: what follows its heading up to the next one, or without a heading what stands between it and the table before. */
export function picturedBy(table: Element): Element[] {
  const found: Element[] = [];
  const heading = table.closest(".heading");
  // It may stand in the row of tools under its picture.
  const below = table.closest(".foot") ?? table;
  let at = heading === null ? below.previousElementSibling : heading.nextElementSibling;
  while (at !== null && !isOther(at)) {
    if (heading === null) found.unshift(at);
    else found.push(at);
    at = heading === null ? at.previousElementSibling : at.nextElementSibling;
  }
  return found;
}

const isOther = (part: Element) => part.matches(ENDS) || (part.shadowRoot?.querySelector(".heading") ?? null) !== null;

/** How much larger the page is on the screen than in its own pixels, in which fonts and lines are measured; slides are scaled. */
let scale = 1;

function scaleAround(element: Element | undefined): number {
  const host = (element?.getRootNode() as Partial<ShadowRoot> | undefined)?.host;
  if (!(host instanceof HTMLElement) || host.offsetHeight === 0) return 1;
  const { height } = host.getBoundingClientRect();
  // Its own height is a whole number of pixels: what rounding explains is no scale.
  return Math.abs(height - host.offsetHeight) < 1 ? 1 : height / host.offsetHeight;
}

const unscaled = ({ x, y, width, height }: DOMRect) => new DOMRect(x / scale, y / scale, width / scale, height / scale);
const rectOf = (element: Element) => unscaled(element.getBoundingClientRect());
const rectsOf = (of: Element | Range) => [...of.getClientRects()].map(unscaled);

/** Of all the blocks, those that are shown; asked only now, because the answer takes a layout. */
export function picture(all: Element[], caption: Caption): Picture {
  scale = scaleAround(all[0]);
  const blocks = all.filter((element) => rectsOf(element).length > 0);
  const drawing = new Drawing();
  const page = blocks.length === 0 ? drawing.root : paperOf(blocks[0] as Element);
  const headed = caption.heading === null || blocks.some((block) => block.matches("h2, h3"));
  let [y, below] = [headed ? MARGIN : MARGIN + 2 * HEADING, Number.NEGATIVE_INFINITY];
  for (const block of blocks) {
    const { top, bottom } = rectOf(block);
    const beside = top < below - 1;
    if (!beside && below > Number.NEGATIVE_INFINITY) y += Math.min(MOST_GAP, Math.max(0, top - below));
    const painted = drawing.block(block, y, beside);
    below = Math.max(below, bottom);
    if (!beside) y += painted;
  }
  return drawing.finish(y, headed ? { ...caption, heading: null } : caption, page);
}

/** The nearest element behind that is not seen through. */
function paperOf(element: Element): Element {
  for (
    let at: Element | null = element;
    at !== null;
    at = at.parentElement ?? (at.getRootNode() as ShadowRoot).host ?? null
  ) {
    if (colourOf(getComputedStyle(at).backgroundColor).opacity === 1) return at;
  }
  return element;
}

class Drawing {
  readonly document = document.implementation.createDocument(SVG, "svg");
  readonly root = this.document.documentElement;
  private readonly fonts = new FontMetrics();
  private left = Number.POSITIVE_INFINITY;
  private right = Number.NEGATIVE_INFINITY;
  /** Of the block that is being drawn. */
  private painted: Box = nothing();
  private into: Element = this.root;
  private gradients = 0;

  /** Draws a block so that its upper edge lies at `y`; answers how high it is. */
  block(block: Element, y: number, beside: boolean): number {
    const group = this.make("g", {});
    [this.into, this.painted] = [group, nothing()];
    this.element(block);
    const { left, top, right, bottom } = this.painted;
    if (right < left) return 0;
    [this.left, this.right] = [Math.min(this.left, left), Math.max(this.right, right)];
    const at = beside ? this.lastTop - this.lastAt : top - y;
    if (!beside) [this.lastTop, this.lastAt] = [top, y];
    group.setAttribute("transform", `translate(0 ${round(-at)})`);
    shareFont(group);
    this.root.append(group);
    return bottom - top;
  }

  private lastTop = 0;
  private lastAt = 0;

  finish(y: number, { title, heading, description, footer }: Caption, page: Element): Picture {
    if (this.right < this.left) [this.left, this.right] = [0, 300];
    const style = getComputedStyle(page);
    const width = Math.ceil(this.right - this.left + 2 * MARGIN);
    if (heading !== null) this.write(heading, MARGIN + HEADING, HEADING, "serif", style.color);
    const end = this.write(footer, y + 2 * FOOTER, FOOTER, "sans-serif", style.color);
    const height = Math.ceil(end + MARGIN);
    const x = round(this.left - MARGIN);
    const named = [
      ["title", title],
      ["desc", description],
    ].map(([name, text]) => {
      const element = this.make(name as string, {});
      element.textContent = safe(text as string);
      return element;
    });
    const paper = this.make("rect", { x, y: 0, width, height, fill: colourOf(style.backgroundColor).hex });
    this.root.prepend(...named, paper);
    for (const [name, value] of Object.entries({ width, height, viewBox: `${x} 0 ${width} ${height}`, role: "img" }))
      this.root.setAttribute(name, String(value));
    return { svg: new XMLSerializer().serializeToString(this.document), width, height };
  }

  /** Our own words, in lines as wide as the picture; answers where they end. */
  private write(text: string, y: number, size: number, family: string, color: string): number {
    const lines: string[] = [];
    for (const word of text.split(" ")) {
      const longer = [...lines.slice(-1), word].join(" ");
      if (lines.length === 0 || this.fonts.width(longer, `${size}px ${family}`) > this.right - this.left)
        lines.push(word);
      else lines[lines.length - 1] = longer;
    }
    const ink = {
      fill: colourOf(color).hex,
      "fill-opacity": size === FOOTER ? 0.7 : undefined,
      "font-family": family,
      "font-size": size,
    };
    lines.forEach((line, i) =>
      this.root.append(this.text(line, { x: round(this.left), y: round(y + 1.4 * size * i), ...ink })),
    );
    return y + 1.4 * size * (lines.length - 1);
  }

  private element(element: Element): void {
    if (element.matches(CONTROLS) || (element.localName === "details" && !(element as HTMLDetailsElement).open)) return;
    const style = getComputedStyle(element);
    if (style.display === "none" || style.visibility === "hidden" || style.clipPath !== "none" || style.opacity === "0")
      return;
    if (element.localName === "svg") return this.chart(element as SVGSVGElement);
    if (element.localName === "canvas") return this.canvas(element as HTMLCanvasElement);
    for (const rect of rectsOf(element)) this.box(rect, style);
    for (const child of (element.shadowRoot ?? element).childNodes) {
      if (child instanceof Element) this.element(child);
      else if (child instanceof Text && child.data.trim() !== "") this.words(child, style);
    }
    this.mark(element);
  }

  /** Background, border, shadow and underline of one box. */
  private box(rect: DOMRect, style: CSSStyleDeclaration): void {
    const { left: x, top: y, width, height } = rect;
    if (width === 0 || height === 0) return;
    const rx = Number.parseFloat(style.borderTopLeftRadius) || 0;
    const area = { x: round(x), y: round(y), width: round(width), height: round(height), rx: rx > 0 ? rx : undefined };
    const paint = this.background(style);
    if (paint !== null) this.add("rect", { ...area, ...paint }, rect);
    if (this.borders(rect, style, area)) this.grow(rect);
    for (const { colour, dx, dy, spread } of shadowsOf(style.boxShadow)) this.shadow(rect, colour, dx, dy, spread);
    if (!style.textDecorationLine.includes("underline")) return;
    const size = Number.parseFloat(style.fontSize);
    const thick = Number.parseFloat(style.textDecorationThickness) || 1;
    const base =
      y + height * this.fonts.ascent(style) + (Number.parseFloat(style.textUnderlineOffset) || 0.12 * size) + thick / 2;
    this.stroke(x, base, x + width, base, inkOf(style.textDecorationColor), thick, style.textDecorationStyle);
  }

  private background(style: CSSStyleDeclaration): Attributes | null {
    const stops = stopsOf(style.backgroundImage);
    const ink = inkOf(style.backgroundColor);
    if (stops.length < 2) return ink === null ? null : fillOf(ink);
    const id = `gradient${++this.gradients}`;
    const gradient = this.make("linearGradient", { id });
    stops.forEach(({ hex, opacity }, i) =>
      gradient.append(
        this.make("stop", { offset: round(i / (stops.length - 1)), "stop-color": hex, "stop-opacity": opacity }),
      ),
    );
    this.into.append(gradient);
    return { fill: `url(#${id})` };
  }

  private borders({ left, top, right, bottom }: DOMRect, style: CSSStyleDeclaration, area: Attributes): boolean {
    const side = (name: "Top" | "Right" | "Bottom" | "Left") => {
      const kind = style[`border${name}Style`];
      return {
        width: kind === "none" ? 0 : Number.parseFloat(style[`border${name}Width`]),
        ink: inkOf(style[`border${name}Color`]),
        kind,
      };
    };
    const [up, end, down, start] = [side("Top"), side("Right"), side("Bottom"), side("Left")];
    if (
      [up, end, down, start].every(({ width, ink }) => width > 0 && width === up.width && ink?.hex === up.ink?.hex) &&
      up.ink !== null
    ) {
      this.into.append(
        this.make("rect", {
          ...area,
          fill: "none",
          stroke: up.ink.hex,
          "stroke-opacity": up.ink.opacity,
          "stroke-width": up.width,
        }),
      );
      return true;
    }
    // A line above alone parts a block from what is not in the picture.
    const lines = [
      ...(down.width > 0 ? [[up, left, top, right, top] as const] : []),
      [end, right, top, right, bottom],
      [down, left, bottom, right, bottom],
      [start, left, top, left, bottom],
    ] as const;
    for (const [{ width, ink, kind }, x1, y1, x2, y2] of lines)
      if (width > 0) this.stroke(x1, y1, x2, y2, ink, width, kind);
    return lines.some(([{ width, ink }]) => width > 0 && ink !== null);
  }

  /** A ring around the box, or a strip at the side to which the shadow falls. */
  private shadow(
    { left, top, right, bottom, width, height }: DOMRect,
    colour: Ink,
    dx: number,
    dy: number,
    spread: number,
  ): void {
    const half = spread / 2;
    const ring = {
      x: round(left - half),
      y: round(top - half),
      width: round(width + spread),
      height: round(height + spread),
      rx: 3,
      fill: "none",
    };
    if (spread > 0)
      return this.into.append(
        this.make("rect", { ...ring, stroke: colour.hex, "stroke-opacity": colour.opacity, "stroke-width": spread }),
      );
    if (dx !== 0)
      this.stroke(
        dx < 0 ? left + dx / 2 : right + dx / 2,
        top,
        dx < 0 ? left + dx / 2 : right + dx / 2,
        bottom,
        colour,
        Math.abs(dx),
        "solid",
      );
    if (dy !== 0)
      this.stroke(
        left,
        dy < 0 ? top + dy / 2 : bottom + dy / 2,
        right,
        dy < 0 ? top + dy / 2 : bottom + dy / 2,
        colour,
        Math.abs(dy),
        "solid",
      );
  }

  private stroke(x1: number, y1: number, x2: number, y2: number, ink: Ink | null, width: number, kind: string): void {
    if (ink === null) return;
    const dashes = { dotted: `${round(width)} ${round(width)}`, dashed: `${round(3 * width)} ${round(2 * width)}` }[
      kind
    ];
    const ends = { x1: round(x1), y1: round(y1), x2: round(x2), y2: round(y2) };
    this.into.append(
      this.make("line", {
        ...ends,
        stroke: ink.hex,
        "stroke-opacity": ink.opacity,
        "stroke-width": round(width),
        "stroke-dasharray": dashes,
      }),
    );
  }

  /** The words of a text node, a line at a time. */
  private words(node: Text, style: CSSStyleDeclaration): void {
    const range = document.createRange();
    const lines: Line[] = [];
    for (const { 0: word, index } of node.data.matchAll(/\S+/g)) {
      const whole = measured(range, node, index, index + word.length);
      const broken = whole.length !== 1;
      for (const { text, left, right, top, height } of broken
        ? letters(range, node, index, word)
        : [{ ...boxOf(whole[0] as DOMRect), text: word }]) {
        const line = lines[lines.length - 1];
        if (line === undefined || Math.abs(line.top - top) > 2) lines.push({ text, left, right, top, height });
        else
          Object.assign(line, {
            text: line.text + (broken ? "" : " ") + text,
            left: Math.min(line.left, left),
            right: Math.max(line.right, right),
          });
      }
    }
    lines.forEach((line) => this.line(line, style));
  }

  private line({ text, left, right, top, height }: Line, style: CSSStyleDeclaration): void {
    const backwards = style.direction === "rtl";
    const where = {
      x: round(backwards ? right : left),
      y: round(top + height * this.fonts.ascent(style)),
      direction: backwards ? "rtl" : undefined,
    };
    // Other fonts are as wide as these were, so that words stay on their tints.
    const length = text.length > 1 ? { textLength: round(right - left), lengthAdjust: "spacingAndGlyphs" } : {};
    this.grow({ left, right, top, bottom: top + height });
    this.into.append(this.text(text, { ...where, ...length, ...fillOf(inkOf(style.color)), ...fontOf(style) }));
  }

  /** A mark that a style puts after an element, hung up at its end. */
  private mark(element: Element): void {
    const style = getComputedStyle(element, "::after");
    const content = /^"([^"]+)"/.exec(style.content)?.[1];
    const rects = rectsOf(element);
    const rect = rects[rects.length - 1];
    if (content === undefined || style.position !== "absolute" || rect === undefined) return;
    const [x, y] = [
      rect.right - Number.parseFloat(style.right),
      rect.top + Number.parseFloat(style.top) + Number.parseFloat(style.fontSize) * 0.8,
    ];
    this.into.append(
      this.text(content, {
        x: round(x),
        y: round(y),
        "text-anchor": "end",
        ...fillOf(inkOf(style.color)),
        ...fontOf(style),
      }),
    );
    this.grow({ left: x, right: x, top: y - Number.parseFloat(style.fontSize), bottom: y });
  }

  private canvas(canvas: HTMLCanvasElement): void {
    const { left, top, width, height } = rectOf(canvas);
    if (canvas.width === 0 || canvas.height === 0 || width === 0) return;
    const area = {
      x: round(left),
      y: round(top),
      width: round(width),
      height: round(height),
      preserveAspectRatio: "none",
      "image-rendering": "pixelated",
    };
    this.add("image", { ...area, href: canvas.toDataURL() }, { left, top, right: left + width, bottom: top + height });
  }

  private chart(svg: SVGSVGElement): void {
    const { left, top, right, bottom } = rectOf(svg);
    const group = this.make("g", { transform: `translate(${round(left)} ${round(top)})` });
    this.copy(svg, group);
    this.into.append(group);
    this.grow({ left, top, right, bottom });
    for (const text of svg.querySelectorAll("text")) this.grow(rectOf(text));
  }

  private copy(from: Element, to: Element): void {
    for (const child of from.childNodes) {
      if (child instanceof Text) to.append(safe(child.data));
      if (!(child instanceof SVGElement)) continue;
      const style = getComputedStyle(child);
      if (style.display === "none" || style.visibility === "hidden") continue;
      const drawn = this.make(child.localName, looksOf(child, style));
      for (const { name, value } of child.attributes) if (GEOMETRY.test(name)) drawn.setAttribute(name, value);
      this.copy(child, drawn);
      to.append(drawn);
    }
  }

  private text(text: string, attributes: Attributes): Element {
    const element = this.make("text", attributes);
    element.textContent = safe(text);
    return element;
  }

  private add(name: string, attributes: Attributes, box: Box): void {
    this.into.append(this.make(name, attributes));
    this.grow(box);
  }

  private grow({ left, top, right, bottom }: Box): void {
    const box = this.painted;
    this.painted = {
      left: Math.min(box.left, left),
      top: Math.min(box.top, top),
      right: Math.max(box.right, right),
      bottom: Math.max(box.bottom, bottom),
    };
  }

  private make(name: string, attributes: Attributes): Element {
    const element = this.document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes))
      if (value !== undefined) element.setAttribute(key, String(value));
    return element;
  }
}

/** Most words of a block have one font, whose long name is written once. */
function shareFont(group: Element): void {
  const texts = [...group.querySelectorAll("[font-family]")];
  const first = texts[0]?.getAttribute("font-family") ?? "";
  group.setAttribute("font-family", first);
  for (const text of texts) if (text.getAttribute("font-family") === first) text.removeAttribute("font-family");
}

/** The styles of a chart's shape, written as attributes. */
function looksOf(element: Element, style: CSSStyleDeclaration): Attributes {
  const opacity = style.opacity === "1" ? undefined : style.opacity;
  if (element.localName === "g") return { opacity };
  const [fill, stroke] = [inkOf(style.fill), inkOf(style.stroke)];
  const own = (value: string, usual: string) => (value === usual ? undefined : value.replaceAll("px", ""));
  const sheer = (ink: Ink | null, share: string) =>
    ink === null || ink.opacity * Number(share) === 1 ? undefined : round(ink.opacity * Number(share));
  const line =
    stroke === null
      ? {}
      : {
          stroke: stroke.hex,
          "stroke-opacity": sheer(stroke, style.strokeOpacity),
          "stroke-width": Number.parseFloat(style.strokeWidth),
          "stroke-dasharray": own(style.strokeDasharray, "none"),
          "stroke-linejoin": own(style.strokeLinejoin, "miter"),
          "stroke-linecap": own(style.strokeLinecap, "butt"),
          "paint-order": own(style.paintOrder, "normal"),
        };
  const isText = element.localName === "text" || element.localName === "tspan";
  const text = isText ? { ...fontOf(style), "text-anchor": own(style.textAnchor, "start") } : {};
  return { opacity, fill: fill?.hex ?? "none", "fill-opacity": sheer(fill, style.fillOpacity), ...line, ...text };
}

const fillOf = (ink: Ink | null): Attributes => ({
  fill: ink?.hex ?? "none",
  "fill-opacity": ink === null || ink.opacity === 1 ? undefined : round(ink.opacity),
});

const nothing = (): Box => ({ left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity });
const round = (value: number) => Math.round(value * 100) / 100;

function measured(range: Range, node: Text, from: number, to: number): DOMRect[] {
  range.setStart(node, from);
  range.setEnd(node, to);
  return rectsOf(range).filter((rect) => rect.width > 0);
}

const boxOf = ({ left, right, top, height }: DOMRect) => ({ left, right, top, height });

/** A word that is broken over lines, letter by letter. */
function letters(range: Range, node: Text, from: number, word: string): Line[] {
  let at = from;
  return [...word].flatMap((text) => {
    const [rect] = measured(range, node, at, at + text.length);
    at += text.length;
    return rect === undefined ? [] : [{ ...boxOf(rect), text }];
  });
}

/** What XML cannot hold is shown as lost. */
const safe = (text: string) => text.toWellFormed().replace(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, "\ufffd");
