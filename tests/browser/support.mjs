// What the browser tests share: one Chromium, servers of pkg/ that fail on demand, pages that remember what went wrong.
// SLOW=6 node --test tests/browser/NAME.test.mjs runs pages at a sixth of the processor's speed (workers keep theirs), which brings out races.
import { execFileSync, spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import { isDeepStrictEqual } from "node:util";
import { serve } from "../../www/serve.mjs";

export const require = createRequire(new URL("../../www/package.json", import.meta.url));
const { chromium } = require("playwright-core");

export const PKG = fileURLToPath(new URL("../../pkg/", import.meta.url));

const QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"];
const OFFLINE = ["--disable-background-networking", "--disable-component-update", "--disable-sync"];

/** By how much a page is slowed down: 1 is not at all. */
const SLOW = Number(process.env.SLOW || 1);
/** Waits that succeed cost nothing, so that all are long enough for a machine that is slow anyway, too. */
export const PATIENCE = 2 * SLOW;
const WAIT_MS = 30_000 * PATIENCE;

/** The path of the first of these programs that is here, each a name on PATH or a path; null without any. */
export function programAt(...names) {
  for (const name of names) {
    const { status, stdout } = spawnSync("sh", ["-c", 'command -v "$1"', "sh", name], { encoding: "utf8" });
    if (status === 0) return stdout.trim();
  }
  return null;
}

/** The path of Chromium: what CHROMIUM names, and only that; without it, the first of these. */
export const chromiumAt = (...names) => programAt(...(process.env.CHROMIUM ? [process.env.CHROMIUM] : names));

/** Chromium without windows: the same engine, and half of the processor's time for a page. `drivers.mjs` opens the whole browser. */
const BROWSERS = ["chromium-headless-shell", "chromium"];

export function launch() {
  const executablePath = chromiumAt(...BROWSERS);
  if (executablePath === null)
    throw new Error(
      `expected Chromium, found no ${process.env.CHROMIUM || BROWSERS.join(" or ")}: install it (as root: apt-get install chromium fonts-liberation) or set CHROMIUM to its name or path`,
    );
  return chromium.launch({ executablePath, args: [...QUIET, ...OFFLINE] });
}

/**
 * Serves pkg/. `faults` maps a path to a function (request, response) that answers in its place, until it is deleted;
 * `pages` maps a path to the HTML of a page that exists only in the test.
 */
export async function servePackage({ headers = {}, pages = {} } = {}) {
  const faults = new Map();
  const asked = [];
  const server = await serve(PKG, {
    headers,
    answer(request, response) {
      const path = new URL(request.url, "http://localhost").pathname;
      asked.push(path);
      if (faults.has(path)) {
        faults.get(path)(request, response);
        return true;
      }
      if (path in pages) response.writeHead(200, { "content-type": "text/html", ...headers }).end(pages[path]);
      return path in pages;
    },
  });
  return { origin: server.origin, faults, asked, close: () => closed(server) };
}

/** A second origin: port 0 of this machine, the same files, no CORS header unless given. */
export const serveElsewhere = servePackage;

function closed(server) {
  server.closeAllConnections();
  return new Promise((done) => server.close(done));
}

/**
 * A page in a context of its own. `problems` collects console errors and warnings and uncaught exceptions,
 * `requests` every URL asked for. `before` runs in the page before any script of it.
 */
export async function openPage(browser, url, { before, ...context } = {}) {
  const own = await browser.newContext(context);
  own.setDefaultTimeout(WAIT_MS);
  const page = await own.newPage();
  if (SLOW > 1) await (await own.newCDPSession(page)).send("Emulation.setCPUThrottlingRate", { rate: SLOW });
  const problems = [];
  const requests = [];
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && problems.push(message.text()));
  page.on("pageerror", (error) => problems.push(String(error)));
  own.on("request", (request) => requests.push(request.url()));
  if (before) await page.addInitScript(before);
  if (url) await page.goto(url);
  return { page, problems, requests, close: () => own.close() };
}

/** Requests that left the page's own origin. */
export function strangers(requests, origin) {
  return requests.filter((url) => !/^(data|blob):/.test(url) && !url.startsWith(origin));
}

export { createServer };

/** A module of the page that needs no page. */
export async function pure(name) {
  const entryPoints = [fileURLToPath(new URL(`../../www/src/page/${name}`, import.meta.url))];
  const { outputFiles } = await require("esbuild").build({ entryPoints, bundle: true, write: false, format: "esm" });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`);
}

/** What an element says, through the shadow roots inside it. */
function deepText(element) {
  const read = (node) => {
    if (node.nodeType === Node.TEXT_NODE) return node.data;
    if (["STYLE", "SCRIPT"].includes(node.nodeName)) return "";
    return [...(node.shadowRoot ?? node).childNodes].map(read).join("");
  };
  return read(element).replace(/\s+/g, " ").trim();
}

/** Waits until what `read` gives passes `check`, and returns it. A read that fails, as of an element being replaced, is tried again. */
export async function until(read, check, { wanted = String(check), timeout = WAIT_MS } = {}) {
  const end = Date.now() + timeout;
  for (let found; ; await new Promise((done) => setTimeout(done, 50))) {
    try {
      found = await read();
      if (check(found)) return found;
    } catch (error) {
      found = `(${error.message.split("\n")[0]})`;
    }
    if (Date.now() >= end) throw new Error(`expected ${wanted} within ${timeout / 1000} s, found: ${said(found)}`);
  }
}

const said = (value) => (typeof value === "string" ? value : (JSON.stringify(value) ?? "nothing")).slice(-1200);

/** Milliseconds for one read of a wait: the next one may find what this one waited for. */
const READ_MS = 5_000 * PATIENCE;

/** Waits until the locator's text matches. */
export function expect(locator, pattern, timeout = 30_000) {
  return until(
    () => locator.evaluate(deepText, undefined, { timeout: READ_MS }),
    (text) => pattern.test(text),
    { wanted: pattern, timeout: timeout * PATIENCE },
  );
}

/** Waits until the attribute matches; null, for one that is not there, is a text like another. */
export function expectAttribute(locator, name, pattern) {
  return until(
    () => locator.getAttribute(name, { timeout: READ_MS }),
    (value) => pattern.test(value),
    { wanted: `${name} ${pattern}` },
  );
}

/** Waits until the locator finds so many. */
export function expectCount(locator, count) {
  return until(
    () => locator.count(),
    (found) => found === count,
    { wanted: `${count} of ${locator}` },
  );
}

/** Waits until what `read` gives equals `expected` deeply. */
export function expectEqual(read, expected) {
  return until(read, (found) => isDeepStrictEqual(found, expected), { wanted: JSON.stringify(expected) });
}

/** What the native build answers about a text: `native(["explain", "lime"], text)`. */
export function native(args, text) {
  const command = [...args, "--bundle", `${PKG}site/bundle`, "--json"];
  return JSON.parse(
    execFileSync(`${PKG}../target/release/unrolled`, command, { input: `${text}\n`, encoding: "utf8" }),
  );
}

/** With all numbers in 32 bits, which the command line writes with just so many digits. */
export const inF32 = (value) =>
  JSON.parse(JSON.stringify(value), (_, inner) => (typeof inner === "number" ? Math.fround(inner) : inner));

/** In the page, before its scripts: every worker there is, to be ended or held up. */
export const keepWorkers = () => {
  const Real = globalThis.Worker;
  globalThis.workers = [];
  globalThis.Worker = class extends Real {
    constructor(...given) {
      super(...given);
      globalThis.workers.push(this);
    }
    postMessage(...message) {
      if (globalThis.held === undefined) super.postMessage(...message);
      else globalThis.held.push(() => super.postMessage(...message));
    }
  };
};
