/** What asks the engine comes with it, in the second script; who wants what until then is noted here. */

import type { BrowseOrder, Label, Review } from "../../types";
import type { Engine } from "../element/engine";
import type { Method, Store } from "../store/state";
import type { Loader } from "./loader";

/**
 * Who wants more fetched: whoever asked for the training data, a view in sight of somebody who reads, and every view that an
 * author unfolded once the reader has chosen or changed a word.
 */
export interface Wanted {
  all: boolean;
  touched: boolean;
  /** The reader has done something; nobody has come to read what merely lies on the screen when a page opens. */
  stirred: boolean;
  /** Views that a link names. */
  asked: Set<string>;
  seen: Set<string>;
}

export const nothingWanted = (): Wanted => ({
  all: false,
  touched: false,
  stirred: false,
  asked: new Set(),
  seen: new Set(),
});

/** Whether the browser says that megabytes cost the reader something. */
export function isCostlyLine(): boolean {
  const { navigator: own } = globalThis as { navigator?: { connection?: { saveData?: boolean; type?: string } } };
  const line = own?.connection;
  return line?.saveData === true || line?.type === "cellular";
}

/** The way from a change of state to the engine, of one element. */
export interface Asker {
  /** A press asks, more exactly if it says so. */
  run(slot: Method, exact?: boolean): void;
  /** Keeps what there is. */
  stop(slot: Method): void;
  /** Nobody waits for any answer. */
  cancelAll(): void;
  /** Something else is wanted. */
  again(): void;
  /** The reader asked for the training data. */
  recall(): void;
  /** A part of the training data is here. */
  arrived(): void;
  dispose(): void;
}

/** What reads the corpus for the page. */
export interface Shelf {
  /** One review's text; null after an error, which the status line then states. */
  review(row: number): Promise<Review | null>;
  browse(order: BrowseOrder, label: Label | null): Promise<void>;
  /** Fetches the texts that lists quote. */
  excerpts(rows: number[]): Promise<void>;
}

/** What asks and what reads the corpus, once the second script has brought them. */
export const asking = {
  begin: null as ((store: Store, engine: Engine, loader: Loader, wanted: Wanted) => Asker) | null,
  library: null as ((store: Store, engine: Engine, loader: Loader) => Shelf) | null,
};
