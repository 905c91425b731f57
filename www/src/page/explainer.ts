/** <unrolled-explainer>: the page as one element. It owns the state; its parts draw it. */

import { LitElement, type PropertyValues, type TemplateResult, html, nothing } from "lit";
import { EngineClient } from "../engine/client";
import { ACTION, type Action } from "./actions";
import { Desk } from "./deeds/desk";
import { define } from "./define";
import { messageOf } from "./engine";
import "./parts/examples";
import "./parts/looking";
import "./parts/memory";
import "./parts/model";
import "./parts/move";
import "./parts/sheet";
import { drawChosen, drawHeader, drawRunning, drawStatus, drawVerdict } from "./sections";
import { NO_ORIGIN, Store } from "./state";
import { base, controls, folds } from "./styles/base";
import { colours } from "./styles/colours";
import { pageStyle } from "./styles/page";

/** The model loads when the element comes this close to the screen. */
const NEAR = "200px";

export class UnrolledExplainer extends LitElement {
  static override styles = [colours, base, controls, folds, pageStyle];
  static override properties = {
    base: { type: String }, text: { type: String }, preset: { type: String },
    theme: { type: String, reflect: true }, compact: { type: Boolean, reflect: true }, panel: { state: true },
  };
  declare base: string | null;
  declare text: string | null;
  declare preset: string | null;
  declare theme: string | null;
  declare compact: boolean;
  private declare panel: "examples" | "browse" | null;
  private readonly store = new Store(() => this.changed());
  private desk: Desk | null = null;
  private watch: IntersectionObserver | null = null;

  constructor() {
    super();
    this.compact = false;
    this.panel = null;
    this.addEventListener(ACTION, (event) => {
      event.stopPropagation();
      this.act((event as CustomEvent<Action>).detail);
    });
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.begin();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.watch?.disconnect();
    this.desk?.dispose();
    this.desk = null;
  }

  override updated(changed: PropertyValues): void {
    if (!changed.has("text") && !changed.has("preset")) return;
    if (this.desk === null || changed.get("text") === undefined && changed.get("preset") === undefined) return;
    this.showAsked();
  }

  override render(): TemplateResult {
    const { state } = this.store;
    const panel = this.panel;
    const toggle = (name: "examples" | "browse") => { this.panel = panel === name ? null : name; };
    return html`<div class="page">
      <div class="top">
        ${drawHeader(this.compact, panel, toggle)}
        ${panel === null ? nothing : html`<unrolled-examples .state=${state} .view=${panel}></unrolled-examples>`}
        <div>${drawVerdict(state)}${drawStatus(state, this)}</div>
        <unrolled-sheet .state=${state}></unrolled-sheet>
      </div>
      ${drawRunning(state)}
      ${drawChosen(state, this)}
      ${state.manifest === null || this.compact ? nothing : html`<footer><unrolled-model .manifest=${state.manifest} .base=${baseOf(this.base)}></unrolled-model></footer>`}
    </div>`;
  }

  private act(action: Action): void {
    const opens = action.type === "preset" || action.type === "open-review";
    if (opens) this.panel = null;
    this.desk?.act(action);
    if (opens) this.renderRoot.querySelector(".verdict")?.scrollIntoView({ block: "nearest" });
  }

  private changed(): void {
    this.requestUpdate();
    const { text, selection, prediction } = this.store.state;
    const detail = { text, selection, probability: prediction?.probability ?? null };
    this.dispatchEvent(new CustomEvent("unrolled-change", { detail, bubbles: true, composed: true }));
  }

  private async begin(): Promise<void> {
    const engine = EngineClient.shared(baseOf(this.base));
    const desk = new Desk(this.store, engine);
    this.desk = desk;
    engine.manifest.then((manifest) => this.store.update({ manifest }), (error: unknown) => this.fail(error));
    this.loadWhenNear(desk);
    try {
      const { presets } = await engine.presets;
      this.store.update({ presets });
    } catch (error) {
      this.fail(error);
    }
    if (this.desk === desk) this.showAsked();
  }

  /** The text or preset that the attributes name, else the first preset. */
  private showAsked(): void {
    const { presets } = this.store.state;
    if (this.text !== null && this.text !== undefined) return this.desk?.setText(this.text, NO_ORIGIN);
    const id = presets.find((preset) => preset.id === this.preset)?.id ?? presets[0]?.id;
    if (id !== undefined) this.desk?.openPreset(id);
  }

  private loadWhenNear(desk: Desk): void {
    const load = () => desk.loader.load("model").then(() => desk.predict(), (error: unknown) => this.fail(error));
    this.watch = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      this.watch?.disconnect();
      void load();
    }, { rootMargin: NEAR });
    this.watch.observe(this);
  }

  private fail(error: unknown): void {
    this.store.update({ message: messageOf(error) });
    const detail = { message: messageOf(error) };
    this.dispatchEvent(new CustomEvent("unrolled-error", { detail, bubbles: true, composed: true }));
  }
}

/** The folder of the bundle; null where everything is inside the page. */
function baseOf(attribute: string | null | undefined): URL | null {
  if (attribute === null || attribute === undefined) return EngineClient.defaultBase();
  return new URL(attribute.endsWith("/") ? attribute : `${attribute}/`, document.baseURI);
}

define("unrolled-explainer", UnrolledExplainer);
