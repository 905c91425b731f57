/** What joins the reading when the second script is here: tracks on request, and what stands around the picture. */

import { type TemplateResult, type nothing, svg } from "lit";
import type { State, Track } from "../../store/state";
import type { Sentence } from "../../writing/sentence";
import { LEVELS } from "../../ui/tint";
import type { Axis } from "./axisshape";
import type { Cells } from "./cellshape";
import type { RiverShape, Source } from "./rivershape";

/** Where a track is drawn. */
export interface Place {
  state: State;
  axis: Axis;
  y: number;
  width: number;
  /** What was worked out from these values is not worked out again while they stay. */
  once<T>(name: string, by: unknown[], make: () => T): T;
}

export interface Drawn {
  height: number;
  shape: TemplateResult | typeof nothing;
  /** What stands above the line. */
  above?: TemplateResult;
}

/** The picture, as hands see it. */
export interface Staves extends HTMLElement {
  readonly renderRoot: HTMLElement | DocumentFragment;
  readonly state: State;
  readonly axis: Axis;
  /** What was drawn last. */
  readonly river: RiverShape | undefined;
  /** The words that have a row, in text order. */
  readonly rows: readonly { word: number }[];
  readonly playing: boolean;
  /** No other word can be chosen. */
  readonly isFixed: boolean;
  /** What is under the pointer. */
  over: { source: Source | null; x: number; y: number } | null;
  wordOf(word: number): string;
}

/** What plays, as the player sees it. */
export interface Player extends EventTarget {
  readonly state: State;
  playing: boolean;
}

/** Cells of a row, with the sign as colour; what has no sign is a shade. */
export const drawCells = (cells: Cells[], isShade = false): TemplateResult =>
  svg`${cells.map(
    ({ level, path }) =>
      svg`<path class=${isShade ? "shade" : level < 0 ? "down" : "up"} fill-opacity=${(0.92 * Math.abs(level)) / LEVELS} d=${path}></path>`,
  )}`;

export const further = {
  formed: null as ((state: State) => Sentence) | null,
  /** What stands under the picture. */
  notes: null as ((state: State) => Sentence[]) | null,
  /** Plays, or pauses; and stops wherever it is. */
  toggle: null as ((view: Player) => void) | null,
  stop: null as ((view: Player) => void) | null,
  /** Listens to hands and keys, and names what is under the pointer. */
  hold: null as ((chart: Staves) => void) | null,
  over: null as ((chart: Staves) => TemplateResult) | null,
  draw: null as ((track: Track, place: Place) => Drawn | null) | null,
  /** The scores of other texts behind the present one. */
  ghosts: null as ((place: Place, river: RiverShape) => TemplateResult) | null,
  /** The menu of tracks; the last one is whether every word has a row, and how to change that. */
  menu: null as
    | ((state: State, from: EventTarget, all: boolean, showAll: (all: boolean) => void) => TemplateResult)
    | null,
  /** The title, with how it is computed and the table behind it. */
  heading: null as ((state: State) => TemplateResult) | null,
  /** Asks for what the tracks need; takes and gives what was asked last. */
  ask: null as ((state: State, from: EventTarget, asked: string) => string) | null,
};
