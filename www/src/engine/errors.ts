import type { Module } from "../types";

/** Every failure the engine reports: a stable `kind` for code, one sentence for the reader. */
export type ErrorKind =
  | "network" // a file did not arrive: try again
  | "bundle" // a file arrived and is not what the manifest says
  | "unsupported" // this browser or page cannot run the engine
  | "memory" // the engine ran out of memory and was restarted
  | "crashed" // the engine stopped unexpectedly and was restarted
  | "cancelled"
  | "stale" // a newer text was typed meanwhile
  | "index"
  | "text"
  | "settings"
  | Module // asked of a module that lacks it: the one that has it
  | "internal";

export const REMEDY = "make the bundle again (./build.sh or unrolled import) and upload all of it";

export class EngineError extends Error {
  readonly kind: ErrorKind;

  constructor(kind: ErrorKind, message: string) {
    super(message);
    this.name = "EngineError";
    this.kind = kind;
  }
}

/** 1234567 -> "1.2 MB" */
export function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
