// The element as an anywidget, for MyST, Jupyter, marimo and whatever else renders these: the model's keys are the
// element's attributes, and a key that changes changes the attribute.
import "./unrolled.mjs";

const NAME = "unrolled-explainer";

/** Attributes have dashes where the names of a language may have none. */
const keysOf = (attribute) => [...new Set([attribute, attribute.replaceAll("-", "_")])];

function put(element, attribute, value) {
  const isText = typeof value === "string" || typeof value === "number";
  if (value === true) element.setAttribute(attribute, "");
  else if (isText) element.setAttribute(attribute, String(value));
  else element.removeAttribute(attribute);
}

function render({ model, el }) {
  const element = document.createElement(NAME);
  const watched = [];
  for (const attribute of customElements.get(NAME).observedAttributes) {
    for (const key of keysOf(attribute)) {
      const value = model.get(key);
      if (value !== undefined) put(element, attribute, value);
      const changed = () => put(element, attribute, model.get(key));
      model.on?.(`change:${key}`, changed); // MyST's models do not change and have no such method
      watched.push([`change:${key}`, changed]);
    }
  }
  el.append(element);
  return () => {
    for (const [event, changed] of watched) model.off?.(event, changed);
    element.remove();
  };
}

export default { render };
