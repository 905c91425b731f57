/**
 * embed.html and the page around it, where that has said who it is: embed.html#host=https://course.example. That page alone
 * hears what happens, and it alone is heard. `host=null` is a page without an origin, such as a file.
 */

import { KEYS, isOpen } from "./url";

const EVENTS = ["change", "result", "error"];

/** An origin as browsers write it; null for anything else. */
function originOf(declared: string | null): string | null {
  try {
    return declared === "null" || new URL(declared ?? "").origin === declared ? declared : null;
  } catch {
    return null;
  }
}

function talk(element: Element): void {
  const asked = new URLSearchParams(location.hash.slice(1));
  const host = originOf(asked.get("host"));
  if (host === null || window.parent === window) return;
  for (const name of EVENTS) {
    element.addEventListener(`unrolled-${name}`, (event) => {
      const message = { type: `unrolled:${name}`, id: asked.get("id"), ...(event as CustomEvent<object>).detail };
      window.parent.postMessage(message, host === "null" ? "*" : host);
    });
  }
  window.addEventListener("message", ({ source, origin, data }: MessageEvent<unknown>) => {
    if (source === window.parent && origin === host) set(element, data);
  });
}

/** `{ type: "unrolled:set", text: "…", theme: "dark" }`; null takes an attribute away, what is no attribute of ours is not looked at. */
function set(element: Element, data: unknown): void {
  if (typeof data !== "object" || data === null || (data as { type?: unknown }).type !== "unrolled:set") return;
  for (const { name } of KEYS) {
    const value = Object.hasOwn(data, name) ? (data as Record<string, unknown>)[name] : undefined;
    if (value === null || value === false) element.removeAttribute(name);
    else if (["string", "number", "boolean"].includes(typeof value) && isOpen(name, String(value)))
      element.setAttribute(name, value === true ? "" : String(value));
  }
}

const embedded =
  document.documentElement.dataset.unrolled === "embed" ? document.querySelector("unrolled-explainer") : null;
if (embedded !== null) talk(embedded);
