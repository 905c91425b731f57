/** "In short": what all views say together, each clause a way to the view it is from. */

import { type TemplateResult, css, html, nothing } from "lit";
import { send } from "../actions";
import { hasIndex, indexBytes, reviewBytes } from "../deeds/brings";
import { define } from "../define";
import { megabytes } from "../numbers";
import { type Clause, summary } from "../sentences/summary";
import type { State } from "../state";
import { base, controls } from "../styles/base";
import { say } from "./say";
import { View } from "./view";

const style = css`
  :host { display: block; margin-top: 0.6rem; }
  h2 { font-size: 1rem; margin-bottom: 0.15rem; }
  p { max-width: 46em; line-height: 1.65; }
  .clause {
    all: unset; cursor: pointer; text-decoration-line: underline; text-decoration-style: dotted; text-decoration-thickness: 1px; text-underline-offset: 0.28em; text-decoration-color: var(--edge);
  }
  .clause:hover { text-decoration-style: solid; text-decoration-color: currentColor; }
  .clause:focus-visible { outline: 2px solid var(--ink); outline-offset: 2px; border-radius: 3px; }
`;

export class SummaryPart extends View {
  static override styles = [base, controls, style];
  static override properties = { state: { attribute: false } };
  declare state: State;

  override render(): TemplateResult | typeof nothing {
    const clauses = summary(this.state);
    if (clauses.length < 2) return nothing;
    return html`<section aria-label="In short">
      <h2>In short</h2>
      <p>${clauses.map((clause) => html`${this.drawClause(clause)} `)}${this.drawMore()}</p>
    </section>`;
  }

  private drawClause(clause: Clause): TemplateResult {
    const follow = () => {
      if (clause.select !== null) send(this, { type: "select", span: clause.select });
      send(this, { type: "show", view: clause.view });
    };
    // Not a real button: it breaks across lines like the words it is made of.
    const pressed = (event: KeyboardEvent) => { if (event.key === "Enter") follow(); };
    return html`<span class="clause" role="link" tabindex="0" title="to the view this is from" @click=${follow} @keydown=${pressed}>${say(clause.say)}</span>`;
  }

  /** The training data speak only when they are here. */
  private drawMore(): TemplateResult | typeof nothing {
    const { loading } = this.state;
    if (!hasIndex(this.state) || loading.index.phase !== "idle" || loading.model.phase !== "ready") return nothing;
    const bytes = megabytes(indexBytes(this.state) + reviewBytes(this.state));
    return html`<button class="plain" @click=${() => send(this, { type: "recall" })}>Ask its training data too (${bytes})</button>`;
  }
}

define("unrolled-summary", SummaryPart);
