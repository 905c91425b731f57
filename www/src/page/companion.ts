/** Past, address, locks and events of one element, from the moment the second script is here. */

import type { Action } from "./actions";
import { Address } from "./address";
import { Teller } from "./contract";
import { allowed, kindOf } from "./deeds/locks";
import { dress, followPlace, openExample, teach } from "./deeds/opener";
import { Past } from "./deeds/past";
import { openedSettings } from "./deeds/preset";
import { type Frame, NO_FRAME } from "./frame";
import { SETTING_NAMES } from "./keys";
import { type Companion, type Host, later } from "./later";
import { unpack } from "./packing";
import { NO_ORIGIN, type State, emptySlot } from "./state";
import { type Place, TEXT_NAMES, placeOf } from "./url";

/** A frame with what a step says of it. */
function over(frame: Frame, step: Frame): Frame {
  const said = Object.entries(step).filter(([name, value]) => String(value) !== String(NO_FRAME[name as keyof Frame]));
  return { ...frame, ...Object.fromEntries(said) };
}

class Follower implements Companion {
  private readonly past = new Past();
  private readonly teller: Teller;
  private readonly address: Address | null;
  private readonly watch: MutationObserver;
  /** The address changed by itself, and the state follows. */
  private arriving = false;
  /** The author's decisions, without those of a lesson's step. */
  private frame = NO_FRAME;
  /** Counts what was asked for, so that what was overtaken is not shown. */
  private fetched = 0;

  constructor(private readonly host: Host) {
    const { element } = host;
    this.teller = new Teller(element);
    this.address = host.owns ? new Address(this) : null;
    this.watch = new MutationObserver(() => this.set(this.asked()));
    this.watch.observe(element, { attributeFilter: SETTING_NAMES });
    element.addEventListener("keydown", this.keyed);
  }

  start(): void {
    const { host } = this;
    host.desk.deed = (run) => {
      this.past.begin("open");
      run();
      this.past.end();
    };
    const asked = this.asked();
    this.keepFrame(asked);
    if (host.isNew) this.set(asked);
    else this.goOn();
    if (host.store.state.opening !== null) this.fetch(asked);
    this.restart();
  }

  dispose(): void {
    this.watch.disconnect();
    this.address?.dispose();
    this.host.element.removeEventListener("keydown", this.keyed);
  }

  begin(action: Action): Action | null {
    const { state } = this.host.store;
    const may = allowed(action, state);
    if (may?.type === "undo" || may?.type === "redo") {
      this.travel(may.type === "undo" ? -1 : 1);
      return null;
    }
    if (may?.type === "lesson" && may.lesson === null) this.host.adopt({ ...this.asked(), frame: this.frame });
    if (may?.type === "follow") {
      this.past.begin("open");
      const place = placeOf(may.state);
      this.host.adopt({ ...place, frame: over(this.frame, place.frame) });
      if (!followPlace(this.host.store, this.host.desk, place)) this.host.open(place);
      this.past.end();
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

  changed(state: State): void {
    if (state.opening === null) this.remember(state);
    this.teller.tell(this.host.store.state);
  }

  follow(names: string[]): void {
    const { host } = this;
    const texts = names.filter((name) => TEXT_NAMES.includes(name));
    // The text that was named last is meant, not one that was named before.
    const named = texts.filter((name) => host.element.getAttribute(name) !== null);
    const isMeant = (name: string) => named.length === 0 || !TEXT_NAMES.includes(name) || named.includes(name);
    const place = placeOf("", (name) => (isMeant(name) ? host.element.getAttribute(name) : null));
    if (texts.length > 0) host.open(place);
    else if (names.includes("tint")) host.desk.act({ type: "tint", tint: place.tint ?? "leave-one-out" });
    if (names.includes("select")) host.desk.act({ type: "select", span: place.selection });
    if (texts.length > 0 || names.includes("lock")) this.restart();
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
    this.frame = store.state.lesson?.settled === true ? placeOf("", (name) => element.getAttribute(name)).frame : frame;
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
    const place = this.asked();
    host.adopt(place);
    this.past.begin("arrive");
    this.arriving = true;
    host.open(place);
    this.keepFrame(place);
    if (host.store.state.opening !== null) return;
    this.arriving = false;
    this.past.end();
  }

  restore(id: number): boolean {
    const step = this.past.go(id);
    if (step === undefined) return false;
    this.host.adopt(this.asked());
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
    const { store, desk } = this.host;
    const slots = Object.entries(store.state.slots).map(([method, slot]) => [method, slot.phase === "running" ? emptySlot() : slot]);
    desk.changed({ slots: Object.fromEntries(slots) as State["slots"] });
  }

  /** A step back or forth. */
  private travel(by: -1 | 1): void {
    const step = this.past.beside(by);
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
    const key = event.key.toLowerCase();
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.defaultPrevented || (key !== "z" && key !== "y")) return;
    if (event.composedPath().some((node) => node instanceof Element && node.matches("input, textarea, select, [contenteditable]"))) return;
    event.preventDefault();
    this.travel(key === "y" || event.shiftKey ? 1 : -1);
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
      wrong = found ? "" : `${store.state.message} The first example is shown instead.`;
      if (found && store.state.origin.review !== place.review) return;
    }
    if (wrong === "") {
      dress(store, desk, place);
      teach(store, place);
    } else {
      openExample(store, desk, null);
      store.update({ message: wrong });
    }
    this.arriving = false;
    this.past.end();
  }
}

later.join = (host) => new Follower(host);
later.loaded();
