import { EngineError, megabytes } from "./errors";
import type { Source } from "./source";

/** The files of a folder, over the network. */
export class Folder implements Source {
  readonly worthKeeping = true;
  #base: URL;

  constructor(base: URL) {
    this.#base = base;
  }

  address(name: string): URL {
    return new URL(name, this.#base);
  }

  async read(name: string, loaded?: (bytes: number) => void, signal?: AbortSignal): Promise<Uint8Array> {
    const url = this.address(name);
    const response = await fetch(url, { signal: signal ?? null }).catch((error: unknown) => {
      throw isAbort(error) ? stopped(name) : unreachable(name, url);
    });
    if (!response.ok || response.body === null) throw missing(name, url, response.status);
    return collect(response.body, name, loaded);
  }
}

async function collect(
  body: ReadableStream<Uint8Array>,
  name: string,
  loaded?: (bytes: number) => void,
): Promise<Uint8Array> {
  const reader = body.getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
      chunks.push(chunk.value);
      length += chunk.value.length;
      loaded?.(length);
    }
  } catch (error) {
    if (isAbort(error)) throw stopped(name);
    throw dropped(name, length);
  }
  return joined(chunks, length);
}

function joined(chunks: Uint8Array[], length: number): Uint8Array {
  const whole = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

export function unreachable(name: string, url: URL): EngineError {
  const remedy =
    url.protocol === "file:"
      ? "A page opened from a folder may not read the files beside it: open unrolled.html, which holds everything, or put the folder on a web server."
      : `${name} could not be fetched from ${url.host}: check the network and try again.`;
  return new EngineError("network", remedy);
}

export function missing(name: string, url: URL, status: number): EngineError {
  return new EngineError(
    "network",
    `${name} is not at ${url.href} (HTTP ${status}): check that the whole folder was uploaded, then try again.`,
  );
}

export function dropped(name: string, loaded: number): EngineError {
  return new EngineError(
    "network",
    `The connection dropped after ${megabytes(loaded)} of ${name}: check the network and try again.`,
  );
}

const isAbort = (error: unknown) => error instanceof DOMException && error.name === "AbortError";
export const stopped = (name: string) => new EngineError("cancelled", `Loading ${name} was stopped.`);
