/** The page around the parts. */

import { css } from "lit";

export const pageStyle = css`
  /* Of what an element inherits from the page around, only that it is seen at all. */
  :host {
    background: var(--paper);
    container-type: inline-size;
    text-align: start;
    text-indent: 0;
    text-transform: none;
    text-shadow: none;
    letter-spacing: normal;
    word-spacing: normal;
    white-space: normal;
    hyphens: manual;
    cursor: auto;
  }
  .page {
    max-width: 72.5rem;
    margin: 0 auto;
    padding: 1.4rem 1.25rem 3rem;
    display: grid;
    gap: 2.6rem;
    grid-template-columns: minmax(0, 1fr);
  }
  .page.compact {
    padding-block: 0.6rem 1rem;
    gap: 1.6rem;
  }
  header {
    display: flex;
    flex-wrap: wrap;
    gap: 0.2rem 1.3rem;
    align-items: baseline;
  }
  h1 {
    margin: 0;
    font: 700 1.35rem/1.3 var(--serif);
  }
  header p {
    flex: 1 1 18rem;
    color: var(--muted);
    text-wrap: balance;
  }
  nav {
    display: flex;
    flex-wrap: wrap;
    gap: 0.2rem 0.6rem;
    margin-inline-start: auto;
  }
  nav button[aria-expanded="true"] {
    text-decoration-color: currentColor;
    text-decoration-thickness: 2px;
  }
  .top {
    display: grid;
    gap: 0.5rem;
    grid-template-columns: minmax(0, 1fr);
  }
  .verdict {
    margin-top: 0.8rem;
    display: flex;
    flex-wrap: wrap;
    gap: 0.1rem 1.9rem;
    align-items: baseline;
  }
  .page [aria-busy] {
    opacity: 0.4;
  }
  .verdict h2 {
    font-size: 1.85rem;
    line-height: 1.25;
  }
  .verdict h2 b {
    font-weight: 400;
  }
  .verdict b.positive {
    color: var(--positive);
  }
  .verdict b.negative {
    color: var(--negative);
  }
  .facts {
    display: flex;
    flex-wrap: wrap;
    gap: 0 1.9rem;
    color: var(--muted);
    font-size: 0.9375rem;
  }
  .facts b {
    color: var(--ink);
  }
  .status {
    min-height: 1.4em;
    flex-basis: 100%;
    color: var(--muted);
    font-size: 0.875rem;
  }
  .status {
    display: flex;
    flex-wrap: wrap;
    gap: 0 1rem;
    align-items: baseline;
  }
  .status [role="status"]:not(:empty) {
    color: var(--ink);
    border-left: 3px solid var(--edge);
    padding-left: 0.7em;
  }
  .status [role="status"]:empty {
    margin-inline-end: -1rem;
  }
  .view {
    display: grid;
    gap: 0.55rem;
    grid-template-columns: minmax(0, 1fr);
  }
  .view unrolled-running {
    margin-top: 0.5rem;
  }
  .foldable {
    display: grid;
    gap: 0.2rem;
    grid-template-columns: minmax(0, 1fr);
  }
  .foldable > div {
    margin-inline-start: -0.35rem;
    font-size: 0.875rem;
  }
  @container (min-width: 35.01rem) {
    .foldable > section + div {
      display: none;
    }
  }
  .chosen-head {
    display: flex;
    flex-wrap: wrap;
    gap: 0.4rem 1.4rem;
    align-items: baseline;
    margin-bottom: 0.4rem;
  }
  .chosen-head h2 em {
    font-style: italic;
  }
  .steps {
    display: flex;
    flex-wrap: wrap;
    gap: 0.3rem;
    margin-inline-start: -0.35rem;
    font-size: 0.875rem;
    color: var(--muted);
  }
  .cards {
    display: grid;
    gap: 1.15rem;
    grid-template: "move memory" auto "looking memory" 1fr / minmax(0, 1fr) minmax(0, 1fr);
  }
  .cards.without-memory {
    grid-template: "move looking" auto / minmax(0, 1fr) minmax(0, 1fr);
  }
  .cards > * {
    min-width: 0;
  }
  unrolled-move {
    grid-area: move;
  }
  unrolled-memory {
    grid-area: memory;
  }
  unrolled-looking {
    grid-area: looking;
  }
  footer {
    border-top: 1px solid var(--hairline);
    padding-top: 2rem;
  }
  footer a {
    color: inherit;
    text-underline-offset: 0.2em;
  }
  @container (max-width: 56rem) {
    .cards {
      grid-template: "move" "memory" "looking" / minmax(0, 1fr);
    }
    .cards.without-memory {
      grid-template: "move" "looking" / minmax(0, 1fr);
    }
  }
  @container (max-width: 35rem) {
    .page {
      padding-inline: 1rem;
      gap: 2rem;
    }
    .verdict h2 {
      font-size: 1.55rem;
    }
    nav {
      margin-inline-start: -0.35rem;
    }
  }
  /* What changes in one view does not have the others painted anew, not even where they move. */
  @supports (overflow-clip-margin: 1rem) {
    @media screen {
      .top > *,
      .page > :not(.top),
      .cards > * {
        contain: content;
        overflow-clip-margin: 1rem;
      }
    }
  }
  .no-settings {
    --settings: none;
  }
  .no-search {
    --search: none;
  }
  .no-table {
    --table: none;
  }
  .no-download {
    --download: none;
  }
  .no-how {
    --how: none;
  }
  @media print {
    nav,
    .status,
    .steps,
    .page [aria-busy] {
      display: none;
    }
    .page {
      gap: 1.6rem;
      padding-block: 0;
    }
  }
`;
