/** The palette and type as custom properties on the outermost element; parts inherit them. */

import { css } from "lit";

export const colours = css`
  :host {
    color-scheme: light dark;
    --paper: light-dark(#fbfaf7, #15171a);
    --card: light-dark(#ffffff, #1d2024);
    --ink: light-dark(#1b1d1f, #ece8e0);
    --muted: light-dark(#5c6165, #a4a9af);
    --hairline: light-dark(#e2dfd7, #31353a);
    --edge: light-dark(#8b8f92, #767b81);
    --positive: light-dark(#2a6cb0, #79b4ee);
    --negative: light-dark(#a54e08, #f0a35c);
    --serif:
      "Iowan Old Style", "Palatino Linotype", Palatino, "Book Antiqua", "Source Serif 4", Georgia, "DejaVu Serif", serif;
    --sans: var(
      --unrolled-font,
      system-ui,
      -apple-system,
      "Segoe UI",
      Roboto,
      "Noto Sans",
      "Helvetica Neue",
      sans-serif
    );
  }
  :host([theme="light"]) {
    color-scheme: light;
  }
  :host([theme="dark"]) {
    color-scheme: dark;
  }
  @media print {
    :host {
      color-scheme: light !important;
      --paper: #fff !important;
      print-color-adjust: exact;
      -webkit-print-color-adjust: exact;
    }
  }
`;
