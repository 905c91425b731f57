/** Where the headless engine finds its files: a folder at an address or on the disk. */
import { type Beside, beside } from "unrolled:build";
import { EngineError } from "../engine/errors";
import { Folder } from "../engine/folder";
import type { Source } from "../engine/source";

/** In Node, where fetch knows no file: address. */
class OnDisk implements Source {
  readonly worthKeeping = false;
  #place: Beside;

  constructor(place: Beside) {
    this.#place = place;
  }

  async read(name: string, loaded?: (bytes: number) => void): Promise<Uint8Array> {
    const node = "node:fs/promises"; // not a literal, so that bundlers for browsers leave it alone
    const { readFile } = (await import(/* webpackIgnore: true */ /* @vite-ignore */ node)) as {
      readFile(url: URL): Promise<Uint8Array>;
    };
    const url = this.#place(name);
    if (url === null) throw new EngineError("bundle", `This package holds no ${name}.`);
    const bytes = await readFile(url).catch((error: unknown) => {
      throw new EngineError(
        "network",
        `${name} could not be read from ${new URL(".", url).href} (${String((error as { code?: unknown }).code ?? error)}): check that the folder holds a whole bundle.`,
      );
    });
    loaded?.(bytes.length);
    return new Uint8Array(bytes);
  }
}

/** The files of a folder. */
export function folderAt(address: string | URL, base: string): Source {
  const text = String(address);
  const url = new URL(text.endsWith("/") ? text : `${text}/`, base);
  return sourceOf((name) => new URL(name, url), url);
}

/** What came with this package in a folder of its own, or beside the script. */
export function ownFolder(folder = ""): Source {
  const place: Beside = (name) => beside!(folder + name);
  return sourceOf(place, beside!("bundle/weights.safetensors")!);
}

/** In Node, where fetch knows no file: address, from the disk. */
function sourceOf(place: Beside, { protocol }: URL): Source {
  return protocol === "file:" && typeof document === "undefined" ? new OnDisk(place) : new Folder(place);
}
