/**
 * The large files, index and reviews, as handles: the browser keeps the bytes, and only the engine's thread reads them. The
 * page's own thread, which answers the reader, has nothing to do with them but to hear how many have arrived.
 */
import type { Manifest } from "../types";
import { type Loaded, expectedOf } from "./assets";
import { dropped, missing, requireFile, stopped, unreachable } from "./folder";
import type { Held } from "./opened";
import type { Source } from "./source";

/** The large files of one source. Each is fetched once; one that failed or was forgotten is fetched again when asked for again. */
export class Holder {
  #source: Source;
  #kept = new Map<string, Promise<Held>>();

  constructor(source: Source) {
    this.#source = source;
  }

  async hold(manifest: Manifest, name: string, loaded?: Loaded, signal?: AbortSignal): Promise<Held> {
    const expected = expectedOf(manifest, name);
    const kept = this.#kept.get(name);
    if (kept !== undefined) return kept.then((held) => (loaded?.(expected.bytes), held));
    const holding = contentOf(this.#source, name, loaded, signal).then((content) => ({ name, content, expected }));
    this.#kept.set(name, holding);
    holding.catch(() => this.forget([name]));
    return holding;
  }

  forget(names: string[]): void {
    for (const name of names) this.#kept.delete(name);
  }
}

/** WebKit cannot read a handle in the worker of a page without an origin, and Node gives none. */
function contentOf(source: Source, name: string, loaded?: Loaded, signal?: AbortSignal): Promise<Blob | Uint8Array> {
  const url = source.address?.(name);
  const isHandy = typeof XMLHttpRequest === "function" && globalThis.origin !== "null";
  return url === undefined || !isHandy ? source.read(name, loaded, signal) : arrived(name, url, loaded, signal);
}

async function arrived(name: string, url: URL, loaded?: Loaded, signal?: AbortSignal): Promise<Blob> {
  const content = await fetched(name, url, loaded, signal);
  requireFile(name, url, content.type, new Uint8Array(await content.slice(0, 99).arrayBuffer()));
  return content;
}

/** XMLHttpRequest, because fetch shows how far it is only to those who read the bytes. */
function fetched(name: string, url: URL, loaded?: Loaded, signal?: AbortSignal): Promise<Blob> {
  return new Promise((done, refuse) => {
    const request = new XMLHttpRequest();
    let arrived = 0;
    request.open("GET", url);
    request.responseType = "blob";
    request.onprogress = (event) => loaded?.((arrived = event.loaded));
    request.onload = () =>
      request.status >= 200 && request.status < 300
        ? done(request.response as Blob)
        : refuse(missing(name, url, `HTTP ${request.status}`));
    request.onerror = async () => refuse(arrived > 0 ? dropped(name, arrived) : await unreachable(name, url));
    request.onabort = () => refuse(stopped(name));
    signal?.addEventListener("abort", () => request.abort());
    if (signal?.aborted === true) refuse(stopped(name));
    else request.send();
  });
}
