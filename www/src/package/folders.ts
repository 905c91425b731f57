/** Where the headless engine finds its files: a folder at an address or on the disk. */
import { EngineError } from "../engine/errors";
import { Folder } from "../engine/folder";
import type { Source } from "../engine/source";

/** In Node, where fetch knows no file: address. */
class OnDisk implements Source {
  readonly worthKeeping = false;
  #folder: URL;

  constructor(folder: URL) {
    this.#folder = folder;
  }

  async read(name: string, loaded?: (bytes: number) => void): Promise<Uint8Array> {
    const node = "node:fs/promises"; // not a literal, so that bundlers for browsers leave it alone
    const { readFile } = (await import(/* webpackIgnore: true */ /* @vite-ignore */ node)) as {
      readFile(url: URL): Promise<Uint8Array>;
    };
    const url = new URL(name, this.#folder);
    const bytes = await readFile(url).catch((error: unknown) => {
      throw new EngineError(
        "network",
        `${name} could not be read from ${this.#folder.href} (${String((error as { code?: unknown }).code ?? error)}): check that the folder holds a whole bundle.`,
      );
    });
    loaded?.(bytes.length);
    return new Uint8Array(bytes);
  }
}

export function folderAt(address: string | URL, base: string): Source {
  const text = String(address);
  const url = new URL(text.endsWith("/") ? text : `${text}/`, base);
  return url.protocol === "file:" && typeof document === "undefined" ? new OnDisk(url) : new Folder(url);
}
