/** Heatmaps by class rather than by style, which a strict content policy would forbid: tints in levels, shares as widths. */

import { type CSSResult, css, unsafeCSS } from "lit";
import { LEVELS } from "../tint";

/** Ink stays well readable on this much colour. */
const FULL_PERCENT = 40;

const levels = (side: string) => Array.from({ length: LEVELS }, (_, i) => `.${side}${i + 1}`).join();

export const heat: CSSResult = css`
  @media (forced-colors: active) {
    ${unsafeCSS(`:is(${levels("p")},${levels("n")})`)} {
      forced-color-adjust: none;
      color: var(--ink);
    }
    ${unsafeCSS(`:is(${levels("p")})`)}::before {
      content: "▲";
      content: "▲" / "";
      font-size: 0.6em;
    }
    ${unsafeCSS(`:is(${levels("n")})`)}::before {
      content: "▼";
      content: "▼" / "";
      font-size: 0.6em;
    }
  }
  ${unsafeCSS(
    Array.from({ length: LEVELS + 1 }, (_, i) => {
      const mix = (side: string) =>
        `background-color: color-mix(in srgb, var(--${side}) ${(FULL_PERCENT * i) / LEVELS}%, transparent);`;
      return `.p${i} { ${mix("positive")} } .n${i} { ${mix("negative")} } .on${i} { width: ${(100 * i) / LEVELS}%; }`;
    }).join("\n"),
  )}
`;
