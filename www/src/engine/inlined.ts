import { decodeBase64 } from "./base64";
import { EngineError } from "./errors";
import { gunzip } from "./gunzip";
import type { Source } from "./source";

/** The last element of such a file, empty: where it is, nothing was cut off. */
export const END = "end";

/** The `<script type="application/octet-stream" id="unrolled/NAME">` elements of the offline file. */
export class Inlined implements Source {
  readonly worthKeeping = false;

  /** Whether this document is the offline file. */
  static isHere(): boolean {
    return elementOf("manifest.json") !== null;
  }

  async read(name: string, loaded?: (bytes: number) => void): Promise<Uint8Array> {
    if (!isWhole(elementOf(name))) await parsed();
    const element = elementOf(name);
    if (element === null && elementOf(END) !== null)
      throw new EngineError("bundle", `This file does not hold ${name}: open the page it was saved from.`);
    if (element === null)
      throw new EngineError("bundle", `This file holds no ${name}: it was cut off on its way, so get it again.`);
    const bytes = await decodeBase64(element.textContent ?? "");
    loaded?.(bytes.length);
    return element.dataset["encoding"] === "gzip" ? gunzip(bytes) : bytes;
  }
}

function elementOf(name: string): HTMLElement | null {
  return document.getElementById(`unrolled/${name}`);
}

/** The parser may stand in the middle of a large one. */
function isWhole(element: HTMLElement | null): boolean {
  return element !== null && (element.nextSibling !== null || document.readyState !== "loading");
}

/** The large assets stand behind the script that asks for them: waits until the parser has passed them all. */
function parsed(): Promise<void> {
  if (document.readyState !== "loading") return Promise.resolve();
  return new Promise((done) => document.addEventListener("DOMContentLoaded", () => done(), { once: true }));
}
