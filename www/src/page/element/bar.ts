/** The bar over the page: which network reads which text, and what to do with both. */

import { type TemplateResult, html, nothing } from "lit";
import * as words from "../../generated/words/bar";
import { send } from "../store/actions";
import { hasIndex, isInside } from "../deeds/brings";
import { type Panel, isHidden, shownViews } from "../store/frame";
import type { State } from "../store/state";
import { tellPlain } from "../writing/sentence";

/** What the sections ask of the element they stand in. */
export interface Page extends EventTarget {
  /** Its state is kept in the address of the page. */
  readonly owns: boolean;
  /** The folder of the bundle; null where everything is inside the page. */
  readonly bundle: URL | null;
  toggle(panel: Panel | null): void;
  /** Keeps this text beside the next one, or lets it go. */
  compare(): void;
  copyLink(): void;
  share(): void;
}

type Drawn = TemplateResult | typeof nothing;

export function drawBar(state: State, page: Page, open: Panel | null): Drawn {
  const { frame } = state;
  const shows = (control: string) => !isHidden(frame, control);
  const buttons = [
    !frame.compact && shows("tour") && hasLessons()
      ? html`<button
          class="plain"
          @click=${() => send(page, { type: "lesson", lesson: { name: "tour", step: 1, settled: false } })}>
          ${tellPlain(words.tour)}
        </button>`
      : nothing,
    shows("share")
      ? html`<button class="plain" aria-haspopup="dialog" @click=${() => page.share()}>
          ${tellPlain(words.share)}
        </button>`
      : nothing,
    page.owns && shows("copy")
      ? html`<button class="plain" @click=${() => page.copyLink()}>${tellPlain(words.copy_link)}</button>`
      : nothing,
  ].filter((button) => button !== nothing);
  const title = frame.compact || !shows("title") ? nothing : html`<h1>Unrolled</h1>`;
  const network = title === nothing ? nothing : drawNetwork(state, page);
  const texts = drawTexts(state, page, open);
  const isCompared = !frame.compact && shows("compare") && canCompare(state);
  const compare = isCompared
    ? html`<button class="plain" @click=${() => page.compare()}>
        ${tellPlain(state.pinned === null ? words.compare : words.compare_end)}
      </button>`
    : nothing;
  if ([title, network, texts].every((one) => one === nothing) && buttons.length === 0) return nothing;
  return html`<header part="header">
    ${title} ${network} ${texts} ${compare}
    ${buttons.length === 0 ? nothing : html`<nav aria-label=${tellPlain(words.nav)}>${buttons}</nav>`}
  </header>`;
}

/** They lie beside the page or in the offline file; a reading that was saved as one file has none. */
const hasLessons = () => !isInside() || document.getElementById("unrolled/lessons/tour.json") !== null;

/** There are other texts, and a lead over a rival cannot stand beside another score. */
const canCompare = (state: State) => panels(state).length > 0 && (state.prediction?.classes.length ?? 2) === 2;

/** Which network it is; leads to what there is to know of it. */
function drawNetwork({ manifest, frame }: State, page: Page): Drawn {
  if (manifest === null) return nothing;
  const { cell, hidden: n } = manifest.config;
  const says = tellPlain(words.network, { cell, n });
  if (!shownViews(frame).includes("model")) return html`<span class="network">${says}</span>`;
  return html`<button class="plain network" @click=${() => send(page, { type: "show", view: "model" })}>
    ${says}
  </button>`;
}

/** The lists of texts that can be had. */
export const panels = (state: State): Panel[] =>
  (["examples", "browse"] as const).filter(
    (panel) => !isHidden(state.frame, panel) && (panel === "examples" || state.manifest === null || hasIndex(state)),
  );

/** Which text it is; opens the lists of others. */
function drawTexts(state: State, page: Page, open: Panel | null): Drawn {
  const [first] = panels(state);
  if (first === undefined) return nothing;
  return html`<button
    class="plain texts"
    aria-expanded=${open !== null}
    aria-controls=${open === null ? nothing : "texts"}
    @click=${() => page.toggle(open === null ? first : null)}>
    <span>${textName(state)}</span>
  </button>`;
}

function textName({ origin, presets, opening }: State): string {
  const title = presets.find(({ id }) => id === origin.preset)?.title;
  if (title !== undefined) return tellPlain(words.text_titled, { title });
  if (opening !== null) return tellPlain(words.text);
  return origin.review === null
    ? tellPlain(words.text_own)
    : tellPlain(words.text_review, { n: String(origin.review) });
}

/** What is said once, and nowhere in the way. */
export function drawFooter(page: Page): TemplateResult {
  return html`<footer class="quiet">
    ${tellPlain(words.private)}
    ${hasDocs(page) ? html`<a href="docs/index.html">${tellPlain(words.docs)}</a>` : nothing}
  </footer>`;
}

/** They lie beside our own page; a copy in one file and somebody else's page have none. */
const hasDocs = ({ bundle }: Page) => bundle !== null && document.documentElement.dataset.unrolled === "page";
