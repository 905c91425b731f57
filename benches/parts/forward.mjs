// The job inside LIME: the scores of 5,000 copies of a text with words missing, ours against ONNX Runtime Web.
import { takeTurns } from "../paired.mjs";
import { REVIEW, idsOf } from "../review.mjs";
import { limeSamples, steps } from "../samples.mjs";
import { ratio, spread } from "../statistics.mjs";
import { fixed, percent, range, table, whole } from "../table.mjs";
import { peakContenders, peakTable } from "./peak.mjs";

const SAMPLES = 5000;
const SEED = 0;
/** Sizes that ONNX Runtime may choose from. */
const BATCHES = [64, 128, 256, 512];
/** How far a logit of the exported network may lie from ours, token by token. */
const LOGIT_TOLERANCE = 1e-4;
/** How far it may lie from the batched one, whose weights and states the engine may round (a guess; 0.01 of a logit is invisible). */
const BATCH_TOLERANCE = 1e-2;
/** Multiplications and additions of the recurrent product, which is all that a step needs: [128] × [128, 512]. */
const STEP_OPERATIONS = 2 * 128 * 512;

const furthest = (a, b) => a.reduce((most, value, at) => Math.max(most, Math.abs(value - b[at])), 0);

/** The largest difference of two lists of logits; one beyond `tolerance` ends the benchmark: it would compare two networks. */
function compare(what, a, b, tolerance) {
  const difference = furthest(Object.values(a), Object.values(b));
  if (difference <= tolerance) return difference;
  throw new Error(
    `${what}: ONNX Runtime's logits differ from ours by ${difference}, expected at most ${tolerance}; run ./build.sh bench, which exports the weights again`,
  );
}

/** The fastest batch size for sorted texts. */
async function tune(ort) {
  const taken = [];
  for (const batch of BATCHES) taken.push([await ort("forward", { batch, sorted: true }), batch]);
  return taken.sort((a, b) => a[0] - b[0])[0][1];
}

export async function forward(chromium) {
  const page = await chromium.page();
  const ours = (action, argument) => page.ask("ours", "ours.mjs", action, argument);
  const ort = (action, argument) => page.ask("ort", "ort.mjs", action, argument);
  await ours("open");
  const version = await ort("open");
  const prediction = await ours("predict", REVIEW);
  const prefixes = await ort("prefixes", { ids: idsOf(prediction.tokens) });
  const exported = compare(
    "the logit after each token",
    [prediction.zero_logit, ...prediction.running_logit],
    prefixes,
    LOGIT_TOLERANCE,
  );
  const texts = { ids: idsOf(prediction.tokens), count: SAMPLES, seed: SEED };
  await ours("load", texts);
  await ort("load", texts);
  const how = { batch: await tune(ort), sorted: true };
  const apart = compare("the samples", await ours("logits"), await ort("logits", how), BATCH_TOLERANCE);
  const contenders = { ...(await peakContenders(page)), ours: () => ours("forward"), ort: () => ort("forward", how) };
  const taken = await takeTurns(contenders);
  const unsorted = await ort("forward", { ...how, sorted: false });
  await page.close();
  const read = steps(limeSamples(texts.ids, SAMPLES, SEED));
  return describe({ taken, unsorted, apart, exported, version, how, read, prediction });
}

/** Share of a peak in Gop/s that a job of `steps` steps reached, turn by turn. */
const share = (milliseconds, peak, read) =>
  spread(milliseconds.map((taken, turn) => (read * STEP_OPERATIONS) / (taken * 1e6 * peak[turn])));

function describe({ taken, unsorted, apart, exported, version, how, read, prediction }) {
  const row = (name, milliseconds) => [
    name,
    range(spread(milliseconds)),
    range(ratio(milliseconds, taken.ort), fixed(2)),
    range(share(milliseconds, taken.dot, read), percent),
    range(share(milliseconds, taken.float, read), percent),
  ];
  const texts = `${whole(SAMPLES)} samples of ${prediction.tokens.length} tokens, ${new Set(prediction.tokens).size} of them distinct`;
  return `## The forward job: ${texts}, ${whole(read)} steps, one thread

${table(
  ["in the same Chromium", "ms", "÷ ONNX Runtime Web", "share of the i16 peak", "share of the f32 peak"],
  [
    row("ours, `engine.scores`", taken.ours),
    row(`ONNX Runtime Web ${version}, sorted by length, batches of ${how.batch}`, taken.ort),
    [`the same unsorted, once`, whole(unsorted), "", "", ""],
  ],
)}

${peakTable(taken)}

Export checked: the logit after every token differs by at most ${exported.toExponential(1)}; the ${whole(SAMPLES)} logits of the samples, ours from fixed point, by ${apart.toExponential(1)}.
`;
}
