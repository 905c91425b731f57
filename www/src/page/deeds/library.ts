/** Reviews on the page: opened as the text, browsed, quoted in lists. */

import * as words from "../../generated/words/texts";
import type { BrowseOrder, Label, Review } from "../../types";
import { type Engine, isDropped, messageOf } from "../element/engine";
import { plain, tell } from "../writing/sentence";
import type { Store } from "../store/state";
import { type Shelf, asking } from "./asking";
import { hasReviews, namesOnly } from "./brings";
import type { Loader } from "./loader";

const BROWSED = 24;

class Library implements Shelf {
  constructor(
    private readonly store: Store,
    private readonly engine: Engine,
    private readonly loader: Loader,
  ) {}

  async review(row: number): Promise<Review | null> {
    const { manifest } = this.store.state;
    if (manifest !== null && !hasReviews(this.store.state)) {
      const why = namesOnly({ manifest }) ? words.names_only : words.no_texts;
      this.store.update({ message: plain(tell(why)) });
      return null;
    }
    try {
      await this.loadTexts();
    } catch (error) {
      this.tell(error);
      return null;
    }
    return this.engine.review(row).catch((error: unknown) => {
      if (isDropped(error) || !hasReviews(this.store.state)) this.tell(error);
      else this.store.update({ message: this.missing(row) });
      return null;
    });
  }

  /** The texts are here, so that it can only be that there is none of this number. */
  private missing(row: number): string {
    const { texts, counts } = this.store.state.manifest ?? {};
    const rows = texts === "full" ? Object.values(counts ?? {}).reduce((sum, count) => sum + count, 0) : 0;
    return rows > 0
      ? `There is no review ${row} here: their numbers go from 0 to ${rows - 1}.`
      : `There is no review ${row} here.`;
  }

  async browse(order: BrowseOrder, label: Label | null): Promise<void> {
    this.set({ order, label, phase: "loading" });
    try {
      await this.loader.load("model");
      await this.loader.load("index");
      const chosen = label === null ? {} : { label };
      const rows = await this.engine.browse({ split: "validation", order, limit: BROWSED, ...chosen });
      const { browse } = this.store.state;
      if (browse.order !== order || browse.label !== label) return;
      this.set({ rows, phase: "ready" });
      await this.excerpts(rows.map((row) => row.review));
    } catch (error) {
      this.set({ phase: "failed" });
      this.tell(error);
    }
  }

  async excerpts(rows: number[]): Promise<void> {
    if (!hasReviews(this.store.state)) return;
    try {
      await this.loadTexts();
      const missing = rows.filter((row) => this.store.state.excerpts[row] === undefined);
      const reviews = await Promise.all(missing.map((row) => this.engine.review(row)));
      const found = Object.fromEntries(reviews.map((review) => [review.review, review.text]));
      this.store.update({ excerpts: { ...this.store.state.excerpts, ...found } });
    } catch (error) {
      this.tell(error);
    }
  }

  private async loadTexts(): Promise<void> {
    await this.loader.load("model");
    await this.loader.load("reviews");
  }

  private set(patch: Partial<typeof this.store.state.browse>): void {
    this.store.update({ browse: { ...this.store.state.browse, ...patch } });
  }

  private tell(error: unknown): void {
    if (!isDropped(error)) this.store.update({ message: messageOf(error) });
  }
}

asking.library = (store, engine, loader) => new Library(store, engine, loader);
