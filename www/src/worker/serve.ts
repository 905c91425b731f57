import { Engine, type Inside, initSync } from "unrolled:wasm";
import { gunzip } from "../engine/gunzip";
import { opened } from "../engine/opened";
import { toFailure } from "./failure";
import { Jobs } from "./jobs";
import type { Ask, Port, Request, Scored, Scoring } from "./protocol";

type Asking<Action extends Ask["action"]> = Extract<Ask, { action: Action }> & { id: number };
type Actions = { [Action in Ask["action"]]: (ask: Asking<Action>) => unknown };

/** An action that answers later, job by job, and not with its return value. */
const LATER = Symbol("later");

/** Answers the requests that arrive at `port`: one engine, a table of actions, everything long in slices. */
export function serve(port: Port): void {
  let model: Engine | undefined;
  let memory: WebAssembly.Memory | undefined;
  const failure = (error: unknown) => toFailure(error, memory?.buffer.byteLength ?? 0);
  const jobs = new Jobs(port, failure);

  const engine = (): Engine => {
    if (model === undefined) throw new Error("The model has not been opened yet.");
    return model;
  };

  const actions: Actions = {
    open: async ({ module, manifest, weights, vocabulary }) => {
      memory = initSync({ module }).memory;
      model = new Engine(manifest, weights, new TextDecoder().decode(vocabulary));
    },
    index: async ({ file }) => engine().addIndex(await opened(file)),
    reviews: async ({ id, files }) => {
      const shards = await Promise.all(files.map(opened));
      for (const [done, shard] of shards.entries()) {
        engine().addReviews(new TextDecoder().decode(await gunzip(shard)));
        port.postMessage({ id, kind: "progress", progress: { done: done + 1, total: shards.length, finished: false } });
      }
    },
    predict: ({ text }) => engine().predict(text),
    inside: ({ text, layer }) => plain(engine().inside(text, layer)),
    start: ({ id, method, text, settings }) => {
      jobs.start(id, engine().start(method, text, settings));
      return LATER;
    },
    review: ({ row }) => engine().review(row),
    browse: ({ filter }) => engine().reviewRows(filter),
    card: () => engine().card(),
    help: ({ port: asking }) => {
      asking.onmessage = ({ data }: MessageEvent<Scoring>) => asking.postMessage(scored(engine(), data));
    },
    hire: ({ helper, port: helping }) => jobs.hire(helper, helping),
    lose: ({ helper }) => jobs.lose(helper),
    stop: ({ id }) => (jobs.stop(id), LATER),
    cancel: ({ id }) => (jobs.cancel(id), LATER),
    end: () => (jobs.cancelAll(), port.close(), LATER),
  };

  port.onmessage = async ({ data: request }: MessageEvent<Request>) => {
    const { id } = request;
    try {
      const value = await (actions[request.action] as (ask: Request) => unknown)(request);
      if (value !== LATER) port.postMessage({ id, kind: "result", value });
    } catch (error) {
      port.postMessage({ id, kind: "error", error: failure(error) });
    }
  };
  port.postMessage({ id: 0, kind: "ready" });
}

/** The module's object as one that can travel. */
function plain(held: Inside): object {
  const { layer, units, parts, values, readout = null } = held;
  held.free();
  return { layer, units, parts, values, readout };
}

/** A helper that fails says so, and whoever asked does it alone. */
function scored(engine: Engine, { job, number, ids, lengths, towards }: Scoring): Scored {
  try {
    return { job, number, scores: engine.scores(ids, lengths, towards) };
  } catch {
    return { job, number, scores: null };
  }
}
