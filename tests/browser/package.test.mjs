// The npm package without a page: the engine in Node says to the last bit what the native build said.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { inF32, native, PKG } from "./support.mjs";

const { Engine, initSync } = await import(`${PKG}engine/unrolled.js`);
initSync({ module: readFileSync(`${PKG}engine/unrolled_bg.wasm`) });

const file = (name) => readFileSync(`${PKG}site/bundle/${name}`);
const { presets } = JSON.parse(file("presets.json"));
const engine = new Engine(String(file("manifest.json")), file("weights.safetensors"), String(file("vocab.txt")));

/** Runs a job to its end, in slices as the worker does. */
function explain(engine, method, text, settings) {
  const job = engine.start(method, text, settings);
  while (!job.advance(25).finished);
  const answer = job.snapshot();
  job.free();
  return answer;
}

for (const preset of presets) {
  test(`${preset.id}: prediction and leave-one-out equal those of the native build`, () => {
    assert.deepEqual(inF32(engine.predict(preset.text)), inF32(native(["predict"], preset.text)));
    const [here, there] = [
      explain(engine, "leave-one-out", preset.text, { target: "logit" }),
      native(["explain", "leave-one-out", "--set", "target=logit"], preset.text),
    ].map((found) => ({ ...found, without: inF32(found.without) }));
    assert.deepEqual(here, there);
  });
}

test("LIME with the same seed equals that of the native build", () => {
  const [preset] = presets;
  const set = ["--set", "target=logit", "--set", "features=all"];
  assert.deepEqual(
    explain(engine, "lime", preset.text, { target: "logit", features: "all" }),
    native(["explain", "lime", ...set], preset.text),
  );
});

/** The engine of another module. */
async function engineOf(module) {
  const other = await import(`${PKG}engine/unrolled_${module}.js`);
  other.initSync({ module: readFileSync(`${PKG}engine/unrolled_${module}_bg.wasm`) });
  return new other.Engine(String(file("manifest.json")), file("weights.safetensors"), String(file("vocab.txt")));
}

/** Refuses in the sentence that names the module to ask. */
const names = (what, module) => (error) =>
  error.kind === module &&
  error.message ===
    `${what} lives in the engine's ${module} module, and this is another; ask that one, which opens the same bundle`;

test("a module refuses what lives in another and names it; the gradients module answers everything", async () => {
  const [further, gradients] = [await engineOf("further"), await engineOf("gradients")];
  const [{ text }] = presets;
  for (const other of [further, gradients])
    assert.deepEqual(other.predict(text), engine.predict(text), "the modules agree to the last bit");

  const settings = { clamps: "hidden:3=0" };
  assert.throws(() => engine.start("clamping", text, settings), names("clamping", "further"));
  assert.deepEqual(explain(further, "clamping", text, settings), explain(gradients, "clamping", text, settings));
  assert.throws(() => further.start("lime", text, {}), names("lime", "main"));
  assert.deepEqual(
    explain(gradients, "leave-one-out", text, { target: "logit" }),
    explain(engine, "leave-one-out", text, { target: "logit" }),
  );

  for (const other of [engine, further]) {
    assert.throws(
      () => other.start("activation-maximization", "a film", {}),
      names("activation-maximization", "gradients"),
    );
    assert.throws(() => other.gradient("a film"), names("the gradient of a text", "gradients"));
  }
  assert.equal(gradients.gradient("a film").length, 2 * 100);
  const found = explain(gradients, "activation-maximization", "a film", { iterations: 3 });
  assert.equal(found.method, "activation-maximization");
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
    "unrolled_further_bg.wasm.gz",
    "unrolled_gradients_bg.wasm.gz",
    "engine/unrolled_further.js",
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
