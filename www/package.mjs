// The npm package around the scripts that build.mjs makes: the headless engine, the bare one, the trained model, types and
// package.json. It holds weights and no reviews.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const [WWW, PKG, BUNDLE, GLUE] = ["www", "pkg", "pkg/site/bundle", "target/bindings"].map((folder) =>
  join(ROOT, folder),
);
const WRITTEN_BY_HAND = ["anywidget.mjs", "anywidget.d.mts", "unrolled.d.mts", "script.d.ts"];

const BUNDLED = ["manifest.json", "weights.safetensors", "vocab.txt", "presets.json"];

/** Said where a bundler has lost the package's files. */
export const REMEDY =
  ' With a bundler: Vite’s dev server wants optimizeDeps: { exclude: ["unrolled"] }, and esbuild the files of the package copied beside its output; see the package’s README.';

/**
 * Where the package's files are, as a function `besideUnrolled`, in the words by which bundlers find a file and take it along: each
 * by a literal. What esbuild makes of a script that is no module knows no address but that of its element.
 */
export function besideInPackage(lessons, wasms) {
  const page = lessons.length === 0 ? [] : ["unrolled.js", "unrolled.inside.js", "unrolled.chapters.js"]; // of the saved one file
  const files = [...wasms, "unrolled.worker.js", ...page].concat(
    BUNDLED.map((name) => `bundle/${name}`),
    lessons.map((name) => `lessons/${name}`),
  );
  const entries = files.map(
    (name) => `${JSON.stringify(name)}:()=>new URL(${JSON.stringify(`./${name}`)},import.meta.url)`,
  );
  return `const filesOfUnrolled={\n${entries.join(",\n")}};
const scriptOfUnrolled=globalThis.document?.currentScript?.src;
const besideUnrolled=path=>{try{return filesOfUnrolled[path]?.()??null}catch{return new URL(path,scriptOfUnrolled)}};`;
}

const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");

/** Scripts for their effect have types that say so. */
const script = (name) => ({ types: "./script.d.ts", default: `./${name}` });
/** `./glue`, and `./glue/further` of unrolled_further, each with its wasm. */
function glue(name) {
  const path = name.replace(/^unrolled_?/, "./glue/").replace(/\/$/, "");
  return [
    [path, { types: "./engine/unrolled.d.ts", default: `./engine/${name}.js` }],
    [`${path}/wasm`, `./engine/${name}_bg.wasm`],
  ];
}

function packageJson(version, wasms) {
  const scripts = ["unrolled.js", "unrolled.inside.js", "unrolled.chapters.js", "embed-host.js"];
  return {
    name: "unrolled",
    version,
    description: "See how a recurrent network reads a text: one custom element, one LSTM, no server",
    keywords: ["explainability", "interpretability", "lstm", "lime", "custom-element", "anywidget", "webassembly"],
    license: "MIT OR Apache-2.0",
    type: "module",
    engines: { node: ">=20" },
    exports: {
      ".": { types: "./unrolled.d.mts", default: "./unrolled.mjs" },
      "./engine": { types: "./engine.d.ts", default: "./engine.mjs" },
      "./anywidget": { types: "./unrolled.anywidget.d.mts", default: "./unrolled.anywidget.mjs" },
      ...Object.fromEntries(Object.keys(wasms).flatMap(glue)),
      ...Object.fromEntries(scripts.map((name) => [`./${name}`, script(name)])),
      "./bundle/*": "./bundle/*",
      "./lessons/*": "./lessons/*",
      "./package.json": "./package.json",
    },
    unpkg: "unrolled.js",
    jsdelivr: "unrolled.js",
    sideEffects: [
      ...scripts,
      "unrolled.mjs",
      "unrolled.inside.mjs",
      "unrolled.chapters.mjs",
      "unrolled.anywidget.mjs",
    ].map((name) => `./${name}`),
    files: ["*.js", "*.mjs", "*.d.ts", "*.d.mts", ...Object.values(wasms), "engine", "bundle", "lessons", "types"],
  };
}

/** The bundle without the index, the reviews, every preset that quotes somebody else's text and what the others found in the reviews. */
function writeSmallBundle(folder, manifest) {
  const { presets } = JSON.parse(readFileSync(join(BUNDLE, "presets.json"), "utf8"));
  const own = Buffer.from(
    JSON.stringify({
      presets: presets
        .filter(({ source }) => source === "own")
        .map((preset) => ({ ...preset, token_search: null, activation_similarity: null })),
    }),
  );
  const files = {};
  for (const name of BUNDLED.slice(1)) {
    const bytes = name === "presets.json" ? own : readFileSync(join(BUNDLE, name));
    writeFileSync(join(folder, name), bytes);
    files[name] = { bytes: bytes.length, sha256: sha256(bytes) };
  }
  const small = { ...manifest, files, texts: null, counts: null, kept: undefined };
  writeFileSync(join(folder, "manifest.json"), JSON.stringify(small, null, 1));
}

/** Declarations of the two APIs. Node's way of finding modules wants the whole name of a file, which the sources leave out. */
function writeTypes() {
  const sources = ["headless.ts", "engine/modules.d.ts"].map((file) => join(WWW, "src", file));
  const settings =
    "--ignoreConfig --declaration --emitDeclarationOnly --target es2024 --module esnext --moduleResolution bundler --strict";
  const places = ["--rootDir", join(WWW, "src"), "--outDir", join(PKG, "types")];
  execFileSync(join(WWW, "node_modules/.bin/tsc"), [...sources, ...settings.split(" "), ...places], {
    stdio: "inherit",
  });
  for (const name of readdirSync(join(PKG, "types"), { recursive: true }).filter((file) => file.endsWith(".d.ts"))) {
    const file = join(PKG, "types", name);
    writeFileSync(file, readFileSync(file, "utf8").replaceAll(/((?:from|import\()\s*")(\.\.?\/[^"]+)"/g, '$1$2.js"'));
  }
  writeFileSync(
    join(PKG, "engine.d.ts"),
    '/** The engine without a page, for Node 20 or newer and for browsers. */\nexport * from "./types/headless.js";\n',
  );
}

/** The generated bindings and their wasm, unpacked, for scripts that want nothing between. */
function writeGlue(wasms) {
  for (const [name, stored] of Object.entries(wasms)) {
    cpSync(join(GLUE, "unrolled.js"), join(PKG, "engine", `${name}.js`)); // one copy each, because each holds one instance
    writeFileSync(join(PKG, "engine", `${name}_bg.wasm`), gunzipSync(readFileSync(join(PKG, stored))));
  }
  const types = readFileSync(join(GLUE, "unrolled.d.ts"), "utf8");
  writeFileSync(join(PKG, "engine/unrolled.d.ts"), `/// <reference lib="esnext.disposable" />\n${types}`); // for its Symbol.dispose
}

/** `scripts`: modules by their names; `wasms`: the stored wasm of each module of bindings. */
export function writePackage({ version, manifest, scripts, wasms }) {
  for (const folder of ["engine", "bundle", "types"]) {
    rmSync(join(PKG, folder), { recursive: true, force: true });
    mkdirSync(join(PKG, folder));
  }
  for (const [name, text] of Object.entries(scripts)) writeFileSync(join(PKG, name), text);
  for (const name of WRITTEN_BY_HAND) {
    cpSync(join(WWW, "src/package", name), join(PKG, name.startsWith("anywidget") ? `unrolled.${name}` : name));
  }
  writeGlue(wasms);
  writeSmallBundle(join(PKG, "bundle"), manifest);
  writeTypes();
  writeFileSync(join(PKG, "package.json"), `${JSON.stringify(packageJson(version, wasms), null, 2)}\n`);
}
