/** What the reading looks like. */

import { css, unsafeCSS } from "lit";
import { LEVELS } from "../../ui/tint";

/** Strands are opaque, because each is painted over the ones outside it. */
const mixed = (side: string, share: number) =>
  `color-mix(in srgb, var(--${side}) ${share}%, var(--surface, var(--paper)))`;
const strands = Array.from({ length: LEVELS }, (_, i) => {
  const share = 34 + (58 * i) / (LEVELS - 1);
  return `.up${i + 1} { fill: ${mixed("positive", share)} } .down${i + 1} { fill: ${mixed("negative", share)} }`;
}).join("\n");

export const look = css`
  :host(:not([drawn])) {
    min-height: 24rem;
  }
  .plot {
    position: relative;
    touch-action: pan-y;
    cursor: ew-resize;
    border-radius: 4px;
    user-select: none;
    -webkit-user-select: none;
  }
  ${unsafeCSS(strands)}
  .strand {
    stroke: var(--surface, var(--paper));
    stroke-width: 0.75;
    cursor: pointer;
  }
  .rest.up1 {
    fill: ${unsafeCSS(mixed("positive", 18))};
  }
  .rest.down1 {
    fill: ${unsafeCSS(mixed("negative", 18))};
  }
  .halo,
  .score,
  .own,
  .over,
  .ghost {
    fill: none;
    stroke: var(--ink);
    stroke-linejoin: round;
    pointer-events: none;
  }
  .score {
    stroke-width: 2;
  }
  .halo {
    stroke: var(--surface, var(--paper));
    stroke-width: 5;
    stroke-opacity: 0.75;
  }
  .own {
    stroke-width: 1.5;
  }
  .over {
    stroke-width: 1;
    stroke-opacity: 0.55;
  }
  .ghost {
    stroke-width: 1.25;
    stroke-dasharray: 4 3;
    stroke-opacity: 0.6;
  }
  .mark {
    stroke: var(--edge);
    stroke-dasharray: 1 4;
    stroke-linecap: round;
    stroke-opacity: 0.7;
  }
  .mark.zero {
    stroke-dasharray: none;
    stroke-opacity: 0.35;
  }
  .lead {
    stroke: var(--edge);
    stroke-width: 1;
    pointer-events: none;
  }
  .name {
    font-family: var(--serif);
    font-size: 0.875rem;
    fill: var(--ink);
    cursor: pointer;
  }
  .halved {
    paint-order: stroke;
    stroke: var(--surface, var(--paper));
    stroke-width: 4px;
    stroke-linejoin: round;
  }
  .title {
    font-weight: 600;
    fill: var(--ink);
    font-size: 0.8125rem;
  }
  .small {
    font-size: 0.75rem;
  }
  .at {
    font-weight: 650;
    fill: var(--ink);
  }
  .now {
    stroke: var(--ink);
    stroke-width: 1.5;
    pointer-events: none;
  }
  .span {
    fill: color-mix(in srgb, var(--ink) 7%, transparent);
    pointer-events: none;
  }
  .dot {
    fill: var(--surface, var(--paper));
    stroke: var(--ink);
    stroke-width: 2;
    pointer-events: none;
  }
  .up {
    fill: var(--positive);
  }
  .down {
    fill: var(--negative);
  }
  .shade {
    fill: var(--ink);
  }
  .row {
    cursor: pointer;
  }
  .row:hover .name {
    text-decoration: underline;
  }
  .fixed :is(.row, .strand, .name) {
    cursor: inherit;
  }
  @container (max-width: 35rem) {
    :host(:not([drawn])) {
      min-height: 27rem;
    }
    .name {
      font-size: 1rem;
    }
  }
  @media (forced-colors: active) {
    svg {
      forced-color-adjust: none;
    }
  }
`;
