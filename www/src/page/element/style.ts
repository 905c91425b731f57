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
    max-width: 110rem;
    margin: 0 auto;
    padding: 0.8rem 2.5rem 1rem;
    display: grid;
    gap: 1rem;
    grid-template-columns: minmax(0, 1fr);
  }
  .page.stacked {
    max-width: 72.5rem;
  }
  .page.compact {
    padding: 0.6rem 1.25rem 1rem;
  }
  .bar {
    display: grid;
    gap: 0.6rem;
    grid-template-columns: minmax(0, 1fr);
  }
  header {
    display: flex;
    flex-wrap: wrap;
    gap: 0.2rem 1.1rem;
    align-items: baseline;
    min-height: 2.6rem;
    padding-bottom: 0.4rem;
    border-bottom: 1px solid var(--hairline);
  }
  h1 {
    margin: 0;
    font: 700 1.35rem/1.3 var(--serif);
  }
  header .network {
    color: var(--muted);
  }
  header .texts {
    min-width: 0;
    max-width: 100%;
    white-space: nowrap;
    overflow: hidden;
    text-overflow: ellipsis;
    text-decoration: none;
  }
  header .texts span {
    text-decoration: underline;
    text-decoration-color: var(--edge);
    text-underline-offset: 0.25em;
  }
  header .texts::after {
    content: " ▾";
    content: " ▾" / "";
  }
  header .texts[aria-expanded="true"]::after {
    content: " ▴";
    content: " ▴" / "";
  }
  nav {
    display: flex;
    flex-wrap: wrap;
    gap: 0.2rem 0.6rem;
    margin-inline-start: auto;
  }
  .body,
  .side,
  .main,
  .views,
  .view,
  .foldable {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
  }
  .body {
    gap: 1rem;
  }
  .body.stacked {
    gap: 1.4rem;
  }
  .side {
    gap: 0.8rem;
    align-content: start;
  }
  .main {
    gap: 1rem;
    align-content: start;
  }
  .views {
    gap: 1.3rem;
    min-width: 0;
  }
  .views > * {
    min-width: 0;
  }
  /* Whoever is led to a view sees it begin under the row that stays. */
  .views [id],
  #chapter {
    scroll-margin-top: 5.2rem;
  }
  /* It comes with the second script, and nothing below is to jump then. */
  unrolled-reading:not(:defined) {
    display: block;
    min-height: 36rem;
  }
  .view {
    gap: 0.55rem;
  }
  .foldable {
    gap: 0.2rem;
  }
  unrolled-strip {
    display: none;
  }
  .page [aria-busy] {
    opacity: 0.4;
  }
  .verdict {
    min-height: 7.1rem;
  }
  .stacked .verdict {
    min-height: 0;
  }
  .verdict h2 {
    font-size: 1.75rem;
    line-height: 1.2;
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
    gap: 0 1.1rem;
    margin-top: 0.2rem;
    color: var(--muted);
    font-size: 0.875rem;
    text-wrap: balance;
  }
  .facts b {
    color: var(--ink);
  }
  .status {
    display: flex;
    flex-wrap: wrap;
    gap: 0 1rem;
    align-items: baseline;
    min-height: 1.4em;
    color: var(--muted);
    font-size: 0.875rem;
  }
  .loading {
    white-space: nowrap;
  }
  .status [role="status"]:not(:empty) {
    color: var(--ink);
    border-left: 3px solid var(--edge);
    padding-left: 0.7em;
  }
  .status [role="status"]:empty {
    margin-inline-end: -1rem;
  }
  .chapters {
    position: sticky;
    top: 0;
    z-index: 3;
    display: flex;
    gap: 0 0.3rem;
    background: var(--paper);
    border-bottom: 1px solid var(--hairline);
  }
  .chapters button {
    display: flex;
    flex-direction: column;
    flex: 1 1 0;
    min-width: 0;
    height: 4.1rem;
    padding: 0.25rem 0.4rem 0;
    border: 0;
    border-bottom: 2px solid transparent;
    border-radius: 0;
    background: none;
    text-align: start;
    overflow: hidden;
  }
  /* These say most. */
  .chapters :is(#to-reading, #to-training) {
    flex-grow: 1.4;
  }
  .chapters button[aria-selected="true"] {
    border-bottom-color: var(--ink);
  }
  .chapters button > b {
    display: block;
    font: 700 1rem/1.4 var(--serif);
    white-space: nowrap;
  }
  .chapters button:hover > b {
    text-decoration: underline;
    text-underline-offset: 0.25em;
  }
  .chapters button > span {
    color: var(--muted);
    font-size: 0.8125rem;
    line-height: 1.3;
    text-wrap: balance;
    display: -webkit-box;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
    overflow: hidden;
  }
  .chapters button > span b {
    font-weight: 400;
  }
  .chapters button > span .word {
    color: var(--ink);
  }
  .chapters button:focus-visible {
    outline-offset: -3px;
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
    gap: 0.2rem 1rem;
    align-items: baseline;
  }
  .views > .chosen-head {
    margin-bottom: -1rem;
  }
  .steps {
    display: flex;
    flex-wrap: wrap;
    gap: 0.1rem;
    color: var(--muted);
  }
  .steps button {
    min-width: 2.1rem;
    text-decoration: none;
  }
  footer a {
    color: inherit;
    margin-inline-start: 1rem;
    text-underline-offset: 0.2em;
  }
  /* The text stays in sight beside the chapters, and scrolls by itself where it is long. */
  @container (min-width: 56.01rem) {
    .body:not(.stacked) {
      grid-template-columns: minmax(20rem, 31%) minmax(0, 1fr);
      gap: 0 2.4rem;
      align-items: start;
    }
    .side {
      position: sticky;
      top: 0;
      max-height: 100vh;
      max-height: 100dvh;
      overflow: hidden auto;
      padding: 0.2rem 0.5rem 1rem;
      margin-inline: -0.5rem;
    }
    .taught .side {
      max-height: 72vh;
    }
  }
  /* On a narrow page it stands on top, and a line of it stays. */
  @container (max-width: 56rem) {
    .page {
      padding-inline: 1.25rem;
    }
    .main {
      display: contents;
    }
    .body:not(.stacked) {
      display: block;
    }
    .chapters,
    #chapter {
      margin-top: 1rem;
    }
    .body:not(.stacked) unrolled-strip {
      display: block;
      position: sticky;
      top: 0;
      z-index: 3;
      height: 2.5rem;
      margin: 0 -1.25rem -2.5rem;
    }
    .chapters {
      top: 2.5rem;
      margin-inline: -1.25rem;
      padding-inline: 1.25rem;
      overflow: auto hidden;
      scrollbar-width: none;
    }
    .chapters button {
      min-width: 7.5rem;
    }
    .chapters :is(#to-reading, #to-training) {
      min-width: 9.5rem;
    }
    .sums {
      min-height: 8.5rem;
    }
    .views [id],
    #chapter {
      scroll-margin-top: 7.5rem;
    }
  }
  @container (max-width: 35rem) {
    .page {
      padding-inline: 1rem;
    }
    .verdict {
      min-height: 6.6rem;
    }
    .verdict h2 {
      font-size: 1.5rem;
    }
    header {
      gap: 0 0.5rem;
    }
    header .network {
      display: none;
    }
    header > button {
      order: 1;
    }
    header .texts {
      flex: 1 1 60%;
      text-align: start;
      margin-inline-start: -0.35rem;
    }
    .body:not(.stacked) unrolled-strip {
      margin-inline: -1rem;
    }
    .chapters {
      margin-inline: -1rem;
      padding-inline: 1rem;
    }
  }
  /* What changes in one view does not have the others painted anew, not even where they move. */
  @supports (overflow-clip-margin: 1rem) {
    @media screen {
      .side > *,
      .stacked > *,
      .views > :not(.views),
      .views .views > * {
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
  .no-table.no-download {
    --menu: none;
  }
  .no-how {
    --how: none;
  }
  @media print {
    nav,
    .status,
    .chapters,
    .body:not(.stacked) unrolled-strip,
    .steps,
    .page [aria-busy] {
      display: none;
    }
    .page {
      gap: 1rem;
      padding: 0;
    }
    .body:not(.stacked) {
      display: block;
    }
    .side {
      position: static;
      max-height: none;
      overflow: visible;
    }
    .main > section {
      margin-top: 1.4rem;
    }
    .main > section:not(:has([id]:defined:not([aria-busy]))) {
      display: none;
    }
    h2.part {
      font-weight: 700;
    }
  }
`;
