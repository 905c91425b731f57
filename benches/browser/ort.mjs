/** The worker of ONNX Runtime Web: one thread, its WebAssembly provider, batches as an experienced user would make them. */
import * as ort from "/ort/ort.wasm.min.mjs";
import { limeSamples } from "/bench/samples.mjs";
import { answer, milliseconds } from "./answer.mjs";

ort.env.wasm.numThreads = 1;
ort.env.wasm.wasmPaths = "/ort/";

let session;
let texts;

/** Steps first, padded with 0 to the longest; which of the texts each column is does not matter to ONNX Runtime. */
function feeds(batch) {
  const longest = Math.max(1, ...batch.map((text) => text.length));
  const ids = new Int32Array(longest * batch.length);
  batch.forEach((text, column) => text.forEach((id, step) => (ids[step * batch.length + column] = id)));
  const lengths = Int32Array.from(batch, (text) => text.length);
  return {
    ids: new ort.Tensor("int32", ids, [longest, batch.length]),
    lengths: new ort.Tensor("int32", lengths, [batch.length]),
  };
}

/** The logits of `all`, in their order. */
async function forward(all, { batch, sorted }) {
  const order = all.map((_, index) => index);
  if (sorted) order.sort((a, b) => all[a].length - all[b].length);
  const logits = new Float32Array(all.length);
  for (let at = 0; at < order.length; at += batch) {
    const rows = order.slice(at, at + batch);
    const { logit } = await session.run(feeds(rows.map((row) => all[row])));
    rows.forEach((row, column) => (logits[row] = logit.data[column]));
  }
  return logits;
}

answer({
  async open() {
    const model = new Uint8Array(await (await fetch("/bench/model.onnx")).arrayBuffer());
    session = await ort.InferenceSession.create(model, { executionProviders: ["wasm"] });
    return ort.env.versions.web;
  },
  load: ({ ids, count, seed }) => void (texts = limeSamples(ids, count, seed)),
  forward: (how) => milliseconds(() => forward(texts, how)),
  logits: (how) => forward(texts, how),
  /** Of every beginning of a text, the empty one and the whole one among them. */
  prefixes: ({ ids }) => forward([[], ...ids.map((_, last) => ids.slice(0, last + 1))], { batch: 64, sorted: true }),
});
