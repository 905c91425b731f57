import type { Manifest, ManifestFile } from "../types";
import { checked } from "./checked";
import { EngineError, REMEDY } from "./errors";
import type { Source } from "./source";

export type Loaded = (bytes: number) => void;

/** The checked files of one source. Each is read once; one that failed is read again when asked for again. */
export class Assets {
  #source: Source;
  #kept = new Map<string, Promise<Uint8Array>>();

  constructor(source: Source) {
    this.#source = source;
  }

  /** The file's bytes, of exactly the size and hash expected. */
  read(name: string, expected: ManifestFile, loaded?: Loaded, signal?: AbortSignal): Promise<Uint8Array> {
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
}

/** What the manifest says of a file. */
export function expectedOf(manifest: Manifest, name: string): ManifestFile {
  const expected = manifest.files[name];
  if (expected === undefined) throw new EngineError("bundle", `This bundle has no ${name}: ${REMEDY}.`);
  return expected;
}
