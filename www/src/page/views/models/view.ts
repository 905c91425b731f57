/** "Another network on the same text": a second bundle is opened beside the first, and both readings are compared. */

import { type PropertyValues, type TemplateResult, css, html, nothing } from "lit";
import { EngineClient } from "../../../engine/client";
import { Files } from "../../../engine/files";
import * as words from "../../../generated/words/models";
import type { LeaveOneOut, Manifest, Prediction } from "../../../types";
import { WEIGH_AT_ONCE } from "../../store/question";
import { define } from "../../ui/define";
import { isDropped, messageOf } from "../../element/engine";
import { strong, tell, tellPlain } from "../../writing/sentence";
import { builtSentence, farthest, modelsSentence, weighedSentence } from "./sentences";
import { unknownToOther } from "../verdict/unknown";
import { type Namer, named } from "../../writing/named";
import { reportOf } from "../../ui/report";
import type { State } from "../../store/state";
import { base, controls, folds } from "../../ui/styles/base";
import { viewStyle } from "../../ui/styles/view";
import "../what-if/compare";
import { heading } from "../../ui/heading";
import { say } from "../../ui/say";
import { View } from "../../ui/view";
import { explained } from "../../ui/pieces";

const style = css`
  :host {
    display: block;
    margin-top: 2rem;
  }
  form {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5rem 0.8rem;
    align-items: end;
  }
  label {
    display: grid;
    gap: 0.2rem;
    color: var(--muted);
    font-size: 0.875rem;
  }
  input[type="text"] {
    min-height: 2.1rem;
    padding: 0.2rem 0.6rem;
    border: 1px solid var(--edge);
    border-radius: 7px;
    background: var(--card);
    width: 20em;
    max-width: 100%;
    color: var(--ink);
  }
`;

/** How a bundle of the weights as they are is made. */
const MAKE = "unrolled import --weights W.safetensors --vocab V.txt --out DIR";

/** The other network, which is no other view's affair: nothing but this element asks it. */
interface Other {
  engine: EngineClient;
  manifest: Manifest;
}

/** What the other said of a text. */
interface Reading {
  text: string;
  prediction: Prediction;
  weights: number[] | null;
}

export class ModelsPart extends View {
  static override styles = [base, controls, folds, viewStyle, style];
  static override properties = {
    state: { attribute: false },
    other: { state: true },
    reading: { state: true },
    message: { state: true },
  };
  declare state: State;
  declare private other: Other | null;
  declare private reading: Reading | null;
  declare private message: string;

  constructor() {
    super();
    [this.other, this.reading, this.message] = [null, null, ""];
  }

  override render(): TemplateResult {
    return html`<section class="view">
      ${heading(tellPlain(words.title), { how: this.how(), level: 3 })}
      ${this.other === null ? this.drawChoice() : this.drawBoth(this.other)}
      <p aria-live="polite" class="quiet">${this.message}</p>
    </section>`;
  }

  private how(): TemplateResult {
    const quantized = this.isQuantized() ? tell(words.how_quantized, { command: strong(MAKE) }) : [];
    return explained(tell(words.how_both), tell(words.how_doubt), quantized);
  }

  /** The card has figures of what storing in eight bits changed. */
  private isQuantized(): boolean {
    const { manifest } = this.state;
    return manifest !== null && reportOf(manifest)?.quantization != null;
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has("state") && this.other !== null) void this.read(this.other);
  }

  private drawChoice(): TemplateResult {
    const byAddress = (event: SubmitEvent) => {
      event.preventDefault();
      const address = new FormData(event.target as HTMLFormElement).get("address");
      void this.open(() => EngineClient.shared(addressOf(String(address ?? ""))));
    };
    const picked = (event: Event) => {
      const { files } = event.target as HTMLInputElement;
      if (files !== null && files.length > 0) void this.open(() => EngineClient.of(new Files(files)));
    };
    return html`<p class="sentence">${say(tell(words.open_second, { command: strong("unrolled import") }))}</p>
      <form @submit=${byAddress}>
        <label
          >${tellPlain(words.folder_here)}
          <input
            type="text"
            name="address"
            placeholder=${tellPlain(words.address)}
            autocomplete="off"
            autocorrect="off"
            spellcheck="false"
        /></label>
        <button>${tellPlain(words.open)}</button>
        <label>${tellPlain(words.folder_there)} <input type="file" webkitdirectory multiple @change=${picked} /></label>
      </form>`;
  }

  private drawBoth({ manifest }: Other): TemplateResult {
    const { prediction, text, manifest: own } = this.state;
    const close = () => {
      [this.other, this.reading, this.message] = [null, null, ""];
    };
    const reading = this.reading?.text === text ? this.reading : null;
    return html`${own === null ? nothing : html`<p>${say(builtSentence(own))}</p>`}
      <p>${say(builtSentence(manifest))}</p>
      ${prediction === null || this.state.predicted !== text || reading === null ? nothing : this.drawReading(prediction, reading)}
      <div class="row"><button class="plain" @click=${close}>${tellPlain(words.let_go)}</button></div>`;
  }

  private drawReading(here: Prediction, { prediction, weights }: Reading): TemplateResult {
    const wordOf: Namer = (token, ...figures) => named(this.state.text, here, token, 24, ...figures);
    const own = this.state.slots["leave-one-out"];
    const exact = own.phase === "done" && this.state.settings.target === "logit" ? own.result?.weights : undefined;
    return html`<p class="sentence">
        ${say(modelsSentence(here, prediction))} ${say(unknownToOther(prediction))}
        ${say(farthest(here, prediction, wordOf))}
      </p>
      ${weights === null || exact === undefined ? nothing : html`<p>${say(weighedSentence(exact, weights, wordOf))}</p>`}
      <unrolled-compare
        .titled=${tellPlain(words.scores)}
        .names=${[tellPlain(words.other), tellPlain(words.this)]}
        .scoresOnly=${true}
        .pinned=${{ text: this.state.text, prediction }}
        .text=${this.state.text}
        .prediction=${here}></unrolled-compare>`;
  }

  private async open(make: () => EngineClient): Promise<void> {
    this.message = tellPlain(words.opening);
    try {
      const engine = make();
      const manifest = await engine.manifest;
      await engine.ready();
      this.other = { engine, manifest };
      this.message = "";
      await this.read(this.other);
    } catch (error) {
      this.message = messageOf(error);
    }
  }

  /** Reads the present text, unless it has been. */
  private async read(other: Other): Promise<void> {
    const { text, predicted, prediction } = this.state;
    if (this.reading?.text === text || predicted !== text || prediction === null) return;
    try {
      const read = await other.engine.predict(text);
      if (!this.wants(other, text)) return;
      this.reading = { text, prediction: read, weights: null };
      if (read.kept > WEIGH_AT_ONCE) return;
      const { weights } = await other.engine.explain<LeaveOneOut>("leave-one-out", text, { target: "logit" }).result;
      if (this.wants(other, text)) this.reading = { text, prediction: read, weights };
    } catch (error) {
      if (!isDropped(error)) this.message = messageOf(error);
    }
  }

  private wants(other: Other, text: string): boolean {
    return this.other === other && this.state.text === text;
  }
}

/** A folder's address, with the slash that makes it one. */
function addressOf(typed: string): URL {
  const address = typed.trim();
  const folder = address.endsWith("/") ? address : `${address}/`;
  if (address === "" || !URL.canParse(folder, document.baseURI)) throw new Error(tellPlain(words.no_address));
  return new URL(folder, document.baseURI);
}

define("unrolled-models", ModelsPart);
