/** <unrolled-explainer>: the page as one element. It owns the state; its parts draw it. */

import { LitElement, type PropertyValues, type TemplateResult, html, nothing } from "lit";
import { Bundle } from "../engine/bundle";
import { ACTION, type Action } from "./actions";
import { Address } from "./address";
import { Desk } from "./deeds/desk";
import { define } from "./define";
import { messageOf } from "./engine";
import { LateEngine } from "./late";
import "./parts/sheet";
import { drawChosen, drawContribution, drawHeader, drawInside, drawModel, drawPhrases, drawRunning, drawStatus, drawSummary, drawVerdict } from "./sections";
import { NO_ORIGIN, type State, Store } from "./state";
import { base, controls, folds } from "./styles/base";
import { colours } from "./styles/colours";
import { pageStyle } from "./styles/page";
import { type Place, placeOf } from "./url";

/** The model loads when the element comes this close to the screen. */
const NEAR = "200px";

export class UnrolledExplainer extends LitElement {
  static override styles = [colours, base, controls, folds, pageStyle];
  static override properties = {
    base: { type: String }, text: { type: String }, preset: { type: String }, lesson: { type: String },
    unfold: { type: String }, theme: { type: String, reflect: true }, compact: { type: Boolean, reflect: true }, linked: { type: Boolean }, panel: { state: true },
  };
  declare base: string | null;
  declare text: string | null;
  declare preset: string | null;
  /** Name or address of a lesson to begin with. */
  declare lesson: string | null;
  declare theme: string | null;
  /** Views that are not folded, by their ids; "all" for every one. */
  declare unfold: string | null;
  declare compact: boolean;
  /** The page's address follows the state; for one element of a page. */
  declare linked: boolean;
  private declare panel: "examples" | "browse" | null;
  private readonly store = new Store(() => this.changed());
  private desk: Desk | null = null;
  /** The first text is on the screen; before, there is no state worth an address. */
  private opened = false;
  /** What the page around was told last. */
  private told: Pick<State, "text" | "selection" | "prediction"> = { text: "", selection: null, prediction: null };
  private address: Address | null = null;
  private watch: IntersectionObserver | null = null;

  constructor() {
    super();
    this.compact = false;
    this.linked = false;
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
    this.address?.dispose();
    this.address = null;
  }

  override willUpdate(changed: PropertyValues): void {
    if (changed.has("unfold") && this.unfold != null) this.store.update({ unfolded: this.unfold.split(/\s+/) });
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
        ${drawHeader(this.compact, panel, toggle, this.linked ? () => void this.copyLink() : null)}
        ${panel === null ? nothing : html`<unrolled-examples .state=${state} .view=${panel}></unrolled-examples>`}
        <div>${drawVerdict(state)}${drawStatus(state, this)}</div>
        <unrolled-sheet id="text" .state=${state}></unrolled-sheet>
        ${this.compact ? nothing : drawSummary(state)}
      </div>
      ${drawRunning(state)}
      ${this.compact ? nothing : drawContribution(state, this)}
      ${drawChosen(state, this)}
      ${this.compact ? nothing : drawPhrases(state, this)}
      ${this.compact ? nothing : drawInside(state, this)}
      ${this.compact ? nothing : drawModel(state, baseOf(this.base), this)}
    </div>
    ${state.lesson === null || state.views !== "ready" ? nothing : html`<unrolled-tour .state=${state}></unrolled-tour>`}`;
  }

  private act(action: Action): void {
    if (action.type === "show") return this.show(action.view);
    if (action.type === "follow") return this.follow(action.state);
    const opens = action.type === "preset" || action.type === "open-review";
    if (opens) this.panel = null;
    this.desk?.act(action);
    if (opens) this.renderRoot.querySelector(".verdict")?.scrollIntoView({ block: "nearest" });
  }

  /** Brings a view into sight and the keyboard to it. */
  private show(view: string): void {
    this.desk?.act({ type: "unfold", view, on: true });
    const target = this.renderRoot.querySelector<HTMLElement>(`#${view}`);
    if (target === null) return;
    target.tabIndex = -1;
    target.focus({ preventScroll: true });
    target.scrollIntoView({ block: "start" });
  }

  private async copyLink(): Promise<void> {
    const message = await this.address?.copy(this.store.state);
    if (message !== undefined) this.store.update({ message });
  }

  private changed(): void {
    this.requestUpdate();
    if (this.opened) this.address?.keep(this.store.state);
    const { text, selection, prediction } = this.store.state;
    if (this.told.text === text && this.told.selection === selection && this.told.prediction === prediction) return;
    this.told = { text, selection, prediction };
    const detail = { text, selection, probability: prediction?.probability ?? null };
    this.dispatchEvent(new CustomEvent("unrolled-change", { detail, bubbles: true, composed: true }));
  }

  private async begin(): Promise<void> {
    const engine = new LateEngine(baseOf(this.base));
    const desk = new Desk(this.store, engine);
    this.desk = desk;
    this.address = this.linked ? new Address((place) => this.open(place)) : null;
    engine.manifest.then((manifest) => this.store.update({ manifest }), (error: unknown) => this.fail(error));
    this.loadWhenNear(desk);
    try {
      const { presets } = await engine.presets;
      this.store.update({ presets });
    } catch (error) {
      this.fail(error);
    }
    // Moved to another place in the document, it goes on where it was.
    if (this.desk !== desk || this.opened) return;
    if (this.address === null) this.showAsked();
    else this.open(this.address.place);
    this.address?.settle(this.store.state);
    this.opened = true;
  }

  /** The text or preset that the attributes name, else the first preset. */
  private showAsked(): void {
    this.open({ text: this.text ?? null, preset: this.preset ?? null, selection: null, tint: null, pattern: null, lesson: this.lesson ?? null, step: null });
  }

  /** Shows what an address says, and all it leaves out as on a fresh page. A text that is there stays as it is. */
  private follow(fragment: string): void {
    const place = placeOf(fragment);
    const { origin, text, presets } = this.store.state;
    const preset = presets.find(({ id }) => id === place.preset);
    const tint = place.tint ?? "leave-one-out";
    const here = preset === undefined ? place.text === text : origin.preset === preset.id && text === preset.text;
    if (!here) return this.open({ ...place, tint });
    const span = place.selection ?? preset?.selected ?? null;
    if (span !== null && String(span) !== String(this.store.state.selection)) this.desk?.act({ type: "select", span });
    this.desk?.act({ type: "tint", tint });
  }

  private open(place: Place): void {
    const { presets } = this.store.state;
    const [text, preset] = place.text === null && place.preset === null ? [this.text ?? null, this.preset ?? null] : [place.text, place.preset];
    if (text !== null) this.desk?.setText(text, NO_ORIGIN);
    else this.desk?.openPreset(presets.find((candidate) => candidate.id === preset)?.id ?? presets[0]?.id ?? "");
    if (place.selection !== null) this.desk?.act({ type: "select", span: place.selection });
    if (place.pattern !== null) this.desk?.act({ type: "settings", patch: { pattern: place.pattern } });
    if (place.tint !== null) this.desk?.act({ type: "tint", tint: place.tint });
    // A copied address holds what the reader made of the step; a link to a step only names it.
    const settled = place.step !== null && (place.text !== null || place.preset !== null);
    if (place.lesson !== null) this.desk?.act({ type: "lesson", lesson: { name: place.lesson, step: place.step ?? 1, settled } });
  }

  private loadWhenNear(desk: Desk): void {
    const load = () => {
      void desk.loadViews();
      return desk.loader.load("model").then(() => desk.predict(), (error: unknown) => this.tellError(error));
    };
    this.watch = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      this.watch?.disconnect();
      void load();
    }, { rootMargin: NEAR });
    this.watch.observe(this);
  }

  private fail(error: unknown): void {
    this.store.update({ message: messageOf(error) });
    this.tellError(error);
  }

  private tellError(error: unknown): void {
    const detail = { message: messageOf(error) };
    this.dispatchEvent(new CustomEvent("unrolled-error", { detail, bubbles: true, composed: true }));
  }
}

/** The folder of the bundle; null where everything is inside the page. */
function baseOf(attribute: string | null | undefined): URL | null {
  if (attribute === null || attribute === undefined) return Bundle.defaultBase();
  return new URL(attribute.endsWith("/") ? attribute : `${attribute}/`, document.baseURI);
}

define("unrolled-explainer", UnrolledExplainer);
