import { type Beside, remedy } from "unrolled:build";
import { EngineError, megabytes } from "./errors";
import { forbidden } from "./policy";
import type { Source } from "./source";

/** Files over the network. */
export class Folder implements Source {
  readonly worthKeeping = true;
  #place: Beside;

  /** The files of one folder. */
  static at(base: URL): Folder {
    return new Folder((name) => new URL(name, base));
  }

  constructor(place: Beside) {
    this.#place = place;
  }

  address(name: string): URL {
    const url = this.#place(name);
    if (url === null) throw new EngineError("bundle", `This package holds no ${name}.`);
    return url;
  }

  async read(name: string, loaded?: (bytes: number) => void, signal?: AbortSignal): Promise<Uint8Array> {
    const url = this.address(name);
    const response = await fetch(url, { signal: signal ?? null }).catch(async (error: unknown) => {
      throw isAbort(error) ? stopped(name) : await unreachable(name, url);
    });
    if (!response.ok || response.body === null) throw missing(name, url, `HTTP ${response.status}`);
    const bytes = await collect(response.body, name, loaded);
    requireFile(name, url, response.headers.get("content-type"), bytes);
    return bytes;
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

export async function unreachable(name: string, url: URL): Promise<EngineError> {
  const policy = await forbidden(name, url);
  if (policy !== null) return new EngineError("unsupported", policy);
  const elsewhere = url.origin === globalThis.origin ? "" : ", and see that it sends Access-Control-Allow-Origin";
  const sentence =
    url.protocol === "file:"
      ? "A page opened from a folder may not read the files beside it: open unrolled.html, which holds everything, or put the folder on a web server."
      : `${name} could not be fetched from ${url.host}: check the network and try again${elsewhere}.`;
  return new EngineError("network", sentence);
}

/** `answer`: what the host said instead. */
export function missing(name: string, url: URL, answer: string): EngineError {
  return new EngineError(
    "network",
    `${name} is not at ${url.href} (${answer}): check that the whole folder was uploaded, then try again.${remedy}`,
  );
}

/** Many hosts answer with their own page, and no error, for what they do not have; so do networks that want a sign-in. */
export function requireFile(name: string, url: URL, type: string | null, begin: Uint8Array): void {
  if (type?.includes("text/html") === true && /^\s*</.test(new TextDecoder().decode(begin.subarray(0, 99))))
    throw missing(name, url, `${url.host} served its own page instead`);
}

export function dropped(name: string, loaded: number): EngineError {
  return new EngineError(
    "network",
    `The connection dropped after ${megabytes(loaded)} of ${name}: check the network and try again.`,
  );
}

const isAbort = (error: unknown) => error instanceof DOMException && error.name === "AbortError";
export const stopped = (name: string) => new EngineError("cancelled", `Loading ${name} was stopped.`);
