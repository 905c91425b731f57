/** "In short": what all views say together, each clause a way to the view it is from. */

import { type TemplateResult, css, html, nothing } from "lit";
import * as words from "../../../generated/words/summary";
import { send } from "../../store/actions";
import { hasIndex, isInside, missingBytes } from "../../deeds/brings";
import { define } from "../../ui/define";
import { tellPlain } from "../../writing/sentence";
import { type Clause, summary } from "./sentences";
import type { State } from "../../store/state";
import { base, controls } from "../../ui/styles/base";
import { say } from "../../ui/say";
import { View } from "../../ui/view";
import { weighing } from "../../ui/pieces";

const style = css`
  :host {
    display: block;
  }
  p {
    max-width: 46em;
    line-height: 1.65;
  }
  button.plain {
    margin-inline-start: -0.35rem;
  }
  .clause {
    all: unset;
    cursor: pointer;
    text-decoration-line: underline;
    text-decoration-style: dotted;
    text-decoration-thickness: 1px;
    text-underline-offset: 0.28em;
    text-decoration-color: var(--edge);
  }
  .clause:hover {
    text-decoration-style: solid;
    text-decoration-color: currentColor;
  }
  .clause:focus-visible {
    outline: 2px solid var(--ink);
    outline-offset: 2px;
    border-radius: 3px;
  }
`;

export class SummaryPart extends View {
  static override styles = [base, controls, style];
  static override properties = { state: { attribute: false } };
  declare state: State;

  override render(): TemplateResult | typeof nothing {
    const clauses = summary(this.state);
    if (clauses.length === 0) return nothing;
    return html`<section aria-label=${tellPlain(words.title)}>
      <p>${clauses.map((clause) => html`${this.drawClause(clause)} `)}${this.drawMore()}</p>
    </section>`;
  }

  private drawClause(clause: Clause): TemplateResult {
    const follow = () => {
      if (clause.select !== null) send(this, { type: "select", span: clause.select });
      send(this, { type: "show", view: clause.view });
    };
    // Not a real button: it breaks across lines like the words it is made of.
    const pressed = (event: KeyboardEvent) => {
      if (event.key === "Enter") follow();
    };
    return html`<span
      class="clause"
      role="link"
      tabindex="0"
      title=${tellPlain(words.to_view)}
      @click=${follow}
      @keydown=${pressed}
      >${say(clause.say)}</span
    >`;
  }

  /** The training data speak only when they are here. */
  private drawMore(): TemplateResult | typeof nothing {
    const { loading } = this.state;
    const bytes = missingBytes(this.state, ["index", "reviews"]);
    if (!hasIndex(this.state) || bytes === 0 || loading.model.phase !== "ready") return nothing;
    // A view may want the index alone, so that only what is coming counts.
    const coming = (["index", "reviews"] as const).filter((asset) => loading[asset].phase === "loading");
    if (coming.length > 0) {
      const loaded = coming.reduce((sum, asset) => sum + loading[asset].loaded, 0);
      if (isInside()) return nothing;
      return html`<span class="quiet loads"
        >${tellPlain(words.coming, { loaded, total: missingBytes(this.state, coming) })}</span
      >`;
    }
    const fault = [loading.index, loading.reviews].find(({ phase }) => phase === "failed");
    return html`${fault === undefined ? nothing : html`<span class="quiet loads">${tellPlain(words.failed, { fault: fault.message })}</span> `}<button
        class="plain loads"
        @click=${() => send(this, { type: "recall" })}>
        ${tellPlain(words.ask)}${weighing(bytes)}
      </button>`;
  }
}

define("unrolled-summary", SummaryPart);
