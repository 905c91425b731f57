/** What a reader takes along of one view: a picture, the numbers, how to cite them. */

import { LitElement, type TemplateResult, css, html, nothing } from "lit";
import { version } from "unrolled:build";
import * as words from "../../generated/words/export";
import { stateAround } from "../store/ask";
import { type Cited, cite, commandsNote, exported } from "./cite";
import { classesOf, explainedClass } from "../writing/classes";
import { define } from "../ui/define";
import { type File, type Table, copy, csv, dataUrl, markdown, openInTab, save, tsv } from "./download";
import { messageOf } from "../element/engine";
import { type Picture, picture, picturedBy } from "./picture";
import { rasterised } from "./pictureink";
import { tellPlain } from "../writing/sentence";
import { cited } from "./site";
import { base, controls } from "../ui/styles/base";
import { copied } from "./copied";
import { drawTable, tableStyle } from "./tabletwin";

const style = css`
  :host {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.6rem;
    padding-block: 0.2rem 0.6rem;
    font-size: 0.875rem;
  }
  .row {
    gap: 0.1rem 0.5rem;
    color: var(--muted);
  }
  .take {
    display: var(--download, contents);
  }
  .twin {
    display: var(--table, block);
  }
  .cite {
    display: grid;
    gap: 0.9rem;
    max-width: 46rem;
  }
  img {
    max-width: 100%;
    border: 1px solid var(--hairline);
  }
`;

type Kind = "svg" | "png" | "csv" | "json";

export class ExportMenu extends LitElement {
  static override styles = [base, controls, style, tableStyle];
  static override properties = {
    of: { type: String },
    table: { attribute: false },
    source: { attribute: false },
    name: { type: String },
    twin: { attribute: false },
    file: { state: true },
    said: { state: true },
    shown: { state: true },
    citing: { state: true },
    reading: { state: true },
  };
  /** The title of the view. */
  declare of: string;
  declare table: () => Table;
  declare source: unknown;
  declare name: string;
  /** The table whose view is drawn. */
  declare twin: Element;
  /** What was saved last, for those to whom the browser gave nothing. */
  declare private file: File | null;
  declare private said: string;
  /** What could neither be saved nor copied. */
  declare private shown: { name: string; text: string } | { image: string } | null;
  declare private citing: Cited | null;
  /** The table is shown. */
  declare private reading: boolean;

  constructor() {
    super();
    [this.of, this.reading] = ["", false];
    this.forget("");
    this.citing = null;
  }

  override render(): TemplateResult {
    const file = (kind: Kind, what: string) =>
      html`<button class="plain" aria-label=${what} @click=${() => this.try(() => this.save(kind))}>
        ${kind.toUpperCase()}
      </button>`;
    const drawn = picturedBy(this.twin).length > 0;
    return html`<div
        class="row"
        role="toolbar"
        aria-label=${tellPlain(words.toolbar, { view: this.of })}
        @keydown=${along}>
        <button class="plain twin" aria-expanded=${this.reading} @click=${this.read}>${tellPlain(words.table)}</button>
        <div class="take">
          ${drawn ? html`${file("svg", tellPlain(words.save_svg))}${file("png", tellPlain(words.save_png))}` : nothing}
          ${file("csv", tellPlain(words.save_csv))}${file("json", tellPlain(words.save_json))}
          <button class="plain" @click=${() => this.try(() => this.copyTable(tsv(this.table())))}>
            ${tellPlain(words.copy_table)}
          </button>
          <button class="plain" @click=${() => this.try(() => this.copyTable(markdown(this.table())))}>
            ${tellPlain(words.as_markdown)}
          </button>
          <button class="plain" aria-expanded=${this.citing !== null} @click=${() => this.try(() => this.cite())}>
            ${tellPlain(words.cite)}
          </button>
        </div>
      </div>
      <div class="row">
        <span role="status">${this.said}</span>${this.file === null ? nothing : this.drawWays(this.file)}
      </div>
      ${this.drawShown()}${this.citing === null ? nothing : drawCitation(this.citing)}
      ${this.reading ? html`<div class="twin">${drawTable(this.table(), this.of)}</div>` : nothing}`;
  }

  private read(): void {
    this.reading = !this.reading;
  }

  /** A frame that forbids downloads does so without a word. */
  private drawWays(file: File): TemplateResult {
    const open = () => {
      if (!openInTab(file)) void this.show(file, tellPlain(words.no_tabs));
    };
    return html`<button class="plain" @click=${() => this.try(() => this.copyFile(file))}>
        ${tellPlain(words.copy_instead)}
      </button>
      <button class="plain" @click=${open}>${tellPlain(words.open_tab)}</button>`;
  }

  private drawShown(): TemplateResult | typeof nothing {
    const { shown } = this;
    if (shown === null) return nothing;
    return "image" in shown
      ? html`<img src=${shown.image} alt=${tellPlain(words.picture)} />`
      : copied(shown.name, shown.text);
  }

  private async try(deed: () => Promise<void>): Promise<void> {
    try {
      await deed();
    } catch (error) {
      this.forget(messageOf(error));
    }
  }

  private forget(said: string): void {
    [this.file, this.shown, this.said] = [null, null, said];
  }

  private async save(kind: Kind): Promise<void> {
    const file = { name: `${this.name}.${kind}`, content: await this.made(kind) };
    save(file);
    this.forget(tellPlain(words.saved, { name: file.name }));
    this.file = file;
  }

  private async made(kind: Kind): Promise<Blob> {
    if (kind === "csv") return new Blob([csv(this.table())], { type: "text/csv;charset=utf-8" });
    if (kind === "json")
      return new Blob([JSON.stringify(exported(await this.about()), null, 1)], { type: "application/json" });
    const drawn = await this.drawn();
    return kind === "png" ? rasterised(drawn) : new Blob([drawn.svg], { type: "image/svg+xml;charset=utf-8" });
  }

  private async drawn(): Promise<Picture> {
    const about = await this.about();
    const { manifest, prediction, predicted, text } = about.state;
    const from = { version, name: manifest?.name ?? "", hash: manifest?.model_hash.slice(0, 12) ?? "" };
    const made = tellPlain(manifest === null ? words.made_by : words.made_with, from);
    const footer =
      prediction === null || predicted !== text
        ? made
        : `${tellPlain(words.judged, { p: prediction.probability, class: explainedClass(classesOf(prediction)) })} ${made}`;
    const heading = headingOf(this.twin);
    return picture(picturedBy(this.twin), {
      title: heading ?? this.name.replaceAll("-", " "),
      heading,
      description: cite(about).sentence,
      footer,
    });
  }

  private about(): Promise<Cited> {
    const { state, isOther } = stateAround(this);
    if (state === null) throw new Error(tellPlain(words.outside));
    return cited(state, this.source, isOther);
  }

  private async copyTable(text: string): Promise<void> {
    await this.copyFile({ name: tellPlain(words.table_file), content: new Blob([text], { type: "text/plain" }) });
  }

  private async copyFile(file: File): Promise<void> {
    const image = file.content.type === "image/png";
    if (await copy(image ? file.content : await file.content.text())) this.said = tellPlain(words.copied);
    else await this.show(file, tellPlain(words.no_clipboard));
  }

  /** The last way: it stands there. */
  private async show(file: File, said: string): Promise<void> {
    this.said = said;
    this.shown =
      file.content.type === "image/png"
        ? { image: await dataUrl(file.content) }
        : { name: file.name, text: await file.content.text() };
  }

  private async cite(): Promise<void> {
    this.citing = this.citing === null ? await this.about() : null;
  }
}

/** The arrow keys go from button to button. */
function along(event: KeyboardEvent): void {
  const buttons = [...(event.currentTarget as Element).querySelectorAll("button")].filter(
    (one) => one.offsetParent !== null,
  );
  const at = buttons.indexOf(event.target as HTMLButtonElement);
  const to = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
  if (to === undefined || at < 0) return;
  event.preventDefault();
  buttons.at(to % buttons.length)?.focus();
}

const HEADINGS = ["", ".heading > ", ".chosen-head > "].map((over) => `:scope > ${over}:is(h2, h3, h4)`).join();

/** The headings under which something stands, the outermost first. */
function headingOf(part: Element): string | null {
  const found = new Set<string>();
  for (
    let at: Element | null = part;
    at !== null;
    at = at.parentElement ?? (at.getRootNode() as ShadowRoot).host ?? null
  ) {
    const heading = at.querySelector(HEADINGS)?.textContent;
    if (heading) found.add(heading.replace(/\s+/g, " ").trim());
  }
  return found.size === 0 ? null : [...found].reverse().join(": ");
}

/** "Cite this explanation": what a second person needs to get the same numbers. */
export function drawCitation(about: Cited): TemplateResult {
  const { sentence, bibtex, record, commands } = cite(about);
  return html`<div class="cite" role="group" aria-label=${tellPlain(words.cite_this)}>
    ${copied(tellPlain(words.in_words), sentence)}${copied("BibTeX", bibtex)}
    ${commands.length === 0 ? nothing : copied(tellPlain(words.on_command_line), commands.join("\n"), commandsNote(about))}
    ${copied(tellPlain(words.as_json), JSON.stringify(record, null, 1))}
  </div>`;
}

define("unrolled-export", ExportMenu);
