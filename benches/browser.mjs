// What a reader waits for, measured in headless Chromium on the built package: medians and spread in milliseconds.
// Run by `./build.sh bench` after a build. Milliseconds depend on the machine; nothing is gated on them.
import { readFileSync } from "node:fs";
import { PKG, launch, openPage, servePackage } from "../tests/browser/support.mjs";

const ROUNDS = 7;
const BLANK = '<!doctype html><html lang="en"><title>bench</title><link rel="icon" href="data:,"><body></body></html>';
const OWN = JSON.parse(readFileSync(`${PKG}site/bundle/presets.json`, "utf8")).presets[0].text;
/** PAGE.md's own text again and again, cut to a number of words. */
const words = (count) => Array.from({ length: 40 }, () => OWN).join(" ").split(" ").slice(0, count).join(" ");

const browser = await launch();
const server = await servePackage({ pages: { "/blank.html": BLANK } });
const { page } = await openPage(browser, `${server.origin}/blank.html`);
await page.evaluate(async (base) => {
  const { EngineClient } = await import("/unrolled.mjs");
  globalThis.client = EngineClient.shared(new URL(base, location.href));
  globalThis.longest = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) globalThis.longest = Math.max(globalThis.longest, entry.duration);
  }).observe({ type: "longtask" });
  await client.ready();
  await client.index();
}, "/site/bundle/");

/** Runs `job` in the page after one warm-up, a very long one once and without; each gives milliseconds. */
async function measure(name, job, argument, rounds = ROUNDS) {
  const taken = [];
  for (let round = rounds > 1 ? -1 : 0; round < rounds; round++) {
    const milliseconds = await page.evaluate((0, eval)(`(${job})`), argument);
    if (round >= 0) taken.push(milliseconds);
  }
  taken.sort((a, b) => a - b);
  const shown = [taken[taken.length >> 1], taken[0], taken.at(-1)].map((value) => value.toFixed(0).padStart(7));
  console.log(`| ${name.padEnd(58)} |${shown.join(" |")} |`);
}

const predict = async (text) => {
  const begin = performance.now();
  await client.predict(text);
  return performance.now() - begin;
};
const explain = async ({ method, text, settings }) => {
  const begin = performance.now();
  await client.explain(method, text, settings).result;
  return performance.now() - begin;
};
const firstEstimate = async (text) => {
  const begin = performance.now();
  let first;
  const seen = new Promise((resolve) => (first = resolve));
  const running = client.explain("lime", text, { target: "logit", features: "all" }, {
    snapshot: ({ fidelity }) => fidelity.samples >= 200 && first(performance.now() - begin),
  });
  const milliseconds = await seen;
  running.cancel();
  await running.result.catch(() => undefined);
  return milliseconds;
};
const stop = async (text) => {
  const running = client.explain("lime", text, { target: "logit", features: "all", samples: 20000 });
  await new Promise((resolve) => setTimeout(resolve, 300));
  const begin = performance.now();
  running.stop();
  await running.result;
  return performance.now() - begin;
};

console.log(`| ${"job".padEnd(58)} |  median |   least |    most |`);
console.log(`|${"-".repeat(60)}|--------:|--------:|--------:|`);
await measure("prediction, 250 words", predict, words(250));
await measure("leave-one-out, 250 words, all of them", explain, { method: "leave-one-out", text: words(250), settings: {} });
await measure("LIME, 200 words: first estimate of at least 200 samples", firstEstimate, words(200));
await measure("LIME, 200 words: from stop to the kept answer", stop, words(200));
await measure("LIME, 200 words: all 5,000 samples", explain, { method: "lime", text: words(200), settings: { target: "logit", features: "all" } }, 3);
await measure("corpus search, 19,998 words", explain, { method: "corpus-search", text: OWN, settings: {} });
await measure("activation maximization and the search beside it", explain, { method: "activation-maximization", text: OWN, settings: {} }, 3);
await measure("activation similarity, first answer", explain, { method: "activation-similarity", text: OWN, settings: { span: [60, 61] } }, 3);
await page.evaluate(() => client.reviews());
await measure("token search in 25,000 reviews", explain, { method: "token-search", text: OWN, settings: { span: [63, 64] } }, 3);
/** Exact answers for some words of the text one after the other; the first of all reads everything. */
const similar = async ({ text, at, metric }) => {
  globalThis.asked = (globalThis.asked ?? 0) + 1;
  const span = at === undefined ? [3 * globalThis.asked, 3 * globalThis.asked + 1] : [at, at + 1];
  const begin = performance.now();
  const { exact, remembered } = await client.explain("activation-similarity", text, { span, metric, exact: true }).result;
  if (!exact || (at === undefined) !== remembered > 0) throw new Error("not the answer that was to be measured");
  return performance.now() - begin;
};
await measure("activation similarity, all 4.8 million positions, exact", similar, { text: OWN, at: 60, metric: "l2" }, 1);
await measure("the next ones, from memory, by distance", similar, { text: words(250), metric: "l2" }, 30);
await measure("the same by angle", similar, { text: words(250), metric: "cosine" }, 30);
console.log(`\nlongest task on the main thread meanwhile: ${await page.evaluate(() => globalThis.longest.toFixed(0))} ms (0: none over 50 ms)`);
await browser.close();
await server.close();
