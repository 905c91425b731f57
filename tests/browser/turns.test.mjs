// How the verdict formed: every claim of the sentence is held against the raw curve by a checker that knows nothing of how the
// turns are found. Random curves of two and more classes, and real reviews. No browser is needed.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { promisify } from "node:util";
import { gunzipSync } from "node:zlib";
import { UNROLLED } from "./network.mjs";
import { importSource } from "./source.mjs";
import { PKG } from "./support.mjs";

const { formedSentence, turns, decidedAt, plain, percent } = await importSource(
  "page/views/reading/sentences.ts",
  "page/views/reading/turns.ts",
  "page/writing/sentence.ts",
  "page/writing/numbers.ts",
);
const BUNDLE = `${PKG}site/bundle`;

/** What is said, every word by its place. */
const said = (prediction, most = 6) =>
  plain(
    formedSentence(prediction, turns(prediction, most), (at, ...figures) => [
      `w${at}${figures.length > 0 ? ` (${figures})` : ""}`,
    ]),
  ).replaceAll("\u00A0", " ");

/** The curve as a reader sees it: index 0 is the time before the first word. */
function rawOf({ zero_verdict, zero_probability, running_verdict, running_probability }) {
  return { verdicts: [zero_verdict, ...running_verdict], p: [zero_probability, ...running_probability] };
}

/** Where the verdict became what it is and stayed so, looked for backwards; null if it was never another. */
function crossing({ verdicts }) {
  const last = verdicts.at(-1);
  for (let i = verdicts.length - 1; i >= 0; i--) if (verdicts[i] !== last) return i;
  return null;
}

const CLAUSE =
  /(?:(turned) (\S+)( for good)? at|(leaned) (\S+) from|(rose|fell) at) w(\d+)(?: on)?(?: \((?:(terrible|mixed|good|great) )?([^)]*?) → ([^)]*?)\))?/g;

function check(prediction, sentence) {
  const fail = (why) => assert.fail(`${why}: ${sentence}\n${JSON.stringify(prediction).slice(0, 4000)}`);
  const { classes, kept, class: explained, verdict } = prediction;
  const raw = rawOf(prediction);
  const { verdicts, p } = raw;
  const [low, high] = [Math.min(...p), Math.max(...p)];
  const decided = crossing(raw);
  if (kept < 2) return;
  if (/^It hardly moved/.test(sentence)) {
    if (decided !== null || new Set(verdicts).size > 1) fail("it turned");
    if (high - low >= 0.03) fail("a reader sees it move");
    if (!sentence.includes(`${percent(p[0])} ${classes[explained]} before`)) fail("another beginning");
    if (!sentence.includes(`${percent(p.at(-1))} after`)) fail("another end");
    return;
  }
  if (/^It moved in small steps/.test(sentence)) {
    if (new Set(verdicts).size > 1) fail("it turned");
    if (!sentence.includes(`between ${percent(low)} and ${percent(high)} `)) fail("it went elsewhere");
    const largest = Math.max(...p.slice(1).map((one, i) => Math.abs(one - p[i])));
    if (largest > 0.1) fail(`a step of ${largest} is not small`);
    return;
  }
  if (!sentence.startsWith(`Read word by word from ${percent(p[0])} ${classes[explained]}, it `))
    fail("another beginning");
  const clauses = [...sentence.matchAll(CLAUSE)].map((found) => ({
    turned: found[1] !== undefined,
    to: classes.indexOf(found[2] ?? found[5]),
    good: found[3] !== undefined,
    leaned: found[4] !== undefined,
    way: found[6],
    at: Number(found[7]) + 1,
    of: found[8],
    figures: found[9] === undefined ? null : [found[9], found[10]],
  }));
  if (clauses.length === 0) fail("nothing is said");
  if (clauses.some(({ at }, i) => i > 0 && at <= clauses[i - 1].at)) fail("out of order");
  const crossings = clauses.filter(({ turned, leaned }) => turned || leaned);
  for (const { turned, leaned, to, good, way, at, of, figures } of clauses) {
    const crosses = verdicts[at - 1] !== verdicts[at];
    if (figures !== null && (figures[0] !== percent(p[at - 1]) || figures[1] !== percent(p[at]))) fail("other figures");
    if (figures !== null && classes.length > 2 && of !== classes[explained]) fail("figures of an unnamed class");
    if (way !== undefined) {
      if (crosses) fail(`${way} at w${at - 1}, which turns the verdict`);
      if (way === "rose" ? p[at] <= p[at - 1] : p[at] >= p[at - 1]) fail(`${way} at w${at - 1}`);
      continue;
    }
    if (!crosses || verdicts[at] !== to) fail(`no turn to ${classes[to]} at w${at - 1}`);
    const next = crossings.find((other) => other.at > at)?.at ?? verdicts.length;
    if (leaned && verdicts.slice(at, next).some((one) => one !== to)) fail(`it did not stay ${classes[to]}`);
    if (good && verdicts.slice(at).some((one) => one !== to)) fail("it was not for good");
    if (turned && !good && at - 1 === decided) fail("for good is not said");
  }
  if (decided !== null && !crossings.some(({ at, to }) => at === decided + 1 && to === verdict)) {
    fail(`the crossing that decides, at w${decided}, is not named`);
  }
  if (classes.length === 2 && crossings.some(({ to }, i) => i > 0 && to === crossings[i - 1].to))
    fail("it turned twice the same way");
  const [, end] = / It ended at (.+)\.$/.exec(sentence) ?? [];
  if ((end ?? percent(p[clauses.at(-1).at])) !== percent(p.at(-1))) fail("another end");
}

/** A small generator with a seed (mulberry32). */
function random(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const NAMES = ["terrible", "mixed", "good", "great"];

/** A curve as an engine would give it: outputs that walk, softmax, the class that is explained. */
function curve(next) {
  const classes = next() < 0.6 ? ["negative", "positive"] : NAMES.slice(0, 3 + Math.floor(2 * next()));
  const words = Math.floor(2 + next() ** 2 * 120);
  const [pace, pull, start] = [
    [0.02, 0.2, 1, 4][Math.floor(4 * next())],
    next() * 0.3,
    [0, 0.01, 1, 15][Math.floor(4 * next())],
  ];
  let outputs = classes.map(() => start * (next() - 0.5));
  const all = [outputs];
  for (let word = 0; word < words; word++) {
    outputs = outputs.map((one) => (1 - pull) * one + (next() < 0.3 ? 0 : pace * (next() + next() - 1)));
    all.push(outputs);
  }
  const softmax = (some) => {
    const most = Math.max(...some);
    const sizes = some.map((one) => Math.exp(one - most));
    const sum = sizes.reduce((a, b) => a + b);
    return sizes.map((one) => one / sum);
  };
  const verdictOf = (some) => (classes.length === 2 ? Number(some[1] >= some[0]) : some.indexOf(Math.max(...some)));
  const verdicts = all.map(verdictOf);
  const verdict = verdicts.at(-1);
  const explained = classes.length === 2 ? 1 : verdict;
  const p = all.map((some) => Math.fround(softmax(some)[explained]));
  const logits = all.map((some) => {
    const others = some.filter((_, i) => i !== explained);
    const most = Math.max(...others);
    return some[explained] - most - Math.log(others.reduce((sum, one) => sum + Math.exp(one - most), 0));
  });
  return {
    classes,
    class: explained,
    verdict,
    kept: words,
    probability: p.at(-1),
    logit: logits.at(-1),
    probabilities: softmax(all.at(-1)),
    zero_probability: p[0],
    zero_logit: logits[0],
    zero_verdict: verdicts[0],
    running_probability: p.slice(1),
    running_logit: logits.slice(1),
    running_verdict: verdicts.slice(1),
  };
}

test("whatever the curve, what is said of it is so: 3,000 of two, three and four classes, flat, wild and saturated", () => {
  const next = random(14);
  const kinds = { hardly: 0, small: 0, turned: 0, leaned: 0, good: 0, rose: 0, many: 0 };
  for (let i = 0; i < 3000; i++) {
    const prediction = curve(next);
    for (const most of [6, 4]) {
      const sentence = said(prediction, most);
      check(prediction, sentence);
      if (turns(prediction, most).length > most) assert.fail(`more than ${most}: ${sentence}`);
      for (const kind of Object.keys(kinds)) if (sentence.includes(kind)) kinds[kind]++;
      if (prediction.classes.length > 2) kinds.many++;
    }
    const at = crossing(rawOf(prediction));
    assert.equal(decidedAt(prediction), at);
  }
  // None of the sentences is so rare that it went unchecked.
  for (const [kind, times] of Object.entries(kinds)) assert.ok(times > 50, `${kind}: ${times} times`);
});

test("1,000 reviews: what is said of how their verdicts formed is so", async () => {
  const shards = readdirSync(BUNDLE).filter((name) => /^reviews-\d+\.json\.gz$/.test(name));
  const texts = shards
    .slice(0, 4)
    .flatMap((name) => JSON.parse(gunzipSync(readFileSync(`${BUNDLE}/${name}`))).reviews)
    .map(({ text }) => text.replaceAll(/[\r\n]+/g, " "))
    .filter((text) => text.length < 800)
    .slice(0, 1000);
  assert.equal(texts.length, 1000);
  // Two at a time, as there are two cores.
  const read = (some) => {
    const reading = promisify(execFile)(UNROLLED, ["predict", "--json", "--bundle", BUNDLE], { maxBuffer: 1e9 });
    reading.child.stdin.end(`${some.join("\n")}\n`);
    return reading;
  };
  const found = await Promise.all([read(texts.slice(0, 500)), read(texts.slice(500))]);
  const predictions = found.flatMap(({ stdout }) =>
    stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line)),
  );
  assert.equal(predictions.length, 1000);
  for (const prediction of predictions) {
    check(prediction, said(prediction));
    assert.equal(decidedAt(prediction), crossing(rawOf(prediction)));
  }
});

/** Of two classes, from the probabilities alone. */
function of(zero, ...running) {
  const logit = (p) => Math.log(p / (1 - p));
  const verdict = (p) => Number(p >= 0.5);
  return {
    classes: ["negative", "positive"],
    class: 1,
    verdict: verdict(running.at(-1)),
    kept: running.length,
    probability: running.at(-1),
    logit: logit(running.at(-1)),
    zero_probability: zero,
    zero_logit: logit(zero),
    zero_verdict: verdict(zero),
    running_probability: running,
    running_logit: running.map(logit),
    running_verdict: running.map(verdict),
  };
}

test("“The soup was cold …”: the word that turns it is named, and so is the one that turns it back for good", () => {
  // As the network gave it on 2026-11-30; the page said "leaned positive from The on".
  const soup = of(
    ...[0.4988, 0.5019, 0.582, 0.5443, 0.5539, 0.5561, 0.5755, 0.5893, 0.4954, 0.4868, 0.484, 0.4987],
    ...[0.5268, 0.5308, 0.5299, 0.5266, 0.5305, 0.5394],
  );
  const sentence = said(soup).replaceAll("\u202F", " ");
  assert.equal(
    sentence,
    "Read word by word from 49.9 % positive, it leaned positive from w0 on (49.9 % → 50.2 %), turned negative at w7 (59 % → 49.5 %) and turned positive for good at w11 (49.9 % → 53 %). It ended at 54 %.",
  );
  check(soup, said(soup));
});

test("“not good”: 52 → 43 → 50 % is not hardly any", () => {
  const lesson = of(0.52, 0.43, 0.496);
  assert.equal(
    said(lesson).replaceAll("\u202F", " "),
    "Read word by word from 52 % positive, it leaned negative from w0 on (52 % → 43 %). It ended at 49.6 %.",
  );
  assert.match(
    said(of(0.52, 0.43, 0.501)).replaceAll("\u202F", " "),
    /turned positive for good at w1 \(43 % → 50.1 %\)\.$/,
  );
});

test("a step that crosses is a turn, one that does not is none, and small steps are not called none", () => {
  const clean = (...all) => said(of(...all)).replaceAll("\u202F", " ");
  assert.equal(
    clean(0.6, 0.9, 0.2, 0.05),
    "Read word by word from 60 % positive, it rose at w0 (60 % → 90 %), turned negative for good at w1 (90 % → 20 %) and fell at w2 (20 % → 5 %).",
  );
  assert.equal(
    clean(0.6, 0.62, 0.65, 0.68, 0.7),
    "It moved in small steps, between 60 % and 70 % positive, and ended at 70 %.",
  );
  assert.equal(clean(0.6, 0.61, 0.62), "It hardly moved: 60 % positive before the first word, 62 % after the last.");
});

test("a word that throws the score across is named, however short it had been on that side", () => {
  // "A dull plot, but beautifully drawn. 8/10"
  const dull = of(0.499, 0.53, 0.09, 0.08, 0.07, 0.07, 0.18, 0.2, 0.18, 0.94);
  assert.equal(
    said(dull).replaceAll("\u202F", " "),
    "Read word by word from 49.9 % positive, it leaned positive from w0 on (49.9 % → 53 %), turned negative at w1 (53 % → 9 %), rose at w5 (7 % → 18 %) and turned positive for good at w8 (18 % → 94 %).",
  );
});
