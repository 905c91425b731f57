/** <unrolled-explainer>: the page as one element. It owns the state; its parts draw it. */

import { LitElement, type TemplateResult, html, nothing } from "lit";
import { Bundle } from "../../engine/bundle";
import { ACTION, type Action } from "../store/actions";
import { STATE_REQUEST, type StateRequest } from "../store/ask";
import { Desk } from "../deeds/desk";
import { openExample, openPlace } from "../deeds/opener";
import { marker } from "../deeds/questions";
import { kindOf, messageOf } from "./engine";
import { CONTROLS, type Panel, drawnViews, isHidden, layoutOf, shownViews } from "../store/frame";
import { loadScript } from "./inside";
import { LateEngine } from "./late";
import { type Companion, type Host, later } from "./later";
import { Paling } from "./paling";
import * as words from "../../generated/words/page";
import { tellPlain } from "../writing/sentence";
import { type Chapter, chapterOf, folds as doesFold, isOfChapters, viewOf } from "../views";
import "../views/text/view";
import { type Page, drawBar, drawFooter } from "./bar";
import { drawChapters } from "./chapters";
import { drawMissing, drawStatus, drawVerdict, drawViews } from "./sections";
import { NO_ORIGIN, type State, Store, initialState, isBehind } from "../store/state";
import { base, controls, folds } from "../ui/styles/base";
import { colours } from "../ui/styles/colours";
import { pageStyle } from "./style";
import { NAMES, type Place, isYes, placeOf } from "../address/url";

/** The model loads when the element comes this close to the screen. */
const NEAR = "200px";
/** Progress of long work is drawn this often, and no more: what the reader does in between comes first. */
const CALM_MS = 60;
/** Attributes that are properties too; `null` takes them away, and to set one again is to ask again. */
const PROPERTIES = [
  "base",
  "preset",
  "text",
  "select",
  "tint",
  "chapter",
  "view",
  "hide",
  "lock",
  "unfold",
  "theme",
  "loading",
  "lesson",
  "tracks",
  "zoom",
  "gates",
  "unit",
  "layer",
  "rule",
] as const;
const REFLECTED = { reflect: true, hasChanged: () => true };
/** The chapter of the first view that is to be unfolded. */
const chapterNamed = (names: string[] | null): Chapter | null =>
  names?.map(chapterOf).find((one) => one !== null) ?? null;
/** An attribute that is there, unless it says no, as frameworks and addresses write it. */
const FLAG = {
  fromAttribute: (value: string | null) => value !== null && isYes(value),
  toAttribute: (value: boolean) => (value ? "" : null),
};

// oxlint-disable-next-line typescript/no-unsafe-declaration-merging -- Lit makes these properties from the table
export interface UnrolledExplainer extends Record<(typeof PROPERTIES)[number], string | null> {}

export class UnrolledExplainer extends LitElement implements Page, Host {
  static override styles = [colours, base, controls, folds, pageStyle];
  static override properties = {
    ...Object.fromEntries(PROPERTIES.map((name) => [name, REFLECTED])),
    compact: { converter: FLAG, reflect: true },
    linked: { converter: FLAG },
    panel: { state: true },
    sharing: { state: true },
    whole: { state: true },
  };
  /** The one whose state is kept in the address of the page. */
  private static owner: UnrolledExplainer | null = null;
  /** Only the text and what was asked about it. */
  declare compact: boolean;
  /** The page's address follows the state; for one element of a page. */
  declare linked: boolean;
  declare panel: Panel | null;
  declare private sharing: boolean;
  /** The reader opened all of what an author keeps small. */
  declare private whole: boolean;
  readonly element = this;
  readonly store = new Store(marker(), () => this.changed());
  declare desk: Desk;
  declare begun: Promise<void>;
  isNew = true;
  private companion: Companion | null = null;
  /** The bundle of which the state is, by its folder; null before there is any. */
  private shown: string | null = null;
  private settled: State | null = null;
  private watch: IntersectionObserver | null = null;
  /** The first text is on the screen, or on its way. */
  private opened = false;
  /** The reader's own deed is being done: it is drawn at once. */
  private acting = false;
  private drawn = -CALM_MS;
  private waiting: ReturnType<typeof setTimeout> | undefined;
  private readonly paling = new Paling(this);
  /** Whether the page is being printed, which the second script watches. */
  private printing = { on: false };
  /** Attributes that have just changed. */
  private readonly renamed = new Set<string>();
  /** Has the model loaded, once. */
  private load: (() => void) | null = null;

  static override get observedAttributes(): string[] {
    return [...super.observedAttributes, ...NAMES];
  }

  constructor() {
    super();
    this.panel = null;
    this.sharing = false;
    this.whole = false;
    this.addEventListener(STATE_REQUEST, (event) => {
      const request = event as StateRequest;
      // An address may name another bundle too.
      const isOther = this.getAttribute("base") !== null || this.store.state.frame.base !== null;
      [request.state, request.isOther] = [this.lastRead(this.store.state), isOther];
    });
    for (const deed of ["pointerdown", "keydown"]) this.addEventListener(deed, this.stir);
    this.addEventListener(ACTION, (event) => {
      event.stopPropagation();
      this.act((event as CustomEvent<Action>).detail);
    });
  }

  override attributeChangedCallback(name: string, before: string | null, now: string | null): void {
    super.attributeChangedCallback(name, before, now);
    if (!NAMES.includes(name)) return;
    if (this.renamed.size === 0) queueMicrotask(() => this.renew());
    this.renamed.add(name);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.linked) UnrolledExplainer.owner ??= this;
    // Whoever scrolls a post may only pass by; on a page of its own it is what the reader came for.
    if (this.linked) window.addEventListener("scroll", this.scrolled);
    void this.start();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    if (this.owns) UnrolledExplainer.owner = null;
    window.removeEventListener("scroll", this.scrolled);
    this.isNew = false;
    this.leave();
  }

  private leave(): void {
    this.watch?.disconnect();
    this.watch = null;
    this.load = null;
    this.companion?.dispose();
    this.companion = null;
    this.desk.dispose();
  }

  /** Begins anew where another bundle is asked for. */
  private reopen(): void {
    if (!this.isConnected || this.shown === null || String(this.bundle) === this.shown) return;
    this.leave();
    void this.start();
  }

  /** Takes over attributes that have changed, all at once. */
  private renew(): void {
    const names = [...this.renamed];
    this.renamed.clear();
    if (!this.isConnected) return;
    if (this.companion !== null) return this.companion.follow(names);
    this.adopt(this.asked());
    if (this.opened) this.open(this.asked());
  }

  override render(): TemplateResult {
    const { state } = this.store;
    const { frame } = state;
    const away = CONTROLS.filter((control) => isHidden(frame, control)).map((control) => `no-${control}`);
    const form = layoutOf(frame).stacked === null ? "" : "stacked";
    const taught = state.lesson === null ? "" : "taught";
    return html`<div part="page" class=${["page", frame.compact ? "compact" : "", form, taught, ...away].join(" ")}>
        <div class="bar" @keydown=${this.keyed}>${drawBar(state, this, this.panel)} ${this.drawPanel(state)}</div>
        ${this.drawBody(state, this.lastRead(state))} ${this.drawFoot(state)}
        ${
          this.sharing
            ? html`<unrolled-embed
                .state=${state}
                .bundle=${this.bundle}
                @closed=${() => {
                  this.sharing = false;
                }}></unrolled-embed>`
            : nothing
        }
      </div>
      ${state.lesson === null || state.views !== "ready" ? nothing : html`<unrolled-tour .state=${state}></unrolled-tour>`}`;
  }

  /** The text and what sums it up, always in sight, beside the chapters; or views one under the other. */
  private drawBody(state: State, read: State): TemplateResult {
    const { beside, stacked } = layoutOf(state.frame);
    const verdict = html`<div>
      ${isHidden(state.frame, "verdict") ? nothing : drawVerdict(state)}${drawStatus(state, this, this.paling.on)}
    </div>`;
    // What stands below a text that is not here yet would only move.
    const isEarly = state.opening === "first";
    if (stacked !== null)
      return html`<div class="body stacked">
        ${verdict} ${isEarly ? nothing : drawViews(stacked, state, read, this)}
      </div>`;
    return html`<div class="body">
      ${beside.includes("text") && state.views === "ready" ? html`<unrolled-strip .state=${state}></unrolled-strip>` : nothing}
      <section class="side" aria-label=${tellPlain(words.beside)}>
        ${verdict} ${isEarly ? nothing : drawViews(beside, state, read, this)}
      </section>
      ${isEarly ? nothing : drawChapters(state, read, this, this.printing.on)}
    </div>`;
  }

  /** What is small can be opened, and made small again. */
  private drawFoot(state: State): TemplateResult | typeof nothing {
    if (state.opening === "first") return nothing;
    const turn = () => {
      this.whole = !this.whole;
      this.adopt(this.asked());
    };
    if (!state.frame.compact && !this.whole) return drawFooter(this);
    if (state.frame.view !== null) return nothing;
    return html`<div>
      <button class="plain" @click=${turn}>${tellPlain(this.whole ? words.close_all : words.open_all)}</button>
    </div>`;
  }

  /** While the network reads what was just typed the views stay as they were, rather than going and coming back at every key. */
  private lastRead(state: State): State {
    if (!isBehind(state) || state.message !== "") this.settled = state;
    return this.settled ?? state;
  }

  get bundle(): URL | null {
    const { base } = this.store.state.frame;
    return base === null ? Bundle.defaultBase() : new URL(base);
  }

  get owns(): boolean {
    return UnrolledExplainer.owner === this;
  }

  /** An action of a part. */
  private act(asked: Action): void {
    if (asked.type === "show") return this.show(asked.view);
    const action = this.companion === null ? asked : this.companion.begin(asked);
    if (action === null) return;
    if (action.type === "load" && action.asset === "model") this.load?.();
    const opens = action.type === "preset" || action.type === "open-review";
    if (opens) this.panel = null;
    this.acting = true;
    try {
      this.desk.act(action);
    } finally {
      this.acting = false;
    }
    this.companion?.end(action);
    if (action.type === "chapter") this.turnTo();
    if (opens) this.renderRoot.querySelector(".verdict")?.scrollIntoView({ block: "nearest" });
  }

  /** Brings a view into sight and the keyboard to it. */
  private show(name: string): void {
    const [view, chapter] = [viewOf(name), chapterOf(name)];
    if (chapter !== null) this.desk.act({ type: "chapter", chapter });
    if (doesFold(view)) this.desk.act({ type: "unfold", view, on: true });
    this.acting = true;
    this.draw();
    this.acting = false;
    void this.updateComplete.then(() => {
      const target = this.renderRoot.querySelector<HTMLElement>(`#${CSS.escape(view)}`);
      if (target === null) return;
      target.tabIndex = -1;
      target.focus({ preventScroll: true });
      target.scrollIntoView({ block: "start" });
    });
  }

  /** A chapter begins at its beginning, for whoever had read on in the one before. */
  private turnTo(): void {
    void this.updateComplete.then(() => {
      const [row, chapter] = [".chapters", "#chapter"].map((name) => this.renderRoot.querySelector(name));
      const under = (chapter?.getBoundingClientRect().top ?? 0) - (row?.getBoundingClientRect().bottom ?? 0);
      if (under < 0) window.scrollBy({ top: under, behavior: "instant" });
      // The row may be wider than a narrow page.
      const tab = row?.querySelector<HTMLElement>("[aria-selected=true]");
      if (row && tab) row.scrollLeft = tab.offsetLeft - (row.clientWidth - tab.offsetWidth) / 2;
    });
  }

  toggle(panel: Panel | null): void {
    this.panel = panel;
    if (panel !== null) void this.desk.loadChapters();
  }

  /** The lists come with the chapters. */
  private drawPanel(state: State): TemplateResult | typeof nothing {
    if (this.panel === null) return nothing;
    return state.chapters === "failed" ? drawMissing(this) : (later.panel?.(state, this, this.panel) ?? nothing);
  }

  compare(): void {
    const on = this.store.state.pinned === null;
    this.desk.act({ type: "pin", on });
    // A text that nobody has read yet cannot be kept.
    if (on && this.store.state.pinned === null) return;
    this.toggle(on ? "examples" : null);
    if (on) this.desk.act({ type: "chapter", chapter: "reading" });
  }

  /** Escape in the bar or its panel closes that and leaves the keyboard at the button that opened it. */
  private keyed(event: KeyboardEvent): void {
    const opener = this.renderRoot.querySelector<HTMLElement>("header [aria-expanded=true]");
    if (event.key !== "Escape" || opener === null) return;
    event.preventDefault();
    this.panel = null;
    opener.focus();
  }

  /** The dialog comes with the chapters. */
  share(): void {
    loadScript("chapters").then(
      () => {
        this.sharing = true;
      },
      (error: unknown) => this.fail(error),
    );
  }

  copyLink(): void {
    this.companion?.copyLink();
  }

  asked(): Place {
    const place = placeOf(this.owns ? location.hash : "", (name) => this.getAttribute(name));
    return this.whole ? { ...place, frame: { ...place.frame, compact: false } } : place;
  }

  /** Takes over the author's decisions. */
  adopt({ frame }: Place): void {
    const { frame: before, unfolded } = this.store.state;
    const isOther = String(frame.unfold) !== String(before.unfold);
    const chapter = isOther ? chapterNamed(frame.unfold) : null;
    if (chapter !== null) this.store.update({ chapter });
    if (JSON.stringify(frame) !== JSON.stringify(before))
      this.store.update({ frame, unfolded: isOther ? (frame.unfold ?? []) : unfolded });
    queueMicrotask(() => this.reopen());
    if (frame.theme !== null && frame.theme !== this.theme) this.theme = frame.theme;
    this.prepare();
  }

  open(place: Place): void {
    // A rule is named to be looked at.
    const meant = place.settings.rule == null ? null : chapterOf("rules");
    const chapter = place.chapter ?? meant ?? chapterNamed(place.frame.unfold);
    if (chapter !== null) this.store.update({ chapter });
    const waits = place.review ?? (place.packed === null ? null : "link");
    if (waits === null) return openPlace(this.store, this.desk, place);
    this.desk.setText("", NO_ORIGIN);
    this.store.update({ opening: waits, editing: false });
    this.companion?.fetch(place);
  }

  private readonly stir = (): void => this.desk.stir();

  /** A lesson moves the page by itself. */
  private readonly scrolled = (): void => {
    if (this.store.state.lesson === null) this.stir();
  };

  /** Draws at once what a deed changed, and what comes from the engine in bursts a little later, all together. */
  private draw(): void {
    const rest = this.acting ? 0 : this.drawn + CALM_MS - performance.now();
    if (rest <= 0) this.requestUpdate();
    else this.waiting ??= setTimeout(() => this.requestUpdate(), rest);
  }

  protected override updated(): void {
    this.drawn = performance.now();
    clearTimeout(this.waiting);
    this.waiting = undefined;
  }

  private changed(): void {
    this.paling.watch(isBehind(this.store.state));
    this.draw();
    const { state } = this.store;
    if (!this.opened || !this.isConnected) return;
    if (state.chapters === "waiting" && this.wantsChapters(state)) void this.desk.loadChapters();
    if (this.companion !== null) return this.companion.changed(state);
    if (state.views === "failed" && state.opening !== null) return openExample(this.store, this.desk, null);
    if (state.views !== "ready") return;
    this.companion = later.join?.(this) ?? null;
    this.printing = later.printing?.(this) ?? this.printing;
    this.companion?.start();
  }

  /** Whether a view is to be seen that comes with the third script. */
  private wantsChapters({ frame, chapter, lesson }: State): boolean {
    const views = this.printing.on ? shownViews(frame) : drawnViews(frame, chapter);
    return lesson !== null || this.panel !== null || views.some((view) => isOfChapters(view));
  }

  private async start(): Promise<void> {
    this.adopt(this.asked());
    // What one network said is nothing to another.
    if (this.shown !== null && String(this.bundle) !== this.shown) {
      const { frame, unfolded } = this.store.state;
      this.store.state = { ...initialState(), frame, unfolded };
      [this.isNew, this.opened, this.settled] = [true, false, null];
    }
    this.shown = String(this.bundle);
    const engine = new LateEngine(this.bundle);
    const desk = new Desk(this.store, engine);
    this.desk = desk;
    this.begun = new Promise<void>((resolve) => {
      this.load = () => {
        this.load = null;
        resolve();
        void desk.loadViews();
        desk.loader.load("model").catch((error: unknown) => this.tellError(error));
      };
    });
    this.adopt(this.asked());
    const isMine = () => this.desk === desk;
    engine.manifest.then(
      (manifest) => isMine() && this.store.update({ manifest }),
      (error: unknown) => isMine() && this.fail(error),
    );
    try {
      const { presets } = await engine.presets;
      if (isMine()) this.store.update({ presets });
    } catch (error) {
      if (isMine()) this.fail(error);
    }
    if (!isMine() || !this.isConnected) return;
    // Moved to another place in the document, it goes on where it was.
    if (this.opened) return this.changed();
    this.adopt(this.asked());
    this.open(this.asked());
    this.opened = true;
    this.changed();
  }

  /** Has the model loaded when it is wanted. */
  private prepare(): void {
    const { loading } = this.store.state.frame;
    if (loading === "eager") return this.load?.();
    if (this.watch !== null || this.load === null) return;
    this.watch = new IntersectionObserver(
      (entries) => {
        if (!entries.some((entry) => entry.isIntersecting)) return;
        this.watch?.disconnect();
        if (this.store.state.frame.loading === "click") void this.desk.loadViews();
        else this.load?.();
      },
      { rootMargin: NEAR },
    );
    this.watch.observe(this);
  }

  private fail(error: unknown): void {
    this.store.update({ message: messageOf(error) });
    this.tellError(error);
  }

  private tellError(error: unknown): void {
    const detail = { message: messageOf(error), kind: kindOf(error), method: null };
    this.dispatchEvent(new CustomEvent("unrolled-error", { detail, bubbles: true, composed: true }));
  }
}
