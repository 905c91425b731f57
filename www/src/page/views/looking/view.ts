/** The card "What was it looking for here?": every word tried, and a free vector. */

import { type TemplateResult, css, html, nothing } from "lit";
import * as common from "../../../generated/words/common";
import * as words from "../../../generated/words/looking";
import type { From, InnerTarget, Prediction, Ranking } from "../../../types";
import { type Action, send } from "../../store/actions";
import { hasIndex, hasReviews, indexBytes } from "../../deeds/brings";
import { define } from "../../ui/define";
import type { Table } from "../../export/download";
import { percent } from "../../writing/numbers";
import { paragraph, tell, tellPlain } from "../../writing/sentence";
import { lookingSentence, rankedClass, searchedSentence, targetName } from "./sentences";
import { itemWord, rankingRows } from "./shape";
import type { Settings, State } from "../../store/state";
import { base, controls, folds } from "../../ui/styles/base";
import { cardStyle } from "../../ui/styles/card";
import "../../ui/bars";
import "./free";
import { heading } from "../../ui/heading";
import { say } from "../../ui/say";
import { targetChoice } from "./target";
import { View } from "../../ui/view";
import { choice, explained, failure, running, segmented, weighing } from "../../ui/pieces";

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
    const fresh = slot.result !== null && slot.current;
    const shown = fresh || slot.phase === "running" ? slot.result : null;
    return html`<section class=${`card${fresh ? "" : " waiting"}`} aria-busy=${slot.phase === "running"}>
      ${this.drawHeading(shown, prediction)}
      <div class=${`answer${fresh ? "" : " loads"}`}>
        <p>${slot.result !== null && fresh ? say(lookingSentence(slot.result, prediction)) : this.waiting()}</p>
        ${this.drawLoad()}
      </div>
      ${shown === null ? nothing : drawRanking(shown)}
      ${slot.phase === "running" && slot.result === null ? running(this, "corpus-search", slot, tellPlain(words.try_every)) : nothing}
      ${failure(this, "corpus-search", slot)} ${this.drawSettings()}
      <unrolled-free .state=${this.state}></unrolled-free>
    </section>`;
  }

  private drawHeading(ranking: Ranking | null, prediction: Prediction): TemplateResult {
    const how = explained(
      tell(words.how_search),
      ranking === null
        ? []
        : paragraph(searchedSentence(ranking), tell(words.bars, { target: targetName(ranking.target) })),
    );
    const table =
      ranking === null ? {} : { name: "corpus-search", source: ranking, table: () => tableOf(ranking, prediction) };
    return heading(tellPlain(words.question), { how, level: 3, ...table });
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
      !slots["corpus-search"].current;
    return waits && settings.search.minimum_count > 0 && hasIndex(this.state);
  }

  private drawLoad(): TemplateResult | typeof nothing {
    if (!this.needsIndex()) return nothing;
    const load = () => this.send({ type: "load", asset: "index" });
    return html`<div class="row">
      <button @click=${load}>${tellPlain(words.load_counts)}${weighing(indexBytes(this.state))}</button>
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
        <summary>${tellPlain(common.settings)}</summary>
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

function drawRanking(ranking: Ranking): TemplateResult {
  const rows = rankingRows(ranking);
  return html`<div class="figure">
    <unrolled-bars .rows=${rows} .label=${rows.map((row) => `${row.label} ${row.text}`).join("; ")}></unrolled-bars>
  </div>`;
}

function tableOf(ranking: Ranking, prediction: Prediction): Table {
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
