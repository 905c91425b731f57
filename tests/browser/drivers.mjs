// One small interface over three browser engines: Chromium and Firefox through puppeteer-core (its own protocol and
// WebDriver BiDi), WebKit through WebDriver over fetch.
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PATIENCE, chromiumAt, programAt, require } from "./support.mjs";

const { default: puppeteer } = require("puppeteer-core");

const CHROMIUM = chromiumAt("chromium");
const FIREFOX = programAt(...(process.env.FIREFOX ? [process.env.FIREFOX] : ["firefox-esr", "firefox"]));
const PACKAGES = "apt-get install --yes --no-install-recommends firefox-esr webkit2gtk-driver xvfb";

/** Milliseconds that one command may take. */
const COMMAND = 250_000;
/** As many for a picture, or a goodbye. */
const PICTURE = 20_000;
const LIBRARIES = "/usr/lib";

/** WebKitGTK's own small browser, wherever this machine's architecture keeps it. */
function miniBrowser() {
  const folders = readdirSync(LIBRARIES).flatMap((machine) =>
    ["webkit2gtk-4.1", "webkit2gtk-4.0", "webkitgtk-6.0"].map((version) => join(LIBRARIES, machine, version)),
  );
  return folders.map((folder) => join(folder, "MiniBrowser")).find(existsSync) ?? null;
}

/** Why an engine cannot be tested on this machine, or null. */
export function missing(engine) {
  const here = {
    chromium: () => CHROMIUM !== null,
    firefox: () => FIREFOX !== null,
    webkit: () => programAt("WebKitWebDriver") !== null && programAt("Xvfb") !== null && miniBrowser() !== null,
  }[engine]();
  return here ? null : `${engine} is not on this machine: as root, ${PACKAGES}`;
}

export const ENGINES = ["chromium", "firefox", "webkit"];

/**
 * Opens a browser of an engine: { version, goto, evaluate, resize, screenshot, close }. `evaluate(expression)` gives the
 * JSON of what the expression is, which may be a promise.
 */
export function open(engine, { dark = false } = {}) {
  return { chromium: openChromium, firefox: openFirefox, webkit: openWebKit }[engine](dark);
}

/** Waits until the expression is neither null nor false. */
export async function poll(driver, expression, seconds) {
  const end = Date.now() + seconds * 1000 * PATIENCE;
  for (let last; Date.now() < end;) {
    last = await driver.evaluate(expression).catch(() => null); // a page that is being replaced has nothing to say
    if (last !== null && last !== false && last !== undefined) return last;
    await new Promise((done) => setTimeout(done, 100));
  }
  const shown = await driver.evaluate("document.body?.innerText?.slice(0, 500) ?? ''").catch(String);
  throw new Error(`expected ${expression} within ${seconds} s; the page says: ${shown}`);
}

async function openChromium(dark) {
  const args = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ];
  const browser = await puppeteer.launch({ browser: "chrome", executablePath: CHROMIUM, args });
  const page = await browser.newPage();
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: dark ? "dark" : "light" }]);
  return throughPuppeteer(browser, page);
}

async function openFirefox(dark) {
  const scheme = { "layout.css.prefers-color-scheme.content-override": dark ? 0 : 1 };
  const quiet = { "network.captive-portal-service.enabled": false, "network.connectivity-service.enabled": false };
  const browser = await puppeteer.launch({
    browser: "firefox",
    executablePath: FIREFOX,
    extraPrefsFirefox: { ...scheme, ...quiet },
  });
  return throughPuppeteer(browser, await browser.newPage());
}

async function throughPuppeteer(browser, page) {
  page.setDefaultTimeout(COMMAND);
  return {
    version: await browser.version(),
    goto: (url) => page.goto(url, { waitUntil: "domcontentloaded" }),
    evaluate: async (expression) =>
      JSON.parse(
        (await page.evaluate(`Promise.resolve(${expression}).then((value) => JSON.stringify(value ?? null))`)) ??
          "null",
      ),
    resize: (width, height) => page.setViewport({ width, height }),
    screenshot: async (path) => void (await page.screenshot({ path })),
    close: () => browser.close(),
  };
}

function freePort() {
  return new Promise((done) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
}

/** A screen that nobody sees; the server itself chooses a free number. */
function startScreen() {
  const screen = spawn("Xvfb", ["-displayfd", "3", "-screen", "0", "1600x3200x24", "-nolisten", "tcp"], {
    stdio: ["ignore", "ignore", "ignore", "pipe"],
  });
  return new Promise((done, refuse) => {
    screen.stdio[3].once("data", (number) => done({ screen, display: `:${String(number).trim()}` }));
    screen.once("exit", () => refuse(new Error("Xvfb ended before it had a screen")));
  });
}

/** One WebDriver command; its refusals become errors. */
async function command(origin, method, path, body, patience = COMMAND) {
  const response = await fetch(origin + path, {
    method,
    body: body === undefined ? undefined : JSON.stringify(body),
    signal: AbortSignal.timeout(patience),
  });
  const { value } = await response.json();
  if (!response.ok) throw new Error(`WebKit: ${value.error}: ${value.message}`);
  return value;
}

async function openWebKit(dark) {
  const { screen, display } = await startScreen();
  const port = await freePort();
  const home = mkdtempSync(join(tmpdir(), "unrolled-webkit-"));
  const env = {
    ...process.env,
    DISPLAY: display,
    HOME: home,
    GTK_THEME: dark ? "Adwaita:dark" : "Adwaita",
    WEBKIT_DISABLE_COMPOSITING_MODE: "1",
    NO_AT_BRIDGE: "1",
  };
  if (process.getuid() === 0) env.WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS = "1"; // its sandbox refuses to start as root
  const driver = spawn("WebKitWebDriver", [`--port=${port}`], { env, stdio: "ignore" });
  const origin = `http://127.0.0.1:${port}`;
  const end = () => {
    driver.kill();
    screen.kill();
    rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    const session = await startSession(origin);
    return throughWebDriver(origin, session, end);
  } catch (error) {
    end();
    throw error;
  }
}

/** The driver takes a moment before it listens. */
async function startSession(origin) {
  const options = { binary: miniBrowser(), args: ["--automation"] };
  const capabilities = {
    alwaysMatch: { "webkitgtk:browserOptions": options, timeouts: { script: COMMAND, pageLoad: COMMAND } },
  };
  for (let attempt = 0; ; attempt++) {
    try {
      return await command(origin, "POST", "/session", { capabilities });
    } catch (error) {
      if (attempt === 50 || !/fetch failed/.test(error.message)) throw error;
      await new Promise((done) => setTimeout(done, 100));
    }
  }
}

function throughWebDriver(origin, { sessionId, capabilities }, end) {
  const at = `/session/${sessionId}`;
  const evaluate = (expression) =>
    command(origin, "POST", `${at}/execute/async`, {
      script: `const done = arguments[arguments.length - 1];
        Promise.resolve().then(() => (${expression})).then((value) => done({ value: JSON.stringify(value ?? null) }), (error) => done({ error: String(error) }));`,
      args: [],
    }).then(({ value, error }) => {
      if (error !== undefined) throw new Error(error);
      return JSON.parse(value);
    });
  return {
    version: `WebKitGTK ${capabilities.browserVersion}`,
    goto: (url) => command(origin, "POST", `${at}/url`, { url }),
    evaluate,
    /** The window's bars take a part of it. */
    async resize(width, height) {
      let [wide, high] = [width, height];
      for (let attempt = 0; attempt < 3; attempt++) {
        await command(origin, "POST", `${at}/window/rect`, { x: 0, y: 0, width: wide, height: high });
        const [innerWidth, innerHeight] = await evaluate("[innerWidth, innerHeight]");
        if (innerWidth === width && innerHeight === height) return;
        wide += width - innerWidth;
        high += height - innerHeight;
      }
    },
    /** The driver waits for the page to draw itself anew, which a page at rest never does. */
    async screenshot(path) {
      await evaluate(
        "void setInterval(() => { document.documentElement.style.opacity = document.documentElement.style.opacity === '1' ? '0.999' : '1'; }, 100)",
      );
      writeFileSync(path, Buffer.from(await command(origin, "GET", `${at}/screenshot`, undefined, PICTURE), "base64"));
    },
    async close() {
      await command(origin, "DELETE", at, undefined, PICTURE).catch(() => undefined);
      end();
    },
  };
}
