import type { Ask, Failure, Reply } from "../worker/protocol";
import type { Progress } from "../types";
import { EngineError, type ErrorKind, crash } from "./errors";
import type { Thread } from "./thread";

export interface Callbacks<T> {
  progress?(progress: Progress): void;
  /** The answer so far. */
  snapshot?(partial: T): void;
}

interface Waiting {
  callbacks: Callbacks<unknown>;
  resolve(value: unknown): void;
  reject(error: EngineError): void;
}

/** Requests on their way to one thread: ids out, promises back. */
export class Calls {
  #thread: Thread | null = null;
  #waiting = new Map<number, Waiting>();
  #lastId = 0;
  #onFatal: () => void;

  /** `onFatal` is called once, when the thread is of no more use. */
  constructor(onFatal: () => void) {
    this.#onFatal = onFatal;
  }

  use(thread: Thread): void {
    this.#thread = thread;
  }

  /** `transfer` names what the thread gets for its own. */
  send<T>(ask: Ask, callbacks: Callbacks<T> = {}, transfer: Transferable[] = []): { id: number; result: Promise<T> } {
    const id = ++this.#lastId;
    const result = new Promise<T>((resolve, reject) => {
      if (this.#thread === null) return reject(restarted(CRASHED));
      this.#waiting.set(id, { callbacks, resolve, reject });
      this.#thread.post({ ...ask, id }, transfer);
    });
    return { id, result };
  }

  /** The job `id` ends with what it has. */
  stop(id: number): void {
    this.#thread?.post({ action: "stop", id }, []);
  }

  /** The job `id` ends with nothing, and is not heard of any more. */
  cancel(id: number): void {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    waiting?.reject(new EngineError("cancelled", "This was cancelled."));
    this.#thread?.post({ action: "cancel", id }, []);
  }

  /** What the thread says. */
  hear(reply: Reply): void {
    if (reply.kind === "ready") return;
    if (reply.kind === "error" && reply.error.fatal) return this.#fail(reply.error);
    const waiting = this.#waiting.get(reply.id);
    if (waiting === undefined) return;
    if (reply.kind === "progress") return waiting.callbacks.progress?.(reply.progress);
    if (reply.kind === "snapshot") return waiting.callbacks.snapshot?.(reply.value);
    this.#waiting.delete(reply.id);
    if (reply.kind === "result") waiting.resolve(reply.value);
    else waiting.reject(new EngineError(reply.error.kind as ErrorKind, reply.error.message, reply.error));
  }

  /** The thread is not needed any more, nor is what it was asked. */
  dismiss(): void {
    this.#thread?.terminate();
    this.#thread = null;
    for (const waiting of this.#waiting.values())
      waiting.reject(new EngineError("cancelled", "The engine was closed."));
    this.#waiting.clear();
  }

  /** The thread ended without a word. */
  crash(message: string): void {
    this.#fail(crash(message));
  }

  /** The thread is of no more use: everything that waits is refused with the same sentence. */
  #fail(failure: Failure): void {
    this.#thread?.terminate();
    this.#thread = null;
    for (const waiting of this.#waiting.values()) waiting.reject(restarted(failure));
    this.#waiting.clear();
    this.#onFatal();
  }
}

const CRASHED: Failure = { kind: "crashed", message: "The engine stopped unexpectedly." };

function restarted({ kind, message, values }: Failure): EngineError {
  const remedy =
    kind === "memory"
      ? "close other tabs or ask for less, then run it again"
      : "run it again; if that fails too, reload the page";
  const key = kind === "memory" ? "memory" : values === undefined ? "stopped" : "crashed";
  const whole = `${message} It is restarted and your text is kept: ${remedy}.`;
  return new EngineError(kind as ErrorKind, whole, { key, values: values ?? {} });
}
