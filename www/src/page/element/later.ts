/** What joins an element when the second script is here: its past, its address, what is locked, and what hosts hear. */

import type { LitElement, TemplateResult, nothing } from "lit";
import type { Action } from "../store/actions";
import type { Desk } from "../deeds/desk";
import type { Panel } from "../store/frame";
import type { State, Store } from "../store/state";
import type { Place } from "../address/url";
import type { Chapter } from "../views";
import type { Sentence } from "../writing/sentence";
import type { Page } from "./bar";

/** The element, as its companion sees it. */
export interface Host {
  readonly element: HTMLElement;
  readonly store: Store;
  readonly desk: Desk;
  /** It has not been in another place of the document before. */
  readonly isNew: boolean;
  /** The folder of the bundle; null in the offline file. */
  readonly bundle: URL | null;
  /** This element's state is kept in the address of the page. */
  readonly owns: boolean;
  /** Resolves when the model may be loaded. */
  readonly begun: Promise<void>;
  /** What the address and the attributes ask for. */
  asked(): Place;
  /** The author's decisions in it. */
  adopt(place: Place): void;
  open(place: Place): void;
}

export interface Companion {
  start(): void;
  /** The action, as far as it is allowed; null if it is not, or done. */
  begin(action: Action): Action | null;
  end(action: Action): void;
  changed(state: State): void;
  /** A text that must be fetched or inflated first. */
  fetch(place: Place): void;
  /** The page around has changed these attributes. */
  follow(names: string[]): void;
  copyLink(): void;
  dispose(): void;
}

type Drawn = TemplateResult | typeof nothing;
export const later = {
  /** A view of the second script by its name; nothing while it does not apply. */
  drawInside: null as ((view: string, state: State, page: Page) => Drawn) | null,
  /** The chosen word by name. */
  head: null as ((state: State, page: EventTarget) => Drawn) | null,
  /** What a chapter answers, under its name. */
  answer: null as ((chapter: Chapter, state: State) => Sentence) | null,
  /** The lists of texts, of the third script. */
  panel: null as ((state: State, page: Page, open: Panel) => Drawn) | null,
  join: null as ((host: Host) => Companion) | null,
  printing: null as ((host: LitElement) => { on: boolean }) | null,
  /** Called when the second script is here. */
  loaded: () => {},
};
