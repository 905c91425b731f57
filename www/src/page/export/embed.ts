/** The dialog "Share": a link, one file, and what to paste where so that the present state stands there. */

import { LitElement, type TemplateResult, css, html, nothing } from "lit";
import * as words from "../../generated/words/embed";
import type { Cited } from "./cite";
import { define } from "../ui/define";
import { type File, openInTab, save } from "./download";
import { messageOf } from "../element/engine";
import { oneFile, roughBytes } from "./onefile";
import { plain, tellPlain } from "../writing/sentence";
import { verdictSentence } from "../views/verdict/sentences";
import { cited, published } from "./site";
import { type Choices, NO_CHOICES, type Snippet, UNPUBLISHED, attributesOf, snippets } from "./snippets";
import type { State } from "../store/state";
import { fragmentOf } from "../address/link";
import { base, controls, folds } from "../ui/styles/base";
import { copied } from "./copied";
import { CHAPTERS } from "../views";
import { chapterName } from "../views/chapters/row";
import { drawCitation } from "./export";
import { choice, segmented } from "../ui/pieces";

/** What an author may leave out, by the names that the address knows. */
const PIECES: [name: string, means: string][] = [
  ["summary", tellPlain(words.piece_summary)],
  ...CHAPTERS.map((chapter): [string, string] => [
    chapter,
    tellPlain(words.piece_chapter, { name: chapterName(chapter) }),
  ]),
  ["examples", tellPlain(words.piece_examples)],
  ["browse", tellPlain(words.piece_browse)],
];
const THEMES = [
  { value: "auto" as const, name: tellPlain(words.theme_auto) },
  { value: "light" as const, name: tellPlain(words.theme_light) },
  { value: "dark" as const, name: tellPlain(words.theme_dark) },
];

const style = css`
  dialog {
    width: min(46rem, calc(100vw - 1.5rem));
    max-height: calc(100dvh - 1.5rem);
    padding: 1.3rem 1.5rem 1.6rem;
    overflow: auto;
    border: 1px solid var(--edge);
    border-radius: 12px;
    background: var(--card);
    color: var(--ink);
  }
  dialog::backdrop {
    background: rgb(0 0 0 / 45%);
  }
  .body {
    display: grid;
    gap: 1.1rem;
  }
  .head {
    display: flex;
    justify-content: space-between;
    align-items: baseline;
    gap: 1rem;
  }
  section {
    display: grid;
    gap: 0.5rem;
  }
  fieldset {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(12.5rem, 1fr));
    gap: 0.2rem 1rem;
    margin: 0;
    padding: 0;
    border: 0;
  }
  label.tick {
    display: inline-flex;
    gap: 0.5em;
    align-items: center;
    min-height: 2rem;
  }
  input[type="checkbox"] {
    width: 1.1em;
    height: 1.1em;
    accent-color: var(--ink);
  }
  @media (pointer: coarse) {
    label.tick {
      min-height: 44px;
    }
  }
  @media (max-width: 30rem) {
    dialog {
      padding: 1rem;
    }
  }
`;

/** What names something that the saved file does not hold. */
const NOT_SAVED = ["review", "lesson", "step"];

export class EmbedDialog extends LitElement {
  static override styles = [base, controls, folds, style];
  static override properties = {
    state: { attribute: false },
    bundle: { attribute: false },
    about: { state: true },
    fragment: { state: true },
    choices: { state: true },
    way: { state: true },
    file: { state: true },
    said: { state: true },
  };
  declare state: State;
  /** Where the bundle lies; null if it is the one that came with the script. */
  declare bundle: URL | null;
  declare private about: Cited | null;
  declare private fragment: string;
  declare private choices: Choices;
  declare private way: string;
  declare private file: File | null;
  declare private said: string;

  constructor() {
    super();
    [this.about, this.fragment, this.choices, this.way, this.file, this.said] = [
      null,
      "",
      NO_CHOICES,
      "Web page",
      null,
      "",
    ];
  }

  override firstUpdated(): void {
    this.renderRoot.querySelector("dialog")?.showModal();
    void this.prepare();
  }

  /** The state as it was when the dialog opened; what may be chosen here begins as it is on the page. */
  private async prepare(): Promise<void> {
    const { frame } = this.state;
    const { compact, theme, lock, hide } = frame;
    this.choices = { compact, theme: theme ?? "auto", lock, hide };
    this.fragment = await fragmentOf({
      ...this.state,
      frame: { ...frame, compact: false, theme: null, lock: [], hide: [] },
    });
    this.about = await cited(this.state, null, this.state.frame.base !== null);
  }

  override render(): TemplateResult {
    const closed = () => this.dispatchEvent(new Event("closed"));
    const close = () => this.renderRoot.querySelector("dialog")?.close();
    return html`<dialog aria-labelledby="title" @close=${closed}>
      <div class="body">
        <div class="head">
          <h2 id="title">${tellPlain(words.title)}</h2>
          <button class="plain" @click=${close}>${tellPlain(words.close)}</button>
        </div>
        ${
          this.about === null
            ? nothing
            : html`${this.drawEmbedding()}${this.drawFile()}
                <details>
                  <summary>${tellPlain(words.cite)}</summary>
                  ${drawCitation(this.about)}
                </details>`
        }
      </div>
    </dialog>`;
  }

  private drawEmbedding(): TemplateResult {
    const { choices } = this;
    const all = snippets({
      site: published() ?? UNPUBLISHED,
      fragment: this.fragment,
      text: this.state.text,
      base: this.state.frame.base,
      choices,
    });
    const [link, ...ways] = all as [Snippet, ...Snippet[]];
    const way = ways.find(({ name }) => name === this.way) ?? link;
    const set = (patch: Partial<Choices>) => {
      this.choices = { ...choices, ...patch };
    };
    const tick = (name: string, on: boolean, change: (on: boolean) => void) =>
      html`<label class="tick"
        ><input
          type="checkbox"
          .checked=${on}
          @change=${(event: Event) => change((event.target as HTMLInputElement).checked)} />
        ${name}</label
      >`;
    const fix = (on: boolean) => {
      const others = choices.lock.flatMap((one) =>
        one === "all" ? ["selection", "settings"] : one === "text" ? [] : [one],
      );
      set({ lock: on ? ["text", ...others] : others });
    };
    const leave = (name: string, out: boolean) =>
      set({ hide: out ? [...choices.hide, name] : choices.hide.filter((other) => other !== name) });
    return html`${
        published() !== null
          ? nothing
          : html`<p class="doubt">${tellPlain(words.unpublished, { address: UNPUBLISHED })}</p>`
      }
      <section>
        <p class="quiet">${tellPlain(words.as_now)}</p>
        <div class="row">
          ${tick(tellPlain(words.compact), choices.compact, (compact) => set({ compact }))}${tick(
            tellPlain(words.fixed),
            choices.lock.some((one) => one === "text" || one === "all"),
            fix,
          )}
          ${segmented(tellPlain(words.colours), THEMES, choices.theme, (theme) => set({ theme }))}
        </div>
        <details>
          <summary>${tellPlain(words.leave_out, { n: choices.hide.length })}</summary>
          <fieldset aria-label=${tellPlain(words.leave_out, { n: 0 })}>
            ${PIECES.map(([name, means]) => tick(means, choices.hide.includes(name), (out) => leave(name, out)))}
          </fieldset>
        </details>
      </section>
      <section>${copied(link.name, link.text, link.note)}</section>
      <section>
        ${choice(
          tellPlain(words.embed_in),
          ways.map(({ name }) => ({ value: name, name })),
          this.way,
          (name) => {
            this.way = name;
          },
        )}
        ${copied(tellPlain(words.paste), way.text, way.note)}
      </section>`;
  }

  private drawFile(): TemplateResult {
    const { manifest } = this.state;
    const { file } = this;
    const bytes = manifest === null ? 0 : Math.max(1e6, 1e6 * Math.round(roughBytes(manifest) / 1e6));
    const saves = bytes === 0 ? tellPlain(words.save_file) : tellPlain(words.save_file_of, { bytes });
    const open = () => {
      if (file !== null && !openInTab(file)) this.said = tellPlain(words.no_tabs);
    };
    return html`<section>
      <b>${tellPlain(words.one_file)}</b>
      <p class="quiet">${tellPlain(words.one_file_is)}</p>
      <div class="row">
        <button @click=${this.saveFile}>${saves}</button><span class="quiet" role="status">${this.said}</span>
        ${file === null ? nothing : html`<button class="plain" @click=${open}>${tellPlain(words.open_tab)}</button>`}
      </div>
    </section>`;
  }

  private async saveFile(): Promise<void> {
    this.said = tellPlain(words.putting);
    const { text, prediction, predicted } = this.state;
    try {
      const title =
        prediction === null || predicted !== text
          ? "Unrolled"
          : tellPlain(words.file_title, { verdict: plain(verdictSentence(prediction)) });
      const attributes = attributesOf(this.fragment, text).filter(([name]) => !NOT_SAVED.includes(name));
      const isOwn = this.state.presets.some(({ id, source }) => id === this.state.origin.preset && source === "own");
      const state = isOwn
        ? attributes
        : [["text", text] as [string, string], ...attributes.filter(([name]) => name !== "preset" && name !== "text")];
      this.file = {
        name: "unrolled-reading.html",
        content: await oneFile({ base: this.bundle, attributes: state, title }),
      };
      save(this.file);
      this.said = tellPlain(words.saved, { name: this.file.name, bytes: this.file.content.size });
    } catch (error) {
      this.said = messageOf(error);
    }
  }
}

define("unrolled-embed", EmbedDialog);
