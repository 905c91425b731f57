import { EngineError, megabytes } from "./errors";
import type { Source } from "./source";

/** Files by their names, as in `{ "manifest.json": bytes, … }`. */
export type FilesByName = Record<string, Uint8Array | ArrayBuffer | Blob>;

/** Files that are at hand: in memory, or picked by the reader from a folder of the machine. */
export class Files implements Source {
  readonly worthKeeping = false;
  #files: Map<string, FilesByName[string]>;

  constructor(files: FilesByName | Iterable<File>) {
    this.#files = new Map(
      Symbol.iterator in files ? [...files].map((file) => [file.name, file]) : Object.entries(files),
    );
  }

  async read(name: string, loaded?: (bytes: number) => void): Promise<Uint8Array> {
    const file = this.#files.get(name);
    if (file === undefined)
      throw new EngineError("bundle", `There is no ${name} among the files: give all files of the bundle.`);
    const bytes =
      file instanceof Uint8Array ? file : new Uint8Array(file instanceof Blob ? await bytesOf(name, file) : file);
    loaded?.(bytes.length);
    return bytes;
  }
}

function bytesOf(name: string, file: Blob): Promise<ArrayBuffer> {
  return file.arrayBuffer().catch(() => {
    throw new EngineError("bundle", `${name} (${megabytes(file.size)}) could not be read: give the files again.`);
  });
}
