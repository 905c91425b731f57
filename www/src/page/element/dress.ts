/** Our own two pages around the element: no margin, the paper's colour, and for an iframe its settings, height and messages. */

import { css } from "lit";
import { later } from "./later";
import { colours } from "../ui/styles/colours";
import { KEYS, isOpen } from "../address/url";

export function dressPage(): void {
  const host = colours.cssText.replaceAll(":host([", "html:has(unrolled-explainer[").replaceAll(":host", "html");
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`${host} ${body.cssText}`);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}

const body = css`
  html {
    background: var(--paper);
  }
  body {
    margin: 0;
  }
`;

/** What comes in the fragment, as in embed.html#preset=sequel&theme=dark, are attributes; the height goes to the page around. */
export function dressEmbed(): void {
  const element = document.querySelector("unrolled-explainer");
  if (element === null) return;
  let named: string[] = [];
  const read = () => {
    const asked = new URLSearchParams(location.hash.slice(1));
    const known = KEYS.map(({ name }) => name).filter((name) => asked.has(name) && isOpen(name, asked.get(name) ?? ""));
    for (const name of named) if (!asked.has(name)) element.removeAttribute(name);
    for (const name of known)
      if (element.getAttribute(name) !== asked.get(name)) element.setAttribute(name, asked.get(name) ?? "");
    named = known;
  };
  read();
  // The second script knows more keys.
  later.loaded = read;
  window.addEventListener("hashchange", read);
  new ResizeObserver(() => {
    const height = Math.ceil(element.getBoundingClientRect().height);
    const id = new URLSearchParams(location.hash.slice(1)).get("id");
    parent.postMessage({ type: "unrolled:resize", height, id }, "*");
    parent.postMessage({ subject: "lti.frameResize", height }, "*");
  }).observe(element);
}
