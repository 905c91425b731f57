/** Where the files are that came with this script, and what reads them. */
import { beside } from "unrolled:build";
import { Folder } from "./folder";
import { Inlined } from "./inlined";
import type { Source } from "./source";

export { beside };

/** Reads what came with this script in a folder of its own, as "bundle/", or beside it. */
export function home(folder = ""): Source {
  return beside === null ? new Inlined() : new Folder((name) => beside!(folder + name));
}
