// "In short", the calibrated verdict, the card of model and data, and a second network beside the first.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { Explainer } from "./explainer.mjs";
import { importNetwork } from "./network.mjs";
import { importSource } from "./source.mjs";
import { expect, expectEqual, launch, openPage, require, servePackage, strangers, until } from "./support.mjs";

const { percent, plain, named, unknownSentence, pairsSentence, courseSentence } = await importSource(
  "page/writing/numbers.ts",
  "page/writing/sentence.ts",
  "page/writing/named.ts",
  "page/views/verdict/unknown.ts",
  "page/views/credibility/sentences.ts",
);
const AXE = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const OWN_WORDS = "The jokes are tired and the plot is a waste of time , yet I loved it .";
const [WIDE, PHONE] = [
  { viewport: { width: 1280, height: 900 } },
  { colorScheme: "dark", viewport: { width: 390, height: 844 } },
];

let browser, server, folder, empty, other;
before(async () => {
  folder = mkdtempSync(join(tmpdir(), "unrolled-other-"));
  other = importNetwork(folder, { cell: "gru", layers: 2, directions: 1, outputs: 1, readout: "mean" });
  empty = join(folder, "empty");
  mkdirSync(empty);
  writeFileSync(join(empty, "notes.txt"), "none");
  browser = await launch();
  server = await servePackage();
});
after(() => {
  rmSync(folder, { recursive: true, force: true });
  return Promise.all([browser.close(), server.close()]);
});

async function open(t, options = WIDE) {
  const opened = await openPage(browser, `${server.origin}/site/index.html`, options);
  t.after(async () => {
    await opened.close();
    assert.deepEqual(opened.problems, [], "the console is empty");
    assert.deepEqual(strangers(opened.requests, server.origin), [], "no request leaves the origin");
  });
  const explainer = new Explainer(opened.page);
  await explainer.live();
  return {
    ...opened,
    explainer,
    short: explainer.root.locator("unrolled-summary"),
    models: await explainer.view("models"),
  };
}

async function findings(page) {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(() => globalThis.axe.run());
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(" ")).join("; ")}`);
}

test("where there are no chapters it says since when the verdict stands", async (t) => {
  const { page, close } = await openPage(browser, `${server.origin}/site/index.html#view=text+summary`, WIDE);
  t.after(close);
  const explainer = new Explainer(page);
  await explainer.live({ unfold: null });
  await explainer.type(OWN_WORDS);
  const clause = /turned (positive|negative) for good at (\S+) \(word (\d+) of \d+\)\./;
  const [, side, at, place] = clause.exec(
    await expect(explainer.root.locator("unrolled-summary"), /(mattered most|decided it).+It turned \S+ for good at/),
  );
  // It is the crossing that decides: another verdict before this word, and never again.
  const {
    tokens,
    classes,
    running_verdict: course,
    zero_verdict: start,
  } = await explainer.root.evaluate((element) => element.store.state.prediction);
  const isThere = (verdict) => classes[verdict] === side;
  assert.ok(
    !isThere(course[place - 2] ?? start) && course.slice(place - 1).every(isThere),
    `${side} from word ${place} on: ${course}`,
  );
  assert.ok(tokens[place - 1].includes(at.replaceAll(/[“”]/g, "")), `${at} is word ${place}`);
});

for (const [name, look] of [
  ["wide", WIDE],
  ["a phone in the dark", PHONE],
]) {
  test(`${name}: the summary says what the views say, and each clause leads to its view`, async (t) => {
    const { page, explainer, short } = await open(t, look);
    await explainer.type(OWN_WORDS);
    await expect(short, /mattered most|decided it/);
    await expect(short, /In training, .+ appears in [\d,]+ texts?.+ of them (positive|negative)/);
    await explainer.drawn();
    const carried = short.getByRole("link").filter({ hasText: /mattered most|decided it/ });
    const said = await carried.textContent();
    await carried.press("Enter");
    const chosen = await until(
      () => explainer.root.locator("unrolled-text .selected").first().textContent(),
      (words) =>
        said
          .replaceAll(/[“”]/g, "")
          .replace(/^No word carries it alone\. /, "")
          .startsWith(words.trim()),
      { wanted: `what ${said} leads to` },
    );
    await expectEqual(() => explainer.root.evaluate((element) => element.shadowRoot.activeElement?.id), "move");
    assert.deepEqual(await findings(page), []);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(width <= look.viewport.width, `the page is ${width} px wide`);
    // What it says of the text without these words is what the network says of that text.
    const [, left] = /([\d.]+).% positive/.exec(said);
    await explainer.type(OWN_WORDS.replace(chosen.trim(), ""));
    await expect(explainer.verdict, /(positive|negative), [\d.]+/);
    const [, verdict, sure] = /(positive|negative), ([\d.]+)/.exec(await explainer.verdict.textContent());
    const found = verdict === "positive" ? Number(sure) : 100 - Number(sure);
    assert.ok(Math.abs(found - Number(left)) <= 1, `${said}: found ${found}`);
  });
}

test("doubt comes first: a review judged wrong, and a text of unknown words", async (t) => {
  const { explainer, short } = await open(t);
  await explainer.choosePreset("Positive, and judged negative");
  await expect(short, /^This verdict is wrong: the text is labelled (positive|negative)/);
  await explainer.type("zyxwv qwrtp vbnmk lkjhg fdsaz great");
  await expect(
    short,
    /^The network does not know \d of its 6 words: it read placeholders\. ((?!mattered|decided|appears in|looks for|would have).)*$/,
  );
  await expect(explainer.verdict, /^The network knows only \d of these 6 words, so its verdict means little: /);
  assert.equal(await explainer.root.locator("unrolled-sheet", { hasText: "mattered most" }).count(), 0);
  await explainer.type("هذا الفيلم جميل جدا وأنا أحببته كثيرا حقا");
  await expect(explainer.verdict, /^The network knows none of these 8 words, so its verdict means little: /);
  await explainer.idle();
  await expect(
    short,
    /^The network knows none of its 8 words: it read placeholders\. ((?!mattered|decided|appears in|looks for|would have).)*$/,
  );
  assert.equal(await explainer.root.locator("unrolled-sheet", { hasText: "mattered most" }).count(), 0);
});

test("the calibrated probability stands beside the other, in figures and in words, and the card says what it rests on", async (t) => {
  const { explainer } = await open(t);
  const { metrics } = JSON.parse(readFileSync(new URL("../../pkg/site/bundle/manifest.json", import.meta.url), "utf8"));
  await explainer.type("The plot is thin but I liked the songs .");
  await expect(explainer.verdict, /\d+.%( \(calibrated \d+.%\))?\./);
  // That was measured on reviews: ten words are none, sixty are.
  await expect(explainer.facts, /^9 words and 1 punctuation mark/);
  await explainer.type("The plot is thin but I liked the songs . ".repeat(8));
  await expect(explainer.facts, /Verdicts this sure are right about [\d,]+ times in 1,?00?0?\./);
  const card = await explainer.view("model");
  await explainer.explain(card);
  await expect(
    card,
    new RegExp(
      `divided by ${metrics.temperature.toFixed(2)}.+from ${(metrics.int8.assess.ece * 100).toFixed(1)} to ${(metrics.assess_at_temperature.ece * 100).toFixed(1)} points`,
    ),
  );
  await expect(card, /What to know before believing it.+none is lukewarm/);
});

test("a second network is picked from the machine, follows the text, and is let go; one that is none is refused in a sentence", async (t) => {
  const { explainer, models } = await open(t);
  await models.locator('input[type="file"]').setInputFiles(empty);
  await expect(models, /There is no manifest\.json among the files: give all files of the bundle/);
  await models.locator('input[type="file"]').setInputFiles(other);
  await expect(models, /GRU, 6 units in 2 layers, 12 words/);
  await expect(models, /(They agree|They disagree)/);
  await explainer.type("Terrible , boring , a waste .");
  await expect(
    models,
    /(They agree|They disagree).+The other network (knows none of its|does not know \d of its) \d words and marks, so its verdict means little/,
  );
  await explainer.button("Close the other network", models).click();
  await expect(models, /Open a second bundle/);
});

test("a second network is opened by its address, and a wrong address costs nothing", async (t) => {
  const { models, problems } = await open(t);
  const answer = (path) => (_, response) =>
    response.writeHead(200, { "content-type": "application/octet-stream" }).end(readFileSync(join(other, path)));
  for (const file of ["manifest.json", "weights.safetensors", "vocab.txt"])
    server.faults.set(`/site/other/${file}`, answer(file));
  t.after(() => server.faults.clear());
  const address = models.getByRole("textbox");
  await address.fill("nowhere");
  await models.getByRole("button", { name: "Open it" }).click();
  await expect(models, /manifest\.json is not at/);
  await until(
    () => problems.length,
    (count) => count > 0,
  );
  problems.length = 0; // the browser's own line about the missing file
  await address.fill("other");
  await models.getByRole("button", { name: "Open it" }).click();
  await expect(models, /(They agree|They disagree)/);
});

test("a percentage never hides the side it is on", () => {
  const shown = [0.4949, 0.499, 0.4996, 0.5, 0.5004, 0.503, 0.51].map((p) => percent(p).replace("\u202F", " "));
  assert.deepEqual(shown, ["49 %", "49.9 %", "just under 50 %", "50 %", "just over 50 %", "50.3 %", "51 %"]);
});

test("one or many, and words that the text has twice, are told right", () => {
  const text = "dull , dull .";
  const prediction = {
    tokens: ["dull", ",", "dull", "."],
    spans: [
      [0, 4],
      [5, 6],
      [7, 11],
      [12, 13],
    ],
    unknown: [true, false, false, false],
    kept: 4,
  };
  const name = (token, ...figures) => plain(named(text, prediction, token, 20, ...figures));
  assert.deepEqual([name(0), name(2, "−1.54"), name(3)], ["dull (word 1)", "dull (word 3, −1.54)", "“.”"]);
  const unknown = (prediction) => plain(unknownSentence(prediction));
  assert.equal(unknown(prediction), "The network does not know 1 of its 4 words and marks: it read a placeholder.");
  assert.equal(
    unknown({ tokens: ["a", "b"], unknown: [true, true], kept: 2 }),
    "The network knows none of its 2 words: it read placeholders.",
  );
  assert.equal(
    unknown({ tokens: ["a"], unknown: [true], kept: 1 }),
    "The network does not know its only word: it read a placeholder.",
  );
  const pairs = (all, rare, p) =>
    plain(pairsSentence({ pairs: { pairs: all, rare: Array(rare).fill(0), p, usual: 0.18 } })).replaceAll(
      "\u202F",
      " ",
    );
  assert.equal(
    pairs(1, 1, 0.0001),
    "Its only pair of neighbouring words and marks is rare in training. In a validation text, 18 % are. That is too few to tell.",
  );
  assert.match(
    pairs(20, 12, 0.01),
    /^Its words or their order are strange\. 12 of its 20 pairs .+ are rare in training, 60 %.+Of validation texts, 1\.0 % have as large a share or a larger one\.$/,
  );
  const course = (...all) =>
    plain(
      courseSentence(
        all.map((credibility, i) => ({ credibility, tokens: i + 1 })),
        (tokens) => [`word ${tokens}`],
      ),
    ).replaceAll("\u202F", " ");
  assert.equal(course(0.091, 0.094), "Credibility stayed at 9 %.");
  assert.equal(course(0.09, 0.4), "Credibility was lowest after word 1, 9 %; it rose most at word 2, to 40 %.");
});
