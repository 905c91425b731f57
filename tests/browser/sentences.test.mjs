// Sentences at the edges of their numbers, where a rounding, a border or a rare text would make them untrue. No browser is needed.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { importSource } from "./source.mjs";

const { plain } = await importSource("page/sentence.ts");
const NOWHERE = { preset: null, review: null, label: null };

/** A prediction of these words; the score after each is that after the last unless given. */
function read(tokens, { probability = 0.9, ...others } = {}) {
  const logit = Math.log(probability / (1 - probability));
  return {
    tokens,
    kept: tokens.length,
    found: tokens.length,
    unknown: tokens.map(() => false),
    probability,
    logit,
    zero_logit: 0,
    zero_probability: 0.5,
    running_logit: tokens.map(() => logit),
    running_probability: tokens.map(() => probability),
    ...others,
  };
}

test("however sure it is, not all of its verdicts are promised to be right; signs are other than words only beside words", async () => {
  const { facts } = await importSource("page/sentences/verdict.ts");
  const said = (tokens, calibrated) =>
    facts(read(tokens, { calibrated, probability: calibrated < 0.5 ? 0.01 : 0.99 }), NOWHERE)
      .map(plain)
      .join("; ");
  assert.match(said(["fine"], 0.984), /^of 100 verdicts as sure as this, about 98 are right; 1 word, all known$/);
  assert.match(said(["fine"], 0.9961), /^of 1,000 verdicts as sure as this, about 996 are right/);
  assert.match(said(["dull"], 0.0039), /^of 1,000 verdicts as sure as this, about 996 are right/);
  assert.match(said(["fine"], 0.99999), /^of 1,000 verdicts as sure as this, about 999 are right/);
  assert.match(said(["😀", "♥"], 0.6), /; 2 signs, all known$/);
  assert.match(said(["fine", "😀"], 0.6), /; 1 word and 1 other sign, all known$/);
});

test("a text from right to left is not read from left to right, and words that it has twice are told apart", async () => {
  const { formedSentence, named } = await importSource("page/sentences/running.ts", "page/shapes/named.ts");
  const said = (words, ...turns) => {
    let at = 0;
    const spans = words.map((word) => [at, (at += word.length + 1) - 1]);
    const prediction = read(words, { spans });
    const all = turns.map(([token, kind]) => ({ token, kind, before: 0.5, after: 0.9, change: 2.2, positive: true }));
    return plain(
      formedSentence(prediction, all, (token, ...figures) => named(words.join(" "), prediction, token, 24, ...figures)),
    ).replaceAll(/[\u202F\u00A0]/g, " ");
  };
  assert.equal(
    said(["סרט", "נפלא", "מאוד"], [1, "lean"]),
    "Read word by word, from 50 % positive: it leaned positive from נפלא on (50 % → 90 %).",
  );
  assert.equal(
    said(["good", "good", "fine"], [0, "lean"], [1, "step"], [2, "step"]),
    "Read word by word, from 50 % positive: it leaned positive from good (word 1) on (50 % → 90 %), rose at good (word 2, 50 % → 90 %) and was settled by fine (50 % → 90 %).",
  );
});

test("two equal figures are not said to differ", async () => {
  const { strongestSentence } = await importSource("page/sentences/move.ts");
  const said = (weight, name = "so") =>
    plain(
      strongestSentence(
        { method: "leave-one-out", target: "logit" },
        read(["so", "so"], { probability: 0.47 }),
        name.split(/(?= )/),
        weight,
      ),
    );
  assert.match(
    said(-0.01),
    /^Of all words so weighs most: without it the text would still be 47.% positive, a difference of −0.01 in the score\.$/,
  );
  assert.match(said(-0.01, "“.” (place 3)"), /^Of all words and marks “\.” \(place 3\) weighs most/);
  assert.match(said(-0.5), /^Of all words so weighs most: without it the text would be 59.% positive, not 47.%\.$/);
});

test("none and all are not given as a share, and a sentence begins with a capital whatever its figure", async () => {
  const { pairsSentence, familiarSentence } = await importSource("page/sentences/credibility.ts");
  const pairs = (all, rare, p) =>
    plain(pairsSentence({ pairs: { pairs: all, rare: Array(rare).fill(0), p, usual: 0.18 } })).replaceAll(
      "\u202F",
      " ",
    );
  assert.equal(
    pairs(14, 0, 1),
    "None of its 14 pairs of neighbouring words and marks is rare in training. In a validation text 18 % are.",
  );
  assert.equal(
    pairs(5, 5, 0),
    "Its words or their order are strange. All of its 5 pairs of neighbouring words and marks are rare in training. In a validation text 18 % are. Of validation texts under 0.1 % have as large a share.",
  );
  assert.match(
    pairs(20, 3, 0.72),
    /^3 of its 20 pairs .+ are rare in training, 15 %\. In .+ are\. Of validation texts 72 % have as large a share or a larger one\.$/,
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
  assert.match(plain(familiar), /\. Of the validation texts over 99\.9.% have as little support/);
  // The same review may be near in several layers: there are so many neighbours, not so many reviews.
  assert.match(plain(familiar), /Of its 300 neighbours in training \(75 in each of 4 layers\) 100 are spam/);
});

test("what is left of a word is named by the nearest fraction, and a half that came back is not said to be gone", async () => {
  const { courseSentence } = await importSource("page/sentences/contribution.ts");
  const said = (last, others) =>
    plain(courseSentence("fine", { read: 1, last, after: 12, half: null, turned: null, ...others }));
  assert.match(said(0.93), /nine tenths of it is left \(\+0\.93\)\.$/);
  assert.match(said(0.78), /three quarters of it is left/);
  assert.match(said(0.7, { half: 3 }), /two thirds of it is left \(\+0\.70\)\.$/);
  assert.match(said(1.4, { half: 3 }), /it is worth more, \+1\.40\.$/);
  assert.match(said(0.3, { half: 3 }), /a third of it is left \(\+0\.30\); half was gone after 3 words\.$/);
  assert.match(said(-0.03, { half: 3, turned: 9 }), /nothing of it is left \(−0\.03\); half was gone after 3 words\.$/);
});

test("a gate that counts as stuck at 95 of 100 words is not said to be so at all", async () => {
  const { unitsSentence } = await importSource("page/sentences/motion.ts");
  const unit = (stuck) => ({ index: 7, contribution: 0.4, halfLife: 50, stuck });
  assert.match(
    plain(unitsSentence([unit(0.95), unit(0.5)], 0.8)),
    /one keeps its gate of memory as good as open or shut nearly all the time\.$/,
  );
});

test("a score that came to its side once is not said to have come for the last time", async () => {
  const { lastCrossing } = await importSource("page/shapes/turns.ts");
  const found = (zero_logit, ...running_logit) =>
    lastCrossing({ zero_logit, running_logit, logit: running_logit.at(-1) });
  assert.deepEqual(found(-0.1, -1, 1, 2), { at: 1, again: false });
  assert.deepEqual(found(-0.1, 1, -1, 2), { at: 2, again: true });
  assert.deepEqual(found(0.1, -1, 2), { at: 1, again: true }, "it began there");
  assert.deepEqual(found(-0.1, 1, 2), { at: 0, again: false });
  assert.equal(found(0.1, 1, 2), null);
});

describe("in short", async () => {
  const { summary, initialState, askFor } = await importSource(
    "page/sentences/summary.ts",
    "page/state.ts",
    "page/deeds/asks.ts",
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
      prediction: read(words, { spans }),
      views: "ready",
    };
    const answer = (method, result) =>
      (state.slots[method] = { ...state.slots[method], phase: "done", answered: askFor(state, method), result });
    const whole = span[1] - span[0] > 1;
    answer("leave-one-out", {
      tokens: words,
      target: "logit",
      weights: words.map((_, i) => (i === span[0] ? 0.5 : 0)),
    });
    if (whole)
      answer("phrase-tree", {
        tokens: words,
        target: "logit",
        score: "leave-out",
        nodes: [{ span, score: 2, parent: span[1] - span[0] === words.length ? null : 1 }],
      });
    for (const [method, result] of Object.entries(answers)) answer(method, result);
    return summary(state)
      .map((clause) => plain(clause.say))
      .join(" ")
      .replaceAll("\u202F", " ");
  }

  const training = (reviews, positive) =>
    said([1, 2], { "carrier-search": { train: { reviews, positive, base_rate: 0.5 } } });
  test("few reviews are counted, not given as a share of nearly none or nearly all", () => {
    assert.match(training(1, 0), /In training fine stands in 1 review, none of them positive: too few to explain it\./);
    assert.match(training(1, 1), /In training fine stands in 1 review, all of them positive: /);
    assert.match(training(3, 0), /In training fine stands in 3 reviews, none of them positive: /);
    assert.match(
      training(40, 40),
      /In training fine stands in 40 reviews, all of them positive: the data explain it\./,
    );
    assert.match(training(40, 30), /In training fine stands in 40 reviews, 75 % of them positive: /);
  });

  test("a training review that is judged wrong is not held against reviews that were never seen", () => {
    const wrong = (split) =>
      said(
        [0, 1],
        {},
        {
          origin: { ...NOWHERE, label: 0, split },
          manifest: { config: {}, metrics: { int8: { assess: { accuracy: 0.91 } } } },
        },
      );
    assert.match(
      wrong("validation"),
      /^This verdict is wrong: the review is labelled negative, as 9 % of its verdicts on validation reviews are\./,
    );
    assert.match(wrong("train"), /^This verdict is wrong: the review is labelled negative\. /);
  });

  test("a whole text is not the phrase that carried it", () => {
    assert.match(said([0, 2], {}), / truly fine carried it most: without them 55 % positive, not 90 %\./);
    assert.match(said([0, 3], {}), / truly carried it most: without it 85 % positive, not 90 %\./);
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
    assert.match(place([1, 2], "best"), / Where fine stands, best would have moved/);
    assert.match(place([1, 3], "best"), / Where fine stands, best would have moved/);
  });
});

test("no more words are said to have been left out than the text has", async () => {
  const { foundSentence } = await importSource("page/sentences/whatif.ts");
  const nearest = { changes: [{ position: 0, token: "dull", replacement: null }], probability: 0.499 };
  const said = (all, tried) =>
    plain(
      foundSentence(
        { items: [], nearest, tried, kind: "leave-out", base: { probability: 0.1 }, flips: 5, finished: true },
        all,
        () => ["dull"],
      ),
    );
  assert.match(said(1, 1), /^Nothing found\. Leaving out up to 1 word did not turn the verdict in 1 text tried; /);
  assert.match(said(4, 15), /Leaving out up to 4 words did not turn the verdict in 15 texts tried; /);
  assert.match(said(40, 900), /Leaving out up to 5 words did not turn the verdict in 900 texts tried; /);
});

test("of phrases within one another the largest are not called the weightiest of all", async () => {
  const { treeSentence } = await importSource("page/sentences/phrases.ts");
  const nodes = [
    { span: [0, 2], round: 1, parent: 1, score: 3.4 },
    { span: [0, 5], round: 2, parent: 2, score: 0.8 },
    { span: [0, 6], round: 0, parent: null, score: 1 },
  ];
  const said = plain(treeSentence({ nodes }, (span) => `words ${span.join("-")}`));
  assert.equal(said, "Of the largest phrases that grew from the strongest words, the weightiest is words 0-5 (+0.80).");
});

test("words that had no time to be forgotten are not among those that lasted", async () => {
  const { memorySentence } = await importSource("page/sentences/contribution.ts");
  const tokens = Array.from({ length: 20 }, (_, i) => `w${i}`);
  const words = tokens.map((_, i) => ({ read: i === 18 ? 3 : i < 2 ? 1 : 0.01, half_life: [4, 9][i] ?? null }));
  const said = plain(memorySentence({ tokens, words }, (at, figure) => [`w${at} (${figure})`]));
  assert.match(
    said,
    /^Of the words that moved it most when read, with at least 10 more to come, w1 \(\+1\.00\) lasted longest: it took 9 words/,
  );
});

test("a weight that LIME gives to all places of a word is not compared as if it were one place's", async () => {
  const { moves, moveRows, initialState, askFor, limeSentence, strongestSentence } = await importSource(
    "page/shapes/moves.ts",
    "page/state.ts",
    "page/deeds/asks.ts",
    "page/sentences/move.ts",
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
    answer("leave-one-out", askFor(state, "leave-one-out"), { tokens, target: "logit", weights: [0.3, 0.2, 0.2] });
    answer("lime", { text, settings: { units } }, lime);
    return moves(state);
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
    plain(strongestSentence(lime, read(tokens), ["good"], 0.95, 2)),
    "LIME gives good the most weight: +0.95 for all 2 places at once.",
  );
});

test("a rule that would hold without a word is not said to hold just as well", async () => {
  const { minimalSentence } = await importSource("page/sentences/anchors.ts");
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
  assert.equal(said(0.955, 0.7), "It would hold without w0, too: 96 % of the time.");
  assert.equal(said(0.955, 0.98), "It would hold without w0 and w1, too, one at a time: at least 96 % of the time.");
  assert.equal(said(0.9, 0.7), "Without any one of these words it holds 90 % of the time at most.");
});

test("a method that weighs all places of a word alike agrees with one that names any of them", async () => {
  const { firstSentence } = await importSource("page/sentences/agreement.ts");
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
