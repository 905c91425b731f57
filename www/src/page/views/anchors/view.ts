/** "What rule does the network follow here?": words that hold the verdict fast, measured, and looked up in training. */

import { type TemplateResult, css, html, nothing } from "lit";
import * as of from "../../../generated/words/anchors";
import * as texts from "../../../generated/words/texts";
import type { Anchor, Perturbation, Prediction, RuleExample, RuleMemory } from "../../../types";
import { send } from "../../store/actions";
import { shownRule, trainingOf } from "./ask";
import { hasIndex, hasReviews, missingBytes } from "../../deeds/brings";
import { classesOf, ofClass } from "../../writing/classes";
import { define } from "../../ui/define";
import { isLocked } from "../../store/frame";
import type { Table } from "../../export/download";
import { type Piece, paragraph, plain, tell, tellPlain, word, yes } from "../../writing/sentence";
import { changing, comesFirst, emptySentence, minimalSentence, ruleSentence, trainingSentence } from "./sentences";
import { precisionRows } from "./shape";
import { excerpt } from "../../ui/excerpt";
import { type Namer, named } from "../../writing/named";
import { shortWords } from "../../writing/pieces";
import { type Settings, type State } from "../../store/state";
import { base, controls, folds } from "../../ui/styles/base";
import { listStyle } from "../../ui/styles/lists";
import "./precision";
import { type ReviewItem, reviewList } from "../../ui/reviews";
import { heading } from "../../ui/heading";
import { say } from "../../ui/say";
import { View } from "../../ui/view";
import { arriving, choice, explained, failure, running, weighing } from "../../ui/pieces";

/** Texts listed of each kind. */
const LISTED = 3;

const style = css`
  .view {
    display: grid;
    gap: 1rem;
  }
  .block {
    display: grid;
    gap: 0.7rem;
    min-width: 0;
  }
  .chips {
    display: flex;
    flex-wrap: wrap;
    gap: 0.4rem;
    align-items: center;
  }
  .chips button {
    font-family: var(--serif);
    font-size: 1.0625rem;
    border-radius: 999px;
  }
  .chips button[aria-pressed="true"] {
    border-color: var(--ink);
    box-shadow: inset 0 0 0 1px var(--ink);
    font-weight: 700;
  }
  .figure {
    max-width: 40rem;
    display: grid;
    gap: 0.4rem;
  }
  .lists {
    display: grid;
    gap: 1rem 2rem;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 20rem), 1fr));
  }
  .lists > div {
    min-width: 0;
  }
`;

const KINDS = (["delete", "unknown", "replace"] as Perturbation[]).map((value) => ({
  value,
  name: tellPlain(of.changed, { how: changing(value) }),
}));

export class AnchorsPart extends View {
  static override styles = [base, controls, folds, listStyle, style];
  static override properties = { state: { attribute: false } };
  declare state: State;
  /** The quotes asked for last. */
  private wanted = "";

  override render(): TemplateResult {
    const { prediction, predicted, text, slots, settings } = this.state;
    if (prediction === null || predicted !== text || prediction.kept === 0) return html``;
    const found = shownRule(this.state);
    const method = this.isOwn() ? "own-rule" : "anchors";
    const kinds = choice(tellPlain(of.others_are), KINDS, settings.anchors.perturbation, (perturbation) =>
      this.set({ perturbation }),
    );
    return html`<section class="view">
      ${this.drawHeading(found, prediction)}
      ${found === null ? this.drawWaiting(method) : this.drawFound(found, prediction)}
      ${running(this, method, slots[method], tellPlain(of.asking))} ${failure(this, method, slots[method])}
      ${found?.finished === true ? this.drawTraining(found, prediction) : nothing}
      <div class="row">${this.drawActions(found, prediction)}${kinds}</div>
    </section>`;
  }

  private drawHeading(found: Anchor | null, prediction: Prediction): TemplateResult {
    const called: Namer = (token) => named(this.state.text, prediction, token, 24);
    const how = explained(
      found === null
        ? []
        : paragraph(
            comesFirst(found) ? [] : emptySentence(found, this.verdict(prediction)),
            minimalSentence(found, called),
          ),
      tell(of.how_search),
      tell(of.how_bars),
      tell(of.how_words),
      tell(of.how_doubt),
    );
    const table = () => tableOf(found as Anchor, (token) => plain(called(token)));
    const menu = found === null ? {} : { name: "anchors", source: found, table };
    return heading(tellPlain(of.question), { how, ...menu });
  }

  /** With the texts at hand the lists quote them without being asked. */
  override updated(): void {
    const training = this.training(shownRule(this.state));
    if (this.state.loading.reviews.phase !== "ready" || training === null) return;
    const listed = [training.holds, training.fails].flatMap((list) => list.slice(0, LISTED));
    const missing = listed
      .map((example) => example.review)
      .filter((review) => this.state.excerpts[review] === undefined);
    if (missing.length > 0 && missing.join() !== this.wanted) {
      this.wanted = missing.join();
      send(this, { type: "excerpts", reviews: missing });
    }
  }

  private isOwn(): boolean {
    return this.state.settings.anchors.own?.text === this.state.text;
  }

  private set(patch: Partial<Settings["anchors"]>): void {
    send(this, { type: "settings", patch: { anchors: { ...this.state.settings.anchors, ...patch } } });
  }

  private drawWaiting(method: "own-rule" | "anchors"): TemplateResult {
    const {
      slots,
      settings: {
        anchors: { perturbation },
      },
      loading,
    } = this.state;
    if (slots[method].phase === "running") return html`<p class="sentence loads">${tellPlain(of.starting)}</p>`;
    const live = yes(loading.model.phase === "ready");
    return html`<p class="sentence loads">${tellPlain(of.idea, { how: changing(perturbation), live })}</p>`;
  }

  private drawFound(found: Anchor, prediction: Prediction): TemplateResult {
    const called: Namer = (token) => named(this.state.text, prediction, token, 24);
    const name = (token: number) => plain(called(token));
    const rows = precisionRows(found, name);
    const doubt = found.vacuous || (found.finished && !found.successful);
    const verdict = this.verdict(prediction);
    const rule = ruleSentence(
      found,
      found.rule.map((token) => called(token)),
      verdict,
    );
    const says = paragraph(comesFirst(found) ? emptySentence(found, verdict) : [], rule);
    return html`<div class="block">
      <p class=${`sentence${doubt ? " doubt" : ""}`}>${say(says)}</p>
      ${found.rule.length === 0 ? nothing : html`<div class="chips" role="group" aria-label=${tellPlain(of.words)}>${found.rule.map((token) => this.drawChip(token, name(token)))}</div>`}
      ${
        rows.length === 0
          ? nothing
          : html`<div class="figure">
              <unrolled-precision .rows=${rows} .wanted=${found.threshold - found.tolerance}></unrolled-precision>
            </div>`
      }
    </div>`;
  }

  private drawChip(token: number, name: string): TemplateResult {
    const { selection } = this.state;
    const pressed = selection !== null && selection[0] === token && selection[1] === token + 1;
    return html`<button
      aria-pressed=${pressed}
      ?disabled=${isLocked(this.state.frame, "selection")}
      @click=${() => send(this, { type: "select", span: [token, token + 1] })}>
      <bdi>${name}</bdi>
    </button>`;
  }

  /** What is to be done next: another search, the reader's own rule, the way back. */
  private drawActions(found: Anchor | null, prediction: Prediction): TemplateResult {
    const {
      selection,
      slots,
      text,
      settings: {
        anchors: { own },
      },
      loading,
    } = this.state;
    const live = loading.model.phase === "ready";
    const isOwn = this.isOwn();
    const busy = slots.anchors.phase === "running" || slots["own-rule"].phase === "running";
    const chosen =
      selection === null ? [] : Array.from({ length: selection[1] - selection[0] }, (_, i) => selection[0] + i);
    const isShown = found !== null && found.finished && found.rule.join() === chosen.join();
    const words = selection === null ? "" : shortWords(text, prediction, selection, 30);
    const use = (rule: number[]) => () => this.set({ own: { text, rule } });
    const more = isOwn && own !== null ? [...new Set([...own.rule, ...chosen])].sort((a, b) => a - b) : [];
    const search = () => send(this, { type: "run", method: "anchors" });
    return html` ${!isOwn && (found === null || !found.finished) && !busy ? html`<button ?disabled=${!live} @click=${search}>${tellPlain(of.find)}</button>` : nothing}
    ${isOwn ? html`<button @click=${() => this.set({ own: null })}>${tellPlain(of.back)}</button>` : nothing}
    ${chosen.length === 0 || isShown || !live ? nothing : html`<button @click=${use(chosen)}>${say(tell(of.use, { words: word(words) }))}</button>`}
    ${isOwn && own !== null && more.length > own.rule.length && live ? html`<button @click=${use(more)}>${say(tell(of.add, { words: word(words) }))}</button>` : nothing}`;
  }

  private training(found: Anchor | null): RuleMemory | null {
    return found === null || !found.finished ? null : trainingOf(this.state, found);
  }

  private drawTraining(found: Anchor, prediction: Prediction): TemplateResult | typeof nothing {
    if (found.rule.length === 0 || !hasIndex(this.state) || !hasReviews(this.state)) return nothing;
    const { loading, slots } = this.state;
    const training = this.training(found);
    if (training === null) {
      const bytes = missingBytes(this.state, ["index", "reviews"]);
      if (found.rule.some((token) => prediction.unknown[token] === true))
        return html`<p class="sentence">${tellPlain(of.unknown)}</p>`;
      return html`<div class="block">
        ${arriving(loading.reviews, tellPlain(texts.coming))} ${failure(this, "rule-training", slots["rule-training"])}
        ${
          bytes === 0 || loading.reviews.phase === "loading" || loading.index.phase === "loading"
            ? nothing
            : html`<div class="row">
                <button @click=${() => send(this, { type: "recall" })}>
                  ${tellPlain(of.look_up)}${weighing(bytes)}
                </button>
              </div>`
        }
      </div>`;
    }
    return html`<div class="block">
      <p class="sentence">${say(trainingSentence(training, found, this.verdict(prediction)))}</p>
      <div class="lists">
        ${this.drawList(tellPlain(of.where_holds), training.holds, found, prediction)}${this.drawList(tellPlain(of.where_fails), training.fails, found, prediction)}
      </div>
    </div>`;
  }

  private drawList(
    title: string,
    examples: RuleExample[],
    found: Anchor,
    prediction: Prediction,
  ): TemplateResult | typeof nothing {
    if (examples.length === 0) return nothing;
    const first = this.nameOf(found.rule[0] ?? 0, prediction);
    const items = examples.slice(0, LISTED).map((example): ReviewItem => {
      const text = this.state.excerpts[example.review];
      return {
        ...example,
        note: tellPlain(texts.of_training),
        excerpt: text === undefined ? null : excerpt(text, first),
      };
    });
    return html`<div>
      <h4>${title}</h4>
      ${reviewList(this, items)}
    </div>`;
  }

  /** The class that the network decides for: what the rule holds fast. */
  private verdict(prediction: Prediction): Piece {
    return ofClass(classesOf(prediction), prediction.verdict);
  }

  private nameOf(token: number, prediction: Prediction): string {
    return shortWords(this.state.text, prediction, [token, token + 1], 24);
  }
}

function tableOf(found: Anchor, nameOf: (token: number) => string): Table {
  const rows = precisionRows(found, nameOf).map(({ label, found: { share, low, high, samples } }) => [
    label,
    share,
    low,
    high,
    samples,
  ]);
  const columns = [of.col_held, of.col_stands, of.col_low, of.col_high, of.col_texts];
  return { columns: columns.map((column) => tellPlain(column)), rows };
}

define("unrolled-anchors", AnchorsPart);
