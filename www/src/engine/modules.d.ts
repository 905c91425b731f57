/** Modules that build.mjs writes. */
declare module "unrolled:build" {
  /** Where this script came from; null in the offline file. */
  export const scriptUrl: string | null;
  /** A wasm module this script was built with, beside it. */
  export interface Wasm {
    name: string;
    bytes: number;
    sha256: string;
  }
  /** The wasm modules by their names: the same crate with other methods in it, and one JavaScript API. */
  export const modules: Record<import("../types").Module, Wasm>;
  export const version: string;
}

declare module "unrolled:worker" {
  /** The worker thread; self-contained, so that its source text is a worker script. */
  export default function worker(port: import("../worker/protocol").Port): void;
}

/** Hands modules of the first script on to the second. */
declare module "unrolled:shared" {}
