/** Where the engine runs: the first of worker file, blob worker, data worker, main thread that this page allows. */
import worker from "unrolled:worker";
import type { Reply, Request } from "../worker/protocol";
import { beside } from "./home";
import { trusted } from "./policy";

export interface Thread {
  post(request: Request, transfer: Transferable[]): void;
  terminate(): void;
}

type Hear = (reply: Reply) => void;

/** Sandboxed frames and file:// pages forbid the first, some Content-Security-Policies the others. */
const CANDIDATES: (() => Worker | null)[] = [
  () => {
    const url = beside?.("unrolled.worker.js");
    return url != null && /^https?:/.test(url.protocol) && url.origin === location.origin
      ? new Worker(trusted(url))
      : null;
  },
  () => {
    const url = URL.createObjectURL(new Blob([workerSource()], { type: "text/javascript" }));
    return new Worker(trusted(url));
  },
  () => new Worker(trusted(`data:text/javascript,${encodeURIComponent(workerSource())}`)),
];

export async function startThread(hear: Hear, onCrash: (message: string) => void): Promise<Thread> {
  return (await startWorker(hear, onCrash)) ?? onMainThread(hear);
}

/** A thread that is really one, or null where this page allows none. */
export async function startWorker(hear: Hear, onCrash: (message: string) => void): Promise<Thread | null> {
  for (const candidate of CANDIDATES) {
    const started = await attempt(candidate);
    if (started === null) continue;
    started.onmessage = (event: MessageEvent<Reply>) => hear(event.data);
    started.onerror = (event) => onCrash(event.message ?? "the worker ended");
    return {
      post: (request, transfer) => started.postMessage(request, transfer),
      terminate: () => started.terminate(),
    };
  }
  return null;
}

function workerSource(): string {
  return `(${worker.toString()})(self);`;
}

/** A worker that has said it is ready, or null: refusals come as an exception or as an error event. */
function attempt(candidate: () => Worker | null): Promise<Worker | null> {
  return new Promise((done) => {
    try {
      const started = candidate();
      if (started === null) return done(null);
      started.onmessage = () => done(started);
      started.onerror = (event) => {
        event.preventDefault();
        done(null);
      };
    } catch {
      done(null);
    }
  });
}

/** The last resort: the same code here, in the same slices. Calling the function anew gives a fresh engine. */
function onMainThread(hear: Hear): Thread {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = (event: MessageEvent<Reply>) => hear(event.data);
  worker(port2);
  return {
    post: (request, transfer) => port1.postMessage(request, transfer),
    terminate: () => {
      port1.onmessage = null;
      port1.postMessage({ action: "end", id: 0 } satisfies Request);
    },
  };
}
