/** Heatmaps by class rather than by style, which a strict content policy would forbid: tints in levels, shares as widths. */

import { type CSSResult, css, unsafeCSS } from "lit";
import { LEVELS } from "../shapes/tint";

/** Ink stays well readable on this much colour. */
const FULL_PERCENT = 40;

export const heat: CSSResult = css`
  ${unsafeCSS(
    Array.from({ length: LEVELS + 1 }, (_, i) => {
      const mix = (side: string) =>
        `background-color: color-mix(in srgb, var(--${side}) ${(FULL_PERCENT * i) / LEVELS}%, transparent);`;
      return `.p${i} { ${mix("positive")} } .n${i} { ${mix("negative")} } .on${i} { width: ${(100 * i) / LEVELS}%; }`;
    }).join("\n"),
  )}
`;
