/** The lists of texts to choose from, one at a time. */

import { html, nothing } from "lit";
import * as words from "../../generated/words/bar";
import { segmented } from "../ui/pieces";
import { tellPlain } from "../writing/sentence";
import { panels } from "./bar";
import { later } from "./later";

later.panel = (state, page, open) => {
  const known = panels(state);
  if (!known.includes(open)) return nothing;
  const named = { examples: words.examples, browse: words.browse };
  const choices = known.map((value) => ({ value, name: tellPlain(named[value]) }));
  return html`<div class="view" id="texts">
    ${state.pinned === null ? nothing : html`<p class="quiet">${tellPlain(words.compare_how)}</p>`}
    <div>
      ${choices.length < 2 ? nothing : segmented(tellPlain(words.texts), choices, open, (panel) => page.toggle(panel))}
    </div>
    <unrolled-examples .state=${state} .view=${open}></unrolled-examples>
  </div>`;
};
