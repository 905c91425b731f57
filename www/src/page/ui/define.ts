/** Registers elements, each safe from a translator of the page. */

import type { LitElement } from "lit";

/** A second copy of the script on a page keeps the first copy's elements. */
export function define(name: string, element: typeof LitElement | CustomElementConstructor): void {
  if (customElements.get(name)) return;
  if ("addInitializer" in element)
    element.addInitializer((one) => one.addController({ hostUpdate: () => untangle((one as LitElement).renderRoot) }));
  customElements.define(name, element);
}

/**
 * Translators of pages put a <font> in the place of each text. What Lit then writes goes nowhere, and an old answer would
 * stand: so each becomes a text again, in the words of the translator until there are new ones.
 */
function untangle(root: ParentNode | undefined): void {
  // oxlint-disable-next-line typescript/no-deprecated -- it is what the translators write
  for (const font of root?.querySelectorAll("font") ?? []) font.replaceWith(font.textContent);
}
