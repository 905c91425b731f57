/** What this browser and this page allow. Looking changes nothing, and a refusal is an answer. */
import { requireSupport } from "../engine/support";

/** Where the engine ran: a worker from a file, from a blob or from a data URL, or the page's own thread. */
export type WorkerKind = "file" | "blob" | "data" | "page";

export interface Environment {
  userAgent: string;
  protocol: string;
  /** A sandboxed frame and a file have no origin of their own. */
  opaqueOrigin: boolean;
  framed: boolean;
  simd: boolean;
  secureContext: boolean;
  storage: boolean;
  cores: number | null;
  worker: WorkerKind | null;
}

/** Workers that have said something, in the order in which they first did. */
const heard: WorkerKind[] = [];

function kindOf(url: string | URL): WorkerKind {
  const protocol = /^(blob|data):/.exec(String(url))?.[1];
  return protocol === undefined ? "file" : (protocol as WorkerKind);
}

/** From now on it is noted which workers answer. The engine tries one way after the other and keeps the first that does. */
export function watchWorkers(): void {
  const Real = globalThis.Worker;
  if (typeof Real !== "function") return;
  globalThis.Worker = class extends Real {
    constructor(url: string | URL, options?: WorkerOptions) {
      super(url, options);
      this.addEventListener("message", () => heard.push(kindOf(url)), { once: true });
    }
  };
}

/** Reading the property itself throws where a page has no origin. */
function hasStorage(): boolean {
  try {
    return globalThis.localStorage !== null && globalThis.localStorage.length >= 0;
  } catch {
    return false;
  }
}

function hasSimd(): boolean {
  try {
    requireSupport();
    return true;
  } catch {
    return false;
  }
}

/** `running`: the engine has answered, so that no worker means the page's own thread. */
export function environment(running: boolean): Environment {
  return {
    userAgent: navigator.userAgent,
    protocol: location.protocol,
    opaqueOrigin: globalThis.origin === "null",
    framed: parent !== window,
    simd: hasSimd(),
    secureContext: globalThis.isSecureContext,
    storage: hasStorage(),
    cores: navigator.hardwareConcurrency ?? null,
    worker: running ? (heard[0] ?? "page") : null,
  };
}
