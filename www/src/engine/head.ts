/** The two small files that a bundle begins with. Nothing vouches for them; they are read anew every time. */
import type { Manifest, Presets } from "../types";
import { EngineError, REMEDY } from "./errors";
import type { Source } from "./source";

/** The bundle format this page reads. */
const FORMAT = 1;

export const presetsIn = (source: Source): Promise<Presets> => json<Presets>(source, "presets.json");

export async function manifestIn(source: Source): Promise<Manifest> {
  const manifest = await json<Manifest>(source, "manifest.json");
  if (typeof manifest?.format !== "number" || typeof manifest.files !== "object")
    throw new EngineError("bundle", `manifest.json is not one of ours: ${REMEDY}.`);
  if (manifest.format !== FORMAT) {
    throw new EngineError(
      "bundle",
      `This bundle has format ${manifest.format} and the page reads format ${FORMAT}: ${REMEDY}.`,
    );
  }
  return manifest;
}

async function json<T>(source: Source, name: string): Promise<T> {
  const text = new TextDecoder().decode(await source.read(name));
  try {
    return JSON.parse(text) as T;
  } catch {
    throw new EngineError("bundle", `${name} is cut off or is not a file of a bundle: ${REMEDY}.`);
  }
}
