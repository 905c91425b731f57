/** What every part looks like: type, buttons, folds, tables. */

import { css } from "lit";

export const base = css`
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  :host {
    display: block;
    min-width: 0;
    color: var(--ink);
    font: 400 0.9375rem/1.55 var(--sans);
    font-variant-numeric: tabular-nums;
    overflow-wrap: anywhere;
  }
  :host([hidden]),
  [hidden] {
    display: none;
  }
  h2,
  h3,
  h4,
  p,
  ul,
  ol,
  figure {
    margin: 0;
    padding: 0;
  }
  ul,
  ol {
    list-style: none;
  }
  h2,
  h3 {
    font: 400 1.3rem/1.3 var(--serif);
    text-wrap: balance;
  }
  h3 {
    font-size: 1.15rem;
  }
  h4 {
    font: 600 0.875rem/1.4 var(--sans);
  }
  .heading {
    display: flex;
    flex-wrap: wrap;
    gap: 0 0.4rem;
    align-items: center;
    min-width: 0;
  }
  /* Both buttons stand beside it, however long it is. */
  .heading > :is(h2, h3, h4) {
    max-width: calc(100% - 5rem);
  }
  b {
    font-weight: 650;
  }
  .positive {
    color: var(--positive);
  }
  .negative {
    color: var(--negative);
  }
  .sentence {
    color: var(--muted);
    max-width: 46em;
    text-wrap: pretty;
  }
  .sentence b {
    color: var(--ink);
  }
  .quiet {
    color: var(--muted);
    font-size: 0.875rem;
  }
  .doubt {
    border-left: 3px solid var(--edge);
    padding-left: 0.7em;
  }
  .failed {
    color: var(--ink);
    border-left: 3px solid var(--negative);
    padding-left: 0.7em;
  }
  .hidden-label {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  :focus-visible {
    outline: 2px solid var(--ink);
    outline-offset: 2px;
    border-radius: 3px;
  }
  /* It comes with the second script, and nothing is to jump then. */
  unrolled-table:not(:defined) {
    display: block;
    min-height: 2rem;
  }
  svg {
    display: block;
    overflow: visible;
  }
  svg text {
    fill: var(--muted);
    font: 0.8125rem var(--sans);
  }
  svg .chosen {
    fill: var(--ink);
    font-weight: 700;
  }
  /* What is told by a colour or a shade keeps it; what has a sign has a mark for it too. */
  @media (forced-colors: active) {
    .ramp,
    .shade {
      forced-color-adjust: none;
    }
  }
  @media print {
    .loads,
    .row.search,
    section:has(> .loads:nth-child(2)),
    section:has(> :is(h2, h3):first-child + .how),
    section:has(> .heading:only-child) {
      display: none !important;
    }
    svg {
      max-width: 100%;
      height: auto;
    }
    h2,
    h3,
    h4 {
      break-after: avoid;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    *,
    *::before,
    *::after {
      transition: none !important;
      animation: none !important;
    }
  }
`;

export const controls = css`
  button,
  select,
  input,
  textarea {
    font: inherit;
    color: inherit;
  }
  select {
    max-width: 100%;
  }
  button {
    align-content: center;
  }
  button,
  select,
  input[type="number"] {
    min-height: 2.1rem;
    padding: 0.2rem 0.8rem;
    border: 1px solid var(--edge);
    border-radius: 7px;
    background: var(--card);
    cursor: pointer;
  }
  input[type="number"] {
    width: 6.5em;
    cursor: text;
  }
  button:hover:not(:disabled) {
    border-color: var(--ink);
  }
  button:disabled {
    color: var(--muted);
    border-color: var(--hairline);
    cursor: default;
  }
  button.primary {
    background: var(--ink);
    color: var(--paper);
    border-color: var(--ink);
  }
  button.plain {
    border-color: transparent;
    background: none;
    padding-inline: 0.35rem;
    text-decoration: underline;
    text-decoration-color: var(--edge);
    text-underline-offset: 0.25em;
  }
  button.plain:hover {
    text-decoration-color: currentColor;
  }
  .tail {
    justify-self: start;
  }
  .segmented {
    display: var(--settings, inline-flex);
    flex-wrap: wrap;
    border: 1px solid var(--edge);
    border-radius: 8px;
    overflow: clip;
  }
  .segmented button {
    border: 0;
    border-radius: 0;
    background: none;
    padding-inline: 0.75rem;
  }
  .segmented button[aria-pressed="true"] {
    background: var(--ink);
    color: var(--paper);
  }
  .segmented button:focus-visible {
    outline-offset: -4px;
  }
  .segmented button[aria-pressed="true"]:focus-visible {
    outline-color: var(--paper);
  }
  .row {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5rem 0.8rem;
    align-items: center;
  }
  label.field {
    display: var(--settings, inline-flex);
    flex-wrap: wrap;
    gap: 0.25rem 0.6rem;
    align-items: center;
  }
  .field-name {
    color: var(--muted);
  }
  progress {
    width: 100%;
    height: 6px;
    appearance: none;
    border: 0;
    border-radius: 3px;
    background: var(--hairline);
  }
  progress::-webkit-progress-bar {
    background: var(--hairline);
    border-radius: 3px;
  }
  progress::-webkit-progress-value {
    background: var(--ink);
    border-radius: 3px;
  }
  progress::-moz-progress-bar {
    background: var(--ink);
    border-radius: 3px;
  }
  @media (forced-colors: active) {
    button[aria-pressed="true"] {
      forced-color-adjust: none;
      background: Highlight !important;
    }
    button[aria-pressed="true"],
    button[aria-pressed="true"] * {
      color: HighlightText;
    }
  }
  @media (pointer: coarse) {
    button,
    select,
    input[type="number"],
    summary {
      min-height: 44px !important;
    }
  }
  @container (max-width: 35rem) {
    button,
    select,
    input[type="number"],
    summary {
      min-height: 44px !important;
    }
  }
  @media print {
    button:not(li > *, th > *, .chips > *, [aria-pressed="true"]),
    button.plain,
    label,
    select,
    input,
    progress {
      display: none !important;
    }
    .segmented,
    .segmented button {
      border: 0;
      padding: 0;
      background: none !important;
      color: var(--ink) !important;
    }
  }
`;

export const folds = css`
  .how {
    display: var(--how, block);
  }
  .settings {
    display: var(--settings, block);
  }
  .search {
    display: var(--search, flex);
  }
  details > summary {
    display: inline-flex;
    align-items: baseline;
    gap: 0.45em;
    min-height: 2rem;
    padding-block: 0.25rem;
    cursor: pointer;
    list-style: none;
    color: var(--muted);
    font-size: 0.875rem;
  }
  details > summary::-webkit-details-marker {
    display: none;
  }
  details > summary::before {
    content: "▸";
    content: "▸" / "";
    width: 0.8em;
  }
  details[open] > summary::before {
    content: "▾";
    content: "▾" / "";
  }
  details > summary:hover {
    color: var(--ink);
  }
  .fold {
    display: grid;
    gap: 0.6rem;
    padding-block: 0.2rem 0.6rem;
    color: var(--muted);
    font-size: 0.875rem;
    max-width: 46em;
  }
  .fold b {
    color: var(--ink);
  }
  @media print {
    details:not([open]) {
      display: none !important;
    }
  }
`;
