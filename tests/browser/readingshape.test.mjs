// What the reading draws of state and answers, as figures: its window, whose gates, what would be missing, what is said of it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { importSource } from "./source.mjs";

const {
  DEFAULT_SETTINGS,
  axisOf,
  countsLead,
  distancesOf,
  faultOf,
  followed,
  initialState,
  layerOf,
  leftOut,
  meanOf,
  missingRows,
  othersOf,
  placeOf,
  questions,
  removalOf,
  riverShape,
  scaleSentence,
  silentSentence,
  plain,
  tracksOf,
  whoseOf,
  windowAt,
  windowOf,
} = await importSource(
  "page/store/state.ts",
  "page/address/url.ts",
  "page/address/keys.ts",
  "page/lesson/faults.ts",
  "page/writing/sentence.ts",
  "page/views/reading/ask.ts",
  "page/views/reading/axisshape.ts",
  "page/views/reading/familiarshape.ts",
  "page/views/reading/findings.ts",
  "page/views/reading/ghostshape.ts",
  "page/views/reading/keptshape.ts",
  "page/views/reading/missingshape.ts",
  "page/views/reading/rivershape.ts",
  "page/views/reading/sentences.ts",
  "page/views/reading/trackshape.ts",
);

const network = (config, classes = ["low", "high"]) => ({ classes, config: { layers: 1, hidden: 6, ...config } });

/** A page on which a text of so many words has been read. */
function read(kept, { reading = {}, ...more } = {}) {
  const prediction = { kept, classes: more.manifest?.classes ?? ["low", "high"], class: 1, running_logit: [] };
  const settings = { ...DEFAULT_SETTINGS, reading: { ...DEFAULT_SETTINGS.reading, ...reading } };
  return { ...initialState(), text: "x", predicted: "x", prediction, settings, ...more };
}

test("the window is as it was chosen, lies in the text and is none of a short text", () => {
  assert.deepEqual(windowOf(600, [499, 550]), [499, 550]);
  assert.deepEqual(windowOf(600, null), [0, 600]);
  assert.deepEqual(windowOf(149, [40, 80]), [0, 149]);
  assert.deepEqual(windowOf(300, [280, 900]), [280, 300]);
  assert.deepEqual(windowOf(300, [297, 900]), [290, 300]);
  assert.deepEqual(windowOf(300, [400, 500]), [0, 300]);
  assert.deepEqual(windowAt(600, [499, 550], 520), [499, 550]);
  assert.deepEqual(windowAt(600, [499, 550], 9), [0, 51]);
});

test("the window follows the line, and another chosen word once; a word that was chosen before does not hold it", () => {
  const before = read(600, { reading: { zoom: [499, 550] }, selection: [9, 10] });
  assert.equal(followed(before, { ...before, line: 300 }), 300);
  assert.equal(followed({ ...before, line: 300 }, { ...before, line: 300 }), null);
  assert.equal(followed(before, { ...before, selection: [19, 20] }), 19);
  assert.equal(followed(before, { ...before, message: "read" }), null);
  // The window is moved by hand, a link sets both, the page chooses a word, another text is read.
  const moved = { ...before.settings, reading: { ...before.settings.reading, zoom: [100, 151] } };
  assert.equal(followed(before, { ...before, settings: moved }), null);
  assert.equal(followed(before, { ...before, settings: moved, selection: [19, 20] }), null);
  assert.equal(followed({ ...before, selection: null }, { ...before, picked: true }), null);
  assert.equal(followed({ ...before, selection: null, prediction: null }, before), null);
});

test("tracks that this network does not have are not drawn, and there is always one", () => {
  const both = network({ directions: "bidirectional" });
  assert.deepEqual(tracksOf(read(5)), ["river", "missing", "kept"]);
  assert.deepEqual(tracksOf(read(5, { manifest: both })), ["river", "missing"]);
  assert.deepEqual(tracksOf(read(5, { manifest: both, reading: { tracks: ["kept", "lasting"] } })), ["river"]);
  const lasting = (more) =>
    tracksOf(read(5, { manifest: { ...network({}), ...more }, reading: { tracks: ["lasting"] } }));
  assert.deepEqual([lasting({}), lasting({ average_word: [0.1] })], [["river"], ["lasting"]]);
  const familiar = (more) =>
    tracksOf(read(5, { manifest: { ...network({}), ...more }, reading: { tracks: ["familiar"] } }));
  const files = { "index.safetensors": { bytes: 1 } };
  assert.deepEqual([familiar({ files: {} }), familiar({ files })], [["river"], ["familiar"]]);
  assert.deepEqual(familiar({ files, classes: ["a", "b", "c"] }), ["river"]);
  assert.deepEqual(familiar({ files, config: both.config }), ["river"]);
  for (const refused of ["other", "nonsense"])
    assert.match(placeOf(`tracks=${refused}`).wrong, new RegExp(`tracks=${refused} could not be read`));
  const { settings, wrong } = placeOf("tracks=kept+river");
  assert.deepEqual([settings.reading.tracks, wrong], [["river", "kept"], ""]);
  assert.match(placeOf("tracks=kept.rivers").wrong, /tracks=kept\.rivers was read as tracks=kept\./);
});

test("a word has the distance of the last beginning that was judged, and none before the first or without a direction", () => {
  const judged = (tokens, distance) => ({ tokens, distance });
  assert.deepEqual(distancesOf([judged(1, 0.9), judged(2, 0.4), judged(3, 0)], 3), [0.9, 0.4, 0]);
  const [none, few] = [Number.NaN, [judged(2, 0.5), judged(4, null), judged(5, 0.25)]];
  assert.deepEqual(distancesOf(few, 6), [none, 0.5, 0.5, none, 0.25, 0.25]);
  assert.deepEqual(distancesOf([], 2), [none, none]);
});

test("a layer that the network does not have is its last, and a lesson is told of it", () => {
  const manifest = network({ layers: 2 });
  assert.deepEqual(
    [null, 0, 1, 9].map((layer) => layerOf(read(5, { manifest, reading: { layer } }))),
    [1, 0, 1, 1],
  );
  const fault = (fragment) => faultOf(placeOf(fragment), manifest, 5);
  assert.match(fault("layer=9"), /^layer names layer 9, and this network has layers 0 to 1\.$/);
  assert.match(fault("unit=6"), /^unit names unit 6, and this network has units 0 to 5\.$/);
  assert.equal(fault("layer=1&unit=5"), "");
});

test("gates are of a unit that the layer has, and weighted only where it is known by what", () => {
  const held = { parts: ["forget"], units: 2, values: Float32Array.of(0.2, 0.6) };
  const found = { units: [{ contribution: -1 }, { contribution: 3 }] };
  const mean = (whose, by = found) => meanOf(held, "forget", by, whose).map((value) => Math.round(100 * value));
  assert.deepEqual(mean({ gates: "unit", unit: 5000 }), [60]);
  assert.deepEqual(mean({ gates: "unit", unit: 0 }), [20]);
  assert.deepEqual(mean({ gates: "weighted", unit: null }), [50]);
  assert.deepEqual(mean({ gates: "all", unit: null }), [40]);
  assert.equal(whoseOf(held, null, { gates: "weighted", unit: null }).gates, "all");
});

test("of several classes of which one is right all is counted as the lead, and nothing that is not stands beside it", () => {
  const three = (config) => read(5, { manifest: network(config, ["low", "middle", "high"]) });
  const asked = (state) => questions["removal-over-time"].ask(state).settings.margin === true;
  const [softmax, each, both] = [{}, { activation: "sigmoid" }, { directions: "bidirectional" }].map(three);
  assert.deepEqual([softmax, each, both, read(5)].map(asked), [true, false, false, false]);
  assert.deepEqual([softmax, each, both, read(5)].map(countsLead), [true, false, false, false]);
  const answered = (state, settings) => {
    const slot = (name, result) => ({ ...state.slots[name], answered: { text: "x", settings }, result });
    const slots = {
      "removal-over-time": slot("removal-over-time", { words: [] }),
      "leave-one-out": slot("leave-one-out", { target: "logit" }),
    };
    const now = { ...state, slots: { ...state.slots, ...slots } };
    return [removalOf(now) !== null, leftOut(now) !== null];
  };
  assert.deepEqual(answered(softmax, {}), [false, false]);
  assert.deepEqual(answered(softmax, { margin: true }), [true, false]);
  assert.deepEqual(answered(both, {}), [true, true]);
  const classes = { names: ["low", "middle", "high"], explained: 1 };
  assert.match(plain(scaleSentence(classes, true)), /leads its strongest rival/);
  assert.match(plain(scaleSentence(classes, false)), /undecided about middle/);
});

const course = (values) => {
  const peak_after = values.reduce((most, value, i) => (Math.abs(value) > Math.abs(values[most]) ? i : most), 0);
  return { read: values[0], peak: values[peak_after], peak_after, last: values.at(-1), left: null, silent: true };
};

test("a silent word is strong from a word on only if it stays so to the end", () => {
  const said = (values) => {
    const removal = { words: [course(values)], rows: [{ word: 0, values }] };
    return plain(silentSentence(removal, (word) => [{ text: `w${word}` }]));
  };
  assert.match(said([0.08, 0.5, 0.1, 0.6, 0.7]), /^w0 did almost nothing.*; from w3 on, .* by 0\.70 at the end\.$/);
  assert.match(said([0.08, 0.5, 0.9, 0.2, 0.3]), /^w0 did almost nothing.*; at w2, .* by 0\.90\.$/);
});

test("chosen words have a row together, from where all of them have been read", () => {
  const rows = [
    { word: 0, values: [1, 1, 1, 1] },
    { word: 1, values: [0, 0.5, 0.2] },
    { word: 2, values: [0.1, 0.1] },
  ];
  const removal = { words: rows.map(({ values }) => course(values)), rows };
  const span = { span: { word: 1, values: [0, 0.8, 0.9] }, span_course: course([0.8, 0.9]) };
  const found = missingRows(removal, null, span, 4, [1, 3], 4, 8).rows;
  assert.deepEqual(
    found.map(({ word, words, from, values }) => [word, words, from, values.length]),
    [
      [0, 1, 0, 4],
      [1, 2, 2, 2],
      [1, 1, 1, 3],
      [2, 1, 2, 2],
    ],
  );
  assert.equal(missingRows(removal, null, span, 4, [1, 3], 4, 1).rows[0].words, 2);
  // A word of a text so long that no other answer tells of it has this row alone.
  const alone = { span: { word: 2, values: [0.1, 0.3] }, span_course: course([0.1, 0.3]) };
  const one = missingRows(removal, null, alone, 4, [2, 3], 4, 8).rows.filter(({ word }) => word === 2);
  assert.deepEqual(
    one.map(({ last }) => last),
    [0.3],
  );
});

test("without strands what is filled ends at the line itself; scores of other texts fit in", () => {
  const axis = axisOf([0, 4], 40, 440);
  const of = (more) =>
    riverShape({
      found: null,
      zero: 0,
      running: [1, -1, 2, -2],
      axis,
      top: 10,
      height: 200,
      most: 9,
      least: 0,
      ...more,
    });
  const { area, line, zero, unit } = of({});
  assert.equal(area, `M40,${zero}L${line.slice(1)}L440,${zero}Z`);
  const other = of({ others: [0, 5, -6] });
  assert.ok(other.unit < unit);
  assert.ok(other.zero - 5 * other.unit >= 10 - 1e-9 && other.zero + 6 * other.unit <= 210 + 1e-9);
});

test("another text's score is shown beside that of the same two classes, and never beside itself", () => {
  const other = { text: "y", prediction: {} };
  const shown = (state) => Object.values(othersOf(state)).map((one) => one?.text ?? null);
  assert.deepEqual(shown(read(5, { before: other, pinned: other })), ["y", null]);
  assert.deepEqual(shown(read(5, { pinned: other, reading: { tracks: ["river", "other"] } })), [null, "y"]);
  assert.deepEqual(shown(read(5, { before: { ...other, text: "x" } })), [null, null]);
  assert.deepEqual(shown(read(5, { before: other, manifest: network({}, ["a", "b", "c"]) })), [null, null]);
});
