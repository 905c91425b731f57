// Strict pages and odd hosts: what a page around forbids, what a host does to files on their way, and where addresses begin.
// The element works as the documentation promises, or one sentence names the true cause.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { after, before, test } from "node:test";
import { gunzipSync } from "node:zlib";
import { Explainer } from "./explainer.mjs";
import { PKG, expect, launch, openPage, servePackage, until } from "./support.mjs";

let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

const ELEMENT = '<unrolled-explainer text="a wonderful film"></unrolled-explainer>';
const page = (script, head = "") =>
  `<!doctype html><html lang="en"><title>A course</title><link rel="icon" href="data:,">${head}<body>${ELEMENT}${script}</body></html>`;
const SCRIPT = '<script src="site/unrolled.js" defer></script>';

/** A page of somebody's with the element, sent with these headers. */
async function host(
  t,
  { html = page(SCRIPT), headers = {}, path = "/course.html", fragment = "", faults = {}, before: first } = {},
) {
  const server = await servePackage({ headers, pages: { [path]: html } });
  for (const [file, fault] of Object.entries(faults)) server.faults.set(file, fault);
  const opened = await openPage(browser, `${server.origin}${path}${fragment}`, { before: first });
  t.after(() => Promise.all([opened.close(), server.close()]));
  return { ...opened, server, explainer: new Explainer(opened.page) };
}

const policy = (...directives) => ({ "content-security-policy": directives.join("; ") });

/** The engine answers, in so many workers at least, and the third script brings its views. */
async function works({ explainer, page: tab, problems }, workers = 1) {
  await expect(explainer.verdict, /positive/);
  await explainer.shown();
  await explainer.type("a fine film");
  await expect(explainer.facts, /3 words, all known/);
  await expect(await explainer.view("move"), /Did it move the decision/);
  await until(
    () => tab.workers().length,
    (count) => count >= workers,
  );
  assert.deepEqual(problems, []);
}

for (const [what, headers] of [
  ["require-trusted-types-for 'script'", policy("require-trusted-types-for 'script'")],
  ["trusted-types that names unrolled", policy("require-trusted-types-for 'script'", "trusted-types app unrolled")],
  ["trusted-types of the page's own that nothing requires", policy("trusted-types unrolled")],
]) {
  test(`under ${what} it works, in a worker`, async (t) => works(await host(t, { headers })));
}

test("under trusted-types that leave unrolled out, one sentence names the word, for readers and for scripts", async (t) => {
  const headers = policy("require-trusted-types-for 'script'", "trusted-types app");
  const listen = () =>
    document.addEventListener("unrolled-error", ({ detail }) => (globalThis.told ??= []).push(detail));
  const { page: tab, problems } = await host(t, { headers, before: listen });
  const sentence = /^This page’s Content-Security-Policy forbids Unrolled to draw: add “unrolled” to its trusted-types/;
  await expect(tab.locator("unrolled-explainer"), sentence);
  const [told] = await tab.evaluate(() => globalThis.told);
  assert.deepEqual([told.kind, told.method], ["unsupported", null]);
  assert.match(told.message, sentence);
  assert.deepEqual(
    problems.filter((problem) => !/Trusted|policy/i.test(problem)),
    [],
  ); // the browser's own report of the refusals
});

test("a page with a policy lit-html of its own is no obstacle", async (t) => {
  const headers = policy("require-trusted-types-for 'script'", "trusted-types lit-html unrolled");
  await works(await host(t, { headers, before: () => trustedTypes.createPolicy("lit-html", { createHTML: String }) }));
});

test("a nonce is handed on to the scripts that follow", async (t) => {
  const html = page('<script nonce="n1" src="site/unrolled.js" defer></script>');
  await works(
    await host(t, { html, headers: policy("script-src 'nonce-n1' 'wasm-unsafe-eval'", "worker-src 'self'") }),
  );
});

for (const [what, headers, sentence] of [
  [
    "script-src for the first script alone",
    (origin) => policy(`script-src ${origin}/site/unrolled.js 'wasm-unsafe-eval'`),
    /Content-Security-Policy forbids unrolled\.inside\.js: add 'self' to its script-src/,
  ],
  [
    "no connect-src",
    () => policy("connect-src 'none'"),
    /Content-Security-Policy forbids \w+\.json: add 'self' to its connect-src/,
  ],
  [
    "no 'wasm-unsafe-eval'",
    () => policy("script-src 'self'"),
    /Content-Security-Policy forbids WebAssembly: add 'wasm-unsafe-eval'/,
  ],
]) {
  test(`a policy with ${what}: the sentence names the policy, not the network`, async (t) => {
    const server = await servePackage();
    t.after(() => server.close());
    const html = page(SCRIPT);
    server.faults.set("/course.html", (_, response) =>
      response.writeHead(200, { "content-type": "text/html", ...headers(server.origin) }).end(html),
    );
    const opened = await openPage(browser, `${server.origin}/course.html`);
    t.after(opened.close);
    const explainer = new Explainer(opened.page);
    assert.doesNotMatch(await expect(explainer.status, sentence), /check the network/);
  });
}

test("a policy without worker-src blob: from another origin it works on the page's own thread", async (t) => {
  const cdn = await servePackage({ headers: { "access-control-allow-origin": "*" } });
  t.after(() => cdn.close());
  const html = page(`<script src="${cdn.origin}/site/unrolled.js" defer></script>`);
  const headers = policy(`script-src ${cdn.origin} 'wasm-unsafe-eval'`, `connect-src ${cdn.origin}`);
  const { explainer } = await host(t, { html, headers });
  await explainer.shown();
  await explainer.type("a fine film");
  await expect(explainer.facts, /3 words, all known/);
});

const COEP = { "cross-origin-embedder-policy": "require-corp", "cross-origin-opener-policy": "same-origin" };

test("under COEP with crossorigin and CORS *, from another origin, and held to an integrity", async (t) => {
  const cdn = await servePackage({ headers: { "access-control-allow-origin": "*" } });
  t.after(() => cdn.close());
  const hash = createHash("sha384")
    .update(readFileSync(`${PKG}site/unrolled.js`))
    .digest("base64");
  const html = page(
    `<script crossorigin integrity="sha384-${hash}" src="${cdn.origin}/site/unrolled.js" defer></script>`,
  );
  const opened = await host(t, { html, headers: COEP });
  await works(opened);
  for (const name of ["inside", "chapters"]) {
    const further = await opened.page.evaluate((name) => {
      const { crossOrigin, integrity } = document.querySelector(`script[src*=${name}]`);
      return { crossOrigin, isHeld: /^sha256-/.test(integrity) };
    }, name);
    assert.deepEqual(further, { crossOrigin: "anonymous", isHeld: true }, name);
  }
});

test("a first script with an integrity does not run a second one that was changed", async (t) => {
  const hash = createHash("sha384")
    .update(readFileSync(`${PKG}site/unrolled.js`))
    .digest("base64");
  const changed = `${readFileSync(`${PKG}site/unrolled.inside.js`)};globalThis.wasChanged = true;`;
  const { explainer, page: tab } = await host(t, {
    html: page(`<script integrity="sha384-${hash}" src="site/unrolled.js" defer></script>`),
    faults: {
      "/site/unrolled.inside.js": (_, response) =>
        response.writeHead(200, { "content-type": "text/javascript" }).end(changed),
    },
  });
  await expect(explainer.status, /unrolled\.inside\.js could not be loaded/);
  assert.equal(await tab.evaluate(() => globalThis.wasChanged), undefined);
});

/** Sends every .gz file under the site as hosts do that take the name for an encoding. */
function encoding(type) {
  const send = (path) => (_, response) =>
    response
      .writeHead(200, { "content-type": type, "content-encoding": "gzip" })
      .end(readFileSync(`${PKG}${path.slice(1)}`));
  const files = readdirSync(`${PKG}site`, { recursive: true }).filter((name) => name.endsWith(".gz"));
  return Object.fromEntries(files.map((name) => [`/site/${name}`, send(`/site/${name}`)]));
}

for (const type of ["application/gzip", "application/wasm", "application/octet-stream"]) {
  test(`files that arrive inflated, as ${type}, are read, the reviews too`, async (t) => {
    const opened = await host(t, { faults: encoding(type) });
    await works(opened);
    const looking = await opened.explainer.card(/What was it looking for/);
    await opened.explainer.button("Find the free vector", looking).click();
    await expect(looking, /A free vector reaches/, 90_000);
    await opened.explainer.root.evaluate((element) => element.desk.loader.load("reviews"));
    assert.deepEqual(opened.problems, []);
  });
}

test("reviews that arrive inflated, of a bundle that does not say what is inside: the sentence names the header", async (t) => {
  const manifest = JSON.parse(readFileSync(`${PKG}site/bundle/manifest.json`, "utf8"));
  for (const file of Object.values(manifest.files)) delete file.inflated;
  const old = (_, response) => response.writeHead(200).end(JSON.stringify(manifest));
  const opened = await host(t, { faults: { ...encoding("application/gzip"), "/site/bundle/manifest.json": old } });
  await works(opened);
  const refusal = await opened.explainer.root.evaluate((element) =>
    element.desk.loader.load("reviews").catch(({ kind, message }) => ({ kind, message })),
  );
  assert.equal(refusal.kind, "bundle");
  assert.match(
    refusal.message,
    /^reviews-\d+\.json\.gz arrived inflated.+without Content-Encoding, or make the bundle again/,
  );
});

test("what arrives inflated is held to the hash of what is inside", async (t) => {
  const wasm = gunzipSync(readFileSync(`${PKG}site/unrolled_bg.wasm.gz`));
  wasm[wasm.length - 1] ^= 1;
  const { explainer } = await host(t, {
    faults: { "/site/unrolled_bg.wasm.gz": (_, response) => response.writeHead(200).end(wasm) },
  });
  await expect(explainer.status, /unrolled_bg\.wasm\.gz is not the file its manifest names \(its SHA-256 differs\)/);
});

for (const path of ["bundle/manifest.json", "bundle/weights.safetensors", "unrolled_bg.wasm.gz"]) {
  test(`a page in place of ${path}, with status 200: the sentence says so`, async (t) => {
    const { explainer } = await host(t, {
      faults: {
        [`/site/${path}`]: (_, response) =>
          response.writeHead(200, { "content-type": "text/html" }).end("<!doctype html><title>Home</title>"),
      },
    });
    const name = path.split("/").at(-1).replaceAll(".", "\\.");
    const said = await expect(
      explainer.status,
      new RegExp(`${name} is not at \\S+ \\(127\\.0\\.0\\.1:\\d+ served its own page instead\\)`),
    );
    assert.doesNotMatch(said, /make the bundle again|optimizeDeps/);
  });
}

const LINKED = '<unrolled-explainer linked text="a wonderful film"></unrolled-explainer>';
for (const path of ["/deep/r.html", "//deep/r.html"]) {
  test(`with <base href="/"> the address of ${path} keeps its path`, async (t) => {
    const html = `<!doctype html><html lang="en"><title>A course</title><link rel="icon" href="data:,"><base href="/"><body>${LINKED}${SCRIPT}</body></html>`;
    const server = await servePackage();
    t.after(() => server.close());
    server.faults.set(path.replace(/^\/\/deep/, ""), (_, response) =>
      response.writeHead(200, { "content-type": "text/html" }).end(html),
    );
    const opened = await openPage(browser, `${server.origin}${path}?week=3`);
    t.after(opened.close);
    const explainer = new Explainer(opened.page);
    await explainer.shown();
    await explainer.select(1);
    const start = `${server.origin}${path}?week=3#`;
    await until(
      () => opened.page.url(),
      (url) => url.startsWith(start) && /select=2/.test(url),
      { wanted: start },
    );
    await explainer.type("a fine film");
    await until(
      () => opened.page.url(),
      (url) => url.startsWith(start) && /fine/.test(url),
      { wanted: start },
    );
    assert.deepEqual(opened.problems, []);
  });
}
