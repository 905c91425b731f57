// A reader's end of the line, for the parts that measure the page itself: a common host, a slow line, a fresh browser's page.
import { readFileSync } from "node:fs";
import { extname } from "node:path";
import { gzipSync } from "node:zlib";
import { openPage } from "../tests/browser/support.mjs";
import { serve } from "../www/serve.mjs";

const ISOLATED = { "cross-origin-opener-policy": "same-origin", "cross-origin-embedder-policy": "require-corp" };
/** What hosts compress by themselves; the page's own .gz files stay as they are. */
const COMPRESSED = new Set([".html", ".js", ".json", ".txt"]);
const TYPES = { ".html": "text/html", ".js": "text/javascript", ".json": "application/json", ".txt": "text/plain" };
/** 10 Mbit/s and 40 ms. */
const LINE = { offline: false, latency: 40, downloadThroughput: 10e6 / 8, uploadThroughput: 10e6 / 8 };
/** By how much a slow reader's processor is slower; workers keep their speed. */
export const SLOWER = 4;

/** The site in the folder `pkg` as a common static host sends it: {url, close()}. */
export async function host(pkg) {
  const packed = new Map();
  const server = await serve(`${pkg}/site`, {
    headers: ISOLATED,
    answer(request, response) {
      const path = new URL(request.url, "http://localhost").pathname.replace(/\/$/, "/index.html");
      const type = TYPES[extname(path)];
      if (!COMPRESSED.has(extname(path))) return false;
      if (!packed.has(path)) packed.set(path, gzipSync(readFileSync(`${pkg}/site${path}`)));
      response.writeHead(200, { "content-type": type, "content-encoding": "gzip", ...ISOLATED }).end(packed.get(path));
      return true;
    },
  });
  return {
    url: `${server.origin}/`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Runs in the page before its scripts: notes in `seen` when the first view (a verdict) and the live model are there. */
function watchArrival() {
  globalThis.seen = {};
  const look = () => {
    const element = document.querySelector("unrolled-explainer");
    const verdict = element?.shadowRoot?.querySelector(".verdict")?.textContent ?? "";
    if (seen.preset === undefined && /positive|negative/.test(verdict))
      requestAnimationFrame(() => {
        seen.preset = performance.now();
      });
    if (seen.live === undefined && element?.store?.state.loading.model.phase === "ready") seen.live = performance.now();
    if (seen.live === undefined || seen.preset === undefined) setTimeout(look, 4);
  };
  look();
}

/** Opens the page with an empty cache and waits for the live model; `watch` runs in it before its scripts, too. */
export async function openReader(browser, url, { line, cpu, watch, ...context } = {}) {
  const tab = await openPage(browser, null, { before: watchArrival, ...context });
  if (watch) await tab.page.addInitScript(watch);
  const session = await tab.page.context().newCDPSession(tab.page);
  await session.send("Network.enable");
  if (line) await session.send("Network.emulateNetworkConditions", LINE);
  await tab.page.goto(url);
  await tab.page.waitForFunction(() => seen.live !== undefined && seen.preset !== undefined, undefined, {
    timeout: 120_000,
  });
  if (cpu) await session.send("Emulation.setCPUThrottlingRate", { rate: cpu });
  return tab;
}
