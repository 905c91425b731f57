// Sentences at the edges of their numbers, where a rounding, a border or a rare text would make them untrue. No browser is needed.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { importSource } from "./source.mjs";

const { plain } = await importSource("page/writing/sentence.ts");
const NOWHERE = { preset: null, review: null, label: null };

/** A prediction of these words; the score after each is that after the last unless given. Of two classes the last is explained. */
function read(tokens, { probability = 0.9, classes = ["negative", "positive"], ...others } = {}) {
  const logit = Math.log(probability / (1 - probability));
  const verdict = Number(probability >= 0.5);
  return {
    tokens,
    kept: tokens.length,
    found: tokens.length,
    unknown: tokens.map(() => false),
    respelled: [],
    classes,
    class: 1,
    verdict,
    probabilities: [1 - probability, probability],
    probability,
    logit,
    zero_logit: 0,
    zero_probability: 0.5,
    zero_verdict: 1,
    running_logit: tokens.map(() => logit),
    running_probability: tokens.map(() => probability),
    running_verdict: tokens.map(() => verdict),
    ...others,
  };
}

/** Of one of three classes. */
const of3 = (tokens, probabilities, others = {}) => {
  const verdict = probabilities.indexOf(Math.max(...probabilities));
  const probability = probabilities[verdict];
  const made = read(tokens, { probability, classes: ["terrible", "mixed", "great"], probabilities, class: verdict });
  return { ...made, verdict, zero_verdict: 0, running_verdict: tokens.map(() => verdict), ...others };
};

const clean = (sentence) => plain(sentence).replaceAll(/[\u202F\u00A0]/g, " ");

describe("the verdict", async () => {
  const { facts, verdictSentence } = await importSource("page/views/verdict/sentences.ts");
  const measured = { metrics: { assess_texts: { tokens: [1, 600], unknown: 0.05 } } };
  const said = (tokens, calibrated, others = {}, manifest = measured, familiar = null) =>
    facts(
      read(tokens, { calibrated, probability: calibrated < 0.5 ? 0.01 : 0.99, ...others }),
      NOWHERE,
      manifest,
      familiar,
      others.typed ?? tokens.join(" "),
    )
      .map(plain)
      .join("; ");

  test("however sure it is, not all of its verdicts are promised to be right; signs are other than words only beside words", () => {
    assert.equal(said(["fine"], 0.984), "Verdicts this sure are right about 98 times in 100.", "one line is enough");
    const unknown = [true, ...Array(39).fill(false)];
    assert.equal(
      said(
        unknown.map((_, i) => `w${i}`),
        0.984,
        { unknown },
      ),
      "Verdicts this sure are right about 98 times in 100.; 40 words, 1 unknown to the network",
    );
    assert.match(said(["fine"], 0.9961), /^Verdicts this sure are right about 996 times in 1,000\./);
    assert.match(said(["dull"], 0.0039), /^Verdicts this sure are right about 996 times in 1,000\./);
    assert.match(said(["fine"], 0.99999), /^Verdicts this sure are right about 999 times in 1,000\./);
    assert.equal(said(["😀", "♥"], 0.6, {}, null), "2 signs, all known");
    assert.equal(said(["fine", "😀"], 0.6, {}, null), "1 word and 1 other sign, all known");
  });

  test("a word that was read otherwise than typed is shown as both", () => {
    const typed = "a won\u00ADder\u00ADful cafe\u0301";
    const spans = [
      [0, 1],
      [2, 13],
      [14, 19],
    ];
    const others = { typed, spans, respelled: [1, 2] };
    assert.equal(
      said(["a", "wonderful", "caf\u00e9"], null, others),
      "3 words, all known; 2 words not read as typed: won·der·ful as wonderful and caf\u00e9, typed with separate accents",
    );
    const many = { typed, spans: Array.from({ length: 5 }, () => [2, 13]), respelled: [0, 1, 2, 3, 4] };
    assert.match(
      said(
        Array.from({ length: 5 }, () => "wonderful"),
        null,
        many,
      ),
      /^5 words, all known; 5 words not read as typed: .+, and 2 more$/,
    );
  });

  test("how often such verdicts are right is said only of texts like those it was measured on", () => {
    const words = Array.from({ length: 40 }, (_, i) => `w${i}`);
    const on = (tokens, unknown = 0.05) => ({ metrics: { assess_texts: { tokens, unknown } } });
    assert.equal(said(words, 0.9, {}, on([30, 900])), "Verdicts this sure are right about 90 times in 100.");
    assert.equal(said(words, 0.9, {}, on([41, 900])), "40 words, all known", "too short");
    assert.equal(said(words, 0.9, {}, on([3, 39])), "40 words, all known", "too long");
    assert.equal(said(words, 0.9, {}, { metrics: {} }), "40 words, all known", "nobody knows on what");
    assert.equal(said(words, 0.9, {}, null), "40 words, all known", "the manifest is not here yet");
    const some = words.map((_, i) => i < 4);
    assert.equal(said(words, 0.9, { unknown: some }, on([3, 900])), "40 words, 4 unknown to the network");
    const strange = { whole: { credibility: 0.01 }, pairs: { pairs: 39, rare: [], p: 0.5 } };
    assert.equal(said(words, 0.9, {}, on([3, 900]), strange), "40 words, all known", "it has seen little like it");
  });

  test("the classes have their own names, and of several the likeliest is named with its own probability", () => {
    const spam = (probability) => verdictSentence(read(["cash"], { probability, classes: ["ham", "spam"] }));
    assert.equal(clean(spam(0.92)), "The network calls this spam, 92 %.");
    assert.equal(clean(spam(0.08)), "The network calls this ham, 92 %.");
    assert.equal(clean(spam(0.45)), "The network can hardly decide: ham, 55 %.");
    assert.equal(clean(verdictSentence(of3(["so"], [0.061, 0.924, 0.015]))), "The network calls this mixed, 92 %.");
    // 38 % is the largest of three and close to the next; with 55 % to 24 % it is decided, though under two thirds.
    assert.equal(
      clean(verdictSentence(of3(["so"], [0.378, 0.31, 0.312]))),
      "The network can hardly decide: terrible, 38 %.",
    );
    assert.equal(clean(verdictSentence(of3(["so"], [0.21, 0.24, 0.55]))), "The network calls this great, 55 %.");
  });

  test("what makes it worth little stands first", () => {
    const unknown = (...flags) => read(flags.map(String), { probability: 0.62, calibrated: 0.58, unknown: flags });
    const strange = { whole: { credibility: 0.03 }, pairs: { pairs: 2, rare: [], p: null } };
    assert.equal(
      clean(verdictSentence(unknown(true, true, true, true, true, true, true, true))),
      "The network knows none of these 8 words, so its verdict means little: positive, 62 %.",
    );
    assert.equal(
      clean(verdictSentence(unknown(true, true, true, false))),
      "The network knows only 1 of these 4 words, so its verdict means little: positive, 62 %.",
    );
    assert.equal(
      clean(verdictSentence(unknown(true))),
      "The network does not know this word, so its verdict means little: positive, 62 %.",
    );
    assert.equal(
      clean(verdictSentence(unknown(true, false, false, false), strange)),
      "The network has seen little like this; it calls it positive, 62 %.",
    );
    assert.equal(
      clean(verdictSentence(unknown(true, false, false, false))),
      "The network calls this positive, 62 % (calibrated 58 %).",
    );
  });
});

test("a text from right to left is not read from left to right, and words that it has twice are told apart", async () => {
  const { formedSentence, named } = await importSource("page/views/reading/sentences.ts", "page/writing/named.ts");
  const said = (words, ...turns) => {
    let at = 0;
    const spans = words.map((word) => [at, (at += word.length + 1) - 1]);
    const prediction = read(words, { spans });
    const all = turns.map(([token, kind]) => ({ token, kind, before: 0.5, after: 0.9, change: 2.2, from: 0, to: 1 }));
    return clean(
      formedSentence(prediction, all, (token, ...figures) => named(words.join(" "), prediction, token, 24, ...figures)),
    );
  };
  assert.equal(
    said(["סרט", "נפלא", "מאוד"], [1, "lean"]),
    "Read word by word from 50 % positive, it leaned positive from נפלא on (50 % → 90 %).",
  );
  assert.equal(
    said(["good", "good", "fine"], [0, "turn"], [1, "step"], [2, "decided"]),
    "Read word by word from 50 % positive, it turned positive at good (word 1, 50 % → 90 %), rose at good (word 2, 50 % → 90 %) and turned positive for good at fine (50 % → 90 %).",
  );
});

test("of three classes a turn between two others gives no figures, which would be the third one's", async () => {
  const { formedSentence } = await importSource("page/views/reading/sentences.ts");
  const turn = (token, from, to, kind = "turn") => ({ token, kind, from, to, before: 0.2, after: 0.3, change: 0.5 });
  const said = clean(
    formedSentence(
      of3(["a", "b", "c"], [0.2, 0.5, 0.3], { zero_probability: 0.12 }),
      [turn(0, 0, 2), turn(1, 2, 1, "decided"), turn(2, 1, 1, "step")],
      (token, ...figures) => [`w${token}${figures.length > 0 ? ` (${figures})` : ""}`],
    ),
  );
  assert.equal(
    said,
    "Read word by word from 12 % mixed, it turned great at w0, turned mixed for good at w1 (mixed 20 % → 30 %) and rose at w2 (mixed 20 % → 30 %). It ended at 50 %.",
  );
});

test("two equal figures are not said to differ, and the probability without a word is the network's own", async () => {
  const { strongestSentence } = await importSource("page/views/text/strongest.ts");
  const said = (weight, probability, name = "so", isMark = false) =>
    clean(
      strongestSentence(
        { method: "leave-one-out", target: "logit" },
        read(["so", "so"], { probability: 0.47 }),
        { name: [name], isMark },
        weight,
        { left: probability === null ? null : { probability, turns: false } },
      ),
    );
  assert.equal(
    said(-0.01, 0.4725),
    "Of all words, so mattered most: with or without it, 47 % positive, a difference of −0.01 in the score.",
  );
  assert.match(said(-0.01, 0.4725, "“.” (place 3)", true), /^Of all words and marks, “\.” \(place 3\) mattered most/);
  assert.equal(said(-0.5, 0.61), "Of all words, so mattered most: without it, 61 % positive instead of 47 %.");
  assert.equal(said(-0.5, null), "Of all words, so mattered most (−0.50).");
});

test("none and all are not given as a share, and a sentence begins with a capital whatever its figure", async () => {
  const { pairsSentence, familiarSentence } = await importSource("page/views/credibility/sentences.ts");
  const pairs = (all, rare, p) =>
    plain(pairsSentence({ pairs: { pairs: all, rare: Array(rare).fill(0), p, usual: 0.18 } })).replaceAll(
      "\u202F",
      " ",
    );
  assert.equal(
    pairs(14, 0, 1),
    "None of its 14 pairs of neighbouring words and marks is rare in training. In a validation text, 18 % are.",
  );
  assert.equal(
    pairs(5, 5, 0),
    "Its words or their order are strange. All of its 5 pairs of neighbouring words and marks are rare in training. In a validation text, 18 % are. Of validation texts, under 0.1 % have as large a share.",
  );
  assert.match(
    pairs(20, 3, 0.72),
    /^3 of its 20 pairs .+ are rare in training, 15 %\. In .+ are\. Of validation texts, 72 % have as large a share or a larger one\.$/,
  );
  const whole = { prediction: 1, alpha: [100, 200], probability: 0.9, credibility: 0.9999, confidence: 0.99 };
  const familiar = familiarSentence(
    {
      votes: [[200, 100]],
      neighbours: 75,
      layers: ["a", "b", "c", "d"],
      whole,
      pairs: { pairs: 0, rare: [], p: null },
    },
    whole,
    { names: ["ham", "spam"], explained: 1 },
    0,
  );
  assert.match(plain(familiar), /spam\. Its neighbours disagree with the network, which says ham\. Of /);
  assert.match(plain(familiar), /\. Of the validation texts, over 99\.9.% have no more support/);
  // The same review may be near in several layers: there are so many neighbours, not so many reviews.
  assert.match(plain(familiar), /Of its 300 neighbours in training \(75 in each of 4 layers\) 100 are spam/);
});

/** What would be missing without the first of three words, and the sentence about it. */
async function headlineOf(course, others = {}) {
  const { headline } = await importSource("page/views/reading/findings.ts");
  const ran = { read: 0, peak: 0, peak_after: 0, last: 0, left: null, silent: false, ...course };
  const prediction = read(["fine", "a", "b"], {
    running_probability: [0.7, 0.8, 0.9],
    zero_probability: 0.5,
    ...others,
  });
  return plain(headline(prediction, [0, 1], "fine", ran, null)).replaceAll("\u202F", " ");
}

test("what remains of a word's first effect is named by the nearest share, and a tiny effect has none", async () => {
  const said = (read, last) => headlineOf({ read, last, left: Math.abs(read) < 0.1 ? null : last / read });
  assert.match(
    await said(-1.24, -0.58),
    /^fine took the score from 50 % to 70 %\. Without it, the score would end 0\.58 higher: about half of its first effect \(−1\.24\) remains\.$/,
  );
  assert.match(await said(1, 1.4), /1\.40 lower: more than its first effect \(\+1\.00\) remains\.$/);
  assert.match(await said(1, 0.98), /: all of its first effect/);
  assert.match(await said(1, 0.8), /: most of its first effect/);
  assert.match(await said(1, 0.35), /: about a third of its first effect/);
  assert.match(await said(1, 0.22), /: about a quarter of its first effect/);
  assert.match(await said(1, 0.1), /: little of its first effect/);
  assert.match(await said(1, 0.02), /: next to nothing of its first effect/);
  assert.match(await said(1, -0.4), /0\.40 higher: its first effect \(\+1\.00\) has reversed\.$/);
  assert.match(await said(0.05, -0.56), /Without it, the score would end 0\.56 higher\.$/);
  assert.match(await said(1, 0), /the score would end the same\.$/);
});

test("of what a word wrote nothing is said to be forgotten, to have lasted or to be half gone", async () => {
  const said = JSON.parse(readFileSync(new URL("../../www/words/en/reading.json", import.meta.url), "utf8"));
  for (const [key, message] of Object.entries(said))
    if (!key.startsWith("lasting") && key !== "track_lasting")
      assert.doesNotMatch(message, /forg[eo]t|lasted|half (of it )?was gone|is left/i, key);
});

test("a word that did nothing when read and is strong later is named with the word from which on it is", async () => {
  const { silentSentence, differSentence } = await importSource("page/views/reading/findings.ts");
  const of = (course) => ({ read: 0.3, peak: 0.5, peak_after: 0, last: 0.1, left: 0.3, silent: false, ...course });
  const words = [of({}), of({ read: 0.05, peak: -0.6, last: -0.56, left: null, silent: true }), of({}), of({})];
  const removal = { words, rows: [{ word: 1, values: [0.05, -0.2, -0.56] }], fidelity: { done: 4 } };
  const name = (at) => [`w${at}`];
  assert.equal(
    plain(silentSentence(removal, name)),
    "w1 did almost nothing when read (+0.05); from w3 on, leaving it out changes the score, by 0.56 at the end.",
  );
  Object.assign(words[1], { last: -0.2, peak_after: 1 });
  removal.rows[0].values = [0.05, -0.6, -0.2];
  assert.match(plain(silentSentence(removal, name)), /; at w2, leaving it out changes the score by 0\.60\.$/);
  words[1].silent = false;
  assert.equal(plain(silentSentence(removal, name)), "");
  assert.match(
    plain(differSentence({ weights: [0.1, 0.5, 0.1, 0.1] }, removal, name)),
    /differ most at w1: what it wrote makes up \+0\.50 of the final score, yet without it that score would be 0\.20 higher\.$/,
  );
  assert.equal(plain(differSentence({ weights: [0.1, -0.15, 0.1, 0.1] }, removal, name)), "");
});

test("a gate that counts as stuck at 95 of 100 words is not said to be so at all", async () => {
  const { unitsSentence } = await importSource("page/views/units/sentences.ts");
  const unit = (stuck) => ({ index: 7, contribution: 0.4, halfLife: 50, stuck });
  assert.match(
    plain(unitsSentence([unit(0.95), unit(0.5)], 0.8, "forget")),
    /one has that gate almost fully open or shut nearly all the time\.$/,
  );
});

test("the word at which the verdict became what it is, by the verdicts alone", async () => {
  const { decidedAt } = await importSource("page/views/reading/turns.ts");
  const found = (zero_verdict, ...running_verdict) =>
    decidedAt({ zero_verdict, running_verdict, verdict: running_verdict.at(-1) });
  assert.equal(found(0, 0, 1, 1), 1);
  assert.equal(found(0, 1, 0, 1), 2);
  assert.equal(found(1, 0, 1), 1, "it began there");
  assert.equal(found(0, 1, 1), 0);
  assert.equal(found(1, 1, 1), null);
  assert.equal(found(2, 1, 0, 3, 3), 2, "of four classes");
});

describe("in short", async () => {
  const { summary, initialState, marker, questionOf } = await importSource(
    "page/views/summary/sentences.ts",
    "page/store/state.ts",
    "page/deeds/questions.ts",
  );
  const words = ["truly", "fine", "work"];
  const text = words.join(" ");
  const spans = [
    [0, 5],
    [6, 10],
    [11, 15],
  ];

  /** What is said of a text of which the words of `span` carried the verdict. */
  function said(span, answers, others = {}) {
    const state = {
      ...initialState(),
      ...others,
      text,
      predicted: text,
      prediction: read(words, { spans, ...others.prediction }),
      views: "ready",
    };
    const answer = (method, result) =>
      (state.slots[method] = { ...state.slots[method], phase: "done", answered: questionOf(state, method), result });
    const whole = span[1] - span[0] > 1;
    answer("leave-one-out", {
      tokens: words,
      target: "logit",
      weights: words.map((_, i) => (i === span[0] ? 0.5 : 0)),
      without: { probabilities: words.map((_, i) => (i === span[0] ? 0.83 : 0.9)), turning: [], span: null },
    });
    if (whole)
      answer("phrase-tree", {
        tokens: words,
        target: "logit",
        score: "leave-out",
        nodes: [{ span, score: 2, parent: span[1] - span[0] === words.length ? null : 1 }],
      });
    for (const [method, result] of Object.entries(answers)) answer(method, result);
    return summary(marker()(state))
      .map((clause) => plain(clause.say))
      .join(" ")
      .replaceAll("\u202F", " ");
  }

  const training = (reviews, positive) =>
    said([1, 2], { "carrier-search": { in_order: true, train: { reviews, positive, base_rate: 0.5 } } });
  test("few texts are counted, not given as a share of nearly none or nearly all", () => {
    assert.match(
      training(1, 0),
      /In training, fine appears in 1 text, none of them positive: too few to show a tendency\./,
    );
    assert.match(training(1, 1), /In training, fine appears in 1 text, all of them positive: /);
    assert.match(training(3, 0), /In training, fine appears in 3 texts, none of them positive: /);
    assert.match(
      training(40, 40),
      /In training, fine appears in 40 texts, all of them positive: that is in line with what it did here\./,
    );
    assert.match(training(40, 30), /In training, fine appears in 40 texts, 75 % of them positive: that is in line/);
    assert.match(training(40, 21), /about the same share as among all texts: that does not explain what it did here\./);
    assert.match(training(40, 24), /60 % of them positive: too few to show a tendency\./, "within chance");
    assert.match(training(10, 7), /70 % of them positive: too few to show a tendency\./, "within chance");
    assert.match(training(6, 6), /all of them positive: that is in line/, "one in 64");
    assert.match(training(10_000, 5_200), /about the same share as among all texts/, "sure, and not enough to matter");
    assert.match(training(40, 4), /10 % of them positive: that speaks against what it did here\./);
  });

  test("data are in line only with what a word did: nothing is said of one without which it reads the same", () => {
    // "vision", 62 % positive in training: 99.7 % with it, 99.6 % without.
    const vision = said([1, 2], {
      "leave-one-out": {
        tokens: words,
        target: "logit",
        weights: [0, 0.5, 0],
        without: { probabilities: [0.9, 0.896, 0.9], turning: [], span: null },
      },
      "carrier-search": { in_order: true, train: { reviews: 400, positive: 248, base_rate: 0.5 } },
    });
    assert.match(vision, /In training, fine appears in 400 texts, 62 % of them positive\.$/);
    assert.doesNotMatch(vision, /in line|explain/);
  });

  test("a training text that is judged wrong is not held against texts that were never seen", () => {
    const wrong = (split) =>
      said(
        [0, 1],
        {},
        {
          origin: { ...NOWHERE, label: 0, split },
          manifest: { config: {}, files: {}, metrics: { int8: { assess: { accuracy: 0.91 } } } },
        },
      );
    assert.match(
      wrong("validation"),
      /^This verdict is wrong: the text is labelled negative\. So are 9 % of its verdicts on validation texts\./,
    );
    assert.match(wrong("train"), /^This verdict is wrong: the text is labelled negative\. truly mattered most: /);
    assert.doesNotMatch(wrong("train"), /So are/);
  });

  test("a whole text is not the phrase that carried it, and a phrase is given no probability that nobody read", () => {
    assert.match(said([0, 2], {}), /^truly fine mattered most, \+2\.00 in the score\./);
    assert.match(said([0, 3], {}), /^truly mattered most: without it, 83 % positive instead of 90 %\./);
  });

  test("of what the network does not know, doubt comes first and no word is given a reason", () => {
    const unknown = said([1, 2], {}, { prediction: { unknown: [true, false, true], calibrated: 0.8 } });
    assert.equal(unknown, "The network does not know 2 of its 3 words: it read placeholders.");
    const whole = { credibility: 0.02, prediction: 1, alpha: [100, 250], confidence: 0.9 };
    const strange = said([1, 2], {
      "deep-knn": { whole, votes: [[200, 100]], pairs: { pairs: 2, rare: [], p: null } },
      "carrier-search": { in_order: true, train: { reviews: 40, positive: 40, base_rate: 0.5 } },
    });
    assert.equal(
      strange,
      "It has seen little like this: of its 300 neighbours in training, 50 are positive; its credibility is 2 %.",
    );
  });

  test("an unknown word is none that carried anything", () => {
    const text = said([1, 2], {}, { prediction: { unknown: [false, true, false], kept: 3 } });
    assert.doesNotMatch(text, /fine (mattered|decided)/);
  });

  const place = (span, best) =>
    said(span, {
      "carrier-place": {
        words: 900,
        base: 0.1,
        items: [
          { token: best, score: 3 },
          { token: "truly", score: 2 },
        ],
        lowest: [],
      },
    });
  test("what the network looks for at the place of a phrase is told of its first word", () => {
    assert.match(place([0, 1], "best"), / truly is what the network looks for there: number 2 of the 900 words/);
    assert.match(place([0, 2], "best"), / truly is what the network looks for there: number 2 of the 900 words/);
    assert.match(place([1, 2], "best"), / In place of fine, best would have moved/);
    assert.match(place([1, 3], "best"), / In place of fine, best would have moved/);
  });
});

test("no more words are said to have been left out than the text has", async () => {
  const { foundSentence } = await importSource("page/views/what-if/sentences.ts");
  const nearest = { changes: [{ position: 0, token: "dull", replacement: null }], probability: 0.499 };
  const words = (all) => Array.from({ length: all }, (_, i) => `w${i}`);
  const said = (all, tried, items = [], prediction = read(words(all), { probability: 0.1 })) =>
    clean(
      foundSentence({ items, nearest, tried, kind: "leave-out", flips: 5, finished: true }, prediction, () => ["dull"]),
    );
  assert.match(said(1, 1), /^Nothing found\. Leaving out up to 1 word did not turn the verdict in 1 text tried; /);
  assert.match(said(4, 15), /Leaving out up to 4 words did not turn the verdict in 15 texts tried; /);
  assert.match(said(40, 900), /Leaving out up to 5 words did not turn the verdict in 900 texts tried; /);
  assert.match(said(40, 900), /nothing would\. dull came nearest: 49\.9 % positive\.$/);
  assert.equal(said(4, 15, [nearest]), "Leaving out 1 word is enough to make it positive.");
  assert.equal(
    said(4, 15, [nearest], of3(words(4), [0.1, 0.6, 0.3])),
    "Leaving out 1 word is enough to make it something other than mixed.",
  );
});

test("two networks agree by the names of their classes, and two classes' scores are not set against each other", async () => {
  const { modelsSentence } = await importSource("page/views/models/sentences.ts");
  const said = (here, other) => clean(modelsSentence(here, other));
  const [good, bad] = [read(["a"], { probability: 0.9 }), read(["a"], { probability: 0.2 })];
  assert.equal(
    said(good, bad),
    "They disagree. This network says positive, the other negative: 90 % positive by this network, 20 % positive by the other.",
  );
  assert.match(
    said(good, read(["a"], { probability: 0.8 })),
    /^They agree on positive, and their scores are −0\.81 apart: /,
  );
  assert.match(said(good, good), /^They agree on positive and are as good as equal: /);
  // The same index, another class.
  const spam = read(["a"], { probability: 0.9, classes: ["ham", "spam"] });
  assert.equal(
    said(good, spam),
    "They disagree. This network says positive, the other spam: 90 % positive by this network, 90 % spam by the other.",
  );
  assert.match(
    said(of3(["a"], [0.1, 0.6, 0.3]), of3(["a"], [0.5, 0.2, 0.3])),
    /^They disagree\. This network says mixed, the other terrible: 60 % mixed by this network, 50 % terrible by the other\.$/,
  );
});

test("a word that would not raise the score is not said to, and each is told with the network's own probability", async () => {
  const { lookingSentence } = await importSource("page/views/looking/sentences.ts");
  const item = (token, score, probability) => ({ token, id: 1, score, probability, count: null });
  const said = (items, lowest, base = 0.4, prediction = read(["a"])) =>
    clean(
      lookingSentence(
        { from: "text", target: "logit", base, base_probability: 0.6, items, lowest, words: 9 },
        prediction,
      ),
    );
  assert.equal(
    said([item("great", 2.4, 0.92)], [item("dull", -2, 0.11)]),
    "From here on, great would raise it most (60 % → 92 % positive) and dull would lower it most (60 % → 11 % positive).",
  );
  assert.equal(
    said([item("great", 0.2, 0.55)], [item("dull", -2, 0.11)]),
    "From here on, dull would lower it most (60 % → 11 % positive).",
  );
  assert.match(
    said([item("so", 1, 0.7)], [item("no", -1, 0.2)], 0.4, of3(["a"], [0.1, 0.6, 0.3])),
    /raise it most \(60 % → 70 % mixed\)/,
  );
});

test("of phrases within one another the largest are not called the weightiest of all", async () => {
  const { treeSentence } = await importSource("page/views/phrases/sentences.ts");
  const nodes = [
    { span: [0, 2], round: 1, parent: 1, score: 3.4 },
    { span: [0, 5], round: 2, parent: 2, score: 0.8 },
    { span: [0, 6], round: 0, parent: null, score: 1 },
  ];
  const said = plain(treeSentence({ nodes }, (span) => `words ${span.join("-")}`));
  assert.equal(said, "Of the largest phrases that grew from the strongest words, the weightiest is words 0-5 (+0.80).");
});

test("a weight that LIME gives to all places of a word is not compared as if it were one place's", async () => {
  const { moves, moveRows, initialState, marker, questionOf, limeSentence, strongestSentence } = await importSource(
    "page/views/move/shape.ts",
    "page/store/state.ts",
    "page/deeds/questions.ts",
    "page/views/move/sentences.ts",
    "page/views/text/strongest.ts",
  );
  const tokens = ["good", "good", "fine"];
  const text = tokens.join(" ");
  const lime = {
    method: "lime",
    target: "logit",
    tokens,
    weights: [0.95, 0.95, 0.2],
    standard_errors: [0.01, 0.01, 0.01],
    fidelity: { r2: 0.9 },
  };
  const found = (units, span) => {
    const state = {
      ...initialState(),
      text,
      predicted: text,
      prediction: read(tokens, {
        spans: [
          [0, 4],
          [5, 9],
          [10, 14],
        ],
      }),
      selection: span,
    };
    const answer = (method, answered, result) =>
      (state.slots[method] = { ...state.slots[method], phase: "done", answered, result });
    answer("leave-one-out", questionOf(state, "leave-one-out"), {
      tokens,
      target: "logit",
      weights: [0.3, 0.2, 0.2],
      without: { probabilities: [0.87, 0.88, 0.88], turning: [1], span: null },
    });
    answer("span", questionOf(state, "span"), { span_weight: 0.4, without: { span: null } });
    answer("lime", { text, settings: { units } }, lime);
    return moves(marker()(state));
  };
  const places = (...asked) => found(...asked).lime.places;
  assert.deepEqual([places("bow", [0, 1]), places("bow", [2, 3]), places("position", [0, 1])], [2, 1, 1]);
  assert.ok(moveRows(found("bow", [0, 1])).some(({ label }) => label === "LIME, all 2 places"));
  assert.match(
    plain(limeSentence(lime, 0.95, 0.01, 0.3, 2)),
    /^LIME agrees on the direction \(\+0\.95.±.0\.02 for all 2 places at once\)\.$/,
  );
  assert.match(plain(limeSentence(lime, 0.95, 0.01, 0.3, 1)), /^LIME agrees on the direction \(\+0\.95.±.0\.02\)\.$/);
  assert.equal(
    plain(strongestSentence(lime, read(tokens), { name: ["good"], isMark: false }, 0.95, { left: null, places: 2 })),
    "LIME gives good the most weight: +0.95 for all 2 places at once.",
  );
  assert.deepEqual(found("bow", [0, 1]).without, { probability: 0.87, turns: false });
  assert.deepEqual(found("bow", [1, 2]).without, { probability: 0.88, turns: true });

  // Of several words each place has its part, whether or not the answer says how many share a weight.
  const inSpan = ({ weight, words }) => [weight, words.map((entry) => entry.weight)];
  for (const shared of [undefined, [2, 2, 1]]) {
    lime.shared = shared;
    assert.deepEqual(inSpan(found("bow", [1, 3]).lime), [0.475 + 0.2, [0.475, 0.2]]);
    assert.deepEqual(inSpan(found("bow", [0, 2]).lime), [0.95, [0.95, 0.95]], "one word, said twice");
  }
  lime.shared = [1, 1, 1];
  assert.deepEqual(inSpan(found("position", [0, 3]).lime), [0.95 + 0.95 + 0.2, [0.95, 0.95, 0.2]]);
});

test("a rule that would hold without a word is not said to hold just as well", async () => {
  const { minimalSentence } = await importSource("page/views/anchors/sentences.ts");
  const said = (...shares) =>
    plain(
      minimalSentence(
        {
          minimal: false,
          threshold: 0.95,
          precision: { share: 0.999 },
          without: shares.map((share, position) => ({ position, precision: { share } })),
        },
        (at) => [`w${at}`],
      ),
    ).replaceAll("\u202F", " ");
  assert.equal(said(0.955, 0.7), "It would also hold without w0: 96 % of the time.");
  assert.equal(said(0.955, 0.98), "It would also hold without w0 and w1, one at a time: at least 96 % of the time.");
  assert.equal(said(0.9, 0.7), "Without any one of these words, it holds at most 90 % of the time.");
});

test("a method that weighs all places of a word alike agrees with one that names any of them", async () => {
  const { firstSentence } = await importSource("page/views/agreement/sentences.ts");
  const said = (...weights) =>
    plain(
      firstSentence(
        {
          tokens: ["dull", "end", "dull", "."],
          methods: weights.map((of, i) => ({
            name: ["lime", "leave-one-out", "integrated-gradients"][i],
            weights: of,
          })),
        },
        (at) => [`w${at}`],
      ),
    );
  assert.equal(said([-4, 0, -4, 0], [-0.6, 0, -0.7, 0], [-1, 0, -1.5, 0]), "All three methods put w2 first.");
  assert.equal(
    said([-4, 0, -4, 0], [-0.6, 0, -0.7, 0], [-1, 2, -1.5, 0]),
    "Two of three methods put w2 first; integrated gradients says w1.",
  );
  assert.equal(
    said([-4, 0, -4, 0], [-0.6, 0, -0.7, 0], [0, 0.0004, 0, 0]),
    "Two of three methods put w2 first; integrated gradients says no word.",
  );
  assert.match(
    said([-4, 0, -4, 0], [0, 0, 0, 1], [-1, 2, -1.5, 0]),
    /^They do not agree on the word that matters most: LIME says w0, leave one out says w3 and integrated gradients says w1\.$/,
  );
});

test("the page computes no probability, and compares none with one half: the network says which class it decides for", () => {
  const root = fileURLToPath(new URL("../../www/src/page/", import.meta.url));
  const compares = /(?:[<>]=?)\s*0?\.5\b|\b0?\.5\s*[<>]/;
  const computes = /Math\.exp\(-|\bsigmoid\(|\bsoftmax\(|Math\.log\([^)]*\/ ?\(1 -/;
  // Shares of something else than the network's certainty.
  const others = ["halved(last / read > 0.5", "const isLast = share >= 0.5;"];
  const files = readdirSync(root, { recursive: true }).filter((name) => name.endsWith(".ts"));
  assert.ok(files.length > 100);
  const found = files.flatMap((name) =>
    readFileSync(join(root, name), "utf8")
      .split("\n")
      .filter((line) => (compares.test(line) || computes.test(line)) && !others.some((one) => line.includes(one)))
      .map((line) => `${name}: ${line.trim()}`),
  );
  assert.deepEqual(found, []);
  for (const line of ["if (p >= 0.5) x", "probability < .5", "1 / (1 + Math.exp(-z))", "sigmoid(logit - weight)"])
    assert.ok(compares.test(line) || computes.test(line), line);
});
