/** Two modules that build.mjs writes. */
declare module "unrolled:build" {
  /** Where this script came from; null in the offline file. */
  export const scriptUrl: string | null;
  /** The wasm this script was built with, beside it. */
  export const wasm: { name: string; bytes: number; sha256: string };
  export const version: string;
}

declare module "unrolled:worker" {
  /** The worker thread; self-contained, so that its source text is a worker script. */
  export default function worker(port: import("../worker/protocol").Port): void;
}
