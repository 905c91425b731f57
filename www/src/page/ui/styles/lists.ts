/** Lists of reviews: each row a button that opens it as the text, or its number where there is no text to open. */

import { css } from "lit";

export const listStyle = css`
  .reviews {
    display: grid;
  }
  .reviews li {
    border-bottom: 1px solid var(--hairline);
  }
  .reviews button,
  .numbered {
    display: grid;
    grid-template-columns: 1fr auto;
    gap: 0.1rem 0.8rem;
    width: 100%;
    height: auto;
    text-align: start;
    padding: 0.5rem 0.15rem;
    border: 0;
    border-radius: 3px;
    background: none;
    align-items: baseline;
  }
  .reviews button:hover .passage {
    text-decoration: underline;
    text-decoration-color: var(--edge);
    text-underline-offset: 0.25em;
  }
  .passage {
    font-family: var(--serif);
  }
  .passage mark {
    background: none;
    color: inherit;
    font-weight: 700;
  }
  .says {
    color: var(--muted);
    font-size: 0.875rem;
  }
  .reviews .says:last-child {
    grid-column: 1 / -1;
  }
  .at-end {
    text-align: end;
    white-space: nowrap;
  }
  @container (max-width: 35rem) {
    .reviews button,
    .numbered {
      grid-template-columns: minmax(0, 1fr);
    }
    .at-end {
      text-align: start;
      white-space: normal;
    }
  }
`;
