/** The cards of the selected word. */

import { css } from "lit";

export const cardStyle = css`
  :host {
    height: 100%;
  }
  .card {
    display: grid;
    gap: 0.9rem;
    align-content: start;
    height: 100%;
    min-width: 0;
    padding: 1.1rem 1.25rem 1rem;
    background: var(--card);
    border: 1px solid var(--hairline);
    border-radius: 12px;
  }
  .card > h3 {
    margin-bottom: -0.35rem;
  }
  .block {
    display: grid;
    gap: 0.7rem;
    min-width: 0;
  }
  .block + .block {
    border-top: 1px solid var(--hairline);
    padding-top: 0.9rem;
  }
  /* It is the answer to another question. */
  .waiting .figure {
    filter: grayscale(1);
  }
  .waiting .figure :is(svg, unrolled-bars, unrolled-histogram) {
    opacity: 0.4;
  }
  .answer {
    display: grid;
    gap: 0.5rem;
    color: var(--muted);
  }
  .answer b {
    color: var(--ink);
  }
  .answer b.positive,
  .positive {
    color: var(--positive);
  }
  .answer b.negative,
  .negative {
    color: var(--negative);
  }
  @media print {
    :host,
    .card {
      height: auto;
    }
  }
  @container (max-width: 35rem) {
    :host([brief]) .card > :not(h3, .answer, p.answer + .row, .failed) {
      display: none;
    }
  }
  @container (max-width: 480px) {
    .card {
      padding: 1rem;
    }
  }
`;
