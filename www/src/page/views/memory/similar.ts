/** Passages of the training texts that left the network in nearly the same state. */

import { LitElement, type TemplateResult, css, html, nothing } from "lit";
import * as common from "../../../generated/words/common";
import * as texts from "../../../generated/words/texts";
import * as of from "../../../generated/words/training";
import type { Similarity } from "../../../types";
import { type Action, send } from "../../store/actions";
import { hasReviews, isInside, namesOnly, reviewBytes, takesLong } from "../../deeds/brings";
import { keptBytes } from "../../deeds/kept";
import { type Classes, classesIn } from "../../writing/classes";
import { define } from "../../ui/define";
import type { Table } from "../../export/download";
import { percent } from "../../writing/numbers";
import { paragraph, tell, tellPlain, yes } from "../../writing/sentence";
import { answerKind, distance, similarSentence } from "./sentences";
import { joined, shortWords } from "../../writing/pieces";
import type { State } from "../../store/state";
import { base, controls, folds } from "../../ui/styles/base";
import { listStyle } from "../../ui/styles/lists";
import { type ReviewItem, reviewList } from "../../ui/reviews";
import { heading } from "../../ui/heading";
import { say } from "../../ui/say";
import { arriving, explained, failure, running, segmented, tail } from "../../ui/pieces";

const METRICS = [
  { value: "l2" as const, name: tellPlain(of.by_distance) },
  { value: "cosine" as const, name: tellPlain(of.by_angle) },
];
const CONTEXTS = [
  { value: "text" as const, name: tellPlain(of.in_text) },
  { value: "zero" as const, name: tellPlain(of.on_own) },
];
/** Passages listed at first. */
const FIRST = 3;

const style = css`
  .similar {
    display: grid;
    gap: 0.7rem;
    border-top: 1px solid var(--hairline);
    padding-top: 0.9rem;
  }
`;

export class SimilarPart extends LitElement {
  static override styles = [base, controls, folds, listStyle, style];
  static override properties = { state: { attribute: false }, all: { state: true } };
  declare state: State;
  declare private all: boolean;

  constructor() {
    super();
    this.all = false;
  }

  override render(): TemplateResult {
    const { slots } = this.state;
    const slot = slots["activation-similarity"];
    const fresh = slot.current;
    if (slot.phase === "idle" || (slot.phase === "done" && !fresh)) return html``;
    return html`<div class="similar">
      ${this.drawHeading(fresh ? slot.result : null)}
      ${slot.result === null || !fresh ? html`<p class="quiet loads">${tellPlain(of.comparing)}</p>` : this.drawResult(slot.result)}
      ${slot.asked?.settings.exact === true ? running(this, "activation-similarity", slot, tellPlain(of.comparing_all)) : nothing}
      ${slot.phase === "running" && slot.asked?.settings.exact === true ? arriving(this.state.loading.reviews, tellPlain(texts.coming)) : nothing}
      ${failure(this, "activation-similarity", slot)} ${this.drawSettings()}
    </div>`;
  }

  private drawHeading(similar: Similarity | null): TemplateResult {
    const how = explained(
      tell(namesOnly(this.state) ? texts.passages : of.similar_how),
      similar?.exact === true ? answerKind(similar) : [],
    );
    const table = () => tableOf(similar as Similarity, classesIn(this.state));
    const menu = similar === null ? {} : { name: "activation-similarity", source: similar, table };
    return heading(tellPlain(of.passages), { how, level: 4, ...menu });
  }

  private drawResult(similar: Similarity): TemplateResult {
    const { text, prediction, selection } = this.state;
    const words = prediction === null || selection === null ? "" : shortWords(text, prediction, selection);
    const shown = this.all ? similar.items : similar.items.slice(0, FIRST);
    const items = shown.map((item): ReviewItem => ({
      ...item,
      note: distance(similar, item.score),
      excerpt: item.tokens == null || item.position === null ? null : quoted(item.tokens, item.position),
    }));
    return html`${similar.exact ? nothing : html`<p class="quiet doubt">${say(answerKind(similar))}</p>`}
      <p class="sentence">${say(similarSentence(words, similar, classesIn(this.state)))}</p>
      ${reviewList(this, items)}
      ${tail(similar.items.length, FIRST, this.all, () => {
        this.all = !this.all;
      })}
      ${similar.exact || this.state.slots["activation-similarity"].phase === "running" ? nothing : this.drawExact()}`;
  }

  /** The exact search, with what it costs before the click. */
  private drawExact(): TemplateResult | typeof nothing {
    const { manifest, loading, settings } = this.state;
    if (!hasReviews(this.state)) return nothing;
    const alone = settings.similarity.from === "zero";
    const [all, bytes, load] = [manifest?.counts?.["train"], keptBytes(this.state), reviewBytes(this.state)];
    const costs = paragraph(
      tell(of.search_costs, {
        long: yes(takesLong(this.state)),
        download: yes(loading.reviews.phase !== "ready" && !isInside()),
        bytes: load,
      }),
      bytes > 0 && !alone ? tell(of.search_keeps, { bytes }) : [],
    );
    const asks = tell(of.search_places, { alone: yes(alone), known: yes(all !== undefined), all: all ?? 0 });
    const run = () => this.send({ type: "run", method: "activation-similarity", exact: true });
    return html`<div class="row search">
      <button @click=${run}>${say(asks)}</button>
      <span class="quiet">${say(costs)}</span>
    </div>`;
  }

  private drawSettings(): TemplateResult {
    const { similarity } = this.state.settings;
    const set = (patch: Partial<typeof similarity>) =>
      this.send({ type: "settings", patch: { similarity: { ...similarity, ...patch } } });
    return html`<details class="settings">
      <summary>${tellPlain(common.settings)}</summary>
      <div class="fold">
        <div>${segmented(tellPlain(of.compare_by), METRICS, similarity.metric, (metric) => set({ metric }))}</div>
        <div>${segmented(tellPlain(of.words_are), CONTEXTS, similarity.from, (from) => set({ from }))}</div>
      </div>
    </details>`;
  }

  private send(action: Action): void {
    send(this, action);
  }
}

/** The words that led to the state; the last of them in bold. */
function quoted(tokens: string[], position: number): ReviewItem["excerpt"] {
  const last = tokens[tokens.length - 1] ?? "";
  const all = joined(tokens);
  const opening = position < tokens.length ? "" : "… ";
  return { before: opening + all.slice(0, all.length - last.length), match: last, after: "" };
}

function tableOf(similar: Similarity, { names }: Classes): Table {
  const columns = [
    tellPlain(of.col_text),
    tellPlain(of.col_ends),
    tellPlain(of.col_passage),
    tellPlain(of.col_metric, { metric: similar.metric === "cosine" ? "cosine" : "other" }),
    tellPlain(of.col_label),
    tellPlain(of.col_probability),
  ];
  const rows = similar.items.map((item) => [
    item.review,
    item.position === null ? null : item.position + 1,
    item.tokens?.join(" ") ?? null,
    item.score,
    names[item.label] ?? item.label,
    percent(item.probability),
  ]);
  return { columns, rows };
}

define("unrolled-similar", SimilarPart);
