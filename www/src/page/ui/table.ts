/** The menu of a picture: the same numbers as a table, and the ways to take both along. */

import { LitElement, type TemplateResult, css, html, nothing } from "lit";
import * as words from "../../generated/words/heading";
import { define } from "./define";
import type { Table } from "../export/download";
import { loadScript } from "../element/inside";
import { tellPlain } from "../writing/sentence";
import { base, controls } from "./styles/base";

const style = css`
  :host {
    display: var(--menu, contents);
  }
  button {
    min-height: 1.7rem;
    margin-inline-start: auto;
    justify-self: end;
    padding: 0 0.5rem;
    border: 0;
    background: none;
    color: var(--muted);
    letter-spacing: 0.1em;
  }
  button:hover,
  button[aria-expanded="true"] {
    color: var(--ink);
  }
  unrolled-export {
    flex-basis: 100%;
    order: 2;
  }
`;

export class TableMenu extends LitElement {
  static override styles = [base, controls, style];
  static override properties = {
    of: { type: String },
    table: { attribute: false },
    source: { attribute: false },
    name: { type: String },
    open: { state: true },
  };
  /** The title of the view; its name stands in where there is none. */
  declare of: string;
  /** Made only when it is looked at. */
  declare table: () => Table;
  /** The full answer behind the picture, for JSON. */
  declare source: unknown;
  declare name: string;
  declare private open: boolean;

  constructor() {
    super();
    this.open = false;
    this.of = "";
    this.name = "unrolled";
  }

  override render(): TemplateResult {
    const view = this.of === "" ? this.name.replaceAll("-", " ") : this.of;
    return html`<button
        aria-expanded=${this.open}
        aria-controls=${this.open ? "menu" : nothing}
        aria-label=${tellPlain(words.menu, { view })}
        title=${tellPlain(words.menu_title)}
        @click=${() => this.toggle(!this.open)}
        @keydown=${this.keyed}>
        <slot>⋯</slot>
      </button>
      ${this.open ? html`<unrolled-export id="menu" .of=${view} .table=${this.table} .source=${this.source} .name=${this.name} .twin=${this} @keydown=${this.keyed}></unrolled-export>` : nothing}`;
  }

  /** What it opens comes with the third script. */
  private toggle(open: boolean): void {
    this.open = open;
    if (open)
      loadScript("chapters").catch(() => {
        this.open = false;
      });
  }

  private keyed(event: KeyboardEvent): void {
    const [button, menu] = this.renderRoot.querySelectorAll<LitElement | HTMLButtonElement>("button, unrolled-export");
    if (event.key === "ArrowDown" && event.currentTarget === button) {
      event.preventDefault();
      if (menu === undefined) this.toggle(true);
      void this.enter();
    }
    if (event.key !== "Escape" || !this.open) return;
    event.stopPropagation();
    this.open = false;
    button?.focus();
  }

  private async enter(): Promise<void> {
    await this.updateComplete;
    const menu = this.renderRoot.querySelector<LitElement>("unrolled-export");
    await menu?.updateComplete;
    menu?.renderRoot.querySelector("button")?.focus();
  }
}

define("unrolled-table", TableMenu);
