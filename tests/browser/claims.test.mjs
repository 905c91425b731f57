// What the page claims of training, familiarity and rules, held against chance and against the edges. No browser is needed.
import assert from "node:assert/strict";
import { test } from "node:test";
import { importSource } from "./source.mjs";

const { plain } = await importSource("page/writing/sentence.ts");
const told = (sentence) => plain(sentence).replaceAll(/[\u202F\u00A0]/g, " ");
const HAM = { names: ["ham", "spam"], explained: 1 };

/** Numbers that are the same in every run. */
function random(seed) {
  let state = seed;
  return () => (state = (state * 48271) % 2147483647) / 2147483647;
}

test("a share among the texts with a word is a tendency only beyond chance, and only where it matters", async () => {
  const { tendencyOf, tailFrom } = await importSource("page/ui/chance.ts");
  const of = (reviews, positive, base_rate = 0.5) => tendencyOf({ reviews, positive, base_rate });
  // P(X ≥ 9) of 10 fair throws is 11/1024, of 8 it is 56/1024.
  assert.ok(Math.abs(tailFrom(9, 10, 0.5) - 11 / 1024) < 1e-12);
  assert.ok(Math.abs(tailFrom(8, 10, 0.5) - 56 / 1024) < 1e-12);
  assert.ok(Math.abs(tailFrom(0, 10, 0.5) - 1) < 1e-12);
  // By whole numbers: the sum of C(17500, k) from 9000 on, over 2^17500.
  assert.ok(Math.abs(tailFrom(9000, 17500, 0.5) / 8.086730636816299e-5 - 1) < 1e-6);
  assert.deepEqual([of(10, 9), of(10, 8), of(10, 2), of(10, 1)], ["last", "chance", "chance", "first"]);
  assert.deepEqual([of(1, 1), of(0, 0), of(5, 5), of(6, 6)], ["chance", "everywhere", "chance", "last"]);
  assert.deepEqual([of(10_000, 5_200), of(10_000, 6_000)], ["everywhere", "last"]);
  assert.deepEqual([of(100, 62), of(100, 62, 0.6)], ["last", "everywhere"]);
  assert.deepEqual([of(30, 30, 1), of(30, 0, 0)], ["everywhere", "everywhere"], "one label only");
});

test("familiarity never falls while credibility rises, whatever else; rare pairs are a fact of their own", async () => {
  const { familiarFacts, familiarity } = await importSource("page/views/verdict/familiar.ts");
  const facts = (credibility, p, pairs = 40) =>
    familiarFacts({ whole: { credibility }, pairs: { pairs, p } }).map(told);
  const RANK = { "hardly familiar": 0, "only a little familiar": 1, familiar: 2 };
  const draw = random(7);
  for (let i = 0; i < 5_000; i++) {
    const [a, b] = [draw(), draw()].sort((x, y) => x - y);
    const [low, high] = [facts(a, draw()), facts(b, draw())].map(([fact]) => RANK[fact.split(":")[0]]);
    assert.ok(low <= high, `${a} is said to be more familiar than ${b}`);
  }
  assert.deepEqual([0, 0.049, 0.05, 0.09, 0.11, 0.15, 0.1999, 0.2, 0.21, 0.24, 1].map(familiarity), [
    "strange",
    "strange",
    ...Array(5).fill("little"),
    ...Array(4).fill("familiar"),
  ]);
  assert.deepEqual(facts(0.9, 0.18), ["familiar: credibility 90 %", "somewhat unusual word pairs"]);
  assert.deepEqual(facts(0.9, 0.01), ["familiar: credibility 90 %", "unusual word pairs"]);
  assert.deepEqual(facts(0.11, 0.4), ["only a little familiar: credibility 11 %"]);
  assert.deepEqual(facts(0.11, 0.01, 4), ["only a little familiar: credibility 11 %"], "too few pairs to say");
  assert.deepEqual(facts(null, 0.5), [], "no credibility where all texts have one label");
  assert.deepEqual(familiarFacts({ whole: null, pairs: { pairs: 0, p: null } }), []);
});

test("where there is no credibility nothing is compared, and nothing is praised", async () => {
  const { familiarSentence } = await importSource("page/views/credibility/sentences.ts");
  const whole = { prediction: 0, alpha: [0, 300], probability: 0.1, credibility: null, confidence: null };
  const answer = {
    votes: [[300, 0]],
    neighbours: 75,
    layers: ["hidden"],
    whole,
    pairs: { pairs: 0, rare: [], p: null },
  };
  assert.match(told(familiarSentence(answer, whole, HAM, 0)), /^There is no answer here\./);
});

test("what stands in training is told in the network's own classes, with chance named", async () => {
  const { seenSentence, validationSentence, similarSentence, trainCaveat, validationCaveat } = await importSource(
    "page/views/memory/sentences.ts",
  );
  const manifest = { counts: { train: 1000 }, metrics: null };
  const said = (reviews, positive, validation = 0, of = manifest) =>
    told(
      seenSentence(
        "cash",
        {
          unknown: false,
          in_order: true,
          train: { reviews, positive, negative: reviews - positive, base_rate: 0.5, mean_probability: 0.75 },
          validation: { reviews: validation, positive: 0, negative: validation },
        },
        of,
        HAM,
      ),
    );
  assert.equal(said(0, 0), "No. cash appears in none of 1,000 training texts.");
  assert.equal(
    said(0, 0, 2),
    "No. cash appears in none of 1,000 training texts. It does appear in 2 validation texts.",
  );
  assert.equal(
    said(1, 1),
    "Hardly. cash appears in one of 1,000 training texts, and that is spam. The network gives it 75 % spam.",
  );
  assert.match(
    said(4, 3),
    /^Hardly\. cash appears in 4 of 1,000 training texts; 3 of them are spam, too few to show a tendency\. On average the network gives them 75 % spam\.$/,
  );
  assert.match(said(60, 45), /; 45 of them are spam\. On/);
  assert.match(said(12, 8), /; 8 of them are spam, which may well be chance\. On/);
  assert.match(said(1000, 520), /; 520 of them are spam, no more than average\. On/);
  assert.match(said(60, 15, 0, null), /^Yes\. cash appears in 60 of the training texts; 45 of them are ham\. On/);
  const validation = (positive, negative) =>
    told(validationSentence({ validation: { reviews: positive + negative, positive, negative } }, HAM));
  assert.deepEqual(
    [validation(0, 0), validation(1, 0), validation(2, 5)],
    ["No validation text has it.", "1 text, spam.", "7 texts, 5 of them ham."],
  );
  const similar = (...labels) =>
    told(similarSentence("cash", { from: "zero", items: labels.map((label) => ({ label })) }, HAM));
  assert.match(
    similar(1),
    /^Read on its own, cash leaves .+ where a passage of one training text left it, and that text is spam\.$/,
  );
  assert.match(similar(1, 0, 0), /where passages of 3 training texts left it: 2 of those texts are ham\.$/);
  const measured = { accuracy: 0.9, log_loss: 0.3, ece: 0.1 };
  const ours = { metrics: { int8: { assess: measured } } };
  const assumed = { metrics: { split: "assumed", int8: { assess: measured } } };
  assert.match(told(trainCaveat(ours)), /^The network has already seen these texts/);
  assert.match(told(validationCaveat(ours)), /was not trained on these/);
  for (const unknown of [assumed, { metrics: null }, null]) {
    assert.match(told(trainCaveat(unknown)), /may have been trained on these/);
    assert.match(told(validationCaveat(unknown)), /is not known/);
  }
});

test("the model's card says what is known of a network, and no praise where anybody would be right", async () => {
  const { modelSentence, shapeSentence, calibrationSentence, reportOf } = await importSource(
    "page/views/model/sentences.ts",
    "page/ui/report.ts",
  );
  const config = {
    cell: "gru",
    vocabulary: 30_000,
    embedding: 50,
    hidden: 64,
    layers: 1,
    directions: "unidirectional",
    readout: "last",
    outputs: 1,
  };
  const manifest = (of) => ({ config, classes: ["ham", "spam"], files: {}, counts: null, metrics: null, ...of });
  assert.equal(
    told(modelSentence(manifest())),
    "A GRU of 64 units in one layer. How often it is right has not been measured.",
  );
  const stored = (bytes) => told(shapeSentence(manifest({ files: { "weights.safetensors": { bytes } } })));
  const weights = 30_000 * 50 + 3 * 64 * (50 + 64 + 2) + 65;
  assert.match(
    stored(4 * weights + 900),
    /It knows 30,000 words, each as a vector of 50 numbers\. .+ Its weights are stored in single precision\.$/,
  );
  assert.match(stored(weights + 130_000), /Its weights are stored in eight bits\.$/);
  assert.doesNotMatch(stored(2.4 * weights), /stored/);
  const stepwise = (trained_at_every_step) => told(shapeSentence(manifest({ metrics: { trained_at_every_step } })));
  assert.match(stepwise(true), /It was trained to answer after every word\./);
  assert.match(stepwise(false), /It was trained to answer at the end of a text only\./);
  assert.match(stepwise(undefined), /Whether it was trained to answer after every word, .+ is not known\./);
  const judged = (accuracy, [true_positive, false_negative, true_negative, false_positive]) =>
    manifest({
      counts: { train: 800 },
      metrics: {
        split: "assumed",
        int8: {
          assess: {
            accuracy,
            log_loss: 0.1,
            ece: 0.01,
            confusion: { true_positive, false_negative, true_negative, false_positive },
            reliability: [{ from: 0.9, to: 1, examples: 50, confidence: 0.99, accuracy: 0.99 }],
          },
        },
      },
    });
  assert.match(
    told(modelSentence(judged(0.9, [45, 5, 45, 5]))),
    /^A GRU of 64 units in one layer\. It is right on 90\.00 % of 100 texts set aside here; whether it was trained on them is not known\.$/,
  );
  assert.match(
    told(modelSentence(judged(0.5, [0, 50, 50, 0]))),
    /Giving every text the same answer would do as well: it would be right on 50\.00 %\.$/,
  );
  const one = judged(1, [100, 0, 0, 0]);
  assert.match(told(modelSentence(one)), /All of these have the same label, so being right on them says little\.$/);
  assert.deepEqual(calibrationSentence(reportOf(one)), [], "nor are its probabilities taken at their word");
});

test("rules that follow a network with one verdict are no rules", async () => {
  const { fidelitySentence, othersSentence, firingSentence } = await importSource("page/views/rules/sentences.ts");
  const found = (positive, negative) => ({
    total: 40,
    curve: [{ rules: 40, fidelity: 1, vote_fidelity: 1 }],
    tree: [{ positive, negative }],
    tree_fidelity: 1,
    firing: [],
    fallback: 0,
    agrees: true,
    network: 0,
  });
  const flat = { ...found(0, 200), curve: [], tree_fidelity: null };
  assert.match(told(fidelitySentence(flat)), /^Nothing shows how far a list can be trusted: /);
  assert.deepEqual(othersSentence(flat), []);
  assert.match(told(fidelitySentence(found(90, 110))), /^Nearly these\. .+ for 100 of 100 validation texts\.$/);
  // What says spam of 95 of 100 texts is followed as often by any list.
  const followed = (fidelity, positive, negative) => ({
    ...found(positive, negative),
    curve: [{ rules: 40, fidelity, vote_fidelity: 1 }],
  });
  assert.match(told(fidelitySentence(followed(0.96, 190, 10))), /^Only roughly these\. /);
  assert.match(told(fidelitySentence(followed(0.996, 190, 10))), /^Nearly these\. /);
  assert.match(told(fidelitySentence(followed(0.96, 100, 100))), /^Nearly these\. /);
  assert.equal(
    told(firingSentence(found(90, 110), HAM)),
    "No rule fires. None of the 40 phrases appears in your text, so the list falls back on ham, as the network judges 55 % of all training texts. The network says the same.",
  );
});

test("methods that give no word a weight have nothing to agree on, and units that bring nothing carry nothing", async () => {
  const { firstSentence, pairsSentence, curvesSentence, hasOrder } = await importSource(
    "page/views/agreement/sentences.ts",
  );
  const flat = { name: "lime", weights: [0, 0, 0, 0], warning: false };
  const found = {
    tokens: ["a", "b", "c", "d"],
    methods: [flat, { ...flat, name: "leave-one-out" }, { ...flat, name: "integrated-gradients" }],
    kendall: [
      [1, 1, 1],
      [1, 1, 1],
      [1, 1, 1],
    ],
    deletion: [{ name: "lime", aopc: 0 }],
    random: {},
  };
  assert.match(told(firstSentence(found, () => ["x"])), /^Nothing varies here, so there is nothing to explain/);
  assert.deepEqual([pairsSentence(found), curvesSentence(found), hasOrder(found)], [[], [], false]);
  const { unitsSentence } = await importSource("page/views/units/sentences.ts");
  const unit = (index, contribution) => ({ index, contribution, halfLife: 3, stuck: 0 });
  assert.equal(told(unitsSentence([unit(0, 0), unit(1, 0)], 0.2, "forget")), "2 units, those that moved most on top.");
  assert.match(
    told(unitsSentence([unit(4, 0.5), unit(1, 0)], 0.2, "update")),
    /^Of 2 units, unit 4 \(\+0\.50\) contributes most to the score of \+0\.20\. With the update gate at its average, no unit would keep half/,
  );
});

test("what a point of the score is, for two classes, for more, and for classes by themselves", async () => {
  const { scaleSentence } = await importSource("page/views/reading/sentences.ts");
  assert.match(told(scaleSentence(HAM, true)), /\+1 is 73 % spam, \+4 is 98 %; below 0 it leans ham\.$/);
  const pets = { names: ["cat", "dog", "cow"], explained: 1 };
  assert.match(told(scaleSentence(pets, true)), /by which dog leads its strongest rival/);
  assert.match(told(scaleSentence(pets, false)), /undecided about dog/);
});

test("what the scale promised, and what gives shuffled texts away, is said as it was measured", async () => {
  const { validitySentence, noticedSentence } = await importSource("page/views/credibility/sentences.ts");
  const validity = (n, ...pairs) => told(validitySentence({ reviews: n, validity: pairs }, true));
  assert.match(
    validity(3750, [0.05, 0.052], [0.2, 0.195]),
    /^Calibration check passed: of 3,750 texts .+ at most 5 % and 20 % for 5\.2 % and 19\.5 %/,
  );
  assert.match(validity(18, [0.2, 6 / 18]), /^Calibration check passed: /, "six of eighteen may be chance");
  assert.match(validity(3750, [0.05, 0.09]), /^Calibration check failed: /);
  const noticed = (credibility, pairs) =>
    told(noticedSentence({ strange: [{ kind: "shuffled", auroc: [credibility, 0, pairs, 0] }] }));
  assert.match(
    noticed(0.53, 0.97),
    /^Word order barely moves credibility: .+ rare word pairs give them away \(0\.97\)\.$/,
  );
  assert.match(noticed(0.53, 0.53), /^Word order moves neither: /);
  assert.match(noticed(0.8, 0.97), /^For shuffled texts: credibility 0\.80, rare word pairs 0\.97\.$/);
});

test("little files are not said to have no size", async () => {
  const { megabytes } = await importSource("page/writing/numbers.ts");
  assert.deepEqual(
    [0, 69, 2036, 20_515, 99_999, 100_000, 2_210_000, 26_000_000].map((bytes) =>
      megabytes(bytes).replace("\u202F", " "),
    ),
    ["0.0 MB", "0.1 kB", "2.0 kB", "21 kB", "100 kB", "0.1 MB", "2.2 MB", "26 MB"],
  );
});

test("a handful of texts says nothing about probabilities", async () => {
  const { calibrationSentence } = await importSource("page/views/model/sentences.ts");
  const said = (examples, confidence, accuracy) =>
    told(
      calibrationSentence({
        measured: [{ base: 0.5, ece: 0.04 }],
        reliability: [{ from: 0.9, to: 1, examples, confidence, accuracy }],
      }),
    );
  assert.match(said(1, 0.83, 1), /^Too few texts were measured .+ on the text it was surest of, it said 83 %/);
  assert.match(said(40, 0.97, 0.95), /^Too few texts were measured .+ on the 40 texts/);
  assert.match(said(3092, 0.9897, 0.957), /^It is surer than it should be: on the 3,092 texts/);
  assert.match(said(3092, 0.957, 0.9897), /^It is less sure than it could be: /);
  assert.match(said(3092, 0.957, 0.96), /^Its probabilities can be taken at their word: /);
});
