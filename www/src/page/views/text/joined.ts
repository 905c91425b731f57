/** What joins the text with the second script: words that are changed where they stand. */

import type { Prediction, TokenSpan } from "../../../types";

/** What a change needs of the text. */
export interface Changed extends EventTarget {
  readonly text: string;
  readonly prediction: Prediction | null;
  /** The chosen words, where they may be changed. */
  readonly changing: TokenSpan | null;
  /** Where the words lie. */
  readonly paper: HTMLElement | null;
  at(token: number): HTMLElement | undefined;
}

export interface Changes {
  /** Takes the chosen words out of the text. */
  strike(): void;
  /** The chosen word changes places with a neighbour. */
  swap(by: -1 | 1): void;
  /** Opens a field where the chosen words stand. */
  retype(): void;
  /** Whether a key changed the chosen words. */
  key(event: KeyboardEvent): boolean;
  /** Another text is here: what was being retyped is gone. */
  close(): void;
}

export const joined = { changes: null as ((text: Changed) => Changes) | null };
