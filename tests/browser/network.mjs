// Small networks of every shape, imported by the command line as their owner would.
import { execFileSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const [VOCABULARY, EMBEDDING, HIDDEN] = [12, 5, 6];
export const UNROLLED = fileURLToPath(new URL("../../target/release/unrolled", import.meta.url));

/** Weights of a network in a safetensors file, from a fixed formula; `split`: the one row of the output as two, ±w/2. */
function writeWeights(path, { cell, layers, directions, outputs, scale = 0.8, split = false }) {
  const blocks = { lstm: 4, gru: 3 }[cell];
  const shapes = {
    "embedding.weight": [VOCABULARY, EMBEDDING],
    "out.weight": [outputs, HIDDEN * directions],
    "out.bias": [outputs],
  };
  for (let layer = 0; layer < layers; layer++) {
    for (const reverse of ["", "_reverse"].slice(0, directions)) {
      const [end, rows] = [`l${layer}${reverse}`, blocks * HIDDEN];
      shapes[`${cell}.weight_ih_${end}`] = [rows, layer === 0 ? EMBEDDING : HIDDEN * directions];
      shapes[`${cell}.weight_hh_${end}`] = [rows, HIDDEN];
      shapes[`${cell}.bias_ih_${end}`] = [rows];
      shapes[`${cell}.bias_hh_${end}`] = [rows];
    }
  }
  const header = {};
  const values = [];
  let at = 0;
  for (const [name, shape] of Object.entries(shapes)) {
    const own = Array.from({ length: shape.reduce((a, b) => a * b) }, () => Math.sin(at++ * 1.7 + 0.3) * scale);
    const isSplit = split && name.startsWith("out.");
    const from = values.length * 4;
    values.push(...(isSplit ? [...own.map((value) => -value / 2), ...own.map((value) => value / 2)] : own));
    const rows = isSplit ? [2, ...shape.slice(1)] : shape;
    header[name] = { dtype: "F32", shape: rows, data_offsets: [from, values.length * 4] };
  }
  const json = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(json.length));
  writeFileSync(path, Buffer.concat([length, json, Buffer.from(new Float32Array(values).buffer)]));
}

/**
 * A bundle in `folder`, which takes the place of an earlier one. Words are w2 to w11 unless given, ten of them; `scale` 0
 * makes a network that says the same of every text; `corpus` is a CSV file's text, from which the index is made.
 */
export function importNetwork(folder, shape, { classes: named, words, corpus, name, scale, split } = {}) {
  const [weights, vocabulary, bundle] = ["w.safetensors", "v.txt", "bundle"].map((name) => join(folder, name));
  rmSync(bundle, { recursive: true, force: true });
  writeWeights(weights, { scale, split, ...shape });
  writeFileSync(
    vocabulary,
    ["<pad>", "<unk>", ...(words ?? Array.from({ length: VOCABULARY - 2 }, (_, i) => `w${i + 2}`))].join("\n") + "\n",
  );
  const classes = named ? ["--classes", named] : shape.outputs > 2 ? ["--classes", "low,middle,high"] : [];
  const file = join(folder, "corpus.csv");
  if (corpus) writeFileSync(file, corpus);
  execFileSync(
    UNROLLED,
    [
      "import",
      "--weights",
      weights,
      "--vocab",
      vocabulary,
      "--out",
      bundle,
      "--cell",
      shape.cell,
      "--readout",
      shape.readout,
      ...classes,
      ...(corpus ? ["--corpus", file] : []),
      ...(name ? ["--name", name] : []),
    ],
    { stdio: "pipe" },
  );
  return bundle;
}
