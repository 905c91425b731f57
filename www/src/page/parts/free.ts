/** A free vector instead of a word: activation maximization, honestly beside what real words reach. */

import { LitElement, type TemplateResult, css, html, nothing } from "lit";
import type { Maximization, RealToken } from "../../types";
import { type Action, send } from "../actions";
import { isFresh } from "../deeds/asks";
import { define } from "../define";
import type { Table } from "../download";
import { decimal, signed } from "../numbers";
import { costSentence, freeSentence, lengthSentence } from "../sentences/looking";
import type { BarRow } from "../shapes/bars";
import type { State } from "../state";
import { base, controls, folds } from "../styles/base";
import "./bars";
import { say } from "./say";
import "./table";
import { arriving, choice, failure, running } from "./words";

const NORMS = [
  { value: "free", name: "any length" },
  { value: "vocabulary-mean", name: "as long as words are" },
];

const style = css`
  .free {
    display: grid;
    gap: 0.7rem;
    border-top: 1px solid var(--hairline);
    padding-top: 0.9rem;
  }
  .near {
    display: flex;
    flex-wrap: wrap;
    gap: 0.3rem 0.9rem;
  }
  .near li {
    white-space: nowrap;
  }
  .near bdi {
    font-family: var(--serif);
    color: var(--ink);
  }
`;

export class FreePart extends LitElement {
  static override styles = [base, controls, folds, style];
  static override properties = { state: { attribute: false } };
  declare state: State;

  override render(): TemplateResult {
    const slot = this.state.slots["activation-maximization"];
    const fresh = slot.result !== null && isFresh(this.state, "activation-maximization");
    const ready = this.state.loading.model.phase === "ready";
    return html`<div class="free">
      <h4>And if it need not be a word?</h4>
      ${slot.result !== null && fresh ? this.drawResult(slot.result) : html`<p class="sentence">A free input vector can be pushed uphill until the network can be driven no further.</p>`}
      ${slot.phase === "running" ? arriving(this.state.loading.gradients, "the gradients module, which only this needs") : nothing}
      ${running(this, "activation-maximization", slot, "Climbing")} ${failure(this, "activation-maximization", slot)}
      ${
        slot.phase === "running" || fresh
          ? nothing
          : html`<div class="row">
              <button ?disabled=${!ready} @click=${() => this.send({ type: "run", method: "activation-maximization" })}>
                Find the free vector
              </button>
            </div>`
      }
      ${this.drawSettings()}
    </div>`;
  }

  private drawResult(free: Maximization): TemplateResult {
    const rows: BarRow[] = [
      { label: "free vector", value: free.soft.score, error: null, text: signed(free.soft.score) },
      ...real("nearest", free.snapped),
      ...real("best", free.searched),
    ];
    return html`<p class="sentence">${say(freeSentence(free))}</p>
      <unrolled-bars .rows=${rows} .label=${rows.map((row) => `${row.label} ${row.text}`).join("; ")}></unrolled-bars>
      <p class="sentence">${say(lengthSentence(free))} ${say(costSentence(free))}</p>
      <p class="quiet">Words nearest to it, by cosine:</p>
      <ol class="near quiet">
        ${free.items.map((item) => html`<li><bdi>${item.token}</bdi> ${decimal(item.score)}</li>`)}
      </ol>
      <unrolled-table name="activation-maximization" .source=${free} .table=${() => table(free)}></unrolled-table>`;
  }

  private drawSettings(): TemplateResult {
    const { norm } = this.state.settings.maximization;
    const set = (value: string) =>
      this.send({ type: "settings", patch: { maximization: { norm: value as "free" | "vocabulary-mean" } } });
    return html`<div class="row">${choice("the vector may be", NORMS, String(norm), set)}</div>`;
  }

  private send(action: Action): void {
    send(this, action);
  }
}

function real(how: string, token: RealToken | null): BarRow[] {
  return token === null
    ? []
    : [{ label: `${how}: ${token.token}`, value: token.score, error: null, text: signed(token.score) }];
}

function table(free: Maximization): Table {
  const rows = free.items.map((item, i) => [i + 1, item.token, item.score, item.count]);
  return { columns: ["no.", "word", "cosine", "times in training"], rows };
}

define("unrolled-free", FreePart);
