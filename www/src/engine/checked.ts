import type { ManifestFile } from "../types";
import { EngineError } from "./errors";

export const REMEDY = "make the bundle again and upload all of it";

/** The bytes, if they are of exactly the size and hash expected. */
export async function checked(name: string, bytes: Uint8Array, expected?: ManifestFile): Promise<Uint8Array> {
  if (expected === undefined) return bytes;
  if (bytes.length !== expected.bytes) {
    const sizes = `${bytes.length.toLocaleString("en")} bytes instead of ${expected.bytes.toLocaleString("en")}`;
    throw new EngineError("bundle", `${name} has ${sizes}, so it was cut off or belongs elsewhere: ${REMEDY}.`);
  }
  const hash = await sha256(bytes);
  if (hash !== null && hash !== expected.sha256) {
    throw new EngineError("bundle", `${name} is not the file its manifest names (its SHA-256 differs): ${REMEDY}.`);
  }
  return bytes;
}

/** Null on pages without a secure origin, where browsers keep crypto.subtle away. */
async function sha256(bytes: Uint8Array): Promise<string | null> {
  if (globalThis.crypto?.subtle === undefined) return null;
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes as BufferSource));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
