/** A free vector instead of a word: activation maximization, honestly beside what real words reach. */

import { LitElement, type TemplateResult, css, html, nothing } from "lit";
import * as words from "../../../generated/words/free";
import type { Maximization, RealToken } from "../../../types";
import { type Action, send } from "../../store/actions";
import { define } from "../../ui/define";
import type { Table } from "../../export/download";
import { signed } from "../../writing/numbers";
import { paragraph, tell, tellPlain, word } from "../../writing/sentence";
import { costSentence, freeSentence, lengthSentence } from "./sentences";
import type { BarRow } from "../../ui/barshape";
import type { State } from "../../store/state";
import { base, controls, folds } from "../../ui/styles/base";
import "../../ui/bars";
import { heading } from "../../ui/heading";
import { say } from "../../ui/say";
import { arriving, choice, explained, failure, running } from "../../ui/pieces";

const NORMS = [
  { value: "free", name: tellPlain(words.any_length) },
  { value: "vocabulary-mean", name: tellPlain(words.as_words) },
];

const style = css`
  .free {
    display: grid;
    gap: 0.7rem;
    border-top: 1px solid var(--hairline);
    padding-top: 0.9rem;
  }
`;

export class FreePart extends LitElement {
  static override styles = [base, controls, folds, style];
  static override properties = { state: { attribute: false } };
  declare state: State;

  override render(): TemplateResult {
    const slot = this.state.slots["activation-maximization"];
    const fresh = slot.result !== null && slot.current;
    const ready = this.state.loading.model.phase === "ready";
    return html`<div class="free">
      ${this.drawHeading(slot.result !== null && fresh ? slot.result : null)}
      ${slot.result !== null && fresh ? this.drawResult(slot.result) : html`<p class="sentence">${tellPlain(words.idea)}</p>`}
      ${slot.phase === "running" ? arriving(this.state.loading.gradients, tellPlain(words.gradients_module)) : nothing}
      ${running(this, "activation-maximization", slot, tellPlain(words.climbing))}
      ${failure(this, "activation-maximization", slot)}
      ${
        slot.phase === "running" || fresh
          ? nothing
          : html`<div class="row">
              <button ?disabled=${!ready} @click=${() => this.send({ type: "run", method: "activation-maximization" })}>
                ${tellPlain(words.find)}
              </button>
            </div>`
      }
      ${this.drawSettings()}
    </div>`;
  }

  private drawHeading(free: Maximization | null): TemplateResult {
    const near = (free?.items ?? []).map(({ token, score }) =>
      tell(words.nearest_word, { word: word(token), cosine: score }),
    );
    const how = explained(
      tell(words.how),
      free === null ? [] : paragraph(lengthSentence(free), costSentence(free)),
      near.length === 0 ? [] : tell(words.nearest_words, { words: near }),
    );
    const table = free === null ? {} : { name: "activation-maximization", source: free, table: () => tableOf(free) };
    return heading(tellPlain(words.question), { how, level: 4, ...table });
  }

  private drawResult(free: Maximization): TemplateResult {
    const rows: BarRow[] = [
      { label: tellPlain(words.free), value: free.soft.score, error: null, text: signed(free.soft.score) },
      ...real((word) => tellPlain(words.nearest, { word }), free.snapped),
      ...real((word) => tellPlain(words.best, { word }), free.searched),
    ];
    return html`<p class="sentence">${say(freeSentence(free))}</p>
      <unrolled-bars .rows=${rows} .label=${rows.map((row) => `${row.label} ${row.text}`).join("; ")}></unrolled-bars>`;
  }

  private drawSettings(): TemplateResult {
    const { norm } = this.state.settings.maximization;
    const set = (value: string) =>
      this.send({ type: "settings", patch: { maximization: { norm: value as "free" | "vocabulary-mean" } } });
    return html`<div class="row">${choice(tellPlain(words.may_be), NORMS, String(norm), set)}</div>`;
  }

  private send(action: Action): void {
    send(this, action);
  }
}

function real(called: (word: string) => string, token: RealToken | null): BarRow[] {
  return token === null
    ? []
    : [{ label: called(token.token), value: token.score, error: null, text: signed(token.score) }];
}

function tableOf(free: Maximization): Table {
  const rows = free.items.map((item, i) => [i + 1, item.token, item.score, item.count]);
  return {
    columns: [tellPlain(words.number), tellPlain(words.word), tellPlain(words.cosine), tellPlain(words.in_training)],
    rows,
  };
}

define("unrolled-free", FreePart);
