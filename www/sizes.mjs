// Prints what the build weighs against the promises of the design, and ends with code 1 when one is broken:
//   node sizes.mjs               for the corpus that build.sh downloads
//   node sizes.mjs --own-corpus  for another one, whose size is its owner's affair: what grows with it is only reported
//   node sizes.mjs --public      of pkg/public
//   node sizes.mjs --crates      which crates the wasm is made of
import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gunzipSync, gzipSync } from "node:zlib";
import { crateSizes } from "./wasm.mjs";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const PKG = `${ROOT}pkg/`;
const KB = 1e3;
const MB = 1e6;
/** 90 kB are wanted and were not reached: words alone are 35 of them, and a script kept apart compresses worse. No more than this. */
const SCRIPTS = 135 * KB;
/** With the chapters that most readers never open. */
const ALL_SCRIPTS = 180 * KB;

const read = (name) => readFileSync(PKG + name);
const size = (name) => (existsSync(PKG + name) ? statSync(PKG + name).size : 0);
const show = (bytes) => (bytes >= MB ? `${(bytes / MB).toFixed(2)} MB` : `${(bytes / KB).toFixed(1)} kB`);

/** Raw, gzip and brotli of one file's content. */
function pressed(bytes) {
  return { raw: bytes.length, gzip: gzipSync(bytes, { level: 9 }).length, brotli: brotliCompressSync(bytes).length };
}

/** Of several files, each compressed by itself. */
const sumOf = (sizes) =>
  Object.fromEntries(Object.keys(sizes[0]).map((how) => [how, sizes.reduce((total, size) => total + size[how], 0)]));

/** The same of the folder that may be published, whose page is that of the site. */
function publicLines() {
  const sum = (names) => ({ raw: names.reduce((total, name) => total + size(`public/${name}`), 0) });
  const all = readdirSync(`${PKG}public`, { recursive: true }).filter((name) =>
    statSync(`${PKG}public/${name}`).isFile(),
  );
  return [
    ["index", sum(["bundle/index.safetensors"]), "raw", 13 * MB, true],
    ["presets", pressed(read("public/bundle/presets.json"))],
    ["all that is uploaded", sum(all)],
  ];
}

/** Lines of [name, sizes, by which of them it is judged, budget, whether it grows with the corpus]. */
function lines() {
  const sum = (names) => ({ raw: names.reduce((total, name) => total + size(`site/${name}`), 0) });
  const reviews = readdirSync(`${PKG}site/bundle`).filter((name) => name.startsWith("reviews-"));
  const first = ["manifest.json", "presets.json", "weights.safetensors", "vocab.txt"].map((name) => `bundle/${name}`);
  const page = ["index.html", "unrolled.js", "unrolled.inside.js", "unrolled.worker.js", "unrolled_bg.wasm.gz"];
  const scripts = ["unrolled.js", "unrolled.inside.js", "unrolled.chapters.js"].map((name) =>
    pressed(read(`site/${name}`)),
  );
  return [
    ["wasm, main module", pressed(gunzipSync(read("site/unrolled_bg.wasm.gz"))), "brotli", 300 * KB],
    ["wasm, further module", pressed(gunzipSync(read("site/unrolled_further_bg.wasm.gz"))), "brotli", 300 * KB],
    ["wasm, gradients module", pressed(gunzipSync(read("site/unrolled_gradients_bg.wasm.gz"))), "brotli", 520 * KB],
    ["script, before the first paint", scripts[0], "brotli", 40 * KB],
    ["second script, with the engine and the reading", scripts[1]],
    ["third script, with the other chapters, when one is opened", scripts[2]],
    ["scripts until a chapter is opened", sumOf(scripts.slice(0, 2)), "brotli", SCRIPTS],
    ["scripts in all", sumOf(scripts), "brotli", ALL_SCRIPTS],
    ["weights", sum(["bundle/weights.safetensors"]), "raw", 2.5 * MB],
    ["presets", pressed(read("site/bundle/presets.json"))],
    ["before the first live prediction, as any host sends it", sum([...page, ...first]), "raw", 3.5 * MB, true],
    ["index", sum(["bundle/index.safetensors"]), "raw", 13 * MB, true],
    ["reviews", sum(reviews.map((name) => `bundle/${name}`))],
    ["offline file", { raw: size("unrolled.html") }, "raw", 40 * MB, true],
  ];
}

function reportSizes(lines, ownCorpus) {
  console.log("\nsizes (budget)");
  const broken = [];
  for (const [name, sizes, by, budget, grows = false] of lines) {
    const over = budget !== undefined && sizes[by] > budget;
    if (over && !(grows && ownCorpus)) broken.push(`${name} ${show(sizes[by])} of ${show(budget)}`);
    const parts = Object.entries(sizes).map(([how, bytes]) => `${show(bytes)} ${how}`);
    console.log(
      `  ${name}: ${parts.join(", ")}${budget === undefined ? "" : `  ${over ? "OVER" : "within"} ${show(budget)} ${by}`}`,
    );
  }
  if (broken.length === 0) return;
  console.error(
    `sizes.mjs: over budget: ${broken.join("; ")}: \`node www/sizes.mjs --crates\` shows what the wasm is made of.`,
  );
  process.exitCode = 1;
}

function reportCrates() {
  for (const [name, folder] of [
    ["main module", ""],
    ["further module", "further/"],
    ["gradients module", "gradients/"],
  ]) {
    const sizes = crateSizes(readFileSync(`${ROOT}target/bindings/${folder}unrolled_bg.wasm`));
    const total = sizes.reduce((sum, [, bytes]) => sum + bytes, 0);
    console.log(`\nwasm, ${name}: ${show(total)} raw`);
    const large = sizes.filter(([, bytes]) => bytes >= KB);
    const rest = sizes.slice(large.length);
    const rows = [...large, [`${rest.length} smaller ones`, rest.reduce((sum, [, bytes]) => sum + bytes, 0)]];
    for (const [crate, bytes] of rows) {
      console.log(
        `  ${crate.padEnd(20)}${show(bytes).padStart(10)}${`${((100 * bytes) / total).toFixed(1)} %`.padStart(8)}`,
      );
    }
  }
}

if (process.argv.includes("--crates")) reportCrates();
else reportSizes(process.argv.includes("--public") ? publicLines() : lines(), process.argv.includes("--own-corpus"));
