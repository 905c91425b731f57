/** The text under study: tints, marks, selection. */

import { type CSSResult, css, unsafeCSS } from "lit";
import { LEVELS } from "../../ui/tint";

/** The strongest tint mixes this much colour into the paper: ink stays well readable on it. */
const FULL_TINT_PERCENT = 40;

export const tints: CSSResult = unsafeCSS(
  Array.from({ length: LEVELS }, (_, i) => {
    const share = (FULL_TINT_PERCENT * (i + 1)) / LEVELS;
    const mix = (side: string) => `color-mix(in srgb, var(--${side}) ${share}%, transparent)`;
    return `.p${i + 1} { background-color: ${mix("positive")}; } .n${i + 1} { background-color: ${mix("negative")}; }`;
  }).join("\n"),
);

export const textStyle = [
  tints,
  css`
    .scroller {
      max-height: min(44rem, 60vh);
      overflow: auto;
      contain: content;
      margin: -0.5rem -0.6rem;
      padding: 0.5rem 0.6rem;
    }
    .paper {
      display: grid;
      max-width: 46rem;
    }
    .paper > * {
      grid-area: 1 / 1;
    }
    .words,
    textarea {
      font: 400 1.125rem/1.7 var(--serif);
      letter-spacing: 0;
      word-spacing: 0;
      white-space: pre-wrap;
      overflow-wrap: anywhere;
      margin: 0;
      padding: 0;
      border: 0;
      min-width: 0;
      text-align: start;
      tab-size: 4;
    }
    .words[role] {
      cursor: pointer;
      user-select: none;
      -webkit-user-select: none;
      touch-action: manipulation;
    }
    .words.empty {
      color: var(--muted);
    }
    .w {
      border-radius: 3px;
      padding-block: 0.1em;
    }
    [role] > .w:hover {
      box-shadow: 0 0 0 1px var(--edge);
    }
    .strong {
      position: relative;
      text-decoration-line: underline;
      text-decoration-thickness: 2px;
      text-underline-offset: 0.28em;
      text-decoration-skip-ink: none;
    }
    .up.strong {
      text-decoration-color: var(--positive);
    }
    .down.strong {
      text-decoration-color: var(--negative);
    }
    .strong::after {
      position: absolute;
      inset-inline-end: -0.1em;
      top: -0.75em;
      font: 0.5em/1 var(--sans);
    }
    .up.strong::after {
      content: "▲";
      content: "▲" / "";
      color: var(--positive);
    }
    .down.strong::after {
      content: "▼";
      content: "▼" / "";
      color: var(--negative);
    }
    .unknown {
      border-bottom: 2px dotted var(--muted);
    }
    .unread {
      color: var(--muted);
    }
    .selected {
      background-image: none;
      box-shadow: 0 0 0 2px var(--ink);
    }
    .selected.inner {
      box-shadow:
        0 -2px 0 0 var(--ink),
        0 2px 0 0 var(--ink);
      border-radius: 0;
      padding-block: 0.1em;
    }
    .selected.first {
      box-shadow:
        -2px 0 0 0 var(--ink),
        0 -2px 0 0 var(--ink),
        0 2px 0 0 var(--ink);
    }
    .selected.last {
      box-shadow:
        2px 0 0 0 var(--ink),
        0 -2px 0 0 var(--ink),
        0 2px 0 0 var(--ink);
    }
    .w:focus-visible {
      outline: 2px solid var(--ink);
      outline-offset: 3px;
    }
    .paper {
      position: relative;
    }
    .edited {
      pointer-events: none;
      user-select: none;
      -webkit-user-select: none;
    }
    .edited .selected {
      box-shadow: none;
    }
    textarea {
      width: 100%;
      height: 100%;
      overflow: hidden;
      resize: none;
      background: none;
      color: transparent;
      caret-color: var(--ink);
    }
    :host([composing]) textarea {
      color: var(--ink);
    }
    textarea:focus-visible {
      outline: none;
    }
    textarea.alone {
      height: min(30rem, 65vh);
      overflow: auto;
      color: var(--ink);
    }
    textarea::placeholder {
      color: var(--muted);
    }
    textarea::selection {
      background: color-mix(in srgb, var(--ink) 22%, transparent);
      color: transparent;
    }
    @container (max-width: 560px) {
      .words,
      textarea {
        font-size: 1.125rem;
      }
    }
    @media (forced-colors: active) {
      .up,
      .down {
        position: relative;
        forced-color-adjust: none;
        color: var(--ink);
      }
      .up::after,
      .down::after {
        position: absolute;
        inset-inline-end: -0.1em;
        top: -0.75em;
        font: 0.5em/1 var(--sans);
        content: "▲";
        content: "▲" / "";
      }
      .down::after {
        content: "▼";
        content: "▼" / "";
      }
      .selected {
        outline: 2px solid Highlight;
      }
      textarea {
        color: transparent;
        forced-color-adjust: none;
      }
    }
    @media print {
      .scroller {
        max-height: none;
        overflow: visible;
        contain: none;
        margin-inline: 0;
        padding-inline: 0;
      }
    }
  `,
];
