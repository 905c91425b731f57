/** A view of the page that stands by itself under a heading. */

import { css } from "lit";

export const viewStyle = css`
  .view {
    display: grid;
    gap: 0.55rem;
    grid-template-columns: minmax(0, 1fr);
  }
  .block {
    display: grid;
    gap: 0.7rem;
    min-width: 0;
  }
  .legend {
    display: flex;
    flex-wrap: wrap;
    gap: 0.2rem 1rem;
    align-items: center;
    color: var(--muted);
    font-size: 0.875rem;
  }
  /* It is the answer to another question. */
  .waiting {
    opacity: 0.4;
  }
  .how {
    margin-top: 0.2rem;
  }
`;
