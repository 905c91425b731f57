/** Registers an element once; a second copy of the script on a page keeps the first copy's elements. */
export function define(name: string, element: CustomElementConstructor): void {
  if (!customElements.get(name)) customElements.define(name, element);
}
