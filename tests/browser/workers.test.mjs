// The pool of workers: the same bits however many take part, whoever drops out, and a page that never stutters.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { PATIENCE, PKG, keepWorkers, launch, native, openPage, servePackage } from "./support.mjs";

const BLANK = '<!doctype html><html lang="en"><title>test</title><link rel="icon" href="data:,"><body></body></html>';
const BUNDLE = "/site/bundle/";
const [PRESET] = JSON.parse(readFileSync(`${PKG}site/bundle/presets.json`, "utf8")).presets;
const SETTINGS = { target: "logit", features: "all" };
const NATIVE = native(["explain", "lime", "--set", "target=logit", "--set", "features=all"], PRESET.text);

let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

/** A page with a client of so many workers, all of them hired; `globalThis.workers` holds every worker it started. */
async function pageWith(t, workers, headers = {}) {
  const server = await servePackage({ pages: { "/blank.html": BLANK }, headers });
  const opened = await openPage(browser, `${server.origin}/blank.html`, { before: keepWorkers });
  t.after(() => Promise.all([opened.close(), server.close()]));
  const open = async ({ bundle, workers }) => {
    const { EngineClient } = await import("/unrolled.mjs");
    globalThis.client = EngineClient.shared(new URL(bundle, location.href), { workers });
    await globalThis.client.ready();
  };
  await opened.page.evaluate((0, eval)(`(${open})`), { bundle: BUNDLE, workers });
  return opened;
}

const lime = ({ text, settings }) => globalThis.client.explain("lime", text, settings).result;
const ask = (page) => page.evaluate((0, eval)(`(${lime})`), { text: PRESET.text, settings: SETTINGS });

for (const workers of [1, 2, 4]) {
  test(`LIME on ${workers} worker${workers > 1 ? "s" : ""} has the bits of the native build`, async (t) => {
    const { page, problems } = await pageWith(t, workers);
    assert.deepEqual(await ask(page), NATIVE);
    await page.waitForFunction((count) => globalThis.workers.length === count, workers);
    assert.deepEqual(await ask(page), NATIVE, "with every helper there from the beginning");
    assert.deepEqual(problems, []);
  });
}

test("helpers score the class that is explained", async (t) => {
  const answers = [];
  for (const workers of [1, 3]) {
    const { page } = await pageWith(t, workers);
    await ask(page);
    await page.waitForFunction((count) => globalThis.workers.length === count, workers);
    const settings = { ...SETTINGS, class: 0 };
    answers.push(await page.evaluate((0, eval)(`(${lime})`), { text: PRESET.text, settings }));
  }
  assert.deepEqual(answers[0], answers[1]);
  const [negative, positive] = [answers[0], NATIVE].map(({ weights }) => weights);
  negative.forEach((weight, at) => assert.ok(Math.abs(weight + positive[at]) < 1e-6, `${weight} ${positive[at]}`));
});

test("LIME on the page's own thread, where no worker is allowed, has them too", async (t) => {
  const policy = {
    "content-security-policy": "default-src 'self' 'unsafe-inline' 'wasm-unsafe-eval' data:; worker-src 'none'",
  };
  const { page } = await pageWith(t, 4, policy);
  assert.deepEqual(await ask(page), NATIVE);
  assert.equal(page.workers().length, 0);
});

test("helpers that drop out in the middle are done without", async (t) => {
  const { page } = await pageWith(t, 3);
  await ask(page);
  await page.waitForFunction(() => globalThis.workers.length === 3);
  const answer = page.evaluate((0, eval)(`(${lime})`), { text: PRESET.text, settings: SETTINGS });
  await page.evaluate(async () => {
    await new Promise((resolve) => setTimeout(resolve, 100));
    for (const helper of globalThis.workers.slice(1)) {
      helper.terminate();
      helper.dispatchEvent(new ErrorEvent("error", { message: "gone" }));
    }
  });
  assert.deepEqual(await answer, NATIVE);
  assert.deepEqual(await ask(page), NATIVE, "and the next run works");
});

test("five explanations at once leave the page's own thread free", async (t) => {
  const { page } = await pageWith(t, 2);
  const five = async ({ text, settings }) => {
    await globalThis.client.index();
    const tasks = [];
    new PerformanceObserver((list) => tasks.push(...list.getEntries())).observe({ type: "longtask" });
    const run = (method, settings) => globalThis.client.explain(method, text, settings).result;
    await Promise.all([
      run("lime", settings),
      run("lime", { ...settings, seed: 1 }),
      run("leave-one-out", { target: "logit" }),
      run("corpus-search", {}),
      run("activation-maximization", {}),
    ]);
    await new Promise((resolve) => setTimeout(resolve, 200));
    return tasks.map(({ duration }) => duration);
  };
  const tasks = await page.evaluate((0, eval)(`(${five})`), { text: PRESET.text, settings: SETTINGS });
  // 50 ms make a task long; a machine of a quarter of the speed is granted four times that.
  assert.deepEqual(
    tasks.filter((ms) => ms > 100 * PATIENCE),
    [],
  );
});
