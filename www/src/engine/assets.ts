import type { Manifest, ManifestFile } from "../types";
import { REMEDY, checked } from "./checked";
import { EngineError } from "./errors";
import type { Source } from "./source";

/** The bundle format this page reads. */
const FORMAT = 1;

export type Loaded = (bytes: number) => void;

/** The checked files of one source. Each is read once; one that failed is read again when asked for again. */
export class Assets {
  #source: Source;
  #kept = new Map<string, Promise<Uint8Array>>();

  constructor(source: Source) {
    this.#source = source;
  }

  /** The file's bytes, of exactly the size and hash expected. */
  read(name: string, expected?: ManifestFile, loaded?: Loaded, signal?: AbortSignal): Promise<Uint8Array> {
    const kept = this.#kept.get(name);
    if (kept !== undefined) return kept.then((bytes) => (loaded?.(bytes.length), bytes));
    const reading = this.#source.read(name, loaded, signal).then((bytes) => checked(name, bytes, expected));
    this.#kept.set(name, reading);
    reading.then(
      () => this.#source.worthKeeping || this.#kept.delete(name),
      () => this.#kept.delete(name),
    );
    return reading;
  }

  /** A file of the bundle, checked against the manifest. */
  async ofBundle(manifest: Manifest, name: string, loaded?: Loaded, signal?: AbortSignal): Promise<Uint8Array> {
    return this.read(name, expectedOf(manifest, name), loaded, signal);
  }

  /** A small file that nothing vouches for; read anew every time. */
  async json<T>(name: string): Promise<T> {
    const text = new TextDecoder().decode(await this.#source.read(name));
    try {
      return JSON.parse(text) as T;
    } catch {
      throw new EngineError("bundle", `${name} is cut off or is not a file of a bundle: ${REMEDY}.`);
    }
  }

  async manifest(): Promise<Manifest> {
    const manifest = await this.json<Manifest>("manifest.json");
    if (typeof manifest?.format !== "number" || typeof manifest.files !== "object") {
      throw new EngineError("bundle", `manifest.json is not one of ours: ${REMEDY}.`);
    }
    if (manifest.format !== FORMAT) {
      throw new EngineError(
        "bundle",
        `This bundle has format ${manifest.format} and the page reads format ${FORMAT}: ${REMEDY}.`,
      );
    }
    return manifest;
  }
}

/** What the manifest says of a file. */
export function expectedOf(manifest: Manifest, name: string): ManifestFile {
  const expected = manifest.files[name];
  if (expected === undefined) throw new EngineError("bundle", `This bundle has no ${name}: ${REMEDY}.`);
  return expected;
}
