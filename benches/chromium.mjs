// One headless Chromium and one server for all parts. The page is isolated from other origins, for which a browser gives
// finer clocks; nothing measured uses shared memory.
import { readFileSync } from "node:fs";
import { dirname, extname } from "node:path";
import { fileURLToPath } from "node:url";
import { createRequire } from "node:module";
import { PKG, launch, openPage } from "../tests/browser/support.mjs";
import { serve } from "../www/serve.mjs";
import { compileProbes } from "./probes.mjs";

const HERE = fileURLToPath(new URL(".", import.meta.url));
const MODEL = fileURLToPath(new URL("../target/bench/model.onnx", import.meta.url));
const ORT = dirname(createRequire(import.meta.url).resolve("onnxruntime-web"));
const TYPES = { ".mjs": "text/javascript", ".wasm": "application/wasm", ".onnx": "application/octet-stream" };
const ISOLATED = { "cross-origin-opener-policy": "same-origin", "cross-origin-embedder-policy": "require-corp" };
const BLANK = '<!doctype html><html lang="en"><title>bench</title><link rel="icon" href="data:,"><body></body></html>';

/** What the server answers besides pkg/: this folder's scripts, ONNX Runtime, the ONNX file, the probes, an empty page. */
function contentOf(path, probes) {
  if (path === "/blank.html") return BLANK;
  if (path === "/bench/probes.wasm") return probes;
  if (path === "/bench/model.onnx") return readFileSync(MODEL);
  const script = /^\/bench\/((?:browser\/)?\w+\.mjs)$/.exec(path);
  if (script) return readFileSync(HERE + script[1]);
  const runtime = /^\/ort\/([\w.-]+)$/.exec(path);
  return runtime ? readFileSync(`${ORT}/${runtime[1]}`) : null;
}

/** {version, page({cores}), close()}; `page` opens an empty page of the isolated origin. */
export async function openChromium() {
  const probes = await compileProbes();
  const server = await serve(PKG, {
    headers: ISOLATED,
    answer(request, response) {
      const path = new URL(request.url, "http://localhost").pathname;
      const content = contentOf(path, probes);
      if (content === null) return false;
      response.writeHead(200, { "content-type": TYPES[extname(path)] ?? "text/html", ...ISOLATED }).end(content);
      return true;
    },
  });
  const browser = await launch();
  return {
    version: browser.version(),
    page: (options) => blankPage(browser, server.origin, options),
    async close() {
      await browser.close();
      server.closeAllConnections();
      server.close();
    },
  };
}

/** `cores` is how many the page sees; left out, as many as the machine has. */
async function blankPage(browser, origin, { cores } = {}) {
  const tell = cores && `Object.defineProperty(navigator, "hardwareConcurrency", { get: () => ${cores} });`;
  const { page, close } = await openPage(browser, `${origin}/blank.html`, { before: tell });
  await page.evaluate(async () => Object.assign(globalThis, await import("/bench/browser/workers.mjs")));
  const ask = (name, script, action, argument) =>
    page.evaluate((all) => globalThis.ask(...all), [name, script, action, argument]);
  return { page, close, ask, end: (name) => page.evaluate((name) => globalThis.end(name), name) };
}

/** Opens the page's own engine client as `client` in a page. */
export function openClient(page) {
  return page.evaluate(async () => {
    const { EngineClient } = await import("/unrolled.mjs");
    globalThis.client = EngineClient.shared(new URL("/site/bundle/", location.href));
    await globalThis.client.ready();
  });
}
