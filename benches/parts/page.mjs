// What the page itself costs a reader: from an empty cache to the first view and to the live model, from a press to the next
// paint on a slow machine, memory after many explanations, and requests to anybody else.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { PKG, launch, strangers } from "../../tests/browser/support.mjs";
import { SLOWER, host, openReader } from "../reader.mjs";
import { spread } from "../statistics.mjs";
import { TURNS } from "../paired.mjs";
import { table, whole } from "../table.mjs";

const { devices } = createRequire(new URL("../../www/package.json", import.meta.url))("playwright-core");
const EXPLANATIONS = 50;

/** Runs in the page before its scripts: notes every interaction. */
function watch() {
  globalThis.interactions = new Map();
  new PerformanceObserver((list) => {
    for (const { interactionId, duration } of list.getEntries()) {
      if (interactionId > 0) interactions.set(interactionId, Math.max(duration, interactions.get(interactionId) ?? 0));
    }
  }).observe({ type: "event", durationThreshold: 16, buffered: true });
}

async function arrival(browser, url, line) {
  const taken = { preset: [], live: [] };
  for (let turn = 0; turn < TURNS; turn++) {
    const tab = await openReader(browser, url, { line });
    const seen = await tab.page.evaluate(() => seen);
    for (const name of Object.keys(taken)) taken[name].push(seen[name]);
    await tab.close();
  }
  return taken;
}

/** A reader's session: words chosen by mouse and keyboard, views changed, the text edited, folds opened. Milliseconds to the next paint. */
async function interactions(browser, url, context) {
  const tab = await openReader(browser, url, { cpu: SLOWER, watch, ...context });
  const { page } = tab;
  const root = page.locator("unrolled-explainer");
  const pause = () => page.waitForTimeout(600);
  const words = root.locator("unrolled-text [role=option], unrolled-text [data-token]");
  for (const place of [3, 17, 30, 41, 52]) {
    await words.nth(place).click();
    await pause();
  }
  for (const key of ["ArrowRight", "ArrowRight", "ArrowLeft", "Shift+ArrowRight", "ArrowRight"]) {
    await page.keyboard.press(key);
    await pause();
  }
  for (const name of ["LIME", "leave one out"]) {
    await root.locator("unrolled-sheet").getByRole("button", { name }).click();
    await pause();
  }
  for (const fold of await root.locator("summary, unrolled-about button, unrolled-table button").all()) {
    if (!(await fold.isVisible())) continue;
    await fold.click();
    await page.waitForTimeout(150);
  }
  await root.getByRole("button", { name: "Edit the text" }).click();
  await pause();
  await page.keyboard.type(" A dull and lovely film.", { delay: 120 });
  await pause();
  await root.getByRole("button", { name: "Done" }).click();
  await pause();
  await root.getByRole("button", { name: "Examples" }).click();
  await pause();
  await root.locator("unrolled-examples").getByRole("button").nth(1).click();
  await pause();
  const taken = await page.evaluate(() => [...interactions.values()]);
  const presses = await page.evaluate(() => performance.interactionCount);
  const requests = strangers(tab.requests, new URL(url).origin).length;
  await tab.close();
  // Presses that took less than the shortest the browser reports count as 16.
  while (taken.length < presses) taken.push(16);
  taken.sort((a, b) => a - b);
  return { presses: taken.length, p95: taken[Math.ceil(0.95 * taken.length) - 1], worst: taken.at(-1), requests };
}

/** Bytes the process of the page holds, workers and wasm memory included, which the browser's own measure leaves out. */
async function resident(browser, page) {
  const session = await page.context().newCDPSession(page);
  await session.send("HeapProfiler.collectGarbage");
  await page.waitForTimeout(1000);
  const { processInfo } = await (await browser.newBrowserCDPSession()).send("SystemInfo.getProcessInfo");
  const sizes = processInfo
    .filter(({ type }) => type === "renderer")
    .map(({ id }) => readFileSync(`/proc/${id}/status`, "utf8"));
  return Math.max(...sizes.map((status) => 1024 * Number(/VmRSS:\s+(\d+)/.exec(status)[1])));
}

/** Memory before and after many more texts, each of them read and weighed word by word, with what follows by itself. */
async function memory(browser, url) {
  const tab = await openReader(browser, url);
  const explain = (from, to) =>
    tab.page.evaluate(
      async ([from, to]) => {
        const element = document.querySelector("unrolled-explainer");
        const answered = (text) => {
          const { slots, predicted } = element.store.state;
          const { phase, answered } = slots["leave-one-out"];
          return predicted === text && phase === "done" && answered.text === text;
        };
        const own = element.store.state.presets[0].text;
        for (let i = from; i < to; i++) {
          element.text = `${own} Read for the ${i}th time.`;
          while (!answered(element.text)) await new Promise((done) => setTimeout(done, 20));
          await new Promise((done) => setTimeout(done, 500));
        }
      },
      [from, to],
    );
  await explain(0, 10);
  const before = await resident(browser, tab.page);
  await explain(10, 10 + EXPLANATIONS);
  const after = await resident(browser, tab.page);
  await tab.close();
  return { before, after };
}

export async function page() {
  const server = await host(PKG);
  const browser = await launch();
  const { url } = server;
  const cell = (values) => {
    const { median, least, most } = spread(values);
    return `${whole(median)} (${whole(least)}–${whole(most)})`;
  };
  try {
    const far = await arrival(browser, url, true);
    const near = await arrival(browser, url, false);
    const wide = await interactions(browser, url, {});
    const phone = await interactions(browser, url, { ...devices["Pixel 7"] });
    const grown = await memory(browser, url);
    const share = (100 * (grown.after - grown.before)) / grown.before;
    const rows = [
      ["first view, a preset; 10 Mbit/s and 40 ms, empty cache", `${cell(far.preset)} ms`, "1,000 ms"],
      ["live model, the same line", `${cell(far.live)} ms`, "4,000 ms"],
      ["first view / live model, from this machine", `${cell(near.preset)} / ${cell(near.live)} ms`, "300 / 1,000 ms"],
      [
        `press to next paint, CPU ${SLOWER}× slower, 95th percentile of ${wide.presses} (worst)`,
        `${whole(wide.p95)} (${whole(wide.worst)}) ms`,
        "100 ms",
      ],
      [`the same on a phone's window, ${phone.presses}`, `${whole(phone.p95)} (${whole(phone.worst)}) ms`, "100 ms"],
      [
        `memory after ${EXPLANATIONS} texts more`,
        `${whole(grown.before / 1e6)} → ${whole(grown.after / 1e6)} MB, ${share.toFixed(1)} %`,
        "+10 %",
      ],
      ["requests to other origins in these sessions", String(wide.requests + phone.requests), "0"],
    ];
    return `## What the page costs\n\n${table(["", "measured", "promise"], rows)}\n`;
  } finally {
    await browser.close();
    server.close();
  }
}
