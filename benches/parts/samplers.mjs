// LIME's samplers in the page: how soon each has the error that classic LIME has after 5,000 samples, against the time that
// ONNX Runtime Web takes for the 5,000 texts alone.
import { openClient } from "../chromium.mjs";
import { takeTurns } from "../paired.mjs";
import { REVIEW, idsOf } from "../review.mjs";
import { ratio, spread } from "../statistics.mjs";
import { fixed, range, table, whole } from "../table.mjs";

const CLASSIC = { sampler: "classic", samples: 5000 };
/** As in the page. */
const ASKED = { target: "logit", features: "all" };
const TRIED = [1000, 1500, 2000, 2500].map((samples) => ({ sampler: "model-assisted", samples }));
/** Seeds of each; the truth has another, and so many samples, with the ridge penalty that belongs to them. */
const SEEDS = 8;
const TRUTH = { sampler: "classic", samples: 100_000, alpha: 20, seed: SEEDS };
/** The best of `forward`: larger batches and smaller ones are no faster. */
const BATCH = 128;

const explain = (page, settings) =>
  page.evaluate(
    async ([text, settings]) => {
      const begin = performance.now();
      const {
        weights,
        standard_errors: errors,
        tokens,
      } = await globalThis.client.explain("lime", text, settings).result;
      return { milliseconds: performance.now() - begin, weights, errors, tokens };
    },
    [REVIEW, { ...ASKED, ...settings }],
  );

const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Mean square of a weight less the truth over words and seeds, and of what the error bars say it is. */
function errorOf(runs, truth) {
  const words = [...new Set(truth.tokens)].map((word) => truth.tokens.indexOf(word));
  const over = (of) => mean(runs.flatMap((run) => words.map((at) => of(run, at) ** 2)));
  const error = over(({ weights }, at) => weights[at] - truth.weights[at]);
  return { error, told: over(({ errors }, at) => errors[at]) };
}

async function clientPage(chromium, cores) {
  const { page } = await chromium.page({ cores });
  await openClient(page);
  return page;
}

const nameOf = ({ sampler, samples }) => `${sampler}, ${whole(samples)} samples`;

export async function samplers(chromium) {
  // A page takes all cores but one, so that one that sees three has two workers.
  const [one, two] = [await clientPage(chromium, 1), await clientPage(chromium, 3)];
  const truth = await explain(two, TRUTH);
  const all = [CLASSIC, ...TRIED];
  const errors = [];
  for (const settings of all) {
    const runs = [];
    for (let seed = 0; seed < SEEDS; seed++) runs.push(await explain(two, { ...settings, seed }));
    errors.push(errorOf(runs, truth));
  }
  const blank = await chromium.page();
  const ort = (action, argument) => blank.ask("ort", "ort.mjs", action, argument);
  const version = await ort("open");
  await ort("load", { ids: idsOf(truth.tokens), count: CLASSIC.samples, seed: 0 });
  const run = (page, settings) => async () => (await explain(page, settings)).milliseconds;
  const contenders = all.flatMap((settings) => [
    [`one ${nameOf(settings)}`, run(one, settings)],
    [`two ${nameOf(settings)}`, run(two, settings)],
  ]);
  const taken = await takeTurns({
    ort: () => ort("forward", { batch: BATCH, sorted: true }),
    ...Object.fromEntries(contenders),
  });
  await blank.close();
  await Promise.all([one, two].map((page) => page.context().close()));
  return describe({ all, errors, taken, version, tokens: truth.tokens });
}

/** At how many samples the error is classic LIME's: interpolated on logarithmic scales, beyond those tried as 1 / samples. */
function samplesToEqual(errors) {
  const points = TRIED.map(({ samples }, at) => [Math.log(samples), Math.log(errors[at + 1].error / errors[0].error)]);
  const after = points.findIndex(([, error]) => error <= 0);
  const slope = after > 0 ? (points[after][1] - points[after - 1][1]) / (points[after][0] - points[after - 1][0]) : -1;
  const [at, error] = after < 0 ? points.at(-1) : points[Math.max(0, after - 1)];
  return Math.exp(at - error / slope);
}

function describe({ all, errors, taken, version, tokens }) {
  const row = (settings, at) => [
    nameOf(settings),
    fixed(2)(errors[at].error / errors[0].error),
    fixed(2)(Math.sqrt(errors[at].error / errors[at].told)),
    range(spread(taken[`one ${nameOf(settings)}`])),
    ...["one", "two"].map((workers) => range(ratio(taken[`${workers} ${nameOf(settings)}`], taken.ort), fixed(2))),
  ];
  return `## LIME's samplers in the page: ${tokens.length} tokens, ${new Set(tokens).size} of them distinct, all weighed, score

${table(
  [
    "from the question to the weights",
    "squared error ÷ classic's",
    "error ÷ error bar",
    "ms, one worker",
    "÷ ONNX Runtime Web's 5,000, one worker",
    "the same, two workers",
  ],
  all.map(row),
)}

ONNX Runtime Web ${version}, one thread, sorted by length, batches of ${BATCH}: ${range(spread(taken.ort))} ms for the texts alone.
Errors are against a run of ${whole(TRUTH.samples)} samples, over ${SEEDS} seeds; on this text the model-assisted sampler has classic LIME's after ${whole(samplesToEqual(errors))} samples.
`;
}
