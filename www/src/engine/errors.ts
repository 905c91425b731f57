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

export const REMEDY = "make the bundle again and upload all of it";

/** How a page says an error in its reader's language: a sentence of its catalogue by key, and what stands in its places. */
export interface Said {
  key?: string;
  values?: Readonly<Record<string, string | number>>;
}

export class EngineError extends Error implements Said {
  readonly kind: ErrorKind;
  /** Stable, as `kind` is; missing where only the message says what it is. */
  declare readonly key?: string;
  declare readonly values?: Readonly<Record<string, string | number>>;

  constructor(kind: ErrorKind, message: string, said: Said = {}) {
    super(message);
    this.name = "EngineError";
    this.kind = kind;
    Object.assign(this, saidOf(said));
  }
}

/** What an error says of its sentence, whoever threw it. */
export function saidOf(error: unknown): Said {
  const { key, values } = (error ?? {}) as Said;
  return typeof key === "string" ? { key, values: values ?? {} } : {};
}

/** The engine's thread ended; the reason is its own, in its own words. */
export const crash = (why: string) => ({
  kind: "crashed",
  message: `The engine stopped unexpectedly (${why}).`,
  values: { why },
});

/** 1234567 -> "1.2 MB" */
export function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
