// pkg/public, the folder that may be published: no review can be put together from it, and what it offers works.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { after, before, test } from "node:test";
import { Explainer } from "./explainer.mjs";
import {
  filesOf,
  idsOf,
  longestInText,
  longestShared,
  ordered,
  postingsOf,
  reviewsOf,
  runOfIds,
  tensorsOf,
  wordsOf,
} from "./rebuild.mjs";
import { PKG, expect, launch, openPage, servePackage, strangers } from "./support.mjs";

const [FULL, PUBLIC] = [`${PKG}site`, `${PKG}public`];
/** Words in a row that two people may well both write; phrase rules have at most five. */
const TURN_OF_SPEECH = 7;

const files = filesOf(PUBLIC);
const reviews = reviewsOf(`${FULL}/bundle`, 10);
const index = tensorsOf(files.find(({ name }) => name === "bundle/index.safetensors").bytes);
const SOME = 40;
const ids = idsOf(
  `${FULL}/bundle`,
  reviews.slice(0, SOME).map(({ text }) => text),
);

test("every file that one of its scripts names is there", () => {
  const names = new Set(files.map(({ name }) => name));
  for (const { name, bytes } of files.filter(({ name }) => /^[^/]+\.m?js$/.test(name))) {
    const named = [...bytes.toString("utf8").matchAll(/["'`]\.?\/?(unrolled[\w.]*\.(?:m?js|gz))["'`]/g)].map(
      ([, file]) => file,
    );
    assert.deepEqual(
      // unrolled_bg.js is how a module calls what it imports, and no file.
      named.filter((file) => !names.has(file) && file !== "unrolled_bg.js"),
      [],
      name,
    );
  }
});

test("no words of a review stand in it, in a row, as text", () => {
  const found = longestInText(files, reviews, TURN_OF_SPEECH + 1);
  assert.equal(found, null, JSON.stringify(found));
});

test("the same look at pkg/site finds whole reviews, the passages of its examples and those of its report", () => {
  const some = reviews.filter((_, at) => at % 50 === 0);
  const shard = filesOf(`${FULL}/bundle`).filter(({ name }) => name === "reviews-00.json.gz");
  const whole = longestInText(shard, some, TURN_OF_SPEECH + 1);
  assert.equal(whole.length, whole.of, JSON.stringify(whole));
  const { presets } = JSON.parse(readFileSync(`${FULL}/bundle/presets.json`, "utf8"));
  const quoted = presets.filter(({ source }) => source === "imdb").map(({ id, text }) => ({ review: id, text }));
  assert.ok(quoted.length > 0);
  for (const name of ["bundle/presets.json", "reproduction.html"]) {
    const file = { name, bytes: readFileSync(`${FULL}/${name}`) };
    assert.ok(longestInText([file], quoted, TURN_OF_SPEECH + 1)?.length > TURN_OF_SPEECH, name);
  }
});

test("no ids of a review stand in it, in a row, as numbers of any width", () => {
  assert.equal(runOfIds(files, ids.slice(0, 12), 6), null);
  for (const bytes of [Uint16Array.from(ids[3]), Uint32Array.from(ids[3])].map(({ buffer }) => Buffer.from(buffer)))
    assert.notEqual(runOfIds([{ name: "planted", bytes }], ids, 6), null);
  const list = Buffer.from(JSON.stringify({ ids: ids[5] }));
  assert.equal(runOfIds([{ name: "planted", bytes: list }], ids, 6).how, "list");
});

/** What an index may hold beside posting lists, and why it orders no words. */
const ORDERS_NOTHING = {
  "reviews.row": "numbers of reviews",
  "reviews.split": "one number a review",
  "reviews.label": "one number a review",
  "reviews.probability": "one number a review",
  "reviews.tokens": "one number a review",
  "reviews.logit": "one number a review",
  "reviews.embedding": "a mean of all words",
  "reviews.embedding.scale": "a mean of all words",
  "reviews.hidden": "one state a review",
  "reviews.hidden.scale": "one state a review",
  "reviews.cell": "one state a review",
  "reviews.cell.scale": "one state a review",
  "deep_knn.neighbours": "a setting",
  "deep_knn.alpha": "one number a review",
  "pairs.table": "pairs of words of all reviews together",
  "pairs.rare": "one number a review",
  "vocabulary.count": "of all reviews together",
  "segments.offset": "how many states there are of each review",
  "segments.value": "states, sorted by their values: see below",
  "segments.scale": "of all reviews together",
  "segments.residual": "beside the states",
  "segments.residual.scale": "of all reviews together",
  "segments.basis": "of all reviews together",
  "postings.reviews": "how many reviews hold each word",
  "postings.bits": "which: sets",
  "phrases.token": "phrases of at most five words that many reviews hold",
  "phrases.entry": "counts",
  "phrases.score": "one number a phrase",
  "phrases.tree": "phrases",
  "phrases.figures": "of all reviews together",
  "phrases.settings": "settings",
};

test("nothing in its index orders the words of a review", () => {
  assert.deepEqual(
    [...index.keys()].filter((name) => !(name in ORDERS_NOTHING)),
    [],
  );
  const offsets = index.get("segments.offset").values;
  const { shape, values } = index.get("segments.value");
  const row = (at) => values.subarray(at * shape[1], (at + 1) * shape[1]);
  const isBefore = (a, b) => {
    const at = a.findIndex((value, i) => value !== b[i]);
    return at < 0 || a[at] < b[at];
  };
  for (let review = 0; review + 1 < offsets.length; review++)
    for (let at = offsets[review] + 1; at < offsets[review + 1]; at++)
      assert.ok(isBefore(row(at - 1), row(at)), `states of review ${review}`);
  const entry = index.get("phrases.entry").values;
  const tokens = index.get("phrases.token").values;
  for (let at = 0; at < entry.length; at += 4) {
    const phrase = tokens.subarray(entry[at - 4] ?? 0, entry[at]);
    assert.ok(phrase.length <= 5 && (new Set(phrase).size <= 3 || entry[at + 3] >= 10), `phrase ${at / 4}`);
  }
  const whole = tensorsOf(readFileSync(`${FULL}/bundle/index.safetensors`));
  assert.ok([...whole.keys()].some((name) => !(name in ORDERS_NOTHING)));
});

test("its lists name the reviews that hold a word, and the words of a review cannot be put in order", () => {
  const lists = postingsOf(index);
  const rows = index.get("reviews.row").values;
  const lengths = index.get("reviews.tokens").values;
  const bags = Array.from(rows, () => []);
  lists.forEach((places, id) => places.forEach((place) => bags[place].push(id)));
  const table = index.get("pairs.table").values;
  const tried = reviews.slice(0, SOME).map(({ review }, at) => {
    const place = rows.indexOf(review);
    const bag = bags[place];
    assert.deepEqual(bag, lengths[place] < 40 ? [] : [...new Set(ids[at])].sort((a, b) => a - b), `review ${review}`);
    return bag.length === 0 ? { longest: 0, choices: Infinity } : ordered(table, bag, ids[at]);
  });
  const longest = Math.max(...tried.map((one) => one.longest));
  assert.ok(longest <= TURN_OF_SPEECH, `${longest} words in a row`);
  assert.ok(
    tried.every(({ choices }) => choices >= 4),
    JSON.stringify(tried.map(({ choices }) => choices)),
  );
  assert.equal(longestShared(ids[1], ids[1]), ids[1].length);
});

test("its examples are texts of our own, and no other file of pkg/site is in it", () => {
  const { presets } = JSON.parse(readFileSync(`${PUBLIC}/bundle/presets.json`, "utf8"));
  assert.ok(presets.length >= 4);
  for (const preset of presets) {
    assert.deepEqual([preset.source, preset.review, preset.label], ["own", null, null]);
    assert.ok(preset.activation_similarity.items.every(({ tokens, position }) => tokens === null && position === null));
    assert.ok(preset.token_search.reviews.every(({ position, count }) => position === null && count === null));
    assert.ok(wordsOf(preset.text).length > 0);
  }
  const manifest = JSON.parse(readFileSync(`${PUBLIC}/bundle/manifest.json`, "utf8"));
  assert.deepEqual([manifest.texts, manifest.kept], ["none", undefined]);
  const named = [...Object.keys(manifest.files), "manifest.json"].sort();
  assert.deepEqual(readdirSync(`${PUBLIC}/bundle`).sort(), named);
  assert.deepEqual(readdirSync(`${PUBLIC}/lessons`).sort(), ["lesson.schema.json", "negation.json", "tour.json"]);
});

let browser, server;
before(async () => {
  browser = await launch();
  server = await servePackage();
});
after(async () => {
  await browser.close();
  await server.close();
});

async function open(t, fragment = "", options = {}) {
  const opened = await openPage(browser, `${server.origin}/public/index.html${fragment}`, options);
  t.after(opened.close);
  return { ...opened, explainer: new Explainer(opened.page) };
}

const WHY = /may not be republished, so this page names them by number and cannot show their words/;

test("words are looked up, passages and neighbours are named by number, and nothing offers a review's words", async (t) => {
  const { explainer, problems, requests } = await open(t);
  await explainer.live();
  const seen = await explainer.card(/Has it seen this/);
  await explainer.select(3);
  await expect(seen, /little appears in [\d,]+ of 17,500 training texts.+In training.+In validation/);
  await expect(seen, WHY);
  await expect(seen, /Similar passages.+First answer.+text \d+.+labelled/);
  const credibility = await explainer.view("credibility");
  await expect(credibility, /The nearest training texts.+text \d+/, 60_000);
  await expect(credibility, WHY);
  await explainer.card(/Has it seen this/);
  await explainer.words.nth(3).press("Shift+ArrowRight");
  await expect(seen, /All of little from appears in [\d,]+ training texts?, in any order/);
  const text = await explainer.eachChapter(async (chapter) => {
    await explainer.idle();
    assert.equal(await explainer.root.locator("ul.reviews button").count(), 0, chapter);
    return explainer.root.evaluate((element) => {
      const read = (node) =>
        node.nodeType === 3 ? node.data : [...(node.shadowRoot ?? node).childNodes].map(read).join(" ");
      return read(element.shadowRoot);
    });
  });
  assert.doesNotMatch(text.join(" "), /build\.sh|TEXTS=|Try again|carries no (review|training) texts/);
  assert.deepEqual(strangers(requests, server.origin), []);
  assert.deepEqual(problems, []);
});

test("a rule of several words is looked up without their order", async (t) => {
  const { explainer, problems } = await open(t, "#v=1&preset=sequel&rule=waste+of");
  await explainer.live();
  await expect(
    await explainer.view("rules"),
    /waste of appears in [\d,]+ training texts, at [\d,]+ places.+hold all of its words in any order/,
    60_000,
  );
  assert.deepEqual(problems, []);
});

test("reviews are browsed by number, label, length and verdict", async (t) => {
  const { explainer, problems } = await open(t);
  await explainer.live();
  await explainer.texts("Browse the validation texts");
  await explainer.button("least sure").click();
  const panel = explainer.root.locator("unrolled-examples");
  await expect(panel, /text \d+.+words and marks.+labelled.+network/);
  await expect(panel, WHY);
  assert.equal(await panel.locator("ul.reviews button").count(), 0);
  assert.deepEqual(problems, []);
});

test("a link to a review says why it cannot be shown", async (t) => {
  const { explainer } = await open(t, "#v=1&review=7");
  await explainer.live();
  await expect(explainer.status, WHY);
});

test("every step of its lessons has its view", async (t) => {
  for (const lesson of ["tour", "negation"]) {
    const { explainer, problems } = await open(t, `#v=1&lesson=${lesson}`);
    const panel = explainer.root.locator("unrolled-tour");
    for (let step = 1; ; step++) {
      await expect(panel, new RegExp(`Step ${step} of`));
      await explainer.idle();
      assert.doesNotMatch(await panel.innerText(), /go on to the next step|not on the page|cannot be shown/);
      if (await explainer.button("Finish", panel).isVisible()) break;
      await explainer.button("Next", panel).click();
    }
    assert.equal(await explainer.button(/^Go on/, panel).count(), 0);
    assert.deepEqual(problems, []);
  }
});
