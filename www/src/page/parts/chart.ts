/** A picture that is redrawn at the width at hand. */

import { LitElement, type TemplateResult, html } from "lit";
import { base } from "../styles/base";

export const CHART_FONT = '13px system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Helvetica Neue", sans-serif';

export abstract class Chart extends LitElement {
  static override styles = [base];
  static override properties = { width: { state: true } };
  protected declare width: number;
  private readonly observer = new ResizeObserver(([entry]) => {
    const width = Math.floor(entry?.contentRect.width ?? 0);
    if (width !== this.width) requestAnimationFrame(() => { this.width = width; });
  });

  constructor() {
    super();
    this.width = 0;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.observer.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.observer.disconnect();
  }

  override render(): TemplateResult {
    return this.width < 40 ? html`` : this.draw(this.width);
  }

  protected abstract draw(width: number): TemplateResult;
}
