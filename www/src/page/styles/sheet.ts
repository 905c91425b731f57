/** The sheet that holds the text, and its legend. */

import { css } from "lit";

export const sheetStyle = css`
  .sheet {
    background: var(--card);
    border: 1px solid var(--hairline);
    border-radius: 12px;
    padding: 1.6rem 1.9rem 0.9rem;
  }
  .sheet:focus-within:has(.editing) {
    border-color: var(--ink);
  }
  .foot {
    display: flex;
    flex-wrap: wrap;
    gap: 0.6rem 1.4rem;
    align-items: center;
    margin-top: 1rem;
    padding-top: 0.8rem;
    border-top: 1px solid var(--hairline);
  }
  .foot:not(:has(button, .scale, .key)) {
    display: none;
  }
  .foot .push {
    margin-inline-start: auto;
    display: inline-flex;
    flex-wrap: wrap;
    gap: 0.3rem 0.6rem;
    align-items: center;
  }
  .foot .none {
    visibility: hidden;
  }
  .push:not(:has(> button, > span:not(.none))) {
    display: none !important;
  }
  .legend {
    display: inline-flex;
    flex-wrap: wrap;
    gap: 0.2rem 1.1rem;
    align-items: center;
    color: var(--muted);
    font-size: 0.875rem;
  }
  .scale {
    display: inline-flex;
    align-items: center;
    gap: 0.5em;
  }
  .ramp {
    display: inline-block;
    width: 6.5rem;
    height: 0.75rem;
    border-radius: 2px;
    background: linear-gradient(
      to right,
      color-mix(in srgb, var(--negative) 62%, transparent),
      transparent,
      color-mix(in srgb, var(--positive) 62%, transparent)
    );
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
    .sheet {
      padding: 1.15rem 1.1rem 0.6rem;
    }
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
