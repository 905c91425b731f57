/**
 * The words of a text as elements, made and changed by hand: thousands of them are tinted and chosen at the speed of a
 * drag, so a change touches only the words that it concerns, and long texts are built in parts, a frame each. What a
 * person typed only ever becomes text nodes.
 */

import * as words from "../../../generated/words/text";
import type { Prediction, TokenSpan } from "../../../types";
import { classesOf, sideOf } from "../../writing/classes";
import { tellPlain, yes } from "../../writing/sentence";
import { type TextPiece, pieces } from "../../writing/pieces";
import type { Tint } from "../../ui/tint";

/** Pieces built at once, and in each frame after that: laying out so many stays well under 50 ms. */
const AT_ONCE = 3000;
const PER_FRAME = 1200;
const NO_TINT = { levels: [], strong: [] };

export class Tokens {
  private words: HTMLElement[] = [];
  /** After each word: what stands between it and the next. */
  private gaps: (Text | null)[] = [];
  private tinted: Pick<Tint, "levels" | "strong"> = NO_TINT;
  private readonly descriptions = new Map<string, string>();
  private chosen: TokenSpan = [0, 0];
  /** Gaps inside the selection, each in an element of its own for as long as it is chosen. */
  private wrapped: HTMLElement[] = [];
  private stop = -1;
  private rest: TextPiece[] = [];

  constructor(
    private readonly container: HTMLElement,
    private readonly text: string,
    private readonly prediction: Prediction,
    /** Words can be chosen; otherwise they only lie under the field in which the text is edited. */
    private readonly active: boolean,
  ) {}

  /** Puts the text into the container, in place of what is there. */
  build(): void {
    this.gaps = new Array<Text | null>(this.prediction.kept).fill(null);
    this.rest = pieces(this.text, this.prediction, this.active);
    this.container.replaceChildren();
    this.grow(AT_ONCE);
  }

  /** Leaves the rest unbuilt: another text takes the container. */
  abandon(): void {
    this.rest = [];
  }

  at(token: number): HTMLElement | undefined {
    return this.words[token];
  }

  get all(): readonly HTMLElement[] {
    return this.words;
  }

  tint(tint: Pick<Tint, "levels" | "strong"> | null): void {
    const before = this.tinted;
    this.tinted = tint ?? NO_TINT;
    this.words.forEach((word, token) => {
      const same =
        before.levels[token] === this.tinted.levels[token] && before.strong[token] === this.tinted.strong[token];
      if (same) return;
      word.className = this.classOf(token);
      this.describe(word, token);
    });
  }

  /** Shows the selection; `head` is the one word in the tab order. */
  choose(span: TokenSpan | null, head: number): void {
    const before = this.chosen;
    this.chosen = span ?? [0, 0];
    this.wrapped.forEach((wrapper) => wrapper.replaceWith(...wrapper.childNodes));
    this.wrapped = [];
    for (const [from, to] of [before, this.chosen]) {
      for (let token = from; token < to; token++) this.repaint(token);
    }
    for (let token = this.chosen[0]; token < this.chosen[1] - 1; token++) this.wrap(token);
    if (!this.active || head === this.stop) return;
    this.words[this.stop]?.setAttribute("tabindex", "-1");
    this.words[head]?.setAttribute("tabindex", "0");
    this.stop = head;
  }

  private grow(most: number): void {
    const fragment = document.createDocumentFragment();
    for (const { text, token } of this.rest.splice(0, most)) {
      fragment.append(token === null ? this.gap(text) : this.word(text, token));
    }
    this.container.append(fragment);
    if (this.rest.length > 0) requestAnimationFrame(() => this.grow(PER_FRAME));
  }

  private word(text: string, token: number): HTMLElement {
    const word = document.createElement("span");
    word.textContent = text;
    this.words[token] = word;
    word.className = this.classOf(token);
    if (!this.active) return word;
    word.dataset.token = String(token);
    word.setAttribute("role", "option");
    word.setAttribute("aria-selected", String(this.isChosen(token)));
    word.setAttribute("tabindex", token === this.stop ? "0" : "-1");
    this.describe(word, token);
    return word;
  }

  /** What tint, underline and dots say, for those who do not see them. */
  private describe(word: HTMLElement, token: number): void {
    if (!this.active) return;
    const said = this.said(
      Math.sign(this.tinted.levels[token] ?? 0),
      this.tinted.strong[token] === true,
      this.prediction.unknown[token] === true,
    );
    if (said === "") word.removeAttribute("aria-description");
    else word.setAttribute("aria-description", said);
  }

  /** Thousands of words say one of ten things, each of which is put together once. */
  private said(sign: number, isStrong: boolean, isUnknown: boolean): string {
    const key = `${sign} ${isStrong} ${isUnknown}`;
    const known = this.descriptions.get(key);
    if (known !== undefined) return known;
    const pull = { ...sideOf(classesOf(this.prediction), sign > 0), strong: yes(isStrong) };
    const made =
      sign === 0
        ? isUnknown
          ? tellPlain(words.unknown)
          : ""
        : tellPlain(isUnknown ? words.pulls_unknown : words.pulls, pull);
    this.descriptions.set(key, made);
    return made;
  }

  private gap(text: string): Node {
    const last = this.words.length - 1;
    const node = document.createTextNode(shownGap(text));
    if (last < this.prediction.kept - 1 || this.prediction.found === this.prediction.kept) {
      if (last >= 0) this.gaps[last] = node;
      return node;
    }
    const unread = document.createElement("span");
    unread.className = "unread";
    unread.append(node);
    return unread;
  }

  private repaint(token: number): void {
    const word = this.words[token];
    if (word === undefined) return;
    word.className = this.classOf(token);
    if (this.active) word.setAttribute("aria-selected", String(this.isChosen(token)));
  }

  private wrap(token: number): void {
    const node = this.gaps[token];
    if (node === null || node === undefined) return;
    const wrapper = document.createElement("span");
    wrapper.className = "selected inner";
    node.replaceWith(wrapper);
    wrapper.append(node);
    this.wrapped.push(wrapper);
  }

  private isChosen(token: number): boolean {
    return token >= this.chosen[0] && token < this.chosen[1];
  }

  private classOf(token: number): string {
    const level = this.tinted.levels[token] ?? 0;
    const size = Math.abs(level);
    const strong = this.tinted.strong[token] === true ? " strong" : "";
    const tinted = size === 0 ? "" : ` ${level > 0 ? "up p" : "down n"}${size}${strong}`;
    return `w${tinted}${this.prediction.unknown[token] === true ? " unknown" : ""}${this.chosenClass(token)}`;
  }

  private chosenClass(token: number): string {
    const [from, to] = this.chosen;
    if (!this.isChosen(token)) return "";
    if (to - from === 1) return " selected";
    return ` selected inner${token === from ? " first" : token === to - 1 ? " last" : ""}`;
  }
}

/** What follows the words that were read is shown as far as anybody would look; editing shows all of it. */
const LONGEST_GAP = 3000;

function shownGap(text: string): string {
  return text.length > LONGEST_GAP ? `${text.slice(0, LONGEST_GAP)} …` : text;
}
