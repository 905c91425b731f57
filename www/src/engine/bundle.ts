import type { Manifest, Presets } from "../types";
import { manifestIn, presetsIn } from "./head";
import { Folder } from "./folder";
import { beside, home } from "./home";
import { Inlined } from "./inlined";
import type { Source } from "./source";
import { Task } from "./task";

/** A bundle's files, and the two small ones that are read before any engine is there. */
export class Bundle {
  static #shared = new Map<string, Bundle>();

  /**
   * The bundle this page came with: the folder `bundle` beside the script, and null where it is no folder, as in the offline
   * file and in what a bundler makes of the package.
   */
  static defaultBase(): URL | null {
    if (Inlined.isHere()) return null;
    return beside === null ? new URL("bundle/", document.baseURI) : beside("bundle/");
  }

  /** The bundle at `base`, or what this page came with; one for all who ask. */
  static at(base: URL | null): Bundle {
    const key = base?.href ?? "";
    const bundle = Bundle.#shared.get(key) ?? new Bundle(base === null ? Bundle.#own() : Folder.at(base));
    Bundle.#shared.set(key, bundle);
    return bundle;
  }

  static #own(): Source {
    return Inlined.isHere() ? new Inlined() : home("bundle/");
  }

  readonly source: Source;
  readonly presets: Task<Presets>;
  readonly manifest: Task<Manifest>;

  constructor(source: Source) {
    this.source = source;
    this.presets = new Task(() => presetsIn(source));
    this.manifest = new Task(() => manifestIn(source));
  }
}
