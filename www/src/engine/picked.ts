import { EngineError, megabytes } from "./errors";
import type { Source } from "./source";

/** The files of a folder that the reader picked from the machine. */
export class Picked implements Source {
  readonly worthKeeping = false;
  #files: Map<string, File>;

  constructor(files: Iterable<File>) {
    this.#files = new Map([...files].map((file) => [file.name, file]));
  }

  async read(name: string, loaded?: (bytes: number) => void): Promise<Uint8Array> {
    const file = this.#files.get(name);
    if (file === undefined) throw new EngineError("bundle", `The folder holds no ${name}: pick one that \`unrolled import\` or ./build.sh made.`);
    const bytes = await file.arrayBuffer().catch(() => {
      throw new EngineError("bundle", `${name} (${megabytes(file.size)}) could not be read: pick the folder again.`);
    });
    loaded?.(bytes.byteLength);
    return new Uint8Array(bytes);
  }
}
