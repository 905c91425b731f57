/** The panel of a lesson, and the outline of the view that its step is about. */

import { css } from "lit";

export const tourStyle = css`
  :host { position: sticky; bottom: 0; z-index: 4; max-width: 72.5rem; margin: 0 auto; padding-inline: 1.25rem; pointer-events: none; }
  .panel {
    pointer-events: auto; display: grid; gap: 0.3rem 1.5rem; grid-template: "head head" auto "words words" minmax(0, auto) "ways ways" auto / minmax(0, 1fr) auto;
    max-height: 50vh; padding: 0.7rem 1.25rem 0.8rem; background: var(--card); border: 2px solid var(--ink); border-bottom: 0; border-radius: 12px 12px 0 0;
  }
  .panel:focus-visible { outline-offset: -5px; }
  .head { grid-area: head; display: flex; gap: 1rem; align-items: baseline; justify-content: space-between; }
  h2 { font: 600 0.875rem/1.4 var(--sans); color: var(--muted); }
  .words { grid-area: words; overflow: auto; }
  .words p { max-width: 52em; text-wrap: pretty; }
  .number { font-weight: 650; }
  .doubt { margin-top: 0.4rem; }
  .ways { grid-area: ways; display: flex; flex-wrap: wrap; gap: 0.3rem 0.6rem; align-items: center; margin-top: 0.2rem; }
  .ways progress { width: 7rem; }
  .ways [aria-disabled="true"] { color: var(--muted); border-color: var(--hairline); cursor: default; }
  .more { display: inline-flex; flex-wrap: wrap; gap: 0 0.8rem; align-items: center; margin-inline-start: auto; }
  @container (max-width: 35rem) {
    :host { padding-inline: 0; }
    .panel { padding: 0.5rem 1rem 0.6rem; border-inline: 0; }
    .ways progress { width: 100%; }
    .more { margin-inline-start: 0; }
  }
  @media print { :host { display: none; } }
`;

/** Of the page's own root. */
export const tourMark = css`
  [data-step] { outline: 3px solid var(--ink); outline-offset: 0.5rem; border-radius: 4px; scroll-margin-block: 1.2rem; }
  @media (forced-colors: active) { [data-step] { outline-color: Highlight; } }
  @media print { [data-step] { outline: none; } }
`.styleSheet as CSSStyleSheet;
