/**
 * Keeps the state in the page's address, for the one element that asks for it: written over while a deed goes on, a new entry
 * of the browser's history for each step. Within a frame nothing is added to the history, which is that of the page around.
 */

import { packed } from "./link";
import type { Settings, State } from "../store/state";
import { type Place, fragmentWith, needsPacking } from "./url";

/** Browsers refuse addresses that change much faster. */
const PAUSE_MS = 300;
const KEY = "unrolled";
interface Page {
  /** What the address asks for. */
  asked(): Place;
  /** The settings with which the text of a state opens. */
  opensWith(state: State): Settings;
  /** Somebody pasted another address, or went back to one. */
  arrive(): void;
  /** The browser went to a step; false if that is not known here. */
  restore(step: number): boolean;
}

export class Address {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private latest: State | null = null;
  /** What the address bar holds, as far as is known. */
  private written = hash();
  /** The state and step that were put there last. */
  private kept = { fragment: "", step: -1 };
  /** Entries of a page that was left know nothing of this one's steps. */
  private readonly run = Math.random().toString(36).slice(2);
  /** The step on which each step was put. */
  private readonly below = new Map<number, number>();
  private step = 0;
  private packed = { text: "", as: null as string | null };

  constructor(private readonly page: Page) {
    window.addEventListener("popstate", this.changed);
    window.addEventListener("hashchange", this.changed);
  }

  /** What is on the screen at first needs no address of its own. */
  settle(state: State, step: number): void {
    this.latest = state;
    this.step = step;
    this.kept = { fragment: this.fragment(state), step };
    this.write(null);
  }

  /** Writes after a pause. */
  keep(state: State, step: number): void {
    this.latest = state;
    this.step = step;
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      void this.writeLatest();
    }, PAUSE_MS);
  }

  /** A new entry of the history. */
  push(state: State, step: number): void {
    const under = this.shown();
    if (this.timer !== undefined && (this.latest === null || !needsPacking(this.latest))) this.writeAtOnce();
    this.keep(state, step);
    if (isFramed()) return;
    this.written = this.fragment(state);
    this.kept = { fragment: this.written, step };
    if (attempt(() => history.pushState(this.mark({}), "", here(this.written))) && under !== null)
      this.below.set(step, under);
  }

  /** Goes there by the browser's own history, if that lies beside; the browser then says so. */
  travel(by: -1 | 1, to: number): boolean {
    const now = this.shown();
    const isBeside = now === this.step && (by < 0 ? this.below.get(now) === to : this.below.get(to) === now);
    if (isFramed() || !isBeside) return false;
    history.go(by);
    return true;
  }

  /** Writes now and puts the address on the clipboard; says what came of it. */
  async copy(state: State): Promise<string> {
    this.latest = state;
    await this.writeLatest();
    const whole =
      needsPacking(state) && this.packed.as === null
        ? " The text is too long for a link, so that it opens without it."
        : "";
    const link = here(this.fragment(state));
    try {
      await navigator.clipboard.writeText(link);
    } catch {
      if (!copyByHand(link)) return `The address bar holds the link to this view.${whole}`;
    }
    return `The link to this view is on the clipboard.${whole}`;
  }

  dispose(): void {
    clearTimeout(this.timer);
    window.removeEventListener("popstate", this.changed);
    window.removeEventListener("hashchange", this.changed);
  }

  private async writeLatest(): Promise<void> {
    const state = this.latest;
    if (state === null) return;
    if (needsPacking(state) && this.packed.text !== state.text) {
      const as = await packed(state);
      this.packed = { text: state.text, as };
      if (this.latest?.text !== state.text) return;
    }
    this.writeAtOnce();
  }

  private writeAtOnce(): void {
    if (this.latest === null) return;
    const fragment = this.fragment(this.latest);
    if (fragment === this.kept.fragment && this.step === this.kept.step) return;
    this.kept = { fragment, step: this.step };
    this.written = fragment;
    this.write(here(fragment));
  }

  private fragment(state: State): string {
    return fragmentWith(state, this.packed.text === state.text ? this.packed.as : null, this.page.opensWith(state));
  }

  private write(url: string | null): void {
    // A sandboxed frame may not touch its address; the view works without.
    attempt(() => history.replaceState(this.mark(history.state), "", url));
  }

  /** The step that the present entry of the history shows, if it is one of ours. */
  private shown(): number | null {
    const [run, step] = String((history.state as Record<string, unknown> | null)?.[KEY] ?? "").split(":");
    return run === this.run ? Number(step) : null;
  }

  /** The entry's own state, whosever it is, with the step that it shows. */
  private mark(state: unknown): object {
    return { ...(typeof state === "object" ? state : {}), [KEY]: `${this.run}:${this.step}` };
  }

  private readonly changed = (): void => {
    const step = this.shown() ?? this.step;
    if (hash() === this.written && step === this.step) return;
    this.written = hash();
    if (this.shown() !== null && this.page.restore(step)) return;
    // An anchor of the page around is none of ours.
    if (this.written === "" || !this.page.asked().isEmpty) this.page.arrive();
  };
}

/** This page with another fragment. "#…" alone would mean what a <base> of the page names. */
const here = (fragment: string) => `${location.href.split("#")[0]}#${fragment}`;
const hash = () => location.hash.replace(/^#/, "");
const isFramed = () => window.parent !== window;

function attempt(deed: () => void): boolean {
  try {
    deed();
    return true;
  } catch {
    return false;
  }
}

/** For frames that may not use the clipboard themselves. */
function copyByHand(text: string): boolean {
  let focused = document.activeElement;
  while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
  const field = document.createElement("textarea");
  field.value = text;
  document.body.append(field);
  field.select();
  let done = false;
  attempt(() => {
    // oxlint-disable-next-line typescript/no-deprecated -- the only way where a page may not use the clipboard
    done = document.execCommand("copy");
  });
  field.remove();
  (focused as HTMLElement | null)?.focus();
  return done;
}
