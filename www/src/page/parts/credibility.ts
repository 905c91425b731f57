/** "Has the network seen anything like this?": credibility, its course, the neighbours, and how far to trust it. */

import { type TemplateResult, css, html, nothing } from "lit";
import * as of from "../../generated/words/credibility";
import * as texts from "../../generated/words/texts";
import type { CredibilityMeasured, DeepKnn, Layer, NearReview, NeighbourJudgement } from "../../types";
import { send } from "../actions";
import { isFresh } from "../deeds/asks";
import { hasIndex, hasReviews, indexBytes } from "../deeds/brings";
import { type Classes, classesIn, lastClass, ofClass } from "../classes";
import { define } from "../define";
import { isLocked } from "../frame";
import type { Table } from "../download";
import { count, decimal, marked } from "../numbers";
import {
  courseSentence,
  familiarSentence,
  likeSentence,
  noticedSentence,
  pairsSentence,
  points,
  validitySentence,
  withoutSentence,
} from "../sentences/credibility";
import { STRANGE, pairsP } from "../sentences/familiar";
import { strongestChanges } from "../shapes/credibility";
import { opening } from "../shapes/excerpt";
import { type Sentence, plain, tell, tellPlain, yes } from "../sentence";
import { isSplitKnown } from "../shapes/report";
import { named } from "../shapes/named";
import { joined, shortWords } from "../shapes/pieces";
import type { State } from "../state";
import { base, controls, folds } from "../styles/base";
import { listStyle } from "../styles/lists";
import { viewStyle } from "../styles/view";
import "./course";
import "./reliability";
import { type ReviewItem, reviewList, whyNumbers } from "./reviews";
import { say } from "./say";
import "./table";
import { View } from "./view";
import { arriving, failure, how, running, weighing } from "./words";

/** Neighbours and words listed at first. */
const FIRST = 5;
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
        <h2>Has the network seen anything like this?</h2>
        <p class="sentence">${tellPlain(of.no_index)}</p>
      </section>`;
    return html`<section class="view" aria-busy=${slot.phase === "running"}>
      <h2>Has the network seen anything like this?</h2>
      ${answer === null || whole === null ? this.drawWaiting() : this.drawAnswer(answer, whole)}
      ${arriving(this.state.loading.index, tellPlain(texts.index_coming))}
      ${whole === null ? running(this, "deep-knn", slot, tellPlain(of.looking)) : nothing}
      ${failure(this, "deep-knn", slot)} ${how(credibilityHow(answer, isSplitKnown(this.state.manifest)))}
    </section>`;
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
    return isFresh(this.state, "deep-knn") ? this.state.slots["deep-knn"].result : null;
  }

  private shown(): NearReview[] {
    const nearest = this.answer()?.nearest ?? [];
    return this.all ? nearest : nearest.slice(0, FIRST);
  }

  private drawWaiting(): TemplateResult {
    const { loading, slots } = this.state;
    if (this.answer()?.varies === false) return html`<p class="sentence">${say(tell(of.nothing_varies))}</p>`;
    if (slots["deep-knn"].phase !== "idle" && slots["deep-knn"].phase !== "done") return html``;
    if (loading.model.phase !== "ready")
      return html`<p class="quiet loads">The answer comes when the model has loaded.</p>`;
    if (loading.index.phase === "ready") return html`<p class="quiet loads">${tellPlain(of.comparing)}</p>`;
    return html`<p class="sentence loads">${tellPlain(of.to_load)}</p>
      <div class="row">
        <button @click=${() => send(this, { type: "run", method: "deep-knn" })}>
          Load it${weighing(indexBytes(this.state))}
        </button>
      </div>`;
  }

  private drawAnswer(answer: DeepKnn, whole: NeighbourJudgement): TemplateResult {
    const { prediction, manifest } = this.state;
    const classes = classesIn(this.state);
    if (!Number.isFinite(whole.credibility))
      return html`<p class="sentence">${say(familiarSentence(answer, whole, classes, whole.prediction))}</p>
        <p class="sentence">${say(pairsSentence(answer))}</p>`;
    // What is strange about the text comes first.
    const pairs = html`<p class="sentence">${say(pairsSentence(answer))}</p>`;
    const isStrange = (pairsP(answer) ?? 1) < STRANGE;
    return html`${isStrange ? pairs : nothing}
      <p class="sentence">
        ${say(familiarSentence(answer, whole, classes, prediction?.verdict ?? whole.prediction))}
        ${answer.measured === null ? nothing : say(likeSentence(answer.measured, whole))}
      </p>
      ${isStrange ? nothing : pairs} ${answer.prefixes.length > 1 ? this.drawCourse(answer) : nothing}
      ${this.drawChanges(answer, whole)} ${this.drawNearest(answer, whole)}
      ${answer.measured === null ? nothing : drawMeasured(answer.measured, isSplitKnown(manifest))}`;
  }

  private drawCourse(answer: DeepKnn): TemplateResult {
    const name = (tokens: number) => this.nameOf(tokens - 1);
    const classes = classesIn(this.state);
    const colours = {
      blue: { text: tellPlain(of.course_up), as: "positive" },
      orange: { text: tellPlain(of.course_down), as: "negative" },
    } as const;
    return html`<div class="block">
      <h3>After every word</h3>
      <p class="sentence">${say(courseSentence(answer.prefixes, (tokens) => this.called(tokens - 1)))}</p>
      <unrolled-course
        .prefixes=${answer.prefixes}
        .classes=${classes}
        .selection=${this.state.selection}
        .fixed=${isLocked(this.state.frame, "selection")}
        .nameOf=${name}></unrolled-course>
      <p class="quiet">${say(tell(of.course, { ...colours, last: lastClass(classes), first: ofClass(classes, 0) }))}</p>
      <unrolled-table
        name="credibility"
        .source=${answer}
        .table=${() => courseTable(answer, name, classes)}></unrolled-table>
    </div>`;
  }

  private drawChanges(answer: DeepKnn, whole: NeighbourJudgement): TemplateResult | typeof nothing {
    const { left_out_conformity: changes } = answer;
    const { selection, prediction } = this.state;
    const words = prediction?.kept ?? 0;
    if (changes.length < words) {
      const slot = this.state.slots["deep-knn"];
      return slot.phase === "running" ? running(this, "deep-knn", slot, "Leaving out words") : nothing;
    }
    const alone = selection !== null && selection[1] - selection[0] === 1 ? selection[0] : null;
    return html`<div class="block">
      <h3>Which words won it support?</h3>
      ${alone === null ? nothing : html`<p class="sentence">${say(withoutSentence(changes[alone] ?? 0, whole, this.nameOf(alone), classesIn(this.state)))}</p>`}
      <ul class="changes" aria-label="Words by how much leaving them out changes the share of agreeing neighbours">
        ${strongestChanges(changes, WORDS).map((token) => this.drawChange(token, changes[token] ?? 0))}
      </ul>
      <p class="quiet">
        How many more (▲) or fewer (▼) of the neighbours would have the same label if the word had not been written.
      </p>
      <unrolled-table
        name="conformity"
        .source=${answer}
        .table=${() => changesTable(answer, (token) => this.nameOf(token))}></unrolled-table>
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
      const layers = answer.layers.filter((_, i) => near.nearness[i] !== null);
      return {
        ...near,
        excerpt: told,
        note: `${near.label === whole.prediction ? "" : "disagrees; "}near in ${layers.join(", ")}`,
      };
    });
    return html`<div class="block">
      <h3>${tellPlain(of.nearest)}</h3>
      <p class="quiet">${say(tell(of.against, { against, n: answer.nearest.length }))}</p>
      ${reviewList(this, items)} ${whyNumbers(this.state)}
      <div class="row">
        ${
          answer.nearest.length <= FIRST
            ? nothing
            : html`<button
                class="plain"
                @click=${() => {
                  this.all = !this.all;
                }}>
                ${this.all ? "Fewer" : `All ${count(answer.nearest.length)}`}
              </button>`
        }${this.drawQuotes()}
      </div>
      <unrolled-table
        name="neighbours"
        .source=${answer}
        .table=${() => nearestTable(answer, classesIn(this.state))}></unrolled-table>
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
      Show how they begin
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
  return html`<div class="block">
    <h3>How far is this to be trusted?</h3>
    <p class="sentence">${say(noticedSentence(measured))}</p>
    <p class="sentence">${say(validitySentence(measured, known))}</p>
    <unrolled-reliability .bins=${bins} across="credibility"></unrolled-reliability>
    <unrolled-table
      name="credibility-measured"
      .source=${measured}
      .table=${() => measuredTable(measured)}></unrolled-table>
  </div>`;
}

function courseTable(answer: DeepKnn, nameOf: (tokens: number) => string, { names }: Classes): Table {
  const columns = [
    "words read",
    "the last",
    "credibility",
    "confidence",
    ...names.flatMap((name) =>
      [of.column_p, of.column_trimmed, of.column_alpha].map((to) => tellPlain(to, { class: name })),
    ),
    "conformity",
    "network",
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
  return { columns: ["no.", "word", "conformity without it", "credibility without it"], rows };
}

function nearestTable(answer: DeepKnn, { names }: Classes): Table {
  const columns = [
    "text",
    "label",
    "network",
    ...answer.layers.map((layer) => (layer === "logit" ? "logit, minus the difference" : `${layer}, cosine`)),
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
  const columns = ["measured", "of", "published definition", "trimmed (cleverhans)", "rare pairs", "unknown words"];
  const rows: Table["rows"] = [
    ...measured.validity.map(([epsilon, published, trimmed]) => [
      `true label’s p at most ${decimal(epsilon)}`,
      measured.reviews,
      published,
      trimmed,
      null,
      null,
    ]),
    ...measured.strange.map(({ kind, texts, auroc }) => [`AUROC, ${kind}`, texts, ...auroc]),
    ...measured.reliability.map(([credibility, reviews, accuracy]) => [
      `right at credibility ${decimal(credibility)}`,
      reviews,
      accuracy,
      null,
      null,
      null,
    ]),
    ["neighbours right", measured.reviews, measured.accuracy, null, null, null],
    ["network right", measured.reviews, measured.network_accuracy, null, null, null],
  ];
  return { columns, rows };
}

/** Before there is an answer, as of an LSTM. */
const LAYERS: Layer[] = ["embedding", "hidden", "cell", "logit"];

function credibilityHow(answer: DeepKnn | null, known: boolean): TemplateResult {
  const { layers, neighbours } = answer ?? { layers: LAYERS, neighbours: DEFAULT_NEIGHBOURS };
  const named = layers.map((layer) => tell(of.layer, { layer: layer === "logit" ? "other" : layer }));
  return html`<p>${say(tell(of.how_neighbours, { layers: named, neighbours }))}</p>
    <p>${say(tell(of.how_credibility, { unseen: yes(known) }))}</p>
    <p>
      <b>Rare pairs</b> are neighbouring words that the training texts hold at most once, or with an unknown word. A
      small table of the common pairs remembers which; it takes one rare pair in forty for common.
    </p>
    <p>${say(tell(of.how_doubt))}</p>`;
}

define("unrolled-credibility", CredibilityPart);
