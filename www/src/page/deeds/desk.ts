/** Takes the actions of the parts and turns them into state and engine calls. */

import type { TokenSpan } from "../../types";
import type { Action } from "../store/actions";
import { type Engine, isDropped, messageOf } from "../element/engine";
import { loadInside, loadScript } from "../element/inside";
import { counted } from "../writing/numbers";
import {
  type Asset,
  NO_ORIGIN,
  type Origin,
  type Pinned,
  type State,
  type Store,
  TRACKS,
  emptySlots,
  lasting,
} from "../store/state";
import { type Asker, type Shelf, asking, isCostlyLine, nothingWanted } from "./asking";
import { VIEWS, folds, meant } from "../views";
import { Loader } from "./loader";
import type { Moment } from "./past";
import { presetState } from "./preset";
import { lineEnds, moved, tokensOf } from "../store/carried";

const foldable = VIEWS.map(({ name }) => name).filter(folds);

export class Desk {
  readonly loader: Loader;
  /** Asks the engine what a change of state calls for; null before the engine is here. */
  private asker: Asker | null = null;
  private readonly wanted = nothingWanted();
  private over = false;
  /** Goes around what the reader asked for some time ago, so that it is a step of its own. */
  deed = (run: () => void): void => run();
  /** What is to be said of the last selection that was asked for and is not in the text. */
  lost = "";
  private library: Shelf | null = null;
  /** Where in a text that is being written the words stand that were chosen before, until that text is read. */
  private chosen: TokenSpan | null = null;
  /** Keys go on with one change of the text. */
  private writing = false;
  /** The layer and the text that are looked into: who asks the same meanwhile gets the same, and an overtaken look is not shown. */
  private looking = "";

  constructor(
    private readonly store: Store,
    private readonly engine: Engine,
  ) {
    this.loader = new Loader(store, engine, (asset) => this.arrived(asset));
  }

  get state(): State {
    return this.store.state;
  }

  act(action: Action): void {
    switch (action.type) {
      case "select":
        return this.select(action.span);
      case "line":
        return this.store.update({ line: action.step });
      case "chapter":
        return this.store.update({ chapter: action.chapter, line: null });
      case "edit":
        return this.edit(action.text);
      case "editing":
        this.writing = false;
        return this.store.update({ editing: action.on });
      case "rewrite":
        return this.rewrite(action.text, action.selection);
      case "pin":
        return this.pin(action.on);
      case "tint":
        return this.store.update({ tint: action.tint });
      case "settings":
        return this.store.update({ settings: { ...this.state.settings, ...action.patch } });
      case "run":
        return this.asker?.run(action.method, action.exact);
      case "stop":
        return this.asker?.stop(action.method);
      case "preset":
        return this.openPreset(action.id);
      case "load":
        return this.load(action.asset);
      case "recall":
        return this.recall();
      case "sight":
        return this.sight(action.view, action.on);
      case "inside":
        return void this.lookInside(action.layer);
      case "unfold":
        return this.unfold(action.view, action.on);
      case "views":
        return void this.loadViews();
      // The element's own affair.
      case "show":
      case "follow":
      case "undo":
      case "redo":
        return;
      case "lesson":
        return this.store.update({ lesson: action.lesson });
      case "open-review":
        return void this.openReview(action.review);
      case "rule-list":
        return this.store.update({ ruleList: { ...this.state.ruleList, ...action.patch } });
      case "browse":
        return void this.shelf().then((library) => library?.browse(action.order, action.label));
      case "excerpts":
        return void this.shelf().then((library) => library?.excerpts(action.reviews));
    }
  }

  /** Shows a preset as it was computed when the page was built. */
  openPreset(id: string): void {
    const preset = this.state.presets.find((candidate) => candidate.id === id);
    if (preset === undefined) return;
    this.asker?.cancelAll();
    this.chosen = null;
    this.store.update(presetState(this.state, preset));
  }

  /** To write is not to choose: what is chosen stays with its words, as long as these are left as they are. */
  private edit(text: string): void {
    this.touch();
    const { prediction, predicted, selection, text: before } = this.state;
    const first = selection === null || predicted !== before ? undefined : prediction?.spans[selection[0]];
    const last = selection === null ? undefined : prediction?.spans[selection[1] - 1];
    const chosen = first === undefined || last === undefined ? this.chosen : ([first[0], last[1]] as TokenSpan);
    this.setText(text, NO_ORIGIN, this.writing ? this.state.before : this.readNow());
    this.writing = this.state.editing;
    this.chosen = moved(chosen, before, this.state.text);
  }

  /** The present text and what the network said of it; while it reads, the one before. */
  private readNow(): Pinned | null {
    const { text, predicted, prediction, before } = this.state;
    return prediction !== null && predicted === text ? { text, prediction } : before;
  }

  /** `before`: the text of which this one is a change. */
  setText(given: string, origin: Origin, before: Pinned | null = null): void {
    this.asker?.cancelAll();
    const slots = { ...emptySlots(), ...lasting(this.state) };
    this.chosen = null;
    const { settings } = this.state;
    // A window stays where a text is changed, and is none of another's.
    const reading = { ...settings.reading, zoom: null };
    this.store.update({
      text: lineEnds(given),
      before,
      origin,
      slots,
      settings: before === null ? { ...settings, reading } : settings,
      selection: null,
      line: null,
      opening: null,
      message: "",
    });
    void this.predict();
  }

  /** Changes words of the text in place. */
  private rewrite(text: string, selection: TokenSpan | null): void {
    this.writing = false;
    this.edit(text);
    this.writing = false;
    this.store.update({ selection, picked: false });
  }

  /** Shows a step of the past again. */
  restore({ text, origin, selection, tint, settings }: Moment): void {
    const { state } = this;
    if (text !== state.text || origin.preset !== state.origin.preset) {
      // Another text that was opened is no change of this one.
      const isOpened = [origin, state.origin].every(({ preset, review }) => preset !== null || review !== null);
      const before = isOpened ? null : this.readNow();
      if (origin.preset === null) this.setText(text, origin, before);
      else this.openPreset(origin.preset);
      this.store.update({ before });
    }
    const moment = { origin, selection, tint, settings };
    this.store.update({ ...moment, picked: false, editing: false, opening: null, message: "" });
  }

  private unfold(view: string, on: boolean): void {
    // What a name of more than this view has opened stays open but for it.
    const named = (name: string) => (name === "all" ? foldable : meant(name).includes(view) ? meant(name) : [name]);
    const others = this.state.unfolded.flatMap(named).filter((other) => other !== view);
    this.store.update({ unfolded: on ? [...this.state.unfolded, view] : others });
  }

  /** A rule was named from outside: its view opens, and what that needs is worth the download. */
  showRule(): void {
    if (!isCostlyLine()) this.wanted.asked.add("rules");
    this.asker?.again();
    this.unfold("rules", true);
  }

  private pin(on: boolean): void {
    const { text, prediction, predicted, settings } = this.state;
    const pinned = on && prediction !== null && predicted === text ? { text, prediction } : null;
    if (on && pinned === null) return;
    const { reading } = settings;
    // Its score comes and goes with it.
    const tracks = TRACKS.filter((track) => (track === "other" ? on : reading.tracks.includes(track)));
    this.store.update({ pinned, settings: { ...settings, reading: { ...reading, tracks } } });
  }

  /** Reads the text anew once the model is there; does nothing before. */
  async predict(): Promise<void> {
    const { text, loading, predicted, prediction } = this.state;
    if (loading.model.phase !== "ready" || (predicted === text && prediction !== null)) return;
    try {
      const read = await this.engine.predict(text);
      if (this.state.text !== text) return;
      const selection = this.state.selection ?? tokensOf(read, this.chosen);
      this.chosen = null;
      this.store.update({ prediction: read, predicted: text, selection: this.within(selection, read.kept) });
    } catch (error) {
      if (!isDropped(error)) this.store.update({ message: messageOf(error) });
    }
  }

  /** What a layer held while it read the text. */
  private async lookInside(layer: number | null): Promise<void> {
    const { text, manifest } = this.state;
    const at = layer ?? (manifest?.config.layers ?? 1) - 1;
    const look = `${at} ${text}`;
    if (this.looking === look) return;
    this.looking = look;
    try {
      const held = await this.engine.inside(text, at);
      if (this.state.text === text && this.looking === look) this.store.update({ inside: { text, held } });
    } catch (error) {
      if (!isDropped(error)) this.store.update({ message: messageOf(error) });
    }
    if (this.looking === look) this.looking = "";
  }

  /** The views of the chapters that are not open yet; does nothing once they are here. */
  async loadChapters(): Promise<void> {
    if (this.state.chapters === "ready") return;
    try {
      await loadScript("chapters");
      this.store.update({ chapters: "ready" });
    } catch {
      this.store.update({ chapters: "failed" });
    }
  }

  /** The views of the second script, which holds the engine too: whichever is asked for again brings the other. */
  async loadViews(): Promise<void> {
    try {
      if (this.state.chapters === "failed") void this.loadChapters();
      await loadInside();
      this.beginAsking();
      this.store.update({ views: "ready" });
      if (this.state.loading.model.phase === "failed") this.load("model");
    } catch {
      this.store.update({ views: "failed" });
    }
  }

  private beginAsking(): void {
    if (!this.over) this.asker ??= asking.begin?.(this.store, this.engine, this.loader, this.wanted) ?? null;
  }

  dispose(): void {
    this.over = true;
    this.asker?.dispose();
  }

  private select(span: TokenSpan | null): void {
    this.touch();
    const { prediction, predicted, text } = this.state;
    const known = prediction !== null && predicted === text;
    const selection = known ? this.within(span, prediction.kept) : span;
    this.store.update({ selection, picked: false, line: null });
  }

  /** The span if it lies in a text of this many words. If not, a link or an author named it, unless the words are being deleted now. */
  private within(span: TokenSpan | null, words: number): TokenSpan | null {
    if (span === null || span[1] <= words) return span;
    const { message, lesson } = this.state;
    const others = message.replace(this.lost, "").trim();
    // In a lesson the step says so.
    if (lesson !== null && !lesson.settled) return null;
    this.lost = `select=${span[0] + 1}-${span[1]} lies beyond the ${counted(words, "word")} of this text and was left out.`;
    this.store.update({ message: `${others} ${this.lost}`.trim() });
    return null;
  }

  /** A model that is here reads what it could not read before. */
  private load(asset: Asset): void {
    this.store.update({ message: "" });
    if (asset === "model" && this.state.loading.model.phase === "ready") return void this.predict();
    this.loader.load(asset).catch(() => undefined);
  }

  /** The model reads the text, whatever it came for. */
  private arrived(asset: Asset): void {
    if (this.state.views === "failed") void this.loadViews();
    if (asset === "model") return void this.predict();
    this.asker?.arrived();
  }

  /** The reader asked for the training data. */
  private recall(): void {
    this.wanted.all = true;
    this.asker?.recall();
  }

  /** What the reader looks at may fetch what it needs; what has gone out of sight no longer does. */
  private sight(view: string, on: boolean): void {
    const { seen } = this.wanted;
    if (!on) return void seen.delete(view);
    seen.add(view);
    this.asker?.again();
  }

  /** Words are chosen or changed. */
  private touch(): void {
    this.wanted.touched ||= !isCostlyLine();
  }

  /** Somebody is here to read. */
  stir(): void {
    if (this.wanted.stirred || isCostlyLine()) return;
    this.wanted.stirred = true;
    // Whoever reads may open a chapter next.
    void this.loadChapters();
    this.asker?.again();
  }

  /** What reads the corpus; null if its script could not be loaded, which the status line then states. */
  private async shelf(): Promise<Shelf | null> {
    try {
      await loadInside();
      return (this.library ??= asking.library?.(this.store, this.engine, this.loader) ?? null);
    } catch (error) {
      this.store.update({ message: messageOf(error) });
      return null;
    }
  }

  /** False if it could not be loaded; the status line says so. */
  async openReview(row: number, isWanted = () => true): Promise<boolean> {
    const library = await this.shelf();
    const review = library === null ? null : await library.review(row);
    if (!isWanted()) return true;
    if (review === null) return false;
    this.deed(() => {
      this.store.update({ editing: false });
      this.setText(review.text, { preset: null, review: row, label: review.label, split: review.split });
      this.store.update({ message: `Text ${row} of the corpus is now on the page.` });
    });
    return true;
  }
}
