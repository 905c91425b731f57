/** Takes the actions of the parts and turns them into state and engine calls. */

import type { TokenSpan } from "../../types";
import type { Action } from "../actions";
import { type Engine, isDropped, messageOf } from "../engine";
import { loadInside } from "../inside";
import { counted } from "../numbers";
import {
  type Ask,
  type Asset,
  NO_ORIGIN,
  type Origin,
  type State,
  type Store,
  emptySlot,
  initialState,
  lasting,
} from "../state";
import { askFor } from "./asks";
import { type Wanted, RECALL, due, lacksWords } from "./follow";
import { Library } from "./library";
import { Loader } from "./loader";
import type { Moment } from "./past";
import { presetState } from "./preset";
import { Runner } from "./runner";
import { lineEnds, moved, tokensOf } from "../carried";

/** A pause this long after the last change lets the views follow. */
const FOLLOW_MS = 140;
const FOLLOW_TYPING_MS = 450;

export class Desk {
  readonly loader: Loader;
  /** Goes around what the reader asked for some time ago, so that it is a step of its own. */
  deed = (run: () => void): void => run();
  /** What is to be said of the last selection that was asked for and is not in the text. */
  lost = "";
  private readonly runner: Runner;
  private readonly library: Library;
  private timer: ReturnType<typeof setTimeout> | undefined;
  /** The views that may have the training data fetched. */
  private readonly wanted: Wanted = { all: false, touched: false, stirred: false, asked: new Set(), seen: new Set() };
  /** What was asked once more to be quoted: where a text is missing for good, once is enough. */
  private quoted: Ask | null = null;
  /** Where in a text that is being written the words stand that were chosen before, until that text is read. */
  private chosen: TokenSpan | null = null;
  /** Counts looks inside, so that an overtaken one is not shown. */
  private looks = 0;

  constructor(
    private readonly store: Store,
    private readonly engine: Engine,
  ) {
    this.loader = new Loader(store, engine, (asset) => this.arrived(asset));
    this.runner = new Runner(store, engine, this.loader);
    this.library = new Library(store, engine, this.loader);
  }

  get state(): State {
    return this.store.state;
  }

  act(action: Action): void {
    switch (action.type) {
      case "select":
        return this.select(action.span);
      case "edit":
        return this.edit(action.text);
      case "editing":
        return this.store.update({ editing: action.on });
      case "rewrite":
        return this.rewrite(action.text, action.selection);
      case "pin":
        return this.pin(action.on);
      case "tint":
        return this.changed({ tint: action.tint });
      case "settings":
        return this.changed({ settings: { ...this.state.settings, ...action.patch } });
      case "run":
        return this.run(action.method, action.exact ?? false);
      case "stop":
        return this.runner.stop(action.method);
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
        return void this.library.browse(action.order, action.label);
      case "excerpts":
        return void this.library.excerpts(action.reviews);
    }
  }

  /** Shows a preset as it was computed when the page was built. */
  openPreset(id: string): void {
    const preset = this.state.presets.find((candidate) => candidate.id === id);
    if (preset === undefined) return;
    this.runner.cancelAll();
    this.chosen = null;
    this.changed(presetState(this.state, preset));
  }

  /** To write is not to choose: what is chosen stays with its words, as long as these are left as they are. */
  private edit(text: string): void {
    this.wanted.touched ||= !isCostlyLine();
    const { prediction, predicted, selection, text: before } = this.state;
    const first = selection === null || predicted !== before ? undefined : prediction?.spans[selection[0]];
    const last = selection === null ? undefined : prediction?.spans[selection[1] - 1];
    const chosen = first === undefined || last === undefined ? this.chosen : ([first[0], last[1]] as TokenSpan);
    this.setText(text, NO_ORIGIN);
    this.chosen = moved(chosen, before, this.state.text);
  }

  setText(given: string, origin: Origin): void {
    this.runner.cancelAll();
    const slots = { ...initialState().slots, ...lasting(this.state) };
    this.chosen = null;
    this.store.update({ text: lineEnds(given), origin, slots, selection: null, opening: null, message: "" });
    void this.predict();
  }

  /** Changes words of the text in place. */
  private rewrite(text: string, selection: TokenSpan | null): void {
    this.edit(text);
    this.store.update({ selection, picked: false });
  }

  /** Shows a step of the past again. */
  restore({ text, origin, selection, tint, settings }: Moment): void {
    const { state } = this;
    if (text !== state.text || origin.preset !== state.origin.preset) {
      if (origin.preset === null) this.setText(text, origin);
      else this.openPreset(origin.preset);
    }
    const moment = { origin, selection, tint, settings };
    this.changed({ ...moment, picked: false, editing: false, opening: null, message: "" });
  }

  private unfold(view: string, on: boolean): void {
    const others = this.state.unfolded.filter((other) => other !== view);
    this.store.update({ unfolded: on ? [...others, view] : others });
  }

  /** A rule was named from outside: its view opens, and what that needs is worth the download. */
  showRule(): void {
    if (!isCostlyLine()) this.wanted.asked.add("unrolled-rules");
    this.unfold("rules", true);
    this.follow();
  }

  private pin(on: boolean): void {
    const { text, prediction, predicted } = this.state;
    if (!on) this.store.update({ pinned: null });
    else if (prediction !== null && predicted === text) this.store.update({ pinned: { text, prediction } });
  }

  /** Reads the text anew once the model is there; does nothing before. */
  async predict(): Promise<void> {
    const { text, loading, predicted, prediction } = this.state;
    if (loading.model.phase !== "ready" || (predicted === text && prediction !== null)) return this.follow();
    try {
      const read = await this.engine.predict(text);
      if (this.state.text !== text) return;
      const selection = this.state.selection ?? tokensOf(read, this.chosen);
      this.chosen = null;
      this.changed({ prediction: read, predicted: text, selection: this.within(selection, read.kept) });
    } catch (error) {
      if (!isDropped(error)) this.store.update({ message: messageOf(error) });
    }
  }

  /** What a layer held while it read the text. */
  private async lookInside(layer: number | null): Promise<void> {
    const { text } = this.state;
    const look = ++this.looks;
    try {
      const held = await this.engine.inside(text, layer ?? undefined);
      if (this.state.text === text && this.looks === look) this.store.update({ inside: { text, held } });
    } catch (error) {
      if (!isDropped(error)) this.store.update({ message: messageOf(error) });
    }
  }

  /** The views of the second script, which holds the engine too: whichever is asked for again brings the other. */
  async loadViews(): Promise<void> {
    try {
      await loadInside();
      this.changed({ views: "ready" });
      if (this.state.loading.model.phase === "failed") this.load("model");
    } catch {
      this.store.update({ views: "failed" });
    }
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.runner.cancelAll();
  }

  /** Starts, after a pause, whatever no longer fits the state. */
  follow(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.runDue(), this.state.editing ? FOLLOW_TYPING_MS : FOLLOW_MS);
  }

  private runDue(): void {
    for (const method of due(this.state, this.wanted)) {
      const ask = askFor(this.state, method);
      if (ask !== null) void this.runner.start(method, ask).then(() => this.answered(method));
    }
  }

  private answered(method: keyof State["slots"]): void {
    this.selectStrongest();
    if (method === "activation-similarity") this.quote();
    // Some wait until the words have been weighed, or a rule is there.
    if (["leave-one-out", "own-rule", "anchors", "rule-list"].includes(method)) this.follow();
  }

  changed(patch: Partial<State>): void {
    this.store.update(patch);
    this.follow();
  }

  private select(span: TokenSpan | null): void {
    this.wanted.touched ||= !isCostlyLine();
    const { prediction, predicted, text } = this.state;
    const known = prediction !== null && predicted === text;
    const selection = known ? this.within(span, prediction.kept) : span;
    if (selection === null || selection[1] - selection[0] < 2) {
      this.store.updateSlot("span", emptySlot());
      this.store.updateSlot("phrase", emptySlot());
    }
    this.changed({ selection, picked: false });
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

  private run(method: keyof State["slots"], exact: boolean): void {
    const ask = askFor(this.state, method, exact);
    if (ask !== null) void this.runner.start(method, ask).then(() => this.answered(method));
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
    this.quote();
    this.follow();
  }

  /** Passages that were looked for before their texts were here, and perhaps found only now, are looked for once more. */
  private quote(): void {
    const { loading, slots } = this.state;
    const { asked } = slots["activation-similarity"];
    if (loading.reviews.phase !== "ready" || asked === null || asked === this.quoted || !lacksWords(this.state)) return;
    this.quoted = asked;
    void this.runner.start("activation-similarity", asked);
  }

  /** The reader asked for the training data. */
  private recall(): void {
    this.wanted.all = true;
    for (const method of RECALL)
      if (this.state.slots[method].phase === "failed") this.store.updateSlot(method, emptySlot());
    this.follow();
  }

  /** What the reader looks at may fetch what it needs; what has gone out of sight no longer does. */
  private sight(view: string, on: boolean): void {
    const { seen } = this.wanted;
    if (!on) return void seen.delete(view);
    seen.add(view);
    this.follow();
  }

  /** Somebody is here to read. */
  stir(): void {
    if (this.wanted.stirred || isCostlyLine()) return;
    this.wanted.stirred = true;
    this.follow();
  }

  /** False if it could not be loaded; the status line says so. */
  async openReview(row: number, isWanted = () => true): Promise<boolean> {
    const review = await this.library.review(row);
    if (!isWanted()) return true;
    if (review === null) return false;
    this.deed(() => {
      this.store.update({ editing: false });
      this.setText(review.text, { preset: null, review: row, label: review.label, split: review.split });
      this.store.update({ message: `Text ${row} of the corpus is now on the page.` });
    });
    return true;
  }

  /** A text in which nobody chose a word gets its strongest one chosen, once all are weighed, so that the views below have a subject. */
  private selectStrongest(): void {
    const { selection, picked, slots, text } = this.state;
    const { phase, answered, result } = slots["leave-one-out"];
    if ((selection !== null && !picked) || phase !== "done" || answered?.text !== text || result === null) return;
    const sizes = result.weights.map(Math.abs);
    const index = sizes.indexOf(Math.max(...sizes));
    if (index >= 0 && index !== selection?.[0]) this.changed({ selection: [index, index + 1], picked: true });
  }
}

/** Whether the browser says that megabytes cost the reader something. */
function isCostlyLine(): boolean {
  const line = (navigator as { connection?: { saveData?: boolean; type?: string } }).connection;
  return line?.saveData === true || line?.type === "cellular";
}
