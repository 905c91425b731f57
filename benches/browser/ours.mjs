/** The worker of our engine: pkg/engine as the npm package ships it, in a worker like the page's. */
import { Engine, initSync } from "/engine/unrolled.js";
import { limeSamples } from "/bench/samples.mjs";
import { answer, milliseconds } from "./answer.mjs";

/** The page's slice (www/src/worker/jobs.ts). */
const SLICE_MS = 25;

let memory;
let engine;
let ids;
let lengths;

const text = async (path) => (await fetch(path)).text();
const bytes = async (path) => new Uint8Array(await (await fetch(path)).arrayBuffer());
const unpacked = async (path) =>
  new Response((await fetch(path)).body.pipeThrough(new DecompressionStream("gzip"))).text();

/** Runs a job to its end as the page's worker does, and takes its answer. */
function finish(job) {
  try {
    while (!job.advance(SLICE_MS).finished);
    return job.snapshot();
  } finally {
    job.free();
  }
}

answer({
  async open() {
    ({ memory } = initSync({ module: await WebAssembly.compileStreaming(fetch("/engine/unrolled_bg.wasm")) }));
    const [manifest, weights, vocabulary] = await Promise.all([
      text("/site/bundle/manifest.json"),
      bytes("/site/bundle/weights.safetensors"),
      text("/site/bundle/vocab.txt"),
    ]);
    engine = new Engine(manifest, weights, vocabulary);
    return { bytes: memory.buffer.byteLength };
  },
  predict: (given) => engine.predict(given),
  index: async () => engine.addIndex(await bytes("/site/bundle/index.safetensors")),
  /** Takes one part of the reviews and returns how many reviews are held. */
  reviews: async (name) => engine.addReviews(await unpacked(`/site/bundle/${name}`)),
  load(given) {
    const texts = limeSamples(given.ids, given.count, given.seed);
    ids = Uint32Array.from(texts.flat());
    lengths = Uint32Array.from(texts, (sample) => sample.length);
  },
  forward: () => milliseconds(() => engine.scores(ids, lengths)),
  /** The first half of the scores; the second are probabilities. */
  logits: () => engine.scores(ids, lengths).subarray(0, lengths.length),
  /** Milliseconds of a whole explanation, bytes of the engine's memory after it, and its answer. */
  async explain({ method, text: given, settings }) {
    let result;
    const taken = await milliseconds(() => (result = finish(engine.start(method, given, settings))));
    return { milliseconds: taken, bytes: memory.buffer.byteLength, result };
  },
});
