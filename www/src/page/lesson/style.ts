/** The panel of a lesson, and the outline of the view that its step is about. */

import { css } from "lit";

export const tourStyle = css`
  :host {
    position: sticky;
    bottom: 0;
    z-index: 4;
    max-width: 72.5rem;
    margin: 0 auto;
    padding-inline: 1.25rem;
    pointer-events: none;
  }
  :host(.beside) {
    position: absolute;
    bottom: auto;
    inset-inline: 0;
  }
  :host(.beside) .panel {
    max-height: none;
    border-bottom: 2px solid var(--ink);
    border-radius: 12px;
  }
  .panel {
    pointer-events: auto;
    display: flex;
    flex-direction: column;
    gap: 0.3rem;
    max-height: 50vh;
    padding: 0.6rem 1.25rem 0.8rem;
    background: var(--card);
    border: 2px solid var(--ink);
    border-bottom: 0;
    border-radius: 12px 12px 0 0;
  }
  .panel:focus-visible {
    outline-offset: -5px;
  }
  .head {
    display: flex;
    gap: 1rem;
    align-items: center;
  }
  h2 {
    font: 600 0.875rem/1.4 var(--sans);
    color: var(--muted);
  }
  .head progress {
    flex: 0 1 8rem;
    min-width: 2rem;
  }
  .head button {
    flex: none;
    margin-inline-start: auto;
    margin-inline-end: -0.35rem;
  }
  .words {
    overflow: auto;
  }
  .words p {
    max-width: 60em;
    text-wrap: pretty;
  }
  .doubt {
    margin-top: 0.4rem;
  }
  .ways {
    display: flex;
    flex-wrap: wrap;
    gap: 0 0.5rem;
    align-items: center;
    margin-top: 0.2rem;
  }
  .ways [aria-disabled="true"] {
    color: var(--muted);
    border-color: var(--hairline);
    cursor: default;
  }
  .more {
    display: inline-flex;
    flex-wrap: wrap;
    gap: 0 0.6rem;
    align-items: center;
    margin-inline-start: auto;
  }
  @container (max-width: 35rem) {
    :host {
      padding-inline: 0;
    }
    .panel {
      padding: 0.1rem 1rem 0.5rem;
      border-inline: 0;
    }
    .head {
      gap: 0.7rem;
    }
    .head progress {
      flex-basis: 4rem;
    }
    h2 {
      line-height: 1.25;
      text-wrap: balance;
    }
    .words {
      font-size: 0.9375rem;
      line-height: 1.4;
    }
    .words p {
      font-size: inherit;
      line-height: inherit;
    }
    .ways button {
      padding-inline: 0.6rem;
    }
    .ways button.plain {
      padding-inline: 0.25rem;
    }
    .more {
      margin-inline-start: 0;
      gap: 0 0.3rem;
    }
  }
  @media print {
    :host {
      display: none;
    }
  }
`;

/** Of the page's own root. */
export const tourMark = css`
  :host {
    position: relative;
  }
  [data-step] {
    outline: 3px solid var(--ink);
    outline-offset: 0.5rem;
    border-radius: 4px;
    scroll-margin-block: 1.2rem;
  }
  /* The status line is near. */
  .verdict[data-step] {
    outline-offset: 0.25rem;
    margin-bottom: 0.5rem;
    scroll-margin-block: 0.8rem;
  }
  @media (forced-colors: active) {
    [data-step] {
      outline-color: Highlight;
    }
  }
  @media print {
    [data-step] {
      outline: none;
    }
  }
`.styleSheet as CSSStyleSheet;
