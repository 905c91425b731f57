// What build.sh says to a wrong command line, and when a size is over its budget: one sentence and no success.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { crateSizes, withoutNames } from "../../www/wasm.mjs";

const SCRIPT = fileURLToPath(new URL("../../build.sh", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "unrolled-build-"));
after(() => rmSync(folder, { recursive: true }));
writeFileSync(join(folder, "empty.csv"), "");
mkdirSync(join(folder, "aclImdb"));

for (const [name, settings, verbs, sentence] of [
  [
    "a corpus that is missing",
    { DATA: join(folder, "nowhere.csv") },
    [],
    /nowhere\.csv is missing or empty: give a CSV file with the columns text,label/,
  ],
  ["a corpus that is empty", { DATA: join(folder, "empty.csv") }, [], /empty\.csv is missing or empty/],
  [
    "a corpus folder without reviews",
    { DATA: join(folder, "aclImdb") },
    [],
    /holds no review: expected an aclImdb folder/,
  ],
  ["a corpus that was forgotten", { DATA: "" }, [], /is missing or empty/],
  [
    "a policy for texts, of which there is none any more",
    { TEXTS: "none" },
    [],
    /TEXTS is no longer read: \.\/build\.sh publish makes pkg\/public, which carries no review text/,
  ],
  ["a verb that does not exist", {}, ["fly"], /unknown verb fly: say nothing, serve, publish, train, test or bench/],
]) {
  test(name, () => {
    const { status, stdout, stderr } = spawnSync("bash", [SCRIPT, ...verbs], {
      env: { ...process.env, ...settings },
      encoding: "utf8",
    });
    assert.equal(status, 2);
    assert.match(stderr, sentence);
    assert.equal(stderr.trim().split("\n").length, 1);
    assert.equal(stdout, "");
  });
}

test("no module of the page imports itself round a corner", async () => {
  const { build } = createRequire(new URL("../../www/package.json", import.meta.url))("esbuild");
  const www = fileURLToPath(new URL("../../www/", import.meta.url));
  const made = {
    name: "made",
    setup: (b) => b.onResolve({ filter: /^unrolled:/ }, ({ path }) => ({ path, external: true })),
  };
  const { metafile } = await build({
    entryPoints: ["main", "inside", "headless", "selftest"].map((name) => `src/${name}.ts`),
    absWorkingDir: www,
    bundle: true,
    write: false,
    outdir: "out",
    metafile: true,
    format: "esm",
    plugins: [made],
  });
  const done = new Set();
  const visit = (file, way) => {
    assert.ok(!way.includes(file), `${[...way.slice(way.indexOf(file)), file].join(" → ")}`);
    if (done.has(file)) return;
    for (const { path } of metafile.inputs[file]?.imports ?? [])
      if (path.startsWith("src/")) visit(path, [...way, file]);
    done.add(file);
  };
  for (const file of Object.keys(metafile.inputs)) visit(file, []);
  assert.ok(done.size > 100);
});

describe("sizes", () => {
  const root = join(folder, "weighed");
  const weigh = (...flags) => spawnSync("node", [join(root, "www/sizes.mjs"), ...flags], { encoding: "utf8" });

  before(() => {
    for (const name of ["sizes.mjs", "wasm.mjs"])
      cpSync(fileURLToPath(new URL(`../../www/${name}`, import.meta.url)), join(root, "www", name));
    mkdirSync(join(root, "pkg/site/bundle"), { recursive: true });
    for (const name of ["unrolled_bg.wasm.gz", "unrolled_further_bg.wasm.gz", "unrolled_gradients_bg.wasm.gz"])
      writeFileSync(join(root, "pkg/site", name), gzipSync("a"));
    for (const name of ["unrolled.js", "unrolled.inside.js", "unrolled.chapters.js", "bundle/presets.json"])
      writeFileSync(join(root, "pkg/site", name), "a");
    writeFileSync(join(root, "pkg/site/bundle/index.safetensors"), Buffer.alloc(14e6));
  });

  test("an index over its budget fails the build, unless the corpus is the reader's own", () => {
    const { status, stderr } = weigh();
    assert.equal(status, 1);
    assert.match(stderr, /^sizes\.mjs: over budget: index 14\.00 MB of 13\.00 MB:.+\n$/);
    const own = weigh("--own-corpus");
    assert.deepEqual([own.status, own.stderr], [0, ""]);
    assert.match(own.stdout, /index: 14\.00 MB raw {2}OVER 13\.00 MB raw/);
  });

  test("a program over its budget fails the build whatever the corpus", () => {
    writeFileSync(join(root, "pkg/site/unrolled.js"), randomBytes(61e3));
    const { status, stderr } = weigh("--own-corpus");
    assert.equal(status, 1);
    assert.match(stderr, /over budget: script, before the first paint 61\.0 kB of 40\.0 kB/);
  });
});

describe("the wasm, crate by crate", () => {
  const module = (name) => readFileSync(new URL(`../../target/bindings/${name}`, import.meta.url));

  test("candle is in the gradients module only", () => {
    const crates = (name) => new Map(crateSizes(module(name)));
    const gradients = crates("gradients/unrolled_bg.wasm");
    assert.ok(gradients.get("candle_core") > 100_000 && gradients.get("candle_nn") > 0);
    for (const module of [crates("unrolled_bg.wasm"), crates("further/unrolled_bg.wasm")]) {
      assert.deepEqual(
        [...module.keys()].filter((crate) => /candle|gemm|rayon/.test(crate)),
        [],
      );
      assert.ok(module.get("unrolled") > 100_000);
    }
  });

  test("its parts add up to what ships", () => {
    for (const name of ["unrolled_bg.wasm", "further/unrolled_bg.wasm", "gradients/unrolled_bg.wasm"]) {
      const wasm = module(name);
      const sum = crateSizes(wasm).reduce((total, [, bytes]) => total + bytes, 0);
      const shipped = withoutNames(wasm).length;
      assert.ok(sum > 0.95 * shipped && sum <= shipped, `${name}: ${sum} of ${shipped} bytes`);
    }
  });
});
