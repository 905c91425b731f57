// The npm package as people have it: packed, installed into a fresh project, and built with what its README says. No project
// has a line that the README does not name.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { serve } from "../../www/serve.mjs";
import { Explainer } from "./explainer.mjs";
import { PKG, expect, launch, openPage, strangers, until } from "./support.mjs";

const WWW = fileURLToPath(new URL("../../www/", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "unrolled-bundlers-"));
const installed = join(folder, "plain");
let browser;

const page = (script) =>
  `<!doctype html><html lang="en"><title>A course</title><link rel="icon" href="data:,"><body><unrolled-explainer text="a wonderful film"></unrolled-explainer>${script}</body></html>`;
const npm = (cwd, ...args) =>
  execFileSync("npm", [...args, "--silent", "--offline", "--no-audit", "--no-fund"], { cwd });
const bin = (name) => join(WWW, "node_modules", name);

const MAIN = 'import "unrolled";\nimport { openEngine } from "unrolled/engine";\nglobalThis.openEngine = openEngine;\n';

/** A fresh project that has nothing but the package and an import of its element and of its engine. */
function project(name) {
  const root = join(folder, name);
  mkdirSync(root);
  if (name === "plain") {
    writeFileSync(join(root, "package.json"), '{ "private": true, "type": "module" }');
    npm(PKG, "pack", "--pack-destination", folder);
    npm(
      root,
      "install",
      join(
        folder,
        readdirSync(folder).find((file) => file.endsWith(".tgz")),
      ),
    );
  } else cpSync(installed, root, { recursive: true });
  writeFileSync(join(root, "main.js"), MAIN);
  writeFileSync(join(root, "index.html"), page('<script type="module" src="/main.js"></script>'));
  return root;
}

before(async () => {
  browser = await launch();
  project("plain");
});
after(async () => {
  await browser.close();
  rmSync(folder, { recursive: true });
});

/** The element answers, by its second part and its engine, in a worker, and nothing comes from elsewhere. */
async function answers(t, origin, path = "/index.html") {
  const opened = await openPage(browser, origin + path);
  t.after(opened.close);
  const explainer = new Explainer(opened.page);
  await expect(explainer.verdict, /positive/);
  await explainer.shown();
  await explainer.type("a fine film");
  await expect(explainer.facts, /3 words, all known/);
  await (await explainer.view("phrases")).scrollIntoViewIfNeeded();
  await explainer.explain(await explainer.view("phrases"));
  await expect(await explainer.view("phrases"), /pairs tried/); // of the further module
  await until(
    () => opened.page.workers().length,
    (count) => count > 0,
  );
  await explainer.button(/^Tour$/).click();
  await expect(explainer.root.locator("unrolled-tour"), /Step 1 of/);
  if (path === "/index.html") assert.ok((await opened.page.evaluate(predicted)) > 0.5);
  assert.deepEqual(opened.problems, []);
  assert.deepEqual(strangers(opened.requests, origin), []);
}

/** By the engine without the page. */
async function predicted() {
  const engine = await globalThis.openEngine();
  const { probability } = await engine.predict("a wonderful film");
  engine.dispose();
  return probability;
}

async function served(t, root) {
  const server = await serve(root);
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return server.origin;
}

/** No file that a reader gets knows where it was built. */
function knowsNoPath(root) {
  for (const name of readdirSync(root, { recursive: true }).filter((file) => /\.(js|mjs|html)$/.test(file))) {
    const text = readFileSync(join(root, name), "utf8");
    // In Node the engine makes such an address of the folder it runs in.
    const isTold = /file:\/\/\/?\w/.test(text) || text.includes(folder);
    assert.ok(!isTold, `${name} names a folder of the machine that built it`);
  }
}

test("a plain page: the module by its address", async (t) => {
  writeFileSync(
    join(installed, "plain.html"),
    page('<script type="module" src="node_modules/unrolled/unrolled.mjs"></script>'),
  );
  await answers(t, await served(t, installed), "/plain.html");
});

test("Vite, built", async (t) => {
  const root = project("vite");
  execFileSync("node", [bin("vite/bin/vite.js"), "build", "--logLevel", "warn"], { cwd: root });
  knowsNoPath(join(root, "dist"));
  await answers(t, await served(t, join(root, "dist")));
});

test("Vite's dev server", async (t) => {
  const root = project("vite-dev");
  const vite = spawn("node", [bin("vite/bin/vite.js"), "--host", "127.0.0.1"], { cwd: root });
  t.after(() => vite.kill());
  let said = "";
  vite.stdout.on("data", (text) => (said += text));
  const address = () => /http:\/\/127\.0\.0\.1:\d+/.exec(said.replaceAll(/\x1b\[\d+m/g, ""))?.[0];
  await until(address, (found) => found !== undefined, { wanted: "an address" });
  await answers(t, address());
});

test("webpack", async (t) => {
  const root = project("webpack");
  execFileSync("node", [bin("webpack-cli/bin/cli.js"), "--mode", "production", "--entry", "./main.js"], { cwd: root });
  writeFileSync(join(root, "dist/index.html"), page('<script src="main.js" defer></script>'));
  knowsNoPath(join(root, "dist"));
  await answers(t, await served(t, join(root, "dist")));
});

for (const format of ["esm", "iife"]) {
  test(`esbuild, format ${format}, by the lines of the README`, async (t) => {
    const root = project(`esbuild-${format}`);
    const [, lines] = /```sh\n(esbuild [^`]+)```/.exec(readFileSync(`${PKG}README.md`, "utf8"));
    const PATH = `${bin(".bin")}:${process.env.PATH}`;
    const command = lines.replace("--format=esm", `--format=${format} --log-level=error`);
    execFileSync("bash", ["-ec", command], { cwd: root, env: { ...process.env, PATH } });
    const type = format === "esm" ? 'type="module"' : "defer";
    writeFileSync(join(root, "dist/index.html"), page(`<script ${type} src="main.js"></script>`));
    knowsNoPath(join(root, "dist"));
    await answers(t, await served(t, join(root, "dist")));
  });
}

test("on a server: whatever the package exports can be imported, and leaves nothing behind", () => {
  const { exports } = JSON.parse(readFileSync(join(installed, "node_modules/unrolled/package.json"), "utf8"));
  const names = Object.keys(exports).filter((name) => !/[*]|wasm$|json$/.test(name));
  assert.ok(names.length > 6, names.join());
  const script = `
    const before = Object.getOwnPropertyNames(globalThis).concat(Object.getOwnPropertySymbols(globalThis).map(String));
    for (const name of ${JSON.stringify(names)}) await import("unrolled" + name.slice(1));
    const now = Object.getOwnPropertyNames(globalThis).concat(Object.getOwnPropertySymbols(globalThis).map(String));
    console.log(now.filter((name) => !before.includes(name)).join());`;
  const said = execFileSync("node", ["--input-type=module", "-e", script], { cwd: installed, encoding: "utf8" });
  assert.equal(said.trim(), "");
});

test("files that a bundler has lost: the sentence says what came instead, and the line that mends it", async (t) => {
  const root = project("lost");
  execFileSync(bin(".bin/esbuild"), ["main.js", "--bundle", "--format=esm", "--outdir=dist", "--log-level=error"], {
    cwd: root,
  });
  // As hosts of single pages do: whatever is not there is the page.
  const server = await serve(join(root, "dist"), {
    answer(request, response) {
      if (request.url.endsWith(".js")) return false;
      response
        .writeHead(200, { "content-type": "text/html" })
        .end(page('<script type="module" src="main.js"></script>'));
      return true;
    },
  });
  t.after(() => (server.closeAllConnections(), server.close()));
  const opened = await openPage(browser, server.origin);
  t.after(opened.close);
  await expect(
    new Explainer(opened.page).status,
    /json is not at \S+json \(127\.0\.0\.1:\d+ served its own page instead\): check that the whole folder was uploaded.+optimizeDeps: \{ exclude: \["unrolled"\] \}/,
  );
});
