/** "What rule does the network follow here?": words that hold the verdict fast, measured, and looked up in training. */

import { type TemplateResult, css, html, nothing } from "lit";
import * as of from "../../generated/words/anchors";
import * as texts from "../../generated/words/texts";
import type { Anchor, Perturbation, Prediction, RuleExample, RuleMemory } from "../../types";
import { send } from "../actions";
import { isFresh, shownRule } from "../deeds/asks";
import { hasIndex, hasReviews, missingBytes } from "../deeds/brings";
import { classesOf, ofClass } from "../classes";
import { define } from "../define";
import { isLocked } from "../frame";
import type { Table } from "../download";
import { type Piece, plain, tell, tellPlain } from "../sentence";
import { CHANGED, emptySentence, minimalSentence, ruleSentence, trainingSentence } from "../sentences/anchors";
import { precisionRows } from "../shapes/anchors";
import { excerpt } from "../shapes/excerpt";
import { type Namer, named } from "../shapes/named";
import { shortWords } from "../shapes/pieces";
import type { Settings, State } from "../state";
import { base, controls, folds } from "../styles/base";
import { listStyle } from "../styles/lists";
import "./precision";
import { type ReviewItem, reviewList } from "./reviews";
import { say } from "./say";
import "./table";
import { View } from "./view";
import { arriving, choice, failure, how, running, weighing } from "./words";

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

const KINDS = (Object.keys(CHANGED) as Perturbation[]).map((value) => ({ value, name: CHANGED[value] }));

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
    const kinds = choice("other words are", KINDS, settings.anchors.perturbation, (perturbation) =>
      this.set({ perturbation }),
    );
    return html`<section class="view">
      <h2>What rule does the network follow here?</h2>
      ${found === null ? this.drawWaiting(method) : this.drawFound(found, prediction)}
      ${running(this, method, slots[method], "Changed texts that the network reads")}
      ${failure(this, method, slots[method])}
      ${found?.finished === true ? this.drawTraining(found, prediction) : nothing}
      <div class="row">${this.drawActions(found, prediction)}${kinds}</div>
      ${how(anchorsHow())}
    </section>`;
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
    if (slots[method].phase === "running") return html`<p class="sentence loads">Changing words at random …</p>`;
    const live = loading.model.phase === "ready" ? "" : " It can be asked when the model has loaded.";
    return html`<p class="sentence loads">
      A rule is a few words that hold the verdict fast: while they stay, half of the others can be
      ${CHANGED[perturbation]} at random, and the network says the same. Finding one takes thousands of changed
      texts.${live}
    </p>`;
  }

  private drawFound(found: Anchor, prediction: Prediction): TemplateResult {
    const called: Namer = (token) => named(this.state.text, prediction, token, 24);
    const name = (token: number) => plain(called(token));
    const rows = precisionRows(found, name);
    const doubt = found.vacuous || (found.finished && !found.successful);
    return html`<div class="block">
      <p class=${`sentence${doubt ? " doubt" : ""}`}>${say(emptySentence(found, this.verdict(prediction)))}</p>
      ${found.rule.length === 0 ? nothing : html`<div class="chips" role="group" aria-label="The words of the rule">${found.rule.map((token) => this.drawChip(token, name(token)))}</div>`}
      <p class="sentence">
        ${say(
          ruleSentence(
            found,
            found.rule.map((token) => called(token)),
            this.verdict(prediction),
          ),
        )}
        ${say(minimalSentence(found, called))}
      </p>
      ${
        rows.length === 0
          ? nothing
          : html`<div class="figure">
              <unrolled-precision .rows=${rows} .wanted=${found.threshold - found.tolerance}></unrolled-precision>
              <p class="quiet">
                Bars: how often the verdict stands. The strong bar is the rule, the faint ones are what it is held
                against; the thin line is the range in which the truth lies, 95 times in 100. A rule holds if all of
                that range is right of the dashed line.
              </p>
              <unrolled-table name="anchors" .source=${found} .table=${() => table(found, name)}></unrolled-table>
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
    return html` ${!isOwn && (found === null || !found.finished) && !busy ? html`<button ?disabled=${!live} @click=${search}>Find the rule</button>` : nothing}
    ${isOwn ? html`<button @click=${() => this.set({ own: null })}>Back to the network’s rule</button>` : nothing}
    ${chosen.length === 0 || isShown || !live ? nothing : html`<button @click=${use(chosen)}>Use <bdi>${words}</bdi> as the rule</button>`}
    ${isOwn && own !== null && more.length > own.rule.length && live ? html`<button @click=${use(more)}>Add <bdi>${words}</bdi> to it</button>` : nothing}`;
  }

  private training(found: Anchor | null): RuleMemory | null {
    if (found === null || !found.finished) return null;
    const asked = this.state.slots["rule-training"];
    return found.training ?? (isFresh(this.state, "rule-training") ? (asked.result?.training ?? null) : null);
  }

  private drawTraining(found: Anchor, prediction: Prediction): TemplateResult | typeof nothing {
    if (found.rule.length === 0 || !hasIndex(this.state) || !hasReviews(this.state)) return nothing;
    const { loading, slots } = this.state;
    const training = this.training(found);
    if (training === null) {
      const bytes = missingBytes(this.state, ["index", "reviews"]);
      if (found.rule.some((token) => prediction.unknown[token] === true))
        return html`<p class="sentence">
          A word of the rule is unknown to the network, so it cannot be looked up in training.
        </p>`;
      return html`<div class="block">
        ${arriving(loading.reviews, tellPlain(texts.coming))} ${failure(this, "rule-training", slots["rule-training"])}
        ${
          bytes === 0 || loading.reviews.phase === "loading" || loading.index.phase === "loading"
            ? nothing
            : html`<div class="row">
                <button @click=${() => send(this, { type: "recall" })}>
                  Look the rule up in training${weighing(bytes)}
                </button>
              </div>`
        }
      </div>`;
    }
    return html`<div class="block">
      <p class="sentence">${say(trainingSentence(training, found, this.verdict(prediction)))}</p>
      <div class="lists">
        ${this.drawList("Where it holds, the surest first", training.holds, found, prediction)}${this.drawList("Where it fails, the surest first", training.fails, found, prediction)}
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

function table(found: Anchor, nameOf: (token: number) => string): Table {
  const rows = precisionRows(found, nameOf).map(({ label, found: { share, low, high, samples } }) => [
    label,
    share,
    low,
    high,
    samples,
  ]);
  return { columns: ["held", "the verdict stands", "95 % from", "to", "changed texts"], rows };
}

const anchorsHow = (): TemplateResult =>
  html` <p>
      <b>Anchors</b> (Ribeiro, Singh &amp; Guestrin 2018): every word outside the rule is changed with probability one
      half, thousands of times. The search begins with single words, goes on with the four best, and adds a word at a
      time, drawing more samples where two rules are hard to tell apart. What it finds is measured again on a thousand
      fresh samples, because the search picks what happened to come out well. A rule should hold 95 % of the time, and
      surely 90 %.
    </p>
    <p>${say(tell(of.how_words))}</p>
    <p>${say(tell(of.how_doubt))}</p>`;

define("unrolled-anchors", AnchorsPart);
