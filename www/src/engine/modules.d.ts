/** Modules that build.mjs writes. */
declare module "unrolled:build" {
  /** Where a file is that came with this script, by its path from there; null for one that did not come with it. */
  export type Beside = (path: string) => URL | null;
  /** Null in the offline file, whose files are in it. */
  export const beside: Beside | null;
  /** A wasm module this script was built with, beside it. */
  export type Wasm = import("../types").ManifestFile & { name: string };
  /** The wasm modules by their names: the same crate with other methods in it, and one JavaScript API. */
  export const modules: Record<import("../types").Module, Wasm>;
  /** What the first of them takes, apart from their hashes: the first script needs no more of them. */
  export const mainBytes: number;
  export const version: string;
  /** The hash of the model whose report lies beside the page. */
  export const model: string;
  /** Of the scripts that follow the first one, by name, as a page states it. */
  export const integrity: Record<string, string>;
  /** What to do where a bundler has lost the package's files; empty where none can have been at work. */
  export const remedy: string;
}

declare module "unrolled:further" {
  /** The file of a script that follows the first one, by name. */
  export const fileOf: (name: string) => string;
  /** Asks for it; null in the offline file, which holds all. */
  export const load: ((name: string) => Promise<unknown>) | null;
}

declare module "unrolled:worker" {
  /** The worker thread; self-contained, so that its source text is a worker script. */
  export default function worker(port: import("../worker/protocol").Port): void;
}

/** Hands modules of a script on to those that follow. */
declare module "unrolled:shared" {}
