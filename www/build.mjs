// Makes everything under pkg/ from www/src, the wasm in target/bindings and the bundle in pkg/site/bundle:
//   pkg/site/        the static site
//   pkg/unrolled.html  the same in one file that needs no network
//   pkg/             the npm package (weights, no reviews)
import { parse } from "acorn";
import { build, transformSync } from "esbuild";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync, gzipSync } from "node:zlib";
import { REMEDY, besideInPackage, writePackage } from "./package.mjs";
import { withoutNames } from "./wasm.mjs";
import { messagesIn } from "./messages.mjs";
import { language } from "./words.mjs";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const [WWW, PKG, SITE, GLUE] = ["www", "pkg", "pkg/site", "target/bindings"].map((folder) => join(ROOT, folder));
const BUNDLE = join(SITE, "bundle");
const SELFTEST = "selftest.json";
/** The wasm modules by their names: the folder of each one's bindings, and what those are called in the package. */
const MODULES = {
  main: { folder: "", glue: "unrolled" },
  further: { folder: "further", glue: "unrolled_further" },
  gradients: { folder: "gradients", glue: "unrolled_gradients" },
};
/** The model of the report that lies beside the page. */
const MODEL = JSON.parse(readFileSync(join(BUNDLE, "manifest.json"), "utf8")).model_hash;
/** A module as it is stored. */
const stored = (module) => `${MODULES[module].glue}_bg.wasm.gz`;
const VERSION = /^version = "(.+)"$/m.exec(readFileSync(join(ROOT, "Cargo.toml"), "utf8"))[1];

/** The interface's language, "en" unless asked: words/LANGUAGE/, and words/LANGUAGE.json for what is no message yet. */
const LANGUAGE = process.env.WORDS ?? "en";
const words = [...messagesIn(LANGUAGE), ...language(LANGUAGE)];

const gzip = (bytes) => gzipSync(bytes, { level: 9 });
const program = (name) => withoutNames(readFileSync(join(GLUE, name)));
const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");

/** The page's templates without the indentation of their source, and its styles minified: a kilobyte less to fetch. */
const unindented = {
  name: "unindented",
  setup(b) {
    b.onLoad({ filter: /src\/page\/.*\.ts$/ }, ({ path }) => ({
      contents: readFileSync(path, "utf8")
        .replaceAll(/\bcss`([^`$\\]*)`/g, (_, style) => `css\`${minified(style)}\``)
        .replaceAll(/\n {2,}/g, "\n"),
      loader: "ts",
    }));
  },
};
// In letters of its own: an escape of CSS would be one of JavaScript's in a template, and the whole style lost.
const minified = (style) => transformSync(style, { loader: "css", minify: true, charset: "utf8" }).code.trim();

/** Templates are drawn through the page's one policy for Trusted Types, so that hosts have one name to allow; Lit would make its own. */
const onePolicy = {
  name: "one-policy",
  setup(b) {
    b.onLoad({ filter: /node_modules\/lit-html\/lit-html\.js$/ }, ({ path }) => {
      const source = readFileSync(path, "utf8");
      const own = /\w+\?\w+\.createPolicy\("lit-html",\{createHTML:\w+=>\w+\}\):void 0/;
      if (!own.test(source)) throw new Error("lit-html makes its Trusted Types policy in another way than before");
      const policy = JSON.stringify(join(WWW, "src/engine/policy.ts"));
      return { contents: `import{policy as unrolled}from${policy};${source.replace(own, "unrolled")}` };
    });
  },
};

/** esbuild with this project's settings; the modules named unrolled:… exist only here. */
async function run(entry, format, modules, plugins = [], options = {}) {
  const virtual = {
    name: "virtual",
    setup(b) {
      b.onResolve({ filter: /^unrolled:wasm$/ }, () => ({ path: join(GLUE, "unrolled.js") }));
      b.onResolve({ filter: /^unrolled:/ }, ({ path }) => ({ path, namespace: "virtual" }));
      b.onLoad({ filter: /.*/, namespace: "virtual" }, ({ path }) => ({ contents: modules[path], resolveDir: WWW }));
    },
  };
  return build({
    entryPoints: [join(WWW, "src", entry)],
    absWorkingDir: WWW,
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    format,
    target: "es2022",
    legalComments: "eof",
    plugins: [...plugins, ...words, unindented, onePolicy, virtual],
    ...options,
  });
}

/** The output's text. */
const bundle = async (...options) => (await run(...options)).outputFiles[0].text;

/** What the two scripts of a page have in common: the first hands it on, the second finds it. */
const HANDED_ON = `globalThis[Symbol.for("unrolled ${VERSION}")]`;

/** What a file imports, name by name: [file, name]; a file imported for what it does has no names. */
function* importsOf(file, { imports }) {
  const { code } = transformSync(readFileSync(join(WWW, file), "utf8"), { loader: "ts" });
  for (const { source, specifiers = [] } of parse(code, { ecmaVersion: "latest", sourceType: "module" }).body) {
    const path = imports.find(({ original }) => original === source?.value)?.path;
    if (path === undefined) continue;
    yield [path, []];
    for (const { imported } of specifiers) yield [path, [imported?.name]];
  }
}

/** The names that the second script imports of modules that the first one holds, by file, each with that by which it is handed on. */
function commonNames({ metafile: { inputs: held } }, { metafile: { inputs: wanted } }) {
  const isFile = (path) => !path.startsWith("virtual:");
  // Of a file of messages each script holds those it uses.
  const isHeld = (path) => path in held && !path.includes("generated/words/");
  const taken = new Set();
  const common = {};
  for (const file of Object.keys(wanted).filter((path) => isFile(path) && !isHeld(path))) {
    for (const [path, names] of importsOf(file, wanted[file])) {
      if (!isHeld(path) || !isFile(path)) continue;
      common[path] ??= {};
      for (const name of names) {
        if (name === undefined)
          throw new Error(`${file} imports all of ${path}, which the first script holds: import what it uses by name`);
        common[path][name] ??= unique(name, taken);
      }
    }
  }
  return common;
}

/** The name, made longer until nothing else is called so. */
function unique(name, taken) {
  if (taken.has(name)) return unique(`${name}_`, taken);
  taken.add(name);
  return name;
}

/** Source of the module in which the first script hands them on. */
function handOn(common) {
  const imports = Object.entries(common).map(
    ([file, names]) =>
      `import{${Object.entries(names).map((pair) => pair.join(" as "))}}from${JSON.stringify(join(WWW, file))};`,
  );
  return `${imports.join("")}${HANDED_ON}??={${Object.values(common).flatMap(Object.values)}};`;
}

/** Makes the second script find them. */
function found(common) {
  return {
    name: "found",
    setup(b) {
      b.onResolve({ filter: /./ }, async ({ path, pluginData, ...from }) => {
        if (pluginData === "asked" || from.kind === "entry-point") return undefined;
        const resolved = await b.resolve(path, {
          importer: from.importer,
          resolveDir: from.resolveDir,
          kind: from.kind,
          pluginData: "asked",
        });
        const file = relative(WWW, resolved.path);
        return file in common ? { path: file, namespace: "found" } : resolved;
      });
      b.onLoad({ filter: /./, namespace: "found" }, ({ path }) => ({
        contents: `export const{${Object.entries(common[path]).map(([name, as]) => `${as}:${name}`)}}=${HANDED_ON};`,
      }));
    },
  };
}

/** The worker thread as one function of its port, so that it is a file, a blob and a main-thread fallback from one source. */
async function workerFunction() {
  return `function(port){${await bundle("worker/main.ts", "iife", {})}}`;
}

/** One worker script serves all modules, so wasm-bindgen must have written the same JavaScript for them. */
function requireSameGlue() {
  const glue = (folder) => readFileSync(join(GLUE, folder, "unrolled.js"), "utf8");
  for (const { folder } of Object.values(MODULES)) {
    if (glue("") === glue(folder)) continue;
    throw new Error(
      `wasm-bindgen wrote different JavaScript for the modules in target/bindings and target/bindings/${folder}: give the worker both`,
    );
  }
}

/**
 * What the page's modules `unrolled:…` hold. `beside`: where files are that came with the script, as the source of a function;
 * `second`: the module that asks for the second script.
 */
function buildModules(beside, { worker = "null", shared = "", second = CLASSIC, integrity = "", remedy = "" } = {}) {
  const held = (bytes) => ({ bytes: bytes.length, sha256: sha256(bytes) });
  const described = (name) => ({ name, ...held(wasms[name]), inflated: held(gunzipSync(wasms[name])) });
  const modules = Object.keys(MODULES).map((module) => [module, described(stored(module))]);
  const values = { modules: Object.fromEntries(modules), version: VERSION, integrity, remedy, model: MODEL };
  const constants = Object.entries(values).map(([name, value]) => `export const ${name}=${JSON.stringify(value)};`);
  return {
    "unrolled:build": `export const beside=${beside};${constants.join("")}`,
    "unrolled:second": second,
    "unrolled:worker": `export default ${worker};`,
    "unrolled:shared": shared,
  };
}

/** A classic script knows where it came from while it runs; in the offline file it came from nowhere. */
const BESIDE_SCRIPT = "/* @__PURE__ */(src=>src?path=>new URL(path,src):null)(document.currentScript?.src)";
/** A module knows always; the site's own copy is asked for by its address. */
const BESIDE_MODULE = "path=>new URL(path,import.meta.url)";
const CLASSIC = 'export*from"./src/page/script";';
const MODULE = 'export const name="unrolled.inside.mjs";export const second=secondUnrolled;';

const lessons = readdirSync(join(WWW, "lessons")).filter(
  (name) => name.endsWith(".json") && !name.endsWith(".schema.json"),
);

/** A script's text may not end its own element. */
const inScript = (text) => text.replaceAll(/<\/(script)/gi, "<\\/$1").replaceAll("<!--", "<\\!--");

/** One asset of the offline file: base64 of the bytes, gzipped where that saves a twentieth. */
function inlined(name, bytes) {
  const packed = name.endsWith(".gz") ? bytes : gzip(bytes);
  const smaller = packed !== bytes && packed.length < 0.95 * bytes.length;
  const encoding = smaller ? ' data-encoding="gzip"' : "";
  const text = (smaller ? packed : bytes).toString("base64");
  return `<script type="application/octet-stream" id="unrolled/${name}"${encoding}>${text}</script>\n`;
}

/** index.html with the scripts inside, the small assets before it and the large ones after it. */
function offlineFile(html, scripts, selftest, manifest) {
  const tag = /<script\b[^>]*\bsrc="(?:\.\/)?unrolled\.js"[^>]*><\/script>/;
  if (!tag.test(html)) throw new Error('www/index.html has no <script src="unrolled.js"> to put the script into');
  const files = new Set(["manifest.json", "presets.json", ...Object.keys(manifest.files)]);
  const part = (first) =>
    [...files]
      .filter((name) => name.endsWith(".json") === first)
      .map((name) => inlined(name, readFileSync(join(BUNDLE, name))));
  const small = [
    ...part(true),
    inlined(SELFTEST, readFileSync(join(SITE, SELFTEST))),
    ...lessons.map((name) => inlined(`lessons/${name}`, readFileSync(join(WWW, "lessons", name)))),
  ].join("");
  // The selftest's script has a type, which the page's own do not have: the page leaves it out of the copies it makes.
  const within = `${small}${scripts.map((text) => `<script>${inScript(text)}</script>`).join("\n")}\n<script type="text/javascript">${inScript(selftest)}</script>`;
  // Where the last element is there, nothing was cut off (src/engine/inlined.ts).
  const end = '<script type="application/octet-stream" id="unrolled/end"></script>\n';
  const after = [...Object.entries(wasms).map(([name, bytes]) => inlined(name, bytes)), ...part(false), end].join("");
  return html.replace(tag, "").replace("</body>", () => `${within}\n${after}</body>`);
}

/** The wasm modules as they are stored, by their names beside the script. */
const wasms = Object.fromEntries(
  Object.entries(MODULES).map(([module, { folder }]) => [
    stored(module),
    gzip(program(join(folder, "unrolled_bg.wasm"))),
  ]),
);
requireSameGlue();
const worker = await workerFunction();
const alone = buildModules(BESIDE_SCRIPT, { worker });

/** On a server, where there is no page, a script that is imported does nothing. */
const onPage = (script) => script.replace(/^("use strict";)?/, "$1globalThis.document&&");

/** The two scripts of a page: what the first one holds it hands on to the second. */
async function pair(entry, modules, options) {
  const common = commonNames(await run(entry, "iife", alone), await run("inside.ts", "iife", alone));
  const inside = onPage(await bundle("inside.ts", "iife", alone, [found(common)]));
  const integrity = `sha256-${createHash("sha256").update(inside).digest("base64")}`;
  return [await bundle(entry, "iife", modules({ shared: handOn(common), integrity }), [], options), inside];
}

/**
 * The pair as modules. All of the first one stands behind a look for a page, so that a server may import it, and none of it
 * asks for its own address but in the words that bundlers look for, lest they write there where they found it.
 */
async function modulePair() {
  const asked = (more) => buildModules("besideUnrolled", { worker, second: MODULE, remedy: REMEDY, ...more });
  const [first, inside] = await pair("module.ts", asked, { globalName: "unrolled" });
  const body = first.replace(/^"use strict";var unrolled=/, "const unrolled=globalThis.document&&");
  if (body === first) throw new Error("esbuild begins a script with a global name in another way than before");
  const second = 'const secondUnrolled=()=>import("./unrolled.inside.mjs");';
  const moduleAt = (beside) => `${beside}\n${second}\n${body}export const EngineClient=unrolled?.EngineClient;\n`;
  return [moduleAt, inside];
}

const [first, inside] = await pair("main.ts", (more) => buildModules(BESIDE_SCRIPT, { worker, ...more }));
const script = onPage(first);
const [moduleAt, insideAsModule] = await modulePair();
const selftest = await bundle("selftest.ts", "iife", alone);

// `node build.mjs --scripts FOLDER` makes nothing but the page's two scripts, which is what tests of other words need.
const [asked, folder] = process.argv.slice(2);
if (asked === "--scripts") {
  for (const [name, text] of [
    ["unrolled.js", script],
    ["unrolled.inside.js", inside],
  ])
    writeFileSync(join(folder, name), text);
  process.exit();
}

mkdirSync(SITE, { recursive: true });
for (const folder of [PKG, SITE]) {
  writeFileSync(join(folder, "unrolled.js"), script);
  writeFileSync(join(folder, "unrolled.inside.js"), inside);
  writeFileSync(join(folder, "unrolled.worker.js"), `(${worker})(self);\n`);
  for (const [name, bytes] of Object.entries(wasms)) writeFileSync(join(folder, name), bytes);
  for (const name of ["lessons", "embed-host.js"]) cpSync(join(WWW, name), join(folder, name), { recursive: true });
}
const inLanguage = (page) => readFileSync(join(WWW, page), "utf8").replace('lang="en"', `lang="${LANGUAGE}"`);
for (const page of ["index.html", "embed.html"]) writeFileSync(join(SITE, page), inLanguage(page));
cpSync(join(WWW, "selftest.html"), join(SITE, "selftest.html"));
writeFileSync(join(SITE, "selftest.js"), selftest);

for (const made of ["bundle/manifest.json", SELFTEST]) {
  if (!existsSync(join(SITE, made))) throw new Error(`pkg/site/${made} is missing: run ./build.sh, which makes it`);
}
const manifest = JSON.parse(readFileSync(join(BUNDLE, "manifest.json"), "utf8"));
writeFileSync(join(PKG, "unrolled.html"), offlineFile(inLanguage("index.html"), [script, inside], selftest, manifest));

const engine = await bundle("headless.ts", "esm", buildModules("besideUnrolled", { worker, remedy: REMEDY }));
writePackage({
  version: VERSION,
  manifest,
  scripts: {
    "unrolled.mjs": moduleAt(besideInPackage(lessons, Object.keys(wasms))),
    "unrolled.inside.mjs": insideAsModule,
    "engine.mjs": `${besideInPackage([], Object.keys(wasms))}\n${engine}`,
  },
  wasms: Object.fromEntries(Object.entries(MODULES).map(([module, { glue }]) => [glue, stored(module)])),
});
// Notebooks and MyST load these from the site, as its Share dialog writes it.
writeFileSync(join(SITE, "unrolled.mjs"), moduleAt(`const besideUnrolled=${BESIDE_MODULE};`));
for (const name of ["unrolled.inside.mjs", "unrolled.anywidget.mjs"]) cpSync(join(PKG, name), join(SITE, name));
