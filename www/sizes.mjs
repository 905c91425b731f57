// Prints what the build weighs against the promises of the design: `node sizes.mjs`. Informs; never fails the build.
import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gunzipSync, gzipSync } from "node:zlib";

const PKG = fileURLToPath(new URL("../pkg/", import.meta.url));
const KB = 1e3;
const MB = 1e6;

const read = (name) => readFileSync(PKG + name);
const size = (name) => (existsSync(PKG + name) ? statSync(PKG + name).size : 0);
const show = (bytes) => (bytes >= MB ? `${(bytes / MB).toFixed(2)} MB` : `${(bytes / KB).toFixed(1)} KB`);
const reviews = readdirSync(`${PKG}site/bundle`).filter((name) => name.startsWith("reviews-"));

/** Raw, gzip and brotli of one file's content. */
function pressed(bytes) {
  return { raw: bytes.length, gzip: gzipSync(bytes, { level: 9 }).length, brotli: brotliCompressSync(bytes).length };
}

const wasm = pressed(gunzipSync(read("site/unrolled_bg.wasm.gz")));
const script = pressed(read("site/unrolled.js"));
const first = ["index.html", "unrolled.js", "unrolled.worker.js", "unrolled_bg.wasm.gz"]
  .concat(["manifest.json", "presets.json", "weights.safetensors", "vocab.txt"].map((name) => `bundle/${name}`))
  .reduce((sum, name) => sum + size(`site/${name}`), 0);

const rows = [
  ["wasm", wasm, wasm.brotli, 300 * KB, "brotli"],
  ["script", script, script.brotli, 60 * KB, "brotli"],
  ["weights", { raw: size("site/bundle/weights.safetensors") }, size("site/bundle/weights.safetensors"), 2.5 * MB, "raw"],
  ["presets", pressed(read("site/bundle/presets.json")), null],
  ["before the first live prediction, as any host sends it", { raw: first }, first, 3.5 * MB, "raw"],
  ["index", { raw: size("site/bundle/index.safetensors") }, size("site/bundle/index.safetensors"), 13 * MB, "raw"],
  ["reviews", { raw: reviews.reduce((sum, name) => sum + size(`site/bundle/${name}`), 0) }, null],
  ["offline file", { raw: size("unrolled.html") }, size("unrolled.html"), 40 * MB, "raw"],
];

console.log("\nsizes (budget)");
for (const [name, { raw, gzip, brotli }, judged, budget, by] of rows) {
  const parts = [`${show(raw)} raw`, gzip && `${show(gzip)} gzip`, brotli && `${show(brotli)} brotli`].filter(Boolean);
  const verdict = judged === null ? "" : `  ${judged <= budget ? "within" : "OVER"} ${show(budget)} ${by}`;
  console.log(`  ${name}: ${parts.join(", ")}${verdict}`);
}
