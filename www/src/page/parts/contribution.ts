/** What each word was worth, as time went on: words as rows, time to the right, and the course of the chosen words. */

import { type TemplateResult, html, nothing } from "lit";
import * as of from "../../generated/words/contribution";
import type { ContributionOverTime, TokenSpan } from "../../types";
import { classesOf } from "../classes";
import { define } from "../define";
import type { Table } from "../download";
import { isFresh } from "../deeds/asks";
import { isLocked } from "../frame";
import { type Sentence, paragraph, tellPlain } from "../sentence";
import { courseSentence, memorySentence, scaleSentence, sumSentence } from "../sentences/contribution";
import { courseFigures, courseOf } from "../shapes/contribution";
import { named } from "../shapes/named";
import { shortWords } from "../shapes/pieces";
import type { State } from "../state";
import { base, controls, folds } from "../styles/base";
import { viewStyle } from "../styles/view";
import "./courses";
import { say } from "./say";
import "./table";
import { View } from "./view";
import { failure, how, running } from "./words";

export class ContributionView extends View {
  static override styles = [base, controls, folds, viewStyle];
  static override properties = { state: { attribute: false } };
  declare state: State;

  override render(): TemplateResult {
    const { slots, prediction } = this.state;
    const slot = slots["contribution-over-time"];
    const found = slot.answered?.text === this.state.text ? slot.result : null;
    const complete =
      found !== null && isFresh(this.state, "contribution-over-time") && found.fidelity.done === found.tokens.length;
    return html`<section class="view">
      <h2>What each word was worth, as time went on</h2>
      ${
        found === null || prediction === null
          ? nothing
          : html` ${this.sentences(found, complete).map((line) => (line.length === 0 ? nothing : html`<p class="sentence">${say(line)}</p>`))}
              <p class="quiet">${say(scaleSentence(this.state.manifest, classesOf(prediction)))}</p>
              <unrolled-courses
                .found=${found}
                .selection=${this.state.selection}
                .wordOf=${this.wordOf}
                .classes=${classesOf(prediction)}
                .fixed=${isLocked(this.state.frame, "selection")}></unrolled-courses>
              <unrolled-table
                name="contribution-over-time"
                .source=${found}
                .table=${() => this.table(found)}></unrolled-table>`
      }
      ${running(this, "contribution-over-time", slot, "Reading out every step")}
      ${failure(this, "contribution-over-time", slot)} ${how(contributionHow())}
    </section>`;
  }

  private sentences(found: ContributionOverTime, complete: boolean): Sentence[] {
    const { selection, prediction, text } = this.state;
    if (!complete || prediction === null) return [];
    const course = selection === null ? null : courseOf(found, selection);
    const chosen =
      selection === null || course === null
        ? []
        : courseSentence(this.words(selection, 40), courseFigures(course, selection[1] - selection[0]));
    return [
      chosen,
      paragraph(
        memorySentence(found, (token, ...figures) => named(text, prediction, token, 18, ...figures)),
        sumSentence(found),
      ),
    ];
  }

  private readonly wordOf = (token: number): string => this.words([token, token + 1], 18);

  private words(span: TokenSpan, most: number): string {
    const { prediction, text } = this.state;
    return prediction === null ? "" : shortWords(text, prediction, span, most);
  }

  private table(found: ContributionOverTime): Table {
    const columns = ["no.", "word", "when read", "largest", "words until then", "at the end", "words until half"];
    const rows = found.words.map((course, i) => [
      i + 1,
      this.words([i, i + 1], 40),
      course.read,
      course.peak,
      course.peak_after,
      course.last,
      course.half_life,
    ]);
    return { columns, rows };
  }
}

const contributionHow = (): TemplateResult =>
  html` <p>
      <b>The network’s memory is a sum.</b> At every word a gate decides how much of the old is kept and how much of the
      new is written. So what each word wrote can be followed: it fades by every later forget gate, and the read-out of
      what is left is the word’s worth at that moment (Murdoch and Szlam’s cell decomposition, read out after every word
      instead of only after the last). It is exact: nothing is sampled or fitted, and each column adds up to the score
      the network had there.
    </p>
    <p>${tellPlain(of.how_score)}</p>
    <p>
      <b>Do not read it as a cause.</b> A word’s share is what was written <i>at</i> the word, by gates that had also
      read the words before. What “not” does shows up in what the next words write. Leaving a word out asks the other
      question, what would have happened without it. Where a unit is saturated, later words get less of it than earlier
      ones.
    </p>`;

define("unrolled-contribution", ContributionView);
