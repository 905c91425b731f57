// What a reader waits for, through the page's own engine client; and whether the page stays awake meanwhile.
import { readFileSync } from "node:fs";
import { openClient } from "../chromium.mjs";
import { TURNS } from "../paired.mjs";
import { spread } from "../statistics.mjs";
import { PKG } from "../../tests/browser/support.mjs";
import { table, whole } from "../table.mjs";

const OWN = JSON.parse(readFileSync(`${PKG}site/bundle/presets.json`, "utf8")).presets[0].text;
/** PAGE.md's own text again and again, cut to a number of words. */
const words = (count) =>
  Array.from({ length: 80 }, () => OWN)
    .join(" ")
    .split(" ")
    .slice(0, count)
    .join(" ");
const ALL = { target: "logit", features: "all" };

// The jobs run in the page, where `client` is; each resolves to milliseconds.

const predict = async ({ before, text }) => {
  await client.predict(before);
  const begin = performance.now();
  await client.predict(text);
  return performance.now() - begin;
};
const explain = async ({ method, text, settings }) => {
  const begin = performance.now();
  await client.explain(method, text, settings).result;
  return performance.now() - begin;
};
const firstEstimate = async ({ text, settings }) => {
  const begin = performance.now();
  let first;
  const seen = new Promise((resolve) => (first = resolve));
  const running = client.explain("lime", text, settings, {
    snapshot: ({ fidelity }) => fidelity.samples >= 200 && first(performance.now() - begin),
  });
  const milliseconds = await seen;
  running.cancel();
  await running.result.catch(() => undefined);
  return milliseconds;
};
const firstSnapshot = async ({ method, text, settings }) => {
  const begin = performance.now();
  let first;
  const seen = new Promise((resolve) => (first = resolve));
  const running = client.explain(method, text, settings, { snapshot: () => first(performance.now() - begin) });
  const milliseconds = await seen;
  running.cancel();
  await running.result.catch(() => undefined);
  return milliseconds;
};
const stop = async ({ text, settings }) => {
  const running = client.explain("lime", text, { ...settings, samples: 20000 });
  await new Promise((resolve) => setTimeout(resolve, 300));
  const begin = performance.now();
  running.stop();
  await running.result;
  return performance.now() - begin;
};

const inside = async ({ text }) => {
  const begin = performance.now();
  await client.inside(text);
  return performance.now() - begin;
};

/** The first search of all reads everything, the others only bits; each asks about other words. */
const patterns = async ({ text }) => {
  globalThis.brushed = (globalThis.brushed ?? -1) + 1;
  const span = [3 + globalThis.brushed, 4 + globalThis.brushed];
  const begin = performance.now();
  await client.explain("pattern-search", text, { span }).result;
  return performance.now() - begin;
};

/** An exact answer for a word that was not asked about before; the first of all reads everything, the others nearly nothing. */
const neighbours = async ({ text, settings, first }) => {
  globalThis.asked = (globalThis.asked ?? -1) + 1;
  const span = [3 * globalThis.asked, 3 * globalThis.asked + 1];
  const begin = performance.now();
  const { exact, remembered } = await client.explain("activation-similarity", text, { ...settings, span, exact: true })
    .result;
  if (!exact || remembered > 0 === first) throw new Error("not the answer that was to be measured");
  return performance.now() - begin;
};

/** The jobs in order: name, job, its argument, and how often it is run if not TURNS times. `load` fetches what those after it need. */
const JOBS = [
  { name: "prediction, 250 words", job: predict, argument: { before: "", text: words(250) } },
  {
    name: "prediction while typing at the end of 5,000 words",
    job: predict,
    argument: { before: words(4999), text: words(5000) },
  },
  {
    name: "leave-one-out, 250 words, all of them",
    job: explain,
    argument: { method: "leave-one-out", text: words(250), settings: {} },
  },
  {
    name: "contributions over time, 250 words, every word at every step",
    job: explain,
    argument: { method: "contribution-over-time", text: words(250), settings: {} },
  },
  {
    name: "contributions over time, 2,500 words, the 300 strongest words",
    job: explain,
    argument: { method: "contribution-over-time", text: words(2500), settings: { rows: 300 } },
  },
  {
    name: "a unit silenced, 250 words",
    job: explain,
    argument: { method: "clamping", text: words(250), settings: { clamps: "hidden:61=0" } },
  },
  { name: "all gates and states of 250 words", job: inside, argument: { text: words(250) } },
  {
    name: "integrated gradients, 50 nodes, 250 words (the module loaded before)",
    job: explain,
    argument: { method: "integrated-gradients", text: words(250), settings: {} },
  },
  {
    name: "LIME, 200 words: first estimate, at least 200 samples with error bars",
    job: firstEstimate,
    argument: { text: words(200), settings: ALL },
  },
  { name: "LIME: from the click on stop to the kept answer", job: stop, argument: { text: words(200), settings: ALL } },
  { name: "LIME, all 5,000 samples", job: explain, argument: { method: "lime", text: words(200), settings: ALL } },
  { name: "corpus search, 19,998 words", job: explain, argument: { method: "corpus-search", text: OWN, settings: {} } },
  {
    name: "activation maximization, and the search beside it",
    job: explain,
    argument: { method: "activation-maximization", text: OWN, settings: {} },
  },
  {
    name: "anchors, words left out, 60 words: first answer",
    job: firstSnapshot,
    argument: { method: "anchors", text: words(60), settings: {} },
  },
  {
    name: "anchors, words left out, 60 words",
    job: explain,
    argument: { method: "anchors", text: words(60), settings: { perturbation: "delete" } },
  },
  {
    name: "anchors, words left out, 250 words",
    job: explain,
    argument: { method: "anchors", text: words(250), settings: { perturbation: "delete" } },
  },
  {
    name: "anchors, unknown words in place, 60 words",
    job: explain,
    argument: { method: "anchors", text: words(60), settings: { perturbation: "unknown" } },
  },
  {
    name: "anchors, unknown words in place, 250 words",
    job: explain,
    argument: { method: "anchors", text: words(250), settings: { perturbation: "unknown" } },
  },
  {
    name: "anchors, similar words in place, 60 words",
    job: explain,
    argument: { method: "anchors", text: words(60), settings: { perturbation: "replace" } },
  },
  {
    name: "anchors, similar words in place, 250 words",
    job: explain,
    argument: { method: "anchors", text: words(250), settings: { perturbation: "replace" } },
  },
  {
    name: "deep k-nearest neighbours after every prefix of 250 words",
    job: explain,
    argument: { method: "deep-knn", text: words(250), settings: {} },
  },
  {
    name: "phrase rules of the whole model",
    job: explain,
    argument: { method: "phrase-rules", text: words(250), settings: {} },
  },
  {
    name: "activation similarity, first answer",
    job: explain,
    argument: { method: "activation-similarity", text: OWN, settings: { span: [60, 61] } },
  },
  {
    name: "token search in 25,000 reviews",
    load: true,
    job: explain,
    argument: { method: "token-search", text: OWN, settings: { span: [63, 64] } },
  },
  {
    name: "activation similarity, exact over all 4.8 million positions: the first answer (once)",
    job: neighbours,
    argument: { text: words(250), settings: {}, first: true },
    once: true,
  },
  {
    name: "activation similarity, exact: later answers",
    job: neighbours,
    argument: { text: words(250), settings: {}, first: false },
    turns: 24,
  },
  {
    name: "activation similarity, exact by angle: later answers",
    job: neighbours,
    argument: { text: words(250), settings: { metric: "cosine" }, first: false },
    turns: 24,
  },
  {
    name: "pattern search over all 4.8 million positions: the first answer (once)",
    job: patterns,
    argument: { text: words(250) },
    once: true,
  },
  {
    name: "pattern search: later answers at the same threshold",
    job: patterns,
    argument: { text: words(250) },
    turns: 24,
  },
];

async function measure(page, { job, argument, load, once, turns = TURNS }) {
  if (load) await page.evaluate(() => client.reviews());
  const run = () => page.evaluate((0, eval)(`(${job})`), argument);
  if (once) return [await run()];
  await run(); // warm-up
  const taken = [];
  for (let turn = 0; turn < turns; turn++) taken.push(await run());
  return taken;
}

/** Tasks of more than 50 ms on the main thread, in milliseconds, while five explanations run at once. */
const longTasks = async (asked) => {
  const tasks = [];
  const observer = new PerformanceObserver((list) => tasks.push(...list.getEntries()));
  observer.observe({ type: "longtask" });
  await Promise.all(asked.map(({ method, text, settings }) => client.explain(method, text, settings).result));
  tasks.push(...observer.takeRecords());
  observer.disconnect();
  return tasks.map(({ duration }) => duration);
};

const AT_ONCE = [
  { method: "leave-one-out", text: words(250), settings: {} },
  { method: "lime", text: words(200), settings: ALL },
  { method: "corpus-search", text: OWN, settings: {} },
  { method: "activation-maximization", text: OWN, settings: {} },
  { method: "activation-similarity", text: OWN, settings: { span: [60, 61] } },
];

export async function waits(chromium) {
  const { page, close } = await chromium.page();
  await openClient(page);
  await page.evaluate(() => client.index());
  const long = await page.evaluate(longTasks, AT_ONCE);
  const rows = [];
  for (const job of JOBS) {
    const taken = await measure(page, job);
    const { median, least, most } = spread(taken);
    rows.push([job.name, whole(median), taken.length > 1 ? `${whole(least)}–${whole(most)}` : ""]);
  }
  await close();
  const tasks = long.length === 0 ? "none" : `${long.length}, the longest ${whole(Math.max(...long))} ms`;
  return `## What a reader waits for

${table(["through the page's engine client", "median, ms", "least to most"], rows)}

Tasks over 50 ms on the main thread while five explanations ran at once: ${tasks}.
`;
}
