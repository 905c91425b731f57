/** "Has the network seen anything like this?": credibility, its course, the neighbours, and how far to trust it. */

import { type TemplateResult, css, html, nothing } from "lit";
import * as of from "../../../generated/words/credibility";
import * as texts from "../../../generated/words/texts";
import type { CredibilityMeasured, DeepKnn, Layer, NearReview, NeighbourJudgement } from "../../../types";
import { send } from "../../store/actions";
import { hasIndex, hasReviews, indexBytes } from "../../deeds/brings";
import { type Classes, classesIn, lastClass, ofClass } from "../../writing/classes";
import { define } from "../../ui/define";
import { isLocked } from "../../store/frame";
import type { Table } from "../../export/download";
import { marked } from "../../writing/numbers";
import {
  courseSentence,
  familiarSentence,
  likeSentence,
  noticedSentence,
  otherSentence,
  pairsSentence,
  points,
  validitySentence,
  withoutSentence,
} from "./sentences";
import { STRANGE, pairsP } from "../verdict/familiar";
import { strongestChanges } from "./shape";
import { opening } from "../../ui/excerpt";
import { type Sentence, paragraph, plain, tell, tellPlain, yes } from "../../writing/sentence";
import { isSplitKnown } from "../../ui/report";
import { named } from "../../writing/named";
import { joined, shortWords } from "../../writing/pieces";
import { type State, answerOf } from "../../store/state";
import { base, controls, folds } from "../../ui/styles/base";
import { listStyle } from "../../ui/styles/lists";
import { viewStyle } from "../../ui/styles/view";
import "./course";
import "../model/reliability";
import { type ReviewItem, reviewList, whyNumbers } from "../../ui/reviews";
import { heading } from "../../ui/heading";
import { say } from "../../ui/say";
import { View } from "../../ui/view";
import { arriving, explained, failure, running, tail, weighing } from "../../ui/pieces";

/** Neighbours and words listed at first. */
const FIRST = 3;
const WORDS = 8;
/** Neighbours in each layer, as long as no answer says how many. */
const DEFAULT_NEIGHBOURS = 75;

const style = css`
  .view {
    gap: 1rem;
  }
  .changes {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(100%, 13rem), 1fr));
    gap: 0 2rem;
  }
  .changes li {
    border-bottom: 1px solid var(--hairline);
  }
  .changes button {
    display: flex;
    gap: 0.8rem;
    justify-content: space-between;
    width: 100%;
    border: 0;
    border-radius: 3px;
    background: none;
    padding: 0.3rem 0.15rem;
  }
  .changes button[aria-pressed="true"] {
    font-weight: 700;
  }
  .changes bdi {
    font-family: var(--serif);
  }
`;

export class CredibilityPart extends View {
  static override styles = [base, controls, folds, listStyle, viewStyle, style];
  static override properties = { state: { attribute: false }, all: { state: true } };
  declare state: State;
  declare private all: boolean;
  /** The quotes asked for last. */
  private wanted = "";

  constructor() {
    super();
    this.all = false;
  }

  override render(): TemplateResult {
    const slot = this.state.slots["deep-knn"];
    const answer = this.answer();
    const whole = answer?.whole ?? null;
    if (this.state.manifest !== null && !hasIndex(this.state))
      return html`<section class="view">
        ${heading(tellPlain(of.question))}
        <p class="sentence">${tellPlain(of.no_index)}</p>
      </section>`;
    return html`<section class="view" aria-busy=${slot.phase === "running"}>
      ${heading(tellPlain(of.question), { how: this.how(answer) })}
      ${answer === null || whole === null ? this.drawWaiting() : this.drawAnswer(answer, whole)}
      ${arriving(this.state.loading.index, tellPlain(texts.index_coming))}
      ${whole === null ? running(this, "deep-knn", slot, tellPlain(of.looking)) : nothing}
      ${failure(this, "deep-knn", slot)}
    </section>`;
  }

  /** What the rest of the answer is, how it comes about, and how far it was found to be true. */
  private how(answer: DeepKnn | null): TemplateResult {
    const known = isSplitKnown(this.state.manifest);
    const classes = classesIn(this.state);
    const colours = {
      blue: { text: tellPlain(of.course_up), as: "positive" },
      orange: { text: tellPlain(of.course_down), as: "negative" },
    } as const;
    const { measured = null, whole = null } = answer ?? {};
    const { layers, neighbours } = answer ?? { layers: LAYERS, neighbours: DEFAULT_NEIGHBOURS };
    const named = layers.map((layer) => tell(of.layer, { layer: layer === "logit" ? "other" : layer }));
    const isPlain = answer !== null && whole !== null && !isStrange(answer);
    return html`${explained(
      whole === null ? [] : paragraph(otherSentence(whole), measured === null ? [] : likeSentence(measured, whole)),
      isPlain ? pairsSentence(answer) : [],
      tell(of.how_neighbours, { layers: named, neighbours }),
      tell(of.how_credibility, { unseen: yes(known) }),
      tell(of.how_pairs),
      tell(of.course, { ...colours, last: lastClass(classes), first: ofClass(classes, 0) }),
      tell(of.how_changes),
      tell(of.how_doubt),
    )}${measured === null ? nothing : drawMeasured(measured, known)}`;
  }

  /** With the texts at hand the list quotes them without being asked. */
  override updated(): void {
    if (this.state.loading.reviews.phase !== "ready") return;
    const missing = this.shown()
      .filter((near) => near.tokens === null && this.state.excerpts[near.review] === undefined)
      .map((near) => near.review);
    if (missing.length > 0 && missing.join() !== this.wanted) {
      this.wanted = missing.join();
      send(this, { type: "excerpts", reviews: missing });
    }
  }

  private answer(): DeepKnn | null {
    return answerOf(this.state, "deep-knn");
  }

  private shown(): NearReview[] {
    const nearest = this.answer()?.nearest ?? [];
    return this.all ? nearest : nearest.slice(0, FIRST);
  }

  private drawWaiting(): TemplateResult {
    const { loading, slots } = this.state;
    if (this.answer()?.varies === false) return html`<p class="sentence">${say(tell(of.nothing_varies))}</p>`;
    if (slots["deep-knn"].phase !== "idle" && slots["deep-knn"].phase !== "done") return html``;
    if (loading.model.phase !== "ready") return html`<p class="quiet loads">${tellPlain(of.waiting)}</p>`;
    if (loading.index.phase === "ready") return html`<p class="quiet loads">${tellPlain(of.comparing)}</p>`;
    return html`<p class="sentence loads">${tellPlain(of.to_load)}</p>
      <div class="row">
        <button @click=${() => send(this, { type: "run", method: "deep-knn" })}>
          ${tellPlain(of.load)}${weighing(indexBytes(this.state))}
        </button>
      </div>`;
  }

  private drawAnswer(answer: DeepKnn, whole: NeighbourJudgement): TemplateResult {
    const { prediction } = this.state;
    const classes = classesIn(this.state);
    if (!Number.isFinite(whole.credibility))
      return html`<p class="sentence">${say(familiarSentence(answer, whole, classes, whole.prediction))}</p>
        <p class="sentence">${say(pairsSentence(answer))}</p>`;
    // What is strange about the text comes first.
    return html`${isStrange(answer) ? html`<p class="sentence">${say(pairsSentence(answer))}</p>` : nothing}
      <p class="sentence">${say(familiarSentence(answer, whole, classes, prediction?.verdict ?? whole.prediction))}</p>
      ${answer.prefixes.length > 1 ? this.drawCourse(answer) : nothing} ${this.drawChanges(answer, whole)}
      ${this.drawNearest(answer, whole)}`;
  }

  private drawCourse(answer: DeepKnn): TemplateResult {
    const name = (tokens: number) => this.nameOf(tokens - 1);
    const classes = classesIn(this.state);
    const table = () => courseTable(answer, name, classes);
    return html`<div class="block">
      ${heading(tellPlain(of.after_each), { level: 3, name: "credibility", source: answer, table })}
      <p class="sentence">${say(courseSentence(answer.prefixes, (tokens) => this.called(tokens - 1)))}</p>
      <unrolled-course
        .prefixes=${answer.prefixes}
        .classes=${classes}
        .selection=${this.state.selection}
        .fixed=${isLocked(this.state.frame, "selection")}
        .nameOf=${name}></unrolled-course>
    </div>`;
  }

  private drawChanges(answer: DeepKnn, whole: NeighbourJudgement): TemplateResult | typeof nothing {
    const { left_out_conformity: changes } = answer;
    const { selection, prediction } = this.state;
    const words = prediction?.kept ?? 0;
    if (changes.length < words) {
      const slot = this.state.slots["deep-knn"];
      return slot.phase === "running" ? running(this, "deep-knn", slot, tellPlain(of.leaving)) : nothing;
    }
    const alone = selection !== null && selection[1] - selection[0] === 1 ? selection[0] : null;
    const table = () => changesTable(answer, (token) => this.nameOf(token));
    return html`<div class="block">
      ${heading(tellPlain(of.which), { level: 3, name: "conformity", source: answer, table })}
      ${alone === null ? nothing : html`<p class="sentence">${say(withoutSentence(changes[alone] ?? 0, whole, this.nameOf(alone), classesIn(this.state)))}</p>`}
      <ul class="changes" aria-label=${tellPlain(of.changes)}>
        ${strongestChanges(changes, WORDS).map((token) => this.drawChange(token, changes[token] ?? 0))}
      </ul>
    </div>`;
  }

  private drawChange(token: number, change: number): TemplateResult {
    const { selection } = this.state;
    const pressed = selection !== null && selection[0] === token && selection[1] === token + 1;
    return html`<li>
      <button
        aria-pressed=${pressed}
        ?disabled=${isLocked(this.state.frame, "selection")}
        @click=${() => send(this, { type: "select", span: [token, token + 1] })}>
        <bdi>${plain(this.called(token))}</bdi><span>${marked(change, points(change))}</span>
      </button>
    </li>`;
  }

  private drawNearest(answer: DeepKnn, whole: NeighbourJudgement): TemplateResult {
    const { excerpts } = this.state;
    const against = answer.nearest.filter((near) => near.label !== whole.prediction).length;
    const items = this.shown().map((near): ReviewItem => {
      const text = excerpts[near.review];
      const told =
        text === undefined
          ? near.tokens === null
            ? null
            : { before: `${joined(near.tokens)} …`, match: "", after: "" }
          : opening(text);
      return { ...near, excerpt: told, note: near.label === whole.prediction ? "" : tellPlain(of.disagrees) };
    });
    const table = () => nearestTable(answer, classesIn(this.state));
    return html`<div class="block">
      ${heading(tellPlain(of.nearest), { level: 3, name: "neighbours", source: answer, table })}
      <p class="quiet">${say(tell(of.against, { against, n: answer.nearest.length }))}</p>
      ${reviewList(this, items)} ${whyNumbers(this.state)}
      <div class="row">
        ${tail(answer.nearest.length, FIRST, this.all, () => {
          this.all = !this.all;
        })}${this.drawQuotes()}
      </div>
    </div>`;
  }

  private drawQuotes(): TemplateResult | typeof nothing {
    const missing = this.shown().filter(
      (near) => near.tokens === null && this.state.excerpts[near.review] === undefined,
    );
    if (missing.length === 0 || this.state.loading.reviews.phase !== "idle" || !hasReviews(this.state)) return nothing;
    return html`<button
      class="plain"
      @click=${() => send(this, { type: "excerpts", reviews: missing.map((near) => near.review) })}>
      ${tellPlain(of.quotes)}
    </button>`;
  }

  /** With its place, where the text has the word more than once. */
  private called(token: number): Sentence {
    const { text, prediction } = this.state;
    return prediction === null ? [] : named(text, prediction, token, 24);
  }

  private nameOf(token: number): string {
    const { text, prediction } = this.state;
    return prediction === null ? "" : shortWords(text, prediction, [token, token + 1], 24);
  }
}

function drawMeasured(measured: CredibilityMeasured, known: boolean): TemplateResult {
  const bins = measured.reliability
    .filter(([, reviews]) => reviews > 0)
    .map(([confidence, examples, accuracy]) => ({ from: 0, to: 1, confidence, examples, accuracy }));
  const table = () => measuredTable(measured);
  return html`<div class="block">
    ${heading(tellPlain(of.check), { level: 3, name: "credibility-measured", source: measured, table })}
    <p class="sentence">${say(noticedSentence(measured))}</p>
    <p class="sentence">${say(validitySentence(measured, known))}</p>
    <p class="sentence">${tellPlain(of.how_discs)}</p>
    <unrolled-reliability .bins=${bins} across=${tellPlain(of.across)}></unrolled-reliability>
  </div>`;
}

function courseTable(answer: DeepKnn, nameOf: (tokens: number) => string, { names }: Classes): Table {
  const columns = [
    tellPlain(of.column_read),
    tellPlain(of.column_last),
    tellPlain(of.column_credibility),
    tellPlain(of.column_confidence),
    ...names.flatMap((name) =>
      [of.column_p, of.column_trimmed, of.column_alpha].map((to) => tellPlain(to, { class: name })),
    ),
    tellPlain(of.column_conformity),
    tellPlain(of.column_network),
  ];
  const rows = answer.prefixes.map((judged) => [
    judged.tokens,
    nameOf(judged.tokens),
    judged.credibility,
    judged.confidence,
    ...names.flatMap((_, label) => [
      judged.p[label] ?? null,
      judged.trimmed?.[label] ?? null,
      judged.alpha[label] ?? null,
    ]),
    judged.conformity,
    judged.probability,
  ]);
  return { columns, rows };
}

function changesTable(answer: DeepKnn, nameOf: (token: number) => string): Table {
  const rows = answer.left_out_conformity.map((change, token) => [
    token + 1,
    nameOf(token),
    change,
    answer.left_out_credibility[token] ?? null,
  ]);
  const columns = [of.column_number, of.column_word, of.column_conformity_without, of.column_credibility_without];
  return { columns: columns.map((column) => tellPlain(column)), rows };
}

function nearestTable(answer: DeepKnn, { names }: Classes): Table {
  const columns = [
    tellPlain(of.column_text),
    tellPlain(of.column_label),
    tellPlain(of.column_network),
    ...answer.layers.map((layer) => tellPlain(of.column_nearness, { layer: layer === "logit" ? "other" : layer })),
  ];
  return {
    columns,
    rows: answer.nearest.map((near) => [
      near.review,
      names[near.label] ?? near.label,
      near.probability,
      ...near.nearness,
    ]),
  };
}

function measuredTable(measured: CredibilityMeasured): Table {
  const columns = [
    of.column_measured,
    of.column_of,
    of.column_published,
    of.column_cleverhans,
    of.column_pairs,
    of.column_unknown,
  ].map((column) => tellPlain(column));
  const rows: Table["rows"] = [
    ...measured.validity.map(([epsilon, published, trimmed]) => [
      tellPlain(of.row_p, { p: epsilon }),
      measured.reviews,
      published,
      trimmed,
      null,
      null,
    ]),
    ...measured.strange.map(({ kind, texts, auroc }) => [
      tellPlain(of.row_strange, { kind: STRANGENESS.find((known) => known === kind) ?? "other" }),
      texts,
      ...auroc,
    ]),
    ...measured.reliability.map(([credibility, reviews, accuracy]) => [
      tellPlain(of.row_right, { p: credibility }),
      reviews,
      accuracy,
      null,
      null,
      null,
    ]),
    [tellPlain(of.row_neighbours), measured.reviews, measured.accuracy, null, null, null],
    [tellPlain(of.row_network), measured.reviews, measured.network_accuracy, null, null, null],
  ];
  return { columns, rows };
}

/** What the measurement made strange on purpose. */
const STRANGENESS = ["shuffled", "random", "unknown", "foreign"] as const;
/** Before there is an answer, as of an LSTM. */
const LAYERS: Layer[] = ["embedding", "hidden", "cell", "logit"];

/** What is strange about the text comes first. */
const isStrange = (answer: DeepKnn): boolean => (pairsP(answer) ?? 1) < STRANGE;

define("unrolled-credibility", CredibilityPart);
