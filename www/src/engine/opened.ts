import type { ManifestFile } from "../types";
import { checked } from "./checked";
import { EngineError } from "./errors";

/** A file that the engine's thread is to check and open. */
export interface Held {
  name: string;
  content: Blob | Uint8Array;
  expected: ManifestFile;
}

/** The bytes of a file, checked; in the engine's thread. */
export async function opened({ name, content, expected }: Held): Promise<Uint8Array> {
  if (content instanceof Uint8Array) return checked(name, content, expected);
  const bytes = await content.arrayBuffer().catch(() => {
    throw new EngineError("network", `The browser has not kept ${name}: try again.`);
  });
  return checked(name, new Uint8Array(bytes), expected);
}
