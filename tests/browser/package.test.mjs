// The npm package without a page: the engine in Node says to the last bit what the native build said.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { PKG } from "./support.mjs";

const { Engine, initSync } = await import(`${PKG}engine/unrolled.js`);
initSync({ module: readFileSync(`${PKG}engine/unrolled_bg.wasm`) });

const file = (name) => readFileSync(`${PKG}site/bundle/${name}`);
const { presets } = JSON.parse(file("presets.json"));
const engine = new Engine(String(file("manifest.json")), file("weights.safetensors"), String(file("vocab.txt")));

/** Runs a job to its end, in slices as the worker does. */
function explain(method, text, settings) {
  const job = engine.start(method, text, settings);
  while (!job.advance(25).finished);
  const answer = job.snapshot();
  job.free();
  return answer;
}

for (const preset of presets) {
  test(`${preset.id}: prediction and leave-one-out equal those of the native build`, () => {
    assert.deepEqual(engine.predict(preset.text), preset.prediction);
    assert.deepEqual(explain("leave-one-out", preset.text, { target: "logit" }), preset.leave_one_out);
  });
}

test("LIME with the same seed equals that of the native build", () => {
  const [preset] = presets;
  assert.deepEqual(explain("lime", preset.text, { target: "logit", features: "all" }), preset.lime);
});

test("the main module refuses what needs gradients, and the gradients module answers it", async () => {
  const refused = (error) =>
    error.kind === "gradients" && /built without gradients.+gradients module/.test(error.message);
  assert.throws(() => engine.start("activation-maximization", "a film", {}), refused);
  assert.throws(() => engine.gradient("a film"), refused);
  const second = await import(`${PKG}engine/unrolled_gradients.js`);
  second.initSync({ module: readFileSync(`${PKG}engine/unrolled_gradients_bg.wasm`) });
  const both = new second.Engine(String(file("manifest.json")), file("weights.safetensors"), String(file("vocab.txt")));
  assert.equal(both.gradient("a film").length, 2 * 100);
  assert.deepEqual(
    both.predict(presets[0].text),
    engine.predict(presets[0].text),
    "the two modules agree to the last bit",
  );
  const job = both.start("activation-maximization", "a film", { iterations: 3 });
  while (!job.advance(25).finished);
  assert.equal(job.snapshot().method, "activation-maximization");
});

test("errors carry a kind and a sentence", () => {
  assert.throws(
    () => new Engine("{}", new Uint8Array(), ""),
    (error) => error.kind === "bundle" && error.message.length > 20,
  );
  assert.throws(
    () => engine.start("tea-leaves", "a", {}),
    (error) => error.kind === "settings",
  );
  assert.throws(
    () => engine.start("token-search", "a", { span: [0, 1] }),
    (error) => error.kind === "index",
  );
});

test("the package holds weights, no review and no index", () => {
  const [{ files }] = JSON.parse(
    execFileSync("npm", ["pack", "--dry-run", "--json", "--loglevel=error"], { cwd: PKG, encoding: "utf8" }),
  );
  const names = files.map(({ path }) => path);
  for (const name of [
    "bundle/weights.safetensors",
    "unrolled.mjs",
    "README.md",
    "unrolled_gradients_bg.wasm.gz",
    "engine/unrolled_gradients.js",
  ]) {
    assert.ok(names.includes(name), name);
  }
  assert.deepEqual(
    names.filter((name) => /reviews-|index\.safetensors|site\/|\.html$/.test(name)),
    [],
  );
  const bundled = JSON.parse(readFileSync(`${PKG}bundle/presets.json`, "utf8")).presets;
  assert.deepEqual(
    bundled.filter(({ source }) => source !== "own"),
    [],
  );
});
