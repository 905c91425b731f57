import { scriptUrl } from "unrolled:build";
import type { Manifest, Presets } from "../types";
import { Assets } from "./assets";
import { Folder } from "./folder";
import { Inlined } from "./inlined";
import type { Source } from "./source";
import { Task } from "./task";

/** A bundle's files, and the two small ones that are read before any engine is there. */
export class Bundle {
  static #shared = new Map<string, Bundle>();

  /** The bundle this page came with: null in the offline file, else the folder `bundle` beside the script. */
  static defaultBase(): URL | null {
    return Inlined.isHere() ? null : new URL("bundle/", scriptUrl ?? document.baseURI);
  }

  /** The bundle at `base`, or that of the offline file's own elements; one for all who ask. */
  static at(base: URL | null): Bundle {
    const key = base?.href ?? "";
    const bundle = Bundle.#shared.get(key) ?? new Bundle(base === null ? new Inlined() : new Folder(base));
    Bundle.#shared.set(key, bundle);
    return bundle;
  }

  readonly source: Source;
  readonly assets: Assets;
  readonly presets: Task<Presets>;
  readonly manifest: Task<Manifest>;

  constructor(source: Source) {
    const assets = new Assets(source);
    this.source = source;
    this.assets = assets;
    this.presets = new Task(() => assets.json<Presets>("presets.json"));
    this.manifest = new Task(() => assets.manifest());
  }
}
