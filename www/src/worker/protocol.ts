/** What the page and its worker say to each other: every request carries an id, every reply the id it answers. */
import type { Said } from "../engine/errors";
import type { Held } from "../engine/opened";
import type { Progress } from "../types";

/**
 * What one request asks; `stop` and `cancel` name the job they mean by its id; `end` ends all jobs and the line, for a
 * thread that cannot be terminated. A worker asked to `help` scores the texts that arrive at its port, which another worker
 * has been asked to `hire`.
 */
export type Ask =
  | { action: "open"; module: WebAssembly.Module; manifest: string; weights: Uint8Array; vocabulary: Uint8Array }
  | { action: "index"; file: Held }
  | { action: "reviews"; files: Held[] }
  | { action: "predict"; text: string }
  | { action: "inside"; text: string; layer: number | undefined }
  | { action: "start"; method: string; text: string; settings: object }
  | { action: "review"; row: number }
  | { action: "browse"; filter: object }
  | { action: "card" }
  | { action: "help"; port: MessagePort }
  | { action: "hire"; helper: number; port: MessagePort }
  | { action: "lose"; helper: number }
  | { action: "stop" }
  | { action: "cancel" }
  | { action: "end" };

export type Request = Ask & { id: number };

/** An error that can travel: `kind` is stable, `message` one sentence, which `key` and `values` say in any language. After a fatal one the thread is of no more use. */
export interface Failure extends Said {
  kind: string;
  message: string;
  fatal?: boolean;
}

export type Reply =
  | { id: number; kind: "ready" }
  | { id: number; kind: "progress"; progress: Progress }
  | { id: number; kind: "snapshot"; value: unknown }
  | { id: number; kind: "result"; value: unknown }
  | { id: number; kind: "error"; error: Failure };

/** The worker's side of the line: a worker's own scope, or a MessagePort on the main thread. */
export interface Port {
  postMessage(reply: Reply): void;
  onmessage: ((event: MessageEvent<Request>) => void) | null;
  close(): void;
}

/** Texts for a helper: token ids one after the other, how many each text has, and whose they are; the class whose scores are wanted. */
export interface Scoring {
  job: number;
  number: number;
  ids: Uint32Array;
  lengths: Uint32Array;
  towards: number;
}

/** What a helper answers, as `Engine.scores` does, or null if it could not. */
export interface Scored {
  job: number;
  number: number;
  scores: Float32Array | null;
}
