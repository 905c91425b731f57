// LIME from text to weights, with the defaults of the package: ours against Python, which asks PyTorch.
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { openClient } from "../chromium.mjs";
import { takeTurns } from "../paired.mjs";
import { startPython } from "../python.mjs";
import { REVIEW } from "../review.mjs";
import { ratio, spread } from "../statistics.mjs";
import { fixed, range, table, whole } from "../table.mjs";

const SAMPLES = 5000;
const path = (name) => fileURLToPath(new URL(`../../${name}`, import.meta.url));

/** A page's own way to LIME, to the kept answer. */
const explainInPage = (page) =>
  page.evaluate(
    async ({ text, samples }) => {
      const begin = performance.now();
      await globalThis.client.explain("lime", text, { samples }).result;
      return performance.now() - begin;
    },
    { text: REVIEW, samples: SAMPLES },
  );

async function clientPage(chromium, options) {
  const { page } = await chromium.page(options);
  await openClient(page);
  return page;
}

/** The command line, its start and the opening of the model included. */
function explainNatively() {
  const begin = performance.now();
  execFileSync(
    path("target/release/unrolled"),
    ["explain", "lime", "--bundle", path("www/model"), "--set", `samples=${SAMPLES}`, "--json"],
    { input: `${REVIEW}\n`, stdio: ["pipe", "pipe", "ignore"], env: { ...process.env, RAYON_NUM_THREADS: "1" } },
  );
  return performance.now() - begin;
}

async function tokensOf(page) {
  const { tokens } = await page.evaluate((text) => globalThis.client.predict(text), REVIEW);
  return tokens.join(" ");
}

export async function lime(chromium) {
  // A page that sees one core takes one worker.
  const one = await clientPage(chromium, { cores: 1 });
  const every = await clientPage(chromium);
  const cores = await every.evaluate(() => navigator.hardwareConcurrency);
  const request = { text: await tokensOf(one), samples: SAMPLES };
  const typical = await startPython("typical");
  const tuned = await startPython("tuned");
  const { batch } = await tuned.ask({ ...request, tune: true });
  let last;
  const ask = (python) => async () => (last = await python.ask(request)).milliseconds;
  const taken = await takeTurns({
    one: () => explainInPage(one),
    every: () => explainInPage(every),
    native: async () => explainNatively(),
    typical: ask(typical),
    tuned: ask(tuned),
  });
  [typical, tuned].forEach((python) => python.close());
  await Promise.all([one, every].map((page) => page.context().close()));
  return describe({ taken, cores, batch, torch: tuned.versions.torch, steps: last.steps });
}

function describe({ taken, cores, batch, torch, steps }) {
  const row = (name, milliseconds) => [
    name,
    range(spread(milliseconds)),
    range(ratio(milliseconds, taken.typical), fixed(2)),
    range(ratio(milliseconds, taken.tuned), fixed(2)),
  ];
  return `## LIME, end to end: the same review, ${whole(SAMPLES)} samples by the same law (Python's: ${whole(steps)} steps)

${table(
  ["", "ms", "÷ Python, typical", "÷ Python, tuned"],
  [
    row("ours in Chromium, one worker", taken.one),
    row(`ours in Chromium, as the page takes workers on ${cores} cores`, taken.every),
    row("ours, native command line, start included", taken.native),
    row(`Python lime 0.2.0.1, PyTorch ${torch}, one thread, typical: batches of 64 in lime's order`, taken.typical),
    row(`the same tuned: sorted by length, batches of ${batch}, malloc kept from giving memory back`, taken.tuned),
  ],
)}
`;
}
