/** Past, address, locks and events of one element, from the moment the second script is here. */

import type { Action } from "../store/actions";
import { Address } from "../address/address";
import { Teller } from "../store/contract";
import { allowed, kindOf } from "../deeds/locks";
import { dress, followPlace, openExample, teach } from "../deeds/opener";
import { Past, wayOf } from "../deeds/past";
import { openedSettings } from "../deeds/preset";
import { type Frame, NO_FRAME, isLocked } from "../store/frame";
import { SETTING_NAMES } from "../address/keys";
import { type Companion, type Host, later } from "./later";
import { inStep } from "../lesson/lesson";
import { unpack } from "../address/packing";
import { NO_ORIGIN, type State, emptySlot } from "../store/state";
import { type Place, TEXT_NAMES, placeOf } from "../address/url";
import { CHAPTERS } from "../views";

/** A frame with what a step says of it; a lesson is about one network. */
function over(frame: Frame, step: Frame): Frame {
  const said = Object.entries(step).filter(([name, value]) => String(value) !== String(NO_FRAME[name as keyof Frame]));
  return { ...frame, ...Object.fromEntries(said), base: frame.base };
}

/** What decides which text and which views a reader may see. */
const bounds = ({ view, hide, lock }: Frame) => JSON.stringify([view, hide, lock]);

/** Written in a field, which has its own keys. */
const isWriting = (event: Event) =>
  event
    .composedPath()
    .some((node) => node instanceof Element && node.matches("input, textarea, select, [contenteditable]"));

const KEYS = ["keydown", "keypress", "keyup"];

/** Keys of the page around, as of slides or of a search, are for what nothing here has answered: that page sees the element, not the field in it. */
function keepKey(event: Event): void {
  if (event.defaultPrevented || isWriting(event)) event.stopPropagation();
}

/** The engine's words as a sentence. */
const sentence = (message: string) => `${message.slice(0, 1).toUpperCase()}${message.slice(1).replace(/\.$/, "")}.`;

class Follower implements Companion {
  /** Those of all elements of the page. */
  private static readonly all = new Set<Follower>();
  private readonly past: Past;
  private readonly teller: Teller;
  private readonly address: Address | null;
  private readonly watch: MutationObserver;
  /** The address changed by itself, and the state follows. */
  private arriving = false;
  /** The author's decisions, without those of a lesson's step. */
  private frame = NO_FRAME;
  /** Those of the step. */
  private stepFrame = NO_FRAME;
  /** How far the downloads were. */
  private loading: State["loading"] | null = null;
  /** The last complaint about a selection that is not in the text. */
  private lost = "";
  /** Counts what was asked for, so that what was overtaken is not shown. */
  private fetched = 0;

  constructor(private readonly host: Host) {
    const { element } = host;
    this.past = Past.of(element);
    this.teller = new Teller(element);
    this.address = host.owns ? new Address(this) : null;
    this.watch = new MutationObserver((changes) => {
      this.set(this.asked());
      this.warn(changes.map(({ attributeName }) => attributeName ?? ""));
    });
    this.watch.observe(element, { attributeFilter: SETTING_NAMES });
    element.addEventListener("keydown", this.keyed);
    for (const key of KEYS) element.addEventListener(key, keepKey);
  }

  start(): void {
    const { host } = this;
    Follower.all.add(this);
    host.desk.deed = (run) => {
      this.past.begin("open");
      run();
      this.past.end();
    };
    const asked = this.asked();
    this.keepFrame(asked);
    this.complain(asked.wrong);
    if (host.isNew) this.set(asked);
    // The first script does not read the keys of settings.
    if (host.isNew && host.store.state.message === "") host.store.update({ message: asked.wrong });
    else this.goOn();
    if (host.store.state.opening !== null) this.fetch(asked);
    if (host.isNew) this.restart();
    else this.changed(host.store.state);
  }

  dispose(): void {
    Follower.all.delete(this);
    this.watch.disconnect();
    this.address?.dispose();
    const { element } = this.host;
    element.removeEventListener("keydown", this.keyed);
    for (const key of KEYS) element.removeEventListener(key, keepKey);
  }

  begin(action: Action): Action | null {
    const { state } = this.host.store;
    const may = allowed(action, state);
    if (may?.type === "undo" || may?.type === "redo") {
      this.travel(may.type === "undo" ? -1 : 1);
      return null;
    }
    if (may?.type === "lesson" && may.lesson?.name !== state.lesson?.name) this.change(may.lesson);
    if (may?.type === "follow") {
      this.enter(may.state);
      return null;
    }
    const kind = may === null ? null : kindOf(may, state);
    if (kind === null) return may;
    this.past.begin(kind);
    this.arriving = false;
    return may;
  }

  end({ type }: Action): void {
    this.past.end();
    if (type === "editing") this.past.seal();
  }

  /** Into a lesson, into another or out of it. To go in is one entry of the history, so that Back leads to the text before. */
  private change(lesson: State["lesson"]): void {
    const { host, past, address } = this;
    this.stepFrame = NO_FRAME;
    host.adopt({ ...this.asked(), frame: this.frame });
    if (lesson === null) return;
    past.forget();
    past.keep(host.store.state);
    address?.push({ ...host.store.state, lesson }, past.step);
  }

  /** What a lesson's step shows. Nothing before it can be undone: that would be under other decisions of the author. */
  private enter(fragment: string): void {
    const { host, past } = this;
    const { store } = host;
    const place = placeOf(fragment);
    const wrong = place.wrong === "" ? "" : inStep(store.state.lesson?.step ?? 1, place.wrong);
    this.stepFrame = place.frame;
    past.end();
    store.update({ message: "" });
    host.adopt({ ...place, frame: over(this.frame, place.frame) });
    if (place.chapter !== null) store.update({ chapter: place.chapter });
    const said = { ...place, wrong };
    if (!followPlace(store, host.desk, said)) host.open(said);
    past.forget();
    if (store.state.opening === null) this.changed(store.state);
    this.complain(wrong);
  }

  private complain(wrong: string): void {
    if (wrong !== "") this.teller.error(wrong);
  }

  changed(state: State): void {
    if (state.opening === null) this.remember(state);
    this.teller.tell(this.host.store.state);
    const { lost } = this.host.desk;
    if (lost !== this.lost) this.complain(lost);
    this.lost = lost;
    const { loading } = this.host.store.state;
    if (loading === this.loading) return;
    this.loading = loading;
    for (const one of Follower.all) one.catchUp();
  }

  /** Training data that came for another element are here for this one too, which costs nothing and lets both say the same. */
  private catchUp(): void {
    const { store, desk, bundle } = this.host;
    const others = [...Follower.all].filter(({ host }) => host.bundle?.href === bundle?.href);
    for (const asset of ["index", "reviews"] as const) {
      const { model, [asset]: own } = store.state.loading;
      const isHere = others.some(({ host }) => host.store.state.loading[asset].phase === "ready");
      if (model.phase === "ready" && own.phase === "idle" && isHere) desk.loader.load(asset).catch(() => undefined);
    }
  }

  follow(names: string[]): void {
    const { host } = this;
    this.heed(names);
    const texts = names.filter((name) => TEXT_NAMES.includes(name));
    // The text that was named last is meant, not one that was named before.
    const named = texts.filter((name) => host.element.getAttribute(name) !== null);
    const isMeant = (name: string) => named.length === 0 || !TEXT_NAMES.includes(name) || named.includes(name);
    const place = placeOf("", (name) => (isMeant(name) ? host.element.getAttribute(name) : null));
    if (texts.length === 0 && names.includes("chapter") && place.chapter !== null)
      host.desk.act({ type: "chapter", chapter: place.chapter });
    if (texts.length > 0) host.open(place);
    else if (names.includes("tint")) host.desk.act({ type: "tint", tint: place.tint ?? "leave-one-out" });
    if (names.includes("select")) host.desk.act({ type: "select", span: place.selection });
    if (texts.length > 0 || names.includes("lock")) this.restart();
  }

  /** The author's decisions as they are now, under those of a lesson's step; and what is wrong with the new ones. */
  private heed(names: string[]): void {
    const { element, store } = this.host;
    const asked = this.asked();
    if (store.state.lesson === null) this.frame = asked.frame;
    else this.frame = placeOf("", (name) => element.getAttribute(name)).frame;
    this.host.adopt({ ...asked, frame: over(this.frame, this.stepFrame) });
    this.warn(names);
  }

  /** Says what is wrong with attributes that were just set. */
  private warn(names: string[]): void {
    const { element, store } = this.host;
    const { wrong } = placeOf("", (name) => (names.includes(name) ? element.getAttribute(name) : null));
    if (wrong !== "") store.update({ message: wrong });
    this.complain(wrong);
  }

  /** What is on the screen now is by the author's will: there is nothing before it to go back to. */
  private restart(): void {
    const { store } = this.host;
    this.past.forget();
    this.changed(store.state);
    this.address?.settle(store.state, this.past.step);
  }

  copyLink(): void {
    const { store } = this.host;
    void this.address?.copy(store.state).then((message) => store.update({ message }));
  }

  fetch(place: Place): void {
    const asked = ++this.fetched;
    void this.fetchText(place, () => asked === this.fetched && this.host.store.state.opening !== null);
  }

  /** The address of a page within a lesson holds what the step decides, too. */
  private keepFrame({ frame }: Place): void {
    const { element, store } = this.host;
    const isStep = store.state.lesson?.settled === true;
    this.frame = isStep ? placeOf("", (name) => element.getAttribute(name)).frame : frame;
    this.stepFrame = isStep ? frame : NO_FRAME;
  }

  opensWith(state: State) {
    return openedSettings(state);
  }

  /** What is in the address now. */
  asked(): Place {
    return this.host.asked();
  }

  arrive(): void {
    const { host } = this;
    const { lesson, frame } = host.store.state;
    const place = this.asked();
    this.complain(place.wrong);
    host.adopt(place);
    if (place.lesson === null && lesson !== null) host.store.update({ lesson: null });
    // Whatever was under other decisions of an author is only reached by the browser's own Back.
    const isOther =
      place.lesson !== (lesson?.name ?? null) ||
      place.step !== (lesson?.step ?? null) ||
      bounds(place.frame) !== bounds(frame);
    if (isOther) this.past.end();
    else this.past.begin("arrive");
    this.arriving = true;
    host.store.update({ chapter: place.chapter ?? CHAPTERS[0] });
    host.open(place);
    this.keepFrame(place);
    if (isOther) this.past.forget();
    if (host.store.state.opening !== null) return;
    this.arriving = false;
    this.past.end();
    if (isOther) this.changed(host.store.state);
  }

  restore(id: number): boolean {
    const step = this.past.go(id);
    if (step === undefined) return false;
    this.host.desk.restore(step.moment);
    return true;
  }

  /** The settings in the address or the attributes, on the text that is open. */
  private set(place: Place): void {
    const { store, desk } = this.host;
    if (store.state.opening !== null || (Object.keys(place.settings).length === 0 && place.own === null)) return;
    dress(store, desk, { ...place, selection: null, tint: store.state.tint, wrong: "" });
  }

  /** What was cut off when the element was moved is asked again. */
  private goOn(): void {
    const { store } = this.host;
    const slots = Object.entries(store.state.slots).map(([method, slot]) => [
      method,
      slot.phase === "running" ? emptySlot() : slot,
    ]);
    store.update({ slots: Object.fromEntries(slots) as State["slots"] });
  }

  /** A step back or forth. */
  private travel(by: -1 | 1): void {
    const step = this.past.beside(by);
    const { text, frame } = this.host.store.state;
    if (step !== undefined && step.moment.text !== text && isLocked(frame, "text")) return;
    if (step !== undefined && this.address?.travel(by, step.id) !== true) this.restore(step.id);
  }

  private remember(state: State): void {
    const { past, host } = this;
    const isNew = past.keep(state);
    const steps = { back: past.beside(-1) !== undefined, forth: past.beside(1) !== undefined };
    if (steps.back !== state.steps.back || steps.forth !== state.steps.forth) host.store.state = { ...state, steps };
    if (isNew && !this.arriving) this.address?.push(state, past.step);
    else this.address?.keep(state, past.step);
  }

  /** Ctrl+Z and Ctrl+Shift+Z; a field that is being written in has its own. */
  private readonly keyed = (event: KeyboardEvent): void => {
    const way = wayOf(event);
    if (way === null || event.defaultPrevented || isWriting(event)) return;
    event.preventDefault();
    this.travel(way);
  };

  private async fetchText(place: Place, isWanted: () => boolean): Promise<void> {
    const { store, desk, begun } = this.host;
    let wrong = "The text in this link is damaged or too long: the first example is shown instead.";
    if (place.review === null) {
      const text = await unpack(place.packed ?? "");
      if (!isWanted()) return;
      if (text !== null) {
        desk.setText(text, NO_ORIGIN);
        wrong = "";
      }
    } else {
      await begun;
      const found = await desk.openReview(place.review, isWanted);
      if (!found && !isWanted()) return;
      wrong = found ? "" : `${sentence(store.state.message)} The first example is shown instead.`;
      if (found && store.state.origin.review !== place.review) return;
    }
    if (wrong === "") {
      dress(store, desk, place);
      teach(store, place);
    } else {
      openExample(store, desk, null);
      const { lesson } = store.state;
      // A place within a lesson names none itself.
      const message = lesson === null || place.lesson !== null ? wrong : inStep(lesson.step, wrong);
      store.update({ message });
      this.complain(message);
    }
    this.arriving = false;
    this.past.end();
  }
}

later.join = (host) => new Follower(host);
later.loaded();
