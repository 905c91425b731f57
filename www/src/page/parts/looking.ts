/** The card "What was it looking for here?": every word tried, and a free vector. */

import { type TemplateResult, css, html, nothing } from "lit";
import * as words from "../../generated/words/looking";
import type { From, InnerTarget, Prediction, Ranking } from "../../types";
import { type Action, send } from "../actions";
import { isFresh } from "../deeds/asks";
import { hasIndex, hasReviews, indexBytes } from "../deeds/brings";
import { define } from "../define";
import type { Table } from "../download";
import { percent } from "../numbers";
import { tell, tellPlain } from "../sentence";
import { lookingSentence, rankedClass, searchedSentence, targetName } from "../sentences/looking";
import { itemWord, rankingRows } from "../shapes/ranking";
import type { Settings, State } from "../state";
import { base, controls, folds } from "../styles/base";
import { cardStyle } from "../styles/card";
import "./bars";
import "./free";
import { lookingHow } from "./how";
import { say } from "./say";
import "./table";
import { targetChoice } from "./target";
import { View } from "./view";
import { choice, failure, how, running, segmented, weighing } from "./words";

const FROM = [
  { value: "text" as From, name: tellPlain(words.from_here) },
  { value: "zero" as From, name: tellPlain(words.from_nothing) },
];
const MINIMUM = [0, 10, 50, 200, 1000].map((value) => ({
  value,
  name: value === 0 ? tellPlain(words.any) : tellPlain(words.times, { n: value }),
}));
const NGRAMS = [
  { value: 1, name: tellPlain(words.single) },
  { value: 2, name: tellPlain(words.pairs) },
];

const style = css`
  .figure {
    display: grid;
    gap: 0.4rem;
  }
`;

export class LookingCard extends View {
  static override styles = [base, controls, folds, cardStyle, style];
  static override properties = { state: { attribute: false } };
  declare state: State;

  override render(): TemplateResult {
    const { selection, prediction, slots } = this.state;
    if (prediction === null || selection === null) return html``;
    const slot = slots["corpus-search"];
    const fresh = slot.result !== null && isFresh(this.state, "corpus-search");
    return html`<section class=${`card${fresh ? "" : " waiting"}`} aria-busy=${slot.phase === "running"}>
      <h3>${tellPlain(words.question)}</h3>
      <div class=${`answer${fresh ? "" : " loads"}`}>
        <p>${slot.result !== null && fresh ? say(lookingSentence(slot.result, prediction)) : this.waiting()}</p>
        ${this.drawLoad()}
      </div>
      ${slot.result === null || !(fresh || slot.phase === "running") ? nothing : this.drawRanking(slot.result, prediction)}
      ${slot.phase === "running" && slot.result === null ? running(this, "corpus-search", slot, tellPlain(words.try_every)) : nothing}
      ${failure(this, "corpus-search", slot)} ${this.drawSettings()}
      <unrolled-free .state=${this.state}></unrolled-free>
      ${how(lookingHow())}
    </section>`;
  }

  private waiting(): string {
    const { loading, slots } = this.state;
    if (slots["corpus-search"].phase === "failed") return "";
    if (this.needsIndex()) return tellPlain(words.needs_index);
    return tellPlain(loading.model.phase === "ready" ? words.trying : words.waiting);
  }

  /** The counts are not here and nothing has asked for them yet. */
  private needsIndex(): boolean {
    const { loading, slots, settings } = this.state;
    const waits =
      slots["corpus-search"].phase !== "running" &&
      loading.index.phase === "idle" &&
      loading.model.phase === "ready" &&
      !isFresh(this.state, "corpus-search");
    return waits && settings.search.minimum_count > 0 && hasIndex(this.state);
  }

  private drawLoad(): TemplateResult | typeof nothing {
    if (!this.needsIndex()) return nothing;
    const load = () => this.send({ type: "load", asset: "index" });
    return html`<div class="row">
      <button @click=${load}>${tellPlain(words.load_counts)}${weighing(indexBytes(this.state))}</button>
    </div>`;
  }

  private drawRanking(ranking: Ranking, prediction: Prediction): TemplateResult {
    const rows = rankingRows(ranking);
    return html`<div class="figure">
      <unrolled-bars .rows=${rows} .label=${rows.map((row) => `${row.label} ${row.text}`).join("; ")}></unrolled-bars>
      <p class="quiet">
        ${say(tell(words.bars, { target: targetName(ranking.target) }))} ${say(searchedSentence(ranking))}
      </p>
      <unrolled-table
        name="corpus-search"
        .source=${ranking}
        .table=${() => table(ranking, prediction)}></unrolled-table>
    </div>`;
  }

  private drawSettings(): TemplateResult {
    const { search } = this.state.settings;
    const set = (patch: Partial<Settings["search"]>) =>
      this.send({ type: "settings", patch: { search: { ...search, ...patch } } });
    const remembers = hasIndex(this.state);
    return html`<div class="row">
        ${segmented(tellPlain(words.where_from), FROM, search.from, (from) => set({ from }))}
        ${!remembers ? nothing : choice(tellPlain(words.at_least), MINIMUM, search.minimum_count, (minimum_count) => set({ minimum_count }))}
      </div>
      <details class="settings">
        <summary>${tellPlain(words.settings)}</summary>
        <div class="fold">
          ${hasReviews(this.state) ? choice(tellPlain(words.try_these), NGRAMS, search.ngrams, (ngrams) => set({ ngrams })) : nothing}
          ${targetChoice(search.target, this.state.manifest, (target: InnerTarget) => set({ target }))}
        </div>
      </details>`;
  }

  private send(action: Action): void {
    send(this, action);
  }
}

function table(ranking: Ranking, prediction: Prediction): Table {
  const isScore = ranking.target === "logit";
  const columns = [
    tellPlain(words.list),
    tellPlain(words.words),
    tellPlain(words.reached),
    tellPlain(words.change),
    tellPlain(words.in_training),
    ...(isScore ? [tellPlain(words.probability, { class: rankedClass(ranking, prediction) })] : []),
  ];
  const row = (list: string) => (item: Ranking["items"][number]) => [
    list,
    itemWord(item),
    item.score,
    item.score - (ranking.base ?? 0),
    item.count,
    ...(isScore ? [percent(item.probability)] : []),
  ];
  const [up, down] = [tellPlain(words.up), tellPlain(words.down)];
  return { columns, rows: [...ranking.items.map(row(up)), ...ranking.lowest.map(row(down))] };
}

define("unrolled-looking", LookingCard);
