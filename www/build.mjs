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
/** What a link to the page is shown with where links have pictures. */
const CARD = "card.png";
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

/** The scripts that follow the first one, in the order in which they come: what an earlier one holds a later one finds. */
const LATER = ["inside", "chapters"];
const entryOf = (name) => `${name}.ts`;
/** Where a script puts what others find: the first one, or one of these. */
const handedOn = (name) => `globalThis[Symbol.for("unrolled ${VERSION} ${name}")]`;

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

const isFile = (path) => !/^\w+:/.test(path);
// Of a file of messages each script holds those it uses.
const isShared = (path) => isFile(path) && !path.includes("generated/words/");

/** Which script holds a file: the first of them that needs it. */
function holders(scripts) {
  const held = {};
  for (const [name, { metafile }] of scripts)
    for (const path of Object.keys(metafile.inputs).filter(isShared)) held[path] ??= name;
  return held;
}

/** For every script, of its files those that later ones import: by file the names, each with that by which it is handed on. */
function commonNames(scripts) {
  const held = holders(scripts);
  const common = Object.fromEntries(scripts.map(([name]) => [name, {}]));
  const taken = Object.fromEntries(scripts.map(([name]) => [name, new Set()]));
  for (const [script, { metafile }] of scripts) {
    const own = Object.keys(metafile.inputs).filter(isFile);
    for (const file of own.filter((path) => (held[path] ?? script) === script)) {
      for (const [path, names] of importsOf(file, metafile.inputs[file])) {
        const holder = held[path] ?? script;
        if (holder === script) continue;
        common[holder][path] ??= {};
        for (const name of names) {
          if (name === undefined)
            throw new Error(
              `${file} imports all of ${path}, which an earlier script holds: import what it uses by name`,
            );
          common[holder][path][name] ??= unique(name, taken[holder]);
        }
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

/** Source of the module in which a script hands them on. */
function handOn(name, common) {
  const imports = Object.entries(common[name]).map(
    ([file, names]) =>
      `import{${Object.entries(names).map((pair) => pair.join(" as "))}}from${JSON.stringify(join(WWW, file))};`,
  );
  return `${imports.join("")}${handedOn(name)}??={${Object.values(common[name]).flatMap(Object.values)}};`;
}

/** Makes a script find what the ones before it hold. */
function found(script, common) {
  const names = Object.keys(common);
  const before = names.slice(0, names.indexOf(script));
  const holderOf = (file) => before.find((name) => file in common[name]);
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
        return holderOf(file) === undefined ? resolved : { path: file, namespace: "found" };
      });
      b.onLoad({ filter: /./, namespace: "found" }, ({ path }) => {
        const holder = holderOf(path);
        const pairs = Object.entries(common[holder][path]).map(([name, as]) => `${as}:${name}`);
        return { contents: `export const{${pairs}}=${handedOn(holder)};` };
      });
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
 * `further`: the module that asks for the scripts that follow.
 */
function buildModules(beside, { worker = "null", shared = "", further = CLASSIC, integrity = {}, remedy = "" } = {}) {
  const held = (bytes) => ({ bytes: bytes.length, sha256: sha256(bytes) });
  const described = (name) => ({ name, ...held(wasms[name]), inflated: held(gunzipSync(wasms[name])) });
  const modules = Object.keys(MODULES).map((module) => [module, described(stored(module))]);
  const mainBytes = wasms[stored("main")].length;
  const values = { modules: Object.fromEntries(modules), mainBytes, version: VERSION, integrity, remedy, model: MODEL };
  const constants = Object.entries(values).map(([name, value]) => `export const ${name}=${JSON.stringify(value)};`);
  return {
    "unrolled:build": `export const beside=${beside};${constants.join("")}`,
    "unrolled:further": further,
    "unrolled:worker": `export default ${worker};`,
    "unrolled:shared": shared,
  };
}

/** A classic script knows where it came from while it runs; in the offline file it came from nowhere. */
const BESIDE_SCRIPT = "/* @__PURE__ */(src=>src?path=>new URL(path,src):null)(document.currentScript?.src)";
/** A module knows always; the site's own copy is asked for by its address. */
const BESIDE_MODULE = "path=>new URL(path,import.meta.url)";
const CLASSIC = 'export*from"./src/page/element/script";';
const MODULE = "export const fileOf=name=>`unrolled.${name}.mjs`;export const load=name=>furtherUnrolled[name]();";

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
  // A file on a disk is linked from nowhere.
  const unlinked = html.replaceAll(/ *<meta\s+(property="og:|name="twitter:)[^>]*>\n/g, "");
  // The selftest's script has a type, which the page's own do not have: the page leaves it out of the copies it makes.
  const within = `${small}${scripts.map((text) => `<script>${inScript(text)}</script>`).join("\n")}\n<script type="text/javascript">${inScript(selftest)}</script>`;
  // Where the last element is there, nothing was cut off (src/engine/inlined.ts).
  const end = '<script type="application/octet-stream" id="unrolled/end"></script>\n';
  const after = [...Object.entries(wasms).map(([name, bytes]) => inlined(name, bytes)), ...part(false), end].join("");
  return unlinked.replace(tag, "").replace("</body>", () => `${within}\n${after}</body>`);
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

/** The scripts of a page, by name; `entry` is that of the first one. */
async function scriptsOf(entry, modules, options) {
  const entries = [["first", entry], ...LATER.map((name) => [name, entryOf(name)])];
  const alone = buildModules(BESIDE_SCRIPT, { worker });
  const apart = [];
  for (const [name, file] of entries) apart.push([name, await run(file, "iife", alone)]);
  const common = commonNames(apart);
  const made = {};
  for (const name of LATER) {
    const shared = handOn(name, common);
    made[name] = onPage(
      await bundle(entryOf(name), "iife", buildModules(BESIDE_SCRIPT, { worker, shared }), [found(name, common)]),
    );
  }
  const hash = (text) => `sha256-${createHash("sha256").update(text).digest("base64")}`;
  const integrity = Object.fromEntries(LATER.map((name) => [name, hash(made[name])]));
  return {
    first: await bundle(entry, "iife", modules({ shared: handOn("first", common), integrity }), [], options),
    ...made,
  };
}

/**
 * The scripts as modules. All of the first one stands behind a look for a page, so that a server may import it, and none of it
 * asks for its own address but in the words that bundlers look for, lest they write there where they found it.
 */
async function scriptsAsModules() {
  const asked = (more) => buildModules("besideUnrolled", { worker, further: MODULE, remedy: REMEDY, ...more });
  const { first, ...later } = await scriptsOf("module.ts", asked, { globalName: "unrolled" });
  const body = first.replace(/^"use strict";var unrolled=/, "const unrolled=globalThis.document&&");
  if (body === first) throw new Error("esbuild begins a script with a global name in another way than before");
  const imports = LATER.map((name) => `${name}:()=>import("./unrolled.${name}.mjs")`);
  const further = `const furtherUnrolled={${imports}};`;
  const moduleAt = (beside) => `${beside}\n${further}\n${body}export const EngineClient=unrolled?.EngineClient;\n`;
  return [moduleAt, later];
}

const { first, ...later } = await scriptsOf("main.ts", (more) => buildModules(BESIDE_SCRIPT, { worker, ...more }));
/** Their text by file name, in the order in which they come. */
const scripts = {
  "unrolled.js": onPage(first),
  ...Object.fromEntries(LATER.map((name) => [`unrolled.${name}.js`, later[name]])),
};
const [moduleAt, laterModules] = await scriptsAsModules();
const selftest = await bundle("selftest.ts", "iife", alone);

// `node build.mjs --scripts FOLDER` makes nothing but the page's scripts, which is what tests of other words need.
const [asked, folder] = process.argv.slice(2);
if (asked === "--scripts") {
  for (const [name, text] of Object.entries(scripts)) writeFileSync(join(folder, name), text);
  process.exit();
}

mkdirSync(SITE, { recursive: true });
for (const folder of [PKG, SITE]) {
  for (const [name, text] of Object.entries(scripts)) writeFileSync(join(folder, name), text);
  writeFileSync(join(folder, "unrolled.worker.js"), `(${worker})(self);\n`);
  for (const [name, bytes] of Object.entries(wasms)) writeFileSync(join(folder, name), bytes);
  for (const name of ["lessons", "embed-host.js"]) cpSync(join(WWW, name), join(folder, name), { recursive: true });
}
const inLanguage = (page) => readFileSync(join(WWW, page), "utf8").replace('lang="en"', `lang="${LANGUAGE}"`);
for (const page of ["index.html", "embed.html"]) writeFileSync(join(SITE, page), inLanguage(page));
for (const name of ["selftest.html", CARD]) cpSync(join(WWW, name), join(SITE, name));
writeFileSync(join(SITE, "selftest.js"), selftest);

for (const made of ["bundle/manifest.json", SELFTEST]) {
  if (!existsSync(join(SITE, made))) throw new Error(`pkg/site/${made} is missing: run ./build.sh, which makes it`);
}
const manifest = JSON.parse(readFileSync(join(BUNDLE, "manifest.json"), "utf8"));
writeFileSync(
  join(PKG, "unrolled.html"),
  offlineFile(inLanguage("index.html"), Object.values(scripts), selftest, manifest),
);

const engine = await bundle("headless.ts", "esm", buildModules("besideUnrolled", { worker, remedy: REMEDY }));
writePackage({
  version: VERSION,
  manifest,
  scripts: {
    "unrolled.mjs": moduleAt(besideInPackage(lessons, Object.keys(wasms))),
    ...Object.fromEntries(LATER.map((name) => [`unrolled.${name}.mjs`, laterModules[name]])),
    "engine.mjs": `${besideInPackage([], Object.keys(wasms))}\n${engine}`,
  },
  wasms: Object.fromEntries(Object.entries(MODULES).map(([module, { glue }]) => [glue, stored(module)])),
});
// Notebooks and MyST load these from the site, as its Share dialog writes it.
writeFileSync(join(SITE, "unrolled.mjs"), moduleAt(`const besideUnrolled=${BESIDE_MODULE};`));
for (const name of [...LATER.map((name) => `unrolled.${name}.mjs`), "unrolled.anywidget.mjs"])
  cpSync(join(PKG, name), join(SITE, name));
