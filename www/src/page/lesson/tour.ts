/**
 * The panel of a lesson: a step's words, and the way to the next. It stays at the lower edge of the window while the page
 * is in it, outlines the view that the step is about and shows the state that belongs to it.
 */

import { LitElement, type PropertyValues, type TemplateResult, html, nothing } from "lit";
import * as of from "../../generated/words/tour";
import * as words from "../../generated/words/lessons";
import { send } from "../store/actions";
import { faultOf } from "./faults";
import { fetchLesson } from "./source";
import { define } from "../ui/define";
import { messageOf } from "../element/engine";
import { type Lesson, type Step, inStep, isAway, selectorOf } from "./lesson";
import { chapterOf, folds, viewOf } from "../views";
import { tellPlain } from "../writing/sentence";
import type { State } from "../store/state";
import { base, controls } from "../ui/styles/base";
import { tourMark, tourStyle } from "./style";
import { placeOf } from "../address/url";
import type { TextPart } from "../views/text/text";

const MARK = "data-step";
/** The part of a view that a step explains, where so much stands above it that the panel would cover it. */
const PARTS: Record<string, string> = { text: "unrolled-text", similar: "unrolled-similar" };
/** What is left for the outline. */
const BESIDE_PX = 14;
/** What a reader does who wants to look elsewhere: from then on the page is not moved for the step. */
const LOOKS_AWAY = ["wheel", "touchmove", "pointerdown", "keydown"];

export class TourPart extends LitElement {
  static override styles = [base, controls, tourStyle];
  static override properties = {
    state: { attribute: false },
    lesson: { state: true },
    fault: { state: true },
    said: { state: true },
  };
  declare state: State;
  declare private lesson: Lesson | null;
  /** Why there is no lesson. */
  declare private fault: string;
  /** What became of the link. */
  declare private said: string;
  /** The lesson that was asked for, and the step whose state was shown last. */
  private asked = "";
  private entered: State["lesson"] = null;
  /** What was on the page when the step had been shown. */
  private kept: State | null = null;
  private target: HTMLElement | null = null;
  /** Of the page; kept, because an element that was taken out is in none. */
  declare private root: ShadowRoot;
  /** The page may still be moved, so that the view stays where it was while those above it grow. */
  private holding = false;
  /** What was said to be wrong with the lesson last. */
  private complained = "";
  /** What had the keyboard before. */
  private opener: HTMLElement | null = null;
  private readonly grows = new ResizeObserver(() => this.align());

  constructor() {
    super();
    this.lesson = null;
    this.fault = "";
    this.said = "";
  }

  override connectedCallback(): void {
    super.connectedCallback();
    const root = this.getRootNode() as ShadowRoot;
    this.root = root;
    root.adoptedStyleSheets = [...root.adoptedStyleSheets.filter((sheet) => sheet !== tourMark), tourMark];
    this.opener = root.activeElement as HTMLElement | null;
    root.addEventListener("keydown", this.called as EventListener);
    for (const name of LOOKS_AWAY) window.addEventListener(name, this.letGo, { passive: true, capture: true });
    window.addEventListener("resize", this.align);
    this.grows.observe(root.host);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.mark(null);
    this.grows.disconnect();
    this.root.removeEventListener("keydown", this.called as EventListener);
    window.removeEventListener("resize", this.align);
    for (const name of LOOKS_AWAY) window.removeEventListener(name, this.letGo, { capture: true });
  }

  override willUpdate(changed: PropertyValues): void {
    if (changed.has("state")) void this.fetch();
    // What the step asked for comes with the next state, and a text that must be fetched later than that.
    const isShown = changed.has("state") && this.state.opening === null;
    if (this.kept === null && this.entered !== null && isShown) this.kept = this.state;
  }

  override updated(): void {
    const step = this.step;
    if (step === null) return;
    // The words of a new text stand there a moment later.
    if (this.holding) requestAnimationFrame(this.align);
    if (this.state.lesson !== this.entered && !this.isEarly) this.enter(step);
    this.complain(this.faultOf(step));
    this.mark(this.lacks(step) === "" ? this.root.querySelector<HTMLElement>(selectorOf(step.target)) : null);
  }

  override render(): TemplateResult {
    const step = this.step;
    const title = this.lesson?.title ?? "Lesson";
    return html`<section class="panel" aria-label=${`Lesson: ${title}`} tabindex="-1" @keydown=${this.keyed}>
      <div class="head">
        <h2 lang=${this.lesson?.language ?? nothing}>${title}</h2>
        ${step === null ? nothing : html`<progress aria-hidden="true" value=${this.number} max=${this.lesson?.steps.length ?? 1}></progress>`}
        <button class="plain" @click=${this.close}>Close<span class="hidden-label"> the lesson</span></button>
      </div>
      <div class="words" tabindex="0">
        <div aria-live="polite" aria-atomic="true">
          ${step === null ? html`<p>${this.fault || "The lesson is loading …"}</p>` : this.drawStep(step)}
        </div>
      </div>
      ${step === null ? nothing : this.drawWays(step)}
    </section>`;
  }

  private drawStep(step: Step): TemplateResult {
    const lack = this.lacks(step);
    const fault = this.faultOf(step);
    const count = this.lesson?.steps.length ?? 0;
    return html`<p>
        <b>Step ${this.number} of ${count}.</b>
        <span lang=${this.lesson?.language ?? nothing}>${this.wordsOf(step)}</span>
      </p>
      ${lack === "" ? nothing : html`<p class="quiet doubt">${lack}</p>`}
      ${fault === "" ? nothing : html`<p class="quiet doubt">${fault}</p>`}`;
  }

  /** What the step says of the network that the page has; nothing before it is known which. */
  private wordsOf(step: Step): string {
    if (this.lesson?.model === null) return step.text;
    if (this.state.manifest === null) return "";
    return this.isOther ? (step.otherwise ?? "") : step.text;
  }

  /** The page has another network than the lesson was written for. */
  private get isOther(): boolean {
    const [model, hash] = [this.lesson?.model ?? null, this.state.manifest?.model_hash];
    return model !== null && hash !== undefined && !hash.startsWith(model);
  }

  private drawWays(step: Step): TemplateResult {
    const steps = this.lesson?.steps.length ?? 1;
    const isLast = this.number >= steps;
    const { next } = this.lesson as Lesson;
    const goesOn = isLast && next !== null && !this.isOther && this.hasPreset(next.preset);
    const back = this.hasLeft() ? "Back to the step" : "To the view";
    return html`<div class="ways">
      <button aria-disabled=${this.number <= 1} @click=${() => this.go(-1)}>Back</button>
      <button class="primary" @click=${() => (isLast ? this.close() : this.go(1))}>
        ${isLast ? "Finish" : "Next"}
      </button>
      ${goesOn ? html`<button @click=${() => this.open(next.lesson, 1)}>Go on: ${next.title}</button>` : nothing}
      <span class="more">
        <button class="plain" ?hidden=${this.lacks(step) !== ""} @click=${this.backToStep}>${back}</button>
        ${this.isLinked ? html`<button class="plain" @click=${this.copyLink}>Copy link<span class="hidden-label"> to this step</span></button>` : nothing}
        <span class="quiet" role="status">${this.said}</span>
      </span>
    </div>`;
  }

  private get isLinked(): boolean {
    return (this.root.host as HTMLElement & { linked?: boolean }).linked === true;
  }

  /** The step's number, from 1, whatever an address says. */
  private get number(): number {
    return Math.min(Math.max(1, this.state.lesson?.step ?? 1), this.lesson?.steps.length ?? 1);
  }

  private get step(): Step | null {
    return this.lesson?.steps[this.number - 1] ?? null;
  }

  /** The page has no text yet, and none to choose from. */
  private get isEarly(): boolean {
    return this.state.presets.length === 0 && this.state.prediction === null;
  }

  private async fetch(): Promise<void> {
    const name = this.state.lesson?.name ?? this.asked;
    if (name === this.asked) return;
    [this.asked, this.lesson, this.fault, this.entered] = [name, null, "", null];
    try {
      const lesson = await fetchLesson(name, this.isTrusted(name));
      if (this.asked === name) this.lesson = lesson;
    } catch (error) {
      if (this.asked === name) this.fault = messageOf(error);
    }
  }

  /** Named by the page's author: our own pages take attributes from their address. */
  private isTrusted(name: string): boolean {
    return document.documentElement.dataset["unrolled"] === undefined && this.root.host.getAttribute("lesson") === name;
  }

  private enter(step: Step): void {
    const isFirst = this.entered === null;
    [this.entered, this.kept, this.said] = [this.state.lesson, null, ""];
    if (this.entered?.settled === true || step.state === "") this.kept = this.state;
    if (this.entered?.settled !== true) this.follow(step);
    else this.unfold(step);
    // A page that begins with a lesson begins at its top; whoever pressed a button or followed a link wants to go there.
    this.holding = !isFirst || this.opener !== null || this.isLinked;
    if (isFirst && this.opener !== null) this.focusPanel();
    this.requestUpdate();
  }

  /** Opens the chapter of the step's view, and shows the whole of it. */
  private unfold({ target }: Step): void {
    const { unfolded } = this.state;
    const [view, chapter] = [viewOf(target), chapterOf(target)];
    if (chapter !== null) send(this, { type: "chapter", chapter });
    if (folds(view) && !unfolded.includes(view)) send(this, { type: "unfold", view, on: true });
  }

  /** Shows the step's state and the whole of its view; without a state the page stays as it is. */
  private follow(step: Step): void {
    if (step.state !== "" && !this.isOther && this.lacksText(step) === "")
      send(this, { type: "follow", state: step.state });
    this.unfold(step);
  }

  /** Outlines the view of the step, wherever it is by now. */
  private mark(target: HTMLElement | null): void {
    if (target !== this.target) {
      this.target?.removeAttribute(MARK);
      target?.setAttribute(MARK, "");
      this.target = target;
    }
    this.align();
  }

  private readonly align = (): void => {
    const { target } = this;
    // In a frame as high as its page the window's foot is nowhere near: there the panel stands by the view.
    const isBeside =
      target !== null && window.parent !== window && document.documentElement.scrollHeight <= window.innerHeight + 1;
    this.classList.toggle("beside", isBeside);
    this.style.top = isBeside ? `${this.topBeside(target)}px` : "";
    if (!this.holding) return;
    (isBeside ? this : target)?.scrollIntoView({ block: isBeside ? "nearest" : "start", behavior: "instant" });
    this.text?.reveal();
    if (!isBeside) this.showPart();
  };

  /** Moves the page on until the panel covers nothing of the view's part, or the part begins at the window's top. */
  private showPart(): void {
    const name = this.step === null ? undefined : PARTS[this.step.target];
    const whole = name === undefined ? null : this.target?.shadowRoot?.querySelector(name);
    // Of a text the chosen words.
    const part = (whole === this.text ? this.text?.chosenWord : whole)?.getBoundingClientRect();
    if (part === undefined) return;
    const by = Math.min(
      part.bottom + BESIDE_PX - this.getBoundingClientRect().top,
      part.top - BESIDE_PX - (whole === this.text ? 0 : this.covered),
    );
    if (by > 0) window.scrollBy({ top: by, behavior: "instant" });
  }

  /** How far down the row of chapters lies over what is scrolled under it, once it has stuck. */
  private get covered(): number {
    const row = this.root.querySelector(".chapters");
    return row === null ? 0 : row.clientHeight + parseFloat(getComputedStyle(row).top);
  }

  private get text(): TextPart | null {
    return this.root.querySelector("#text")?.shadowRoot?.querySelector<TextPart>("unrolled-text") ?? null;
  }

  /** Above the view, or below it where there is no room. */
  private topBeside(target: HTMLElement): number {
    const page = this.root.host.getBoundingClientRect().top;
    const { top, bottom } = target.getBoundingClientRect();
    const above = top - page - this.offsetHeight - BESIDE_PX;
    return above >= 0 ? above : bottom - page + BESIDE_PX;
  }

  private readonly letGo = (event: Event): void => {
    if (!event.composedPath().includes(this)) this.holding = false;
  };

  /** Why the step's view or text is not there; empty if it is. */
  private lacks(step: Step): string {
    const lack = this.lacksText(step);
    if (lack !== "" || this.root.querySelector(selectorOf(step.target)) !== null) return lack;
    if (isAway(step.target, this.state.frame)) return tellPlain(words.hidden, { step: this.number });
    return tellPlain(of.no_view);
  }

  private hasPreset(preset: string | null): boolean {
    return preset === null || this.state.presets.some(({ id }) => id === preset);
  }

  private lacksText({ state, otherwise }: Step): string {
    if (this.isOther) return otherwise === null ? tellPlain(of.other_network) : "";
    const { preset } = placeOf(state);
    if (this.isEarly || this.hasPreset(preset)) return "";
    return tellPlain(of.no_text, { preset: preset?.slice(0, 60) ?? "" });
  }

  /** What the author of the lesson asked for and the page, the network or the text has not; the page tells the first itself. */
  private faultOf(step: Step): string {
    const { message, manifest, prediction, predicted, text } = this.state;
    const known = this.lesson?.steps.length ?? 0;
    const asked = this.state.lesson?.step ?? 1;
    if (asked > known) return tellPlain(words.no_step, { step: asked });
    const own = inStep(this.number, "");
    if (message.startsWith(own)) return message;
    const isStep = text === this.kept?.text && predicted === text;
    const fault = faultOf(placeOf(step.state), manifest, isStep ? (prediction?.kept ?? null) : null);
    return fault === "" ? "" : inStep(this.number, fault);
  }

  /** The page around hears of what is wrong, once. */
  private complain(fault: string): void {
    if (fault === this.complained) return;
    this.complained = fault;
    if (fault === "" || fault === this.state.message) return;
    const detail = { message: fault, method: null };
    this.dispatchEvent(new CustomEvent("unrolled-error", { detail, bubbles: true, composed: true }));
  }

  /** The reader is at other words than the step's. */
  private hasLeft(): boolean {
    if (this.kept === null) return false;
    const { text, selection, tint } = this.state;
    const moved = this.kept.selection !== null && String(this.kept.selection) !== String(selection);
    return text !== this.kept.text || tint !== this.kept.tint || moved;
  }

  private go(by: number): void {
    const to = this.number + by;
    if (to >= 1) this.open(this.asked, to);
  }

  private open(name: string, step: number): void {
    if (name !== this.asked) this.focusPanel();
    send(this, { type: "lesson", lesson: { name, step, settled: false } });
  }

  private readonly close = (): void => {
    const back = this.opener?.isConnected === true ? this.opener : this.target;
    send(this, { type: "lesson", lesson: null });
    if (this.matches(":focus-within")) back?.focus({ preventScroll: true });
  };

  /** Shows the step once more and takes the keyboard to its view. */
  private readonly backToStep = (): void => {
    const { step, target } = this;
    if (step === null || target === null) return;
    if (this.hasLeft()) {
      this.kept = null;
      this.follow(step);
    } else this.unfold(step);
    this.holding = true;
    target.tabIndex = -1;
    target.focus({ preventScroll: true });
    this.align();
  };

  private readonly copyLink = async (): Promise<void> => {
    const hash = `#v=1&${String(new URLSearchParams({ lesson: this.asked, step: String(this.number) }))}`;
    try {
      await navigator.clipboard.writeText(new URL(hash, location.href).href);
      this.said = "The link is on the clipboard.";
    } catch {
      this.said = "The address bar holds the link.";
    }
  };

  private focusPanel(): void {
    this.renderRoot.querySelector<HTMLElement>(".panel")?.focus({ preventScroll: true });
  }

  private readonly keyed = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (event.key === "Escape") this.close();
    else if (by !== undefined && this.number + by <= (this.lesson?.steps.length ?? 0)) this.go(by);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  /** Escape in the page leads back to the panel, except where it ends the editing of a text. */
  private readonly called = (event: KeyboardEvent): void => {
    const [from] = event.composedPath();
    if (event.key === "Escape" && !event.defaultPrevented && !(from instanceof HTMLTextAreaElement)) this.focusPanel();
  };
}

define("unrolled-tour", TourPart);
