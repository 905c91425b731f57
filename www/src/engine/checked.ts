import type { ManifestFile } from "../types";
import { EngineError, REMEDY } from "./errors";
import { isGzip } from "./gunzip";

/**
 * The bytes, if they are of exactly the size and hash expected. A gzip file that a host sends with `Content-Encoding: gzip`
 * arrives inflated, and is then held to size and hash of what is inside.
 */
export async function checked(name: string, bytes: Uint8Array, expected?: ManifestFile): Promise<Uint8Array> {
  if (expected === undefined) return bytes;
  const wanted = wasInflated(name, bytes) ? expected.inflated : expected;
  if (wanted === undefined)
    throw new EngineError(
      "bundle",
      `${name} arrived inflated, and this bundle says only how the gzip file is to be: have the host send .gz files without Content-Encoding, or ${REMEDY}.`,
    );
  if (bytes.length !== wanted.bytes) {
    const sizes = `${bytes.length.toLocaleString("en")} bytes instead of ${wanted.bytes.toLocaleString("en")}`;
    throw new EngineError("bundle", `${name} has ${sizes}, so it was cut off or belongs elsewhere: ${REMEDY}.`);
  }
  const hash = await sha256(bytes);
  if (hash !== null && hash !== wanted.sha256) {
    throw new EngineError("bundle", `${name} is not the file its manifest names (its SHA-256 differs): ${REMEDY}.`);
  }
  return bytes;
}

const wasInflated = (name: string, bytes: Uint8Array) => name.endsWith(".gz") && bytes.length > 0 && !isGzip(bytes);

/** Null on pages without a secure origin, where browsers keep crypto.subtle away. */
async function sha256(bytes: Uint8Array): Promise<string | null> {
  if (globalThis.crypto?.subtle === undefined) return null;
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes as BufferSource));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
