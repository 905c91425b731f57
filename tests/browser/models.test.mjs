// Networks of every shape in the generated gradients module: what it says of them is what the command line says, and
// nothing that a gradient needs was left out of the wasm.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { EMBEDDING, UNROLLED, VOCABULARY, importNetwork } from "./network.mjs";
import { PKG } from "./support.mjs";

/** The engine's candle paths and the native ones, absolute. */
const MAX_DIFFERENCE = 1e-5;
const TEXT = "w3 w7 w2 w9 w3 elsewhere";

const { Engine, initSync } = await import(`${PKG}engine/unrolled_gradients.js`);
initSync({ module: readFileSync(`${PKG}engine/unrolled_gradients_bg.wasm`) });

const folder = mkdtempSync(join(tmpdir(), "unrolled-models-"));
after(() => rmSync(folder, { recursive: true }));

function openEngine(shape) {
  const bundle = importNetwork(folder, shape);
  const file = (name) => readFileSync(join(bundle, name));
  return {
    bundle,
    engine: new Engine(String(file("manifest.json")), file("weights.safetensors"), String(file("vocab.txt"))),
  };
}

/** What the command line says of TEXT. */
function native(bundle, verb, ...rest) {
  const out = execFileSync(UNROLLED, [...verb.split(" "), "--bundle", bundle, "--json", ...rest], {
    input: `${TEXT}\n`,
    encoding: "utf8",
  });
  return JSON.parse(out);
}

function close(actual, expected, what) {
  assert.ok(
    Math.abs(actual - expected) <= MAX_DIFFERENCE * Math.max(1, Math.abs(expected)),
    `${what}: ${actual} against ${expected}`,
  );
}

for (const cell of ["lstm", "gru"]) {
  for (const [layers, directions, readout, outputs] of [
    [1, 1, "last", 1],
    [2, 1, "mean", 3],
    [1, 2, "max", 1],
    [2, 2, "last", 2],
  ]) {
    const shape = { cell, layers, directions, readout, outputs };
    test(`${cell}, ${layers} layers, ${directions} directions, ${readout}, ${outputs} outputs`, () => {
      const { bundle, engine } = openEngine(shape);
      const expected = native(bundle, "predict");
      const prediction = engine.predict(TEXT);
      close(prediction.logit, expected.logit, "logit");
      assert.deepEqual(prediction.unknown, expected.unknown);
      const gradient = engine.gradient(TEXT);
      assert.equal(gradient.length, 6 * EMBEDDING);
      assert.ok(gradient.some((value) => Math.abs(value) > 1e-6) && gradient.every(Number.isFinite));
      if (directions === 2) {
        assert.throws(
          () => engine.start("activation-maximization", TEXT, {}),
          (error) => /unidirectional/.test(error.message),
        );
        return;
      }
      for (const target of ["logit", "hidden:2", "candidate:4"]) {
        const job = engine.start("activation-maximization", TEXT, { target, norm: 2, iterations: 40 });
        while (!job.advance(20).finished);
        const found = job.snapshot();
        const settings = [`target=${target}`, "norm=2", "iterations=40"].flatMap((setting) => ["--set", setting]);
        const reference = native(bundle, "explain activation-maximization", ...settings);
        close(found.soft.score, reference.soft.score, target);
        close(found.soft.norm, 2, "norm");
      }
    });
  }
}

test("exact similarity from memory is exact, and the first answer kept what it says", () => {
  const { engine } = openEngine({ cell: "lstm", layers: 1, directions: 1, readout: "last", outputs: 1 });
  let state = 1;
  const random = (below) => (state = (state * 48271) % 2147483647) % below;
  const words = (many) => Array.from({ length: many }, () => `w${2 + random(VOCABULARY - 2)}`).join(" ");
  const reviews = Array.from({ length: 400 }, (_, review) => ({
    review,
    split: "train",
    label: review % 2,
    text: words(random(300)),
  }));
  engine.addReviews(JSON.stringify({ first: 0, reviews }));
  const ask = (text, settings) => {
    const job = engine.start("activation-similarity", text, { exact: true, ...settings });
    while (!job.advance(5).finished);
    const answer = job.snapshot();
    job.free();
    return answer;
  };
  const first = ask(words(30), {});
  assert.ok(first.exact && first.remembered === 0 && first.reread === 0 && first.kept_bytes > first.positions * 33);
  for (let question = 0; question < 10; question++) {
    const [text, metric] = [words(1 + random(40)), ["l2", "cosine"][question % 2]];
    const answer = ask(text, { metric });
    assert.deepEqual(answer.items, ask(text, { metric, keep: "nothing" }).items);
    assert.ok(
      answer.exact && answer.remembered === first.positions && answer.reread < reviews.length,
      `${answer.reread}`,
    );
  }
});

test("a gradient over 2,775 tokens needs no deep stack", () => {
  const { engine } = openEngine({ cell: "lstm", layers: 1, directions: 1, readout: "last", outputs: 1 });
  assert.equal(engine.gradient("w4 ".repeat(2775)).length, 2775 * EMBEDDING);
});
