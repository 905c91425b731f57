/** Pointers and keys: where they are, and choosing words by them, gestures in, spans of tokens out. */

import type { TokenSpan } from "../../types";

/** How much larger an element is on the screen than in its own pixels: slides are scaled and zoomed as a whole. */
export function scaleOf(element: HTMLElement, { height }: DOMRect): number {
  return height / element.offsetHeight || 1;
}

/** Where a pointer is in the element's own pixels, from its left upper corner. */
export function placeIn(element: HTMLElement, { clientX, clientY }: MouseEvent): { x: number; y: number } {
  const box = element.getBoundingClientRect();
  const scale = scaleOf(element, box);
  return { x: (clientX - box.left) / scale, y: (clientY - box.top) / scale };
}

/** The key is an input method's: Safari says so by the number alone. */
// oxlint-disable-next-line typescript/no-deprecated -- there is no other sign of it
export function isComposing({ isComposing, keyCode }: KeyboardEvent): boolean {
  return isComposing || keyCode === 229;
}

/** It keeps the anchor and the moving end. */
export class Pointing {
  private anchor = 0;
  /** The moving end: the word that has the focus. */
  head = 0;
  private dragging = false;

  constructor(private readonly choose: (span: TokenSpan) => void) {}

  /** Takes over a selection that was made elsewhere on the page. */
  adopt(span: TokenSpan | null): void {
    if (span === null || this.isAt(span)) return;
    this.anchor = span[0];
    this.head = span[1] - 1;
  }

  isAt(span: TokenSpan | null): boolean {
    const now = this.span();
    return span !== null && now[0] === span[0] && now[1] === span[1];
  }

  /** Mouse and pen drag; fingers scroll, and choose by tapping. */
  down(event: PointerEvent): void {
    const token = tokenOf(event);
    if (token === null || event.button !== 0 || event.pointerType === "touch") return;
    this.dragging = true;
    this.go(token, event.shiftKey);
  }

  move(event: PointerEvent): void {
    if ((event.buttons & 1) === 0) this.dragging = false;
    const token = tokenOf(event);
    if (this.dragging && token !== null && token !== this.head) this.go(token, true);
  }

  /** Taps, and the clicks of assistive technology; after a mouse's own press there is nothing left to do. */
  click(event: MouseEvent): void {
    const token = tokenOf(event);
    if (token !== null && !this.dragging && !this.span().includes(token)) this.go(token, event.shiftKey);
    this.dragging = false;
  }

  /** True if the key was one of ours. */
  key(
    event: KeyboardEvent,
    count: number,
    rightToLeft: boolean,
    vertical: (from: number, step: number) => number,
  ): boolean {
    if (event.altKey || count === 0 || isComposing(event)) return false;
    if (event.ctrlKey || event.metaKey) {
      if (event.key.toLowerCase() !== "a" || event.shiftKey) return false;
      this.anchor = 0;
      this.go(count - 1, true);
      return true;
    }
    const forward = rightToLeft ? -1 : 1;
    const targets: Record<string, () => number> = {
      ArrowRight: () => this.head + forward,
      ArrowLeft: () => this.head - forward,
      ArrowDown: () => vertical(this.head, 1),
      ArrowUp: () => vertical(this.head, -1),
      Home: () => 0,
      End: () => count - 1,
      Escape: () => this.head,
    };
    const target = targets[event.key];
    if (target === undefined) return false;
    this.go(Math.max(0, Math.min(count - 1, target())), event.shiftKey);
    return true;
  }

  private go(token: number, extend: boolean): void {
    this.head = token;
    if (!extend) this.anchor = token;
    this.choose(this.span());
  }

  private span(): TokenSpan {
    return [Math.min(this.anchor, this.head), Math.max(this.anchor, this.head) + 1];
  }
}

/** The word on the line above or below that stands nearest. */
export function lineAway(words: readonly HTMLElement[], from: number, step: number): number {
  const here = words[from];
  let line: number | null = null;
  let best = from;
  for (let i = from + step; here !== undefined; i += step) {
    const word = words[i];
    if (word === undefined) break;
    if (line === null && Math.abs(word.offsetTop - here.offsetTop) > 4) line = word.offsetTop;
    if (line === null) continue;
    if (Math.abs(word.offsetTop - line) > 4) break;
    const nearer =
      Math.abs(word.offsetLeft - here.offsetLeft) < Math.abs((words[best]?.offsetLeft ?? 0) - here.offsetLeft);
    if (best === from || nearer) best = i;
  }
  return best;
}

function tokenOf(event: Event): number | null {
  const element = event.target instanceof HTMLElement ? event.target.dataset.token : undefined;
  return element === undefined ? null : Number(element);
}
