/** A picture that is redrawn at the width at hand. */

import { LitElement, type PropertyValues, type TemplateResult, html } from "lit";
import { paper } from "./paper";
import { base } from "./styles/base";

export const CHART_FONT =
  '13px system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Helvetica Neue", sans-serif';

/** Charts on paper: as wide as a page of A4 or Letter has room. A narrower one shrinks them. */
const PAPER = 640;
const PRINTING = ["beforeprint", "afterprint"] as const;

/** The place to which a key leads, of so many, from the one that is now; null if it is none of ours. */
export function placeByKey(event: KeyboardEvent, now: number, many: number): number | null {
  const places: Record<string, number> = {
    ArrowRight: now + 1,
    ArrowUp: now + 1,
    ArrowLeft: now - 1,
    ArrowDown: now - 1,
    PageUp: now + 10,
    PageDown: now - 10,
    Home: 0,
    End: many - 1,
  };
  const place = places[event.key];
  if (place === undefined || event.ctrlKey || event.metaKey || event.altKey) return null;
  event.preventDefault();
  return Math.max(0, Math.min(many - 1, place));
}

export abstract class Chart extends LitElement {
  static override styles = [base];
  static override properties = { width: { state: true } };
  declare protected width: number;
  private readonly observer = new ResizeObserver(([entry]) => {
    const width = Math.floor(entry?.contentRect.width ?? 0);
    if (width !== this.width)
      requestAnimationFrame(() => {
        this.width = width;
      });
  });

  constructor() {
    super();
    this.width = 0;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    // Of a chapter that stands there for the paper only nothing is measured in time.
    if (paper.on) this.width = PAPER;
    this.observer.observe(this);
    for (const event of PRINTING) window.addEventListener(event, this.refit);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.observer.disconnect();
    for (const event of PRINTING) window.removeEventListener(event, this.refit);
  }

  /** Before printing nothing has the page's width yet, and then no script runs. */
  private readonly refit = ({ type }: Event): void => {
    const width = Number.parseFloat(getComputedStyle(this).width) || 0;
    this.width = Math.floor(Math.min(width, type === PRINTING[0] ? PAPER : Infinity));
  };

  /** So that the style can shrink it. */
  override updated(_changed?: PropertyValues): void {
    const picture = this.renderRoot.querySelector("svg");
    picture?.setAttribute("viewBox", `0 0 ${picture.getAttribute("width")} ${picture.getAttribute("height")}`);
  }

  override render(): TemplateResult {
    return this.width < 40 ? html`` : this.draw(this.width);
  }

  protected abstract draw(width: number): TemplateResult;
}
