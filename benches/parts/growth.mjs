// How time and memory grow with what a reader can make larger. Each curve has a fresh engine and goes upwards, because
// the memory of a wasm module never shrinks.
import { readFileSync } from "node:fs";
import { PKG } from "../../tests/browser/support.mjs";
import { REVIEW, VOCABULARY } from "../review.mjs";
import { zipfText } from "../samples.mjs";
import { exponent, spread } from "../statistics.mjs";
import { fixed, megabytes, table, whole } from "../table.mjs";

/** A point is measured up to three times, or until this much time has gone by: long jobs vary less. */
const ENOUGH_MS = 3000;
const MOST_TIMES = 3;
const SEED = 7;
/** Parts of the corpus that the exact answer reads; all of them are 25. */
const REVIEW_PARTS = [1, 5, 25];

async function measured(explain) {
  const taken = [];
  let last;
  do {
    last = await explain();
    taken.push(last.milliseconds);
  } while (taken.length < MOST_TIMES && taken.reduce((a, b) => a + b) < ENOUGH_MS);
  return { milliseconds: spread(taken).median, bytes: last.bytes, result: last.result };
}

/**
 * One curve: at each of `inputs`, `request` prepares the engine and says what to explain, and `size` reads from the
 * answer what has grown.
 */
async function curve(page, { name, over, inputs, prepare, request, size }) {
  const ours = (action, argument) => page.ask(name, "ours.mjs", action, argument);
  await ours("open");
  await ours("explain", { method: "lime", text: REVIEW, settings: { samples: 500 } }); // lets V8 compile for speed
  await prepare?.(ours);
  const points = [];
  for (const input of inputs) {
    const asked = await request(input, ours);
    const { milliseconds, bytes, result } = await measured(() => ours("explain", asked));
    points.push({ size: size(input, result), milliseconds, bytes });
  }
  await page.end(name);
  return { name, over, points };
}

const tokens = {
  name: "LIME, 500 samples",
  over: "tokens",
  inputs: [50, 200, 800, 2000, 5000],
  request: (count) => ({ method: "lime", text: zipfText(VOCABULARY, count, SEED), settings: { samples: 500 } }),
  size: (_, { tokens }) => tokens.length,
};
const samples = {
  name: "LIME, 200 tokens",
  over: "samples",
  inputs: [500, 1000, 2000, 5000],
  request: (count) => ({ method: "lime", text: REVIEW, settings: { samples: count } }),
  size: (count) => count,
};
function positions(parts) {
  let loaded = 0;
  return {
    name: "activation similarity, exact",
    over: "training positions",
    inputs: REVIEW_PARTS.filter((count) => count <= parts.length),
    prepare: (ours) => ours("index"),
    async request(count, ours) {
      while (loaded < count) await ours("reviews", parts[loaded++]);
      return {
        method: "activation-similarity",
        text: REVIEW,
        settings: { span: [60, 61], exact: true, keep: "nothing" },
      };
    },
    size: (_, result) => result.positions,
  };
}
const words = {
  name: "corpus search",
  over: "words (by minimum count)",
  inputs: [2000, 200, 30, 0],
  prepare: (ours) => ours("index"),
  request: (count) => ({ method: "corpus-search", text: REVIEW, settings: { minimum_count: count } }),
  size: (_, result) => result.words,
};

function reviewParts() {
  const { files } = JSON.parse(readFileSync(`${PKG}site/bundle/manifest.json`, "utf8"));
  return Object.keys(files)
    .filter((name) => name.startsWith("reviews-"))
    .sort();
}

export async function growth(chromium) {
  const page = await chromium.page();
  const parts = reviewParts();
  const curves = [];
  for (const each of [tokens, samples, ...(parts.length > 0 ? [positions(parts)] : []), words])
    curves.push(await curve(page, each));
  await page.close();
  return describe(curves);
}

function describe(curves) {
  const row = ({ name, over, points }) => {
    const list = (write) => points.map(write).join(" · ");
    const slope = (value) =>
      points.length > 1 ? fixed(2)(exponent(points.map((point) => [point.size, value(point)]))) : "";
    return [
      `${name}, against ${over}`,
      list(({ size }) => whole(size)),
      list(({ milliseconds }) => whole(milliseconds)),
      slope(({ milliseconds }) => milliseconds),
      list(({ bytes }) => megabytes(bytes)),
      slope(({ bytes }) => bytes),
    ];
  };
  return `## Growth: one worker of pkg/engine, its memory as the browser sees it (it never shrinks)

${table(["", "size", "ms", "exponent", "MB", "exponent"], curves.map(row))}
`;
}
