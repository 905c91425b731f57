/** A piece of text to take along: shown, with a button that copies it; where that is forbidden it is selected instead. */

import { LitElement, type TemplateResult, css, html, nothing } from "lit";
import { define } from "../ui/define";
import { copy } from "./download";
import { base, controls } from "../ui/styles/base";

const MOST_ROWS = 10;

const style = css`
  :host {
    display: grid;
    gap: 0.2rem;
  }
  .head {
    display: flex;
    flex-wrap: wrap;
    gap: 0 0.8rem;
    align-items: baseline;
    justify-content: space-between;
  }
  textarea {
    width: 100%;
    padding: 0.5rem 0.6rem;
    border: 1px solid var(--hairline);
    border-radius: 7px;
    background: var(--paper);
    color: var(--ink);
    font:
      0.8125rem/1.5 ui-monospace,
      "SF Mono",
      "Cascadia Mono",
      Consolas,
      "DejaVu Sans Mono",
      monospace;
    resize: vertical;
    field-sizing: content;
    max-height: 15rem;
  }
`;

export class CopiedText extends LitElement {
  static override styles = [base, controls, style];
  static override properties = {
    name: { type: String },
    text: { attribute: false },
    note: { type: String },
    said: { state: true },
  };
  declare name: string;
  declare text: string;
  /** One line about when to use it. */
  declare note: string;
  declare private said: string;

  constructor() {
    super();
    this.said = "";
    this.note = "";
  }

  override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has("text")) this.said = "";
  }

  override render(): TemplateResult {
    const rows = Math.min(
      MOST_ROWS,
      this.text.split("\n").reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / 84)), 0),
    );
    return html`<div class="head">
        <b>${this.name}</b>
        <span
          ><span class="quiet" role="status">${this.said}</span>
          <button class="plain" aria-label=${`Copy: ${this.name}`} @click=${this.copy}>Copy</button></span
        >
      </div>
      ${this.note === "" ? nothing : html`<p class="quiet">${this.note}</p>`}
      <textarea
        readonly
        rows=${rows}
        wrap="soft"
        spellcheck="false"
        aria-label=${this.name}
        .value=${this.text}></textarea>`;
  }

  private async copy(): Promise<void> {
    if (await copy(this.text)) {
      this.said = "Copied.";
      return;
    }
    const field = this.renderRoot.querySelector("textarea");
    field?.focus();
    field?.select();
    // oxlint-disable-next-line typescript/no-deprecated -- the only way where a page may not use the clipboard
    this.said = document.execCommand("copy") ? "Copied." : "Selected: copy it with Ctrl+C or ⌘C.";
  }
}

define("unrolled-copied", CopiedText);

/** One of them. */
export const copied = (name: string, text: string, note = ""): TemplateResult =>
  html`<unrolled-copied .name=${name} .text=${text} .note=${note}></unrolled-copied>`;
