/** Where files come from: a folder on a host (folder.ts), the offline file’s own elements (inlined.ts), or files at hand (files.ts). */
export interface Source {
  /** The file's bytes as stored. `loaded` hears how many have arrived. */
  read(name: string, loaded?: (bytes: number) => void, signal?: AbortSignal): Promise<Uint8Array>;
  /** Where the file can be fetched from, if it is on a host. */
  address?(name: string): URL;
  /** False where the bytes are cheap to read again and need not be kept. */
  readonly worthKeeping: boolean;
}
