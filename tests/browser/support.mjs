// What the browser tests share: one Chromium, servers of pkg/ that can be told to fail, pages that remember what went wrong.
import { createRequire } from "node:module";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import { serve } from "../../www/serve.mjs";

export const require = createRequire(new URL("../../www/package.json", import.meta.url));
const { chromium } = require("playwright-core");

export const PKG = fileURLToPath(new URL("../../pkg/", import.meta.url));

const QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"];
const OFFLINE = ["--disable-background-networking", "--disable-component-update", "--disable-sync"];

export function launch() {
  const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
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
  const page = await own.newPage();
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

/** Waits until the locator's text matches. */
export async function expect(locator, pattern, timeout = 30_000) {
  const end = Date.now() + timeout;
  let text = "";
  while (Date.now() < end) {
    text = await locator.evaluate(deepText, undefined, { timeout: 5_000 }).catch((error) => `(${error.message.split("\n")[0]})`);
    if (pattern.test(text)) return text;
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error(`expected ${pattern} within ${timeout / 1000} s, found: ${text.slice(-1200)}`);
}
