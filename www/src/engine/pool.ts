/** Helpers of the engine: workers with the same model that score texts for its long jobs. */
import { Calls } from "./calls";
import { startWorker } from "./thread";

/** More workers than this would take more memory than they save time. */
const MOST = 8;

/** One core stays free for the page. */
export function defaultWorkers(): number {
  return Math.min(MOST, Math.max(1, (globalThis.navigator?.hardwareConcurrency ?? 1) - 1));
}

export class Pool {
  #helpers: Calls[] = [];

  /** Starts helpers one after the other until the engine and they are `workers` threads, or the page allows no more. */
  async hire(engine: Calls, workers: number, open: (helper: Calls) => Promise<void>): Promise<void> {
    for (let helper = 1; helper < workers; helper++) {
      const calls = new Calls(() => void engine.send({ action: "lose", helper }).result.catch(() => undefined));
      const thread = await startWorker(
        (reply) => calls.hear(reply),
        (message) => calls.crash(message),
      );
      if (thread === null) return;
      calls.use(thread);
      this.#helpers.push(calls);
      await open(calls);
      const { port1, port2 } = new MessageChannel();
      await calls.send({ action: "help", port: port1 }, {}, [port1]).result;
      await engine.send({ action: "hire", helper, port: port2 }, {}, [port2]).result;
    }
  }

  /** Ends every helper. */
  dismiss(): void {
    for (const helper of this.#helpers.splice(0)) helper.dismiss();
  }
}
