/** The sheet that holds the text, and its legend. */

import { css } from "lit";

export const sheetStyle = css`
  .sheet:has(.editing) {
    padding: 0.6rem 0.8rem;
    background: var(--card);
    border: 1px solid var(--edge);
    border-radius: 8px;
  }
  .sheet:focus-within:has(.editing) {
    border-color: var(--ink);
  }
  .foot {
    display: flex;
    flex-wrap: wrap;
    gap: 0.4rem 1rem;
    align-items: center;
    margin-top: 0.7rem;
  }
  .foot:not(:has(button, .legend)),
  .foot.quiet:not(:has(.change, .push > *, > span:not(.none, .push))) {
    display: none;
  }
  .foot + .foot {
    margin-top: 0.1rem;
    gap: 0 0.3rem;
    min-height: 2rem;
  }
  .foot .push {
    margin-inline-start: auto;
    display: inline-flex;
    flex-wrap: wrap;
    gap: 0.3rem 0.2rem;
    align-items: center;
  }
  .change {
    display: inline-flex;
    flex-wrap: wrap;
    gap: 0;
    margin-inline-start: -0.35rem;
  }
  .foot.quiet button {
    color: var(--muted);
  }
  .foot.quiet button:hover:not(:disabled) {
    color: var(--ink);
  }
  .foot .none {
    visibility: hidden;
  }
  .legend {
    display: inline-flex;
    flex-wrap: wrap;
    gap: 0 0.3em;
    align-items: baseline;
    color: var(--muted);
    font-size: 0.875rem;
  }
  .key {
    text-decoration-line: underline;
    text-decoration-style: dotted;
    text-decoration-thickness: 2px;
    text-decoration-color: var(--muted);
    text-underline-offset: 0.25em;
  }
  .note {
    margin-top: 0.7rem;
    display: grid;
    gap: 0.5rem;
  }
  @container (max-width: 560px) {
    .foot .push {
      margin-inline-start: 0;
    }
  }
  @media print {
    .push {
      display: none !important;
    }
  }
`;
