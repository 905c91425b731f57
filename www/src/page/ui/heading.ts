/**
 * What stands over a view or a part of one: its title, an "i" that opens how it comes about and when not to believe it, and
 * one menu that holds the numbers behind the picture as a table, and ways to save and cite both. What is drawn after the
 * heading, up to the next one, is the picture that the menu saves.
 */

import { LitElement, type TemplateResult, css, html, nothing } from "lit";
import * as words from "../../generated/words/heading";
import type { Table } from "../export/download";
import { tellPlain } from "../writing/sentence";
import { define } from "./define";
import { base, controls } from "./styles/base";
import "./table";

/** What a heading may offer beside the title. */
export interface Offers {
  /** The explanation behind the "i". */
  how?: TemplateResult;
  /** The menu's files are called so: `running-score.csv`. No menu without it. */
  name?: string;
  /** The full answer behind the picture, for JSON. */
  source?: unknown;
  /** Made only when it is looked at. */
  table?: () => Table;
  level?: 2 | 3 | 4;
}

export function heading(title: string, { how, name, source, table, level = 2 }: Offers = {}): TemplateResult {
  const about = how === undefined ? nothing : html`<unrolled-about .of=${title} .body=${how}>i</unrolled-about>`;
  const menu =
    name === undefined || table === undefined
      ? nothing
      : html`<unrolled-table name=${name} .of=${title} .source=${source} .table=${table}>⋯</unrolled-table>`;
  const titled =
    level === 2 ? html`<h2>${title}</h2>` : level === 3 ? html`<h3>${title}</h3>` : html`<h4>${title}</h4>`;
  return html`<div class="heading">${titled}${about}${menu}</div>`;
}

const style = css`
  :host {
    display: var(--how, contents);
  }
  button {
    align-self: center;
    min-height: 1.7rem;
    padding: 0 0.3rem;
    border: 0;
    background: none;
  }
  span {
    display: inline-grid;
    place-items: center;
    width: 1.2rem;
    height: 1.2rem;
    border: 1px solid var(--edge);
    border-radius: 50%;
    color: var(--muted);
    font: italic 0.8125rem/1 var(--serif);
  }
  button:hover span,
  button[aria-expanded="true"] span {
    border-color: var(--ink);
    color: var(--ink);
  }
  .panel {
    flex-basis: 100%;
    order: 1;
    min-width: 0;
    display: grid;
    gap: 0.6rem;
    max-width: 46em;
    margin-block: 0.3rem 0.5rem;
    padding-inline-start: 0.9rem;
    border-inline-start: 2px solid var(--hairline);
    color: var(--muted);
    font-size: 0.875rem;
  }
  .panel b {
    color: var(--ink);
  }
`;

export class About extends LitElement {
  static override styles = [base, controls, style];
  static override properties = { of: { type: String }, body: { attribute: false }, open: { state: true } };
  /** The title of what is explained. */
  declare of: string;
  declare body: TemplateResult;
  declare private open: boolean;

  constructor() {
    super();
    this.open = false;
  }

  override render(): TemplateResult {
    const label = tellPlain(words.how, { view: this.of });
    return html`<button
        aria-expanded=${this.open}
        aria-controls=${this.open ? "how" : nothing}
        aria-label=${label}
        title=${tellPlain(words.how_title)}
        @click=${() => {
          this.open = !this.open;
        }}
        @keydown=${this.keyed}>
        <span><slot></slot></span>
      </button>
      ${this.open ? html`<div class="panel" id="how" role="group" aria-label=${label} @keydown=${this.keyed}>${this.body}</div>` : nothing}`;
  }

  private keyed(event: KeyboardEvent): void {
    if (event.key !== "Escape" || !this.open) return;
    event.stopPropagation();
    this.open = false;
    this.renderRoot.querySelector("button")?.focus();
  }
}

define("unrolled-about", About);
