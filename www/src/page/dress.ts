/** Our own two pages around the element: no margin, the paper's colour, and for an iframe its settings and height. */

import { css } from "lit";
import { colours } from "./styles/colours";

const SETTINGS = ["text", "preset", "theme", "compact"];

export function dressPage(): void {
  const host = colours.cssText.replaceAll(':host([theme="light"])', ".light").replaceAll(':host([theme="dark"])', ".dark").replaceAll(":host", "html");
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`${host} ${body.cssText}`);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}

const body = css`
  html { background: var(--paper); }
  body { margin: 0; }
`;

/** Settings come in the fragment, as in embed.html#preset=sequel&theme=dark; the height goes to the page around. */
export function dressEmbed(): void {
  const element = document.querySelector("unrolled-explainer");
  if (element === null) return;
  const asked = new URLSearchParams(location.hash.slice(1));
  for (const name of SETTINGS) {
    const value = asked.get(name);
    if (value !== null) element.setAttribute(name, value);
  }
  const id = asked.get("id");
  new ResizeObserver(() => {
    const height = Math.ceil(element.getBoundingClientRect().height);
    parent.postMessage({ type: "unrolled:resize", height, id }, "*");
    parent.postMessage({ subject: "lti.frameResize", height }, "*");
  }).observe(element);
}
