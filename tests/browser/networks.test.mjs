// The page over networks that are not ours: nothing that is true of ours alone is said of them, and what a network or its
// bundle cannot answer is said in a sentence, without an error and without a button that cannot help.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { Explainer } from "./explainer.mjs";
import { importNetwork } from "./network.mjs";
import { expect, launch, openPage, servePackage, until } from "./support.mjs";

const WORDS = ["win", "cash", "prize", "now", "free", "dear", "meeting", "lunch", "monday", "thanks"];
const TEXT = "dear win cash meeting free now lunch prize monday thanks";
const folder = mkdtempSync(join(tmpdir(), "unrolled-networks-"));
let browser, server;
before(async () => {
  browser = await launch();
  const page = `<!doctype html><meta charset="utf-8"><title>Own</title><link rel="icon" href="data:,"><script src="/site/unrolled.js" defer></script>
    <unrolled-explainer base="/own/" text="${TEXT}"></unrolled-explainer>`;
  server = await servePackage({ pages: { "/own.html": page } });
});
after(async () => {
  await Promise.all([browser.close(), server.close()]);
  rmSync(folder, { recursive: true });
});

/** Short texts, of which every second is spam and mostly has the first five words. */
function corpus(labelOf = (i) => i % 2) {
  let state = 1;
  const random = (below) => (state = (state * 48271) % 2147483647) % below;
  const rows = Array.from({ length: 120 }, (_, i) => {
    const word = () => WORDS[((i % 2 === 0) === random(10) < 7 ? 5 : 0) + random(5)];
    return `${Array.from({ length: 6 + random(10) }, word).join(" ")},${labelOf(i)}`;
  });
  return `text,label\n${rows.join("\n")}\n`;
}

/** A page with this network, every view unfolded, once nothing runs any more. */
async function open(t, shape, { site = false, ...how } = {}) {
  const bundle = importNetwork(
    folder,
    { cell: "lstm", layers: 1, directions: 1, outputs: 1, readout: "last", ...shape },
    { words: WORDS, ...how },
  );
  const at = site ? "/site/bundle/" : "/own/";
  for (const name of readdirSync(bundle)) {
    const bytes = readFileSync(join(bundle, name));
    server.faults.set(`${at}${name}`, (_, response) => response.writeHead(200).end(bytes));
    if (site) t.after(() => server.faults.delete(`${at}${name}`));
  }
  const opened = await openPage(browser, server.origin + (site ? `/site/index.html#t=${TEXT}` : "/own.html"));
  t.after(async () => {
    await opened.close();
    assert.deepEqual(opened.problems, [], "the console is empty");
  });
  const explainer = new Explainer(opened.page);
  await explainer.live();
  await explainer.idle();
  return { ...opened, explainer };
}

/** Everything on the page that a reader can see, hear or hover, folded parts too. */
const allWords = (element) => {
  const LABELS = ["aria-label", "aria-valuetext", "title", "alt", "placeholder"];
  const read = (node) => {
    if (node.nodeType === Node.TEXT_NODE) return node.data;
    if (["STYLE", "SCRIPT"].includes(node.nodeName)) return "";
    const labels = LABELS.map((name) => node.getAttribute?.(name) ?? "").filter((label) => label !== "");
    return [...labels, ...[...(node.shadowRoot ?? node).childNodes].map(read)].join(" ");
  };
  return read(element)
    .replace(/\s+/g, " ")
    .replace(/ (?=[,.;:%])/g, "");
};

/** What is true of the network that ships, and of no other. */
const OURS = [
  /\bnegative\b/i,
  /\bpositive\b/i,
  /\breviews?\b/i,
  /\bfilms?\b|\bmovies?\b|IMDB/i,
  /17,500|5,701|\b128 units/,
  /trained to answer at every step|never trained on/,
  /was not trained on|was trained on neither/,
  /τ −?\.07|\.72\)/,
  /The paper’s tables/,
  /Maas|GloVe|Rotten/,
  /One word in eight/,
];

function requireNotOurs(said, where) {
  for (const claim of OURS) {
    const at = said.search(claim);
    assert.equal(at, -1, `${where} says ${claim}: …${said.slice(Math.max(0, at - 120), at + 120)}…`);
  }
}

/** Views of others' making, whose sentences are tried by their own tests. */
const PARTS = [
  "unrolled-memory",
  "unrolled-anchors",
  "unrolled-credibility",
  "unrolled-agreement",
  "unrolled-reading",
  "unrolled-cell",
  "unrolled-units",
  "unrolled-pattern",
  "unrolled-phrases",
  "unrolled-rules",
  "unrolled-model",
  "unrolled-examples",
  "unrolled-tour",
];

async function saidBy(explainer, parts = PARTS) {
  const said = {};
  for (const part of parts)
    if ((await explainer.root.locator(part).count()) > 0)
      said[part] = await explainer.root.locator(part).first().evaluate(allWords);
  return said;
}

/** Presses what there is to press, so that every view has its answer; and what the views of every chapter say then. */
async function askAll(explainer) {
  await explainer.select(2);
  const press = async (name) => {
    const button = explainer.button(name);
    if ((await button.count()) === 0) return;
    await button.first().click();
    await explainer.idle();
  };
  const chapters = await explainer.eachChapter(async (chapter) => {
    await explainer.idle();
    await press("Find the rule");
    await press("Ask every method");
    await press(/^Silence unit/);
    await press(/^Search \d+ training texts? for these units/);
    await explainer.explain();
    await explainer.everyTable();
    await explainer.drawn();
    requireNothingFailed(chapter, {
      failed: await explainer.root.locator(".failed").allInnerTexts(),
      again: await explainer.button("Try again").count(),
      alerts: await explainer.page.getByRole("alert").count(),
    });
    return saidBy(explainer);
  });
  return Object.assign({}, ...chapters);
}

const requireNothingFailed = (chapter, found) => assert.deepEqual(found, { failed: [], again: 0, alerts: 0 }, chapter);

test("a filter of spam with its corpus: no view says what is true of the shipped network alone", async (t) => {
  const { explainer } = await open(t, {}, { classes: "ham,spam", corpus: corpus(), name: "Spam filter" });
  const said = await askAll(explainer);
  for (const [part, words] of Object.entries(said)) requireNotOurs(words, part);
  assert.match(said["unrolled-memory"], /cash appears in \d+ of \d+ training texts; \d+ of them are (ham|spam)/);
  assert.match(said["unrolled-memory"], /labelled spam.+judged ham.+judged spam/);
  assert.match(said["unrolled-memory"], /Whether the network was trained on these too is not known/);
  assert.match(said["unrolled-credibility"], /neighbours in training .+ are (ham|spam)\..+credibility/);
  assert.match(said["unrolled-credibility"], /p of spam.+p of ham/);
  assert.match(said["unrolled-agreement"], /speaks for spam, ▼ for ham/);
  assert.match(said["unrolled-reading"], /\+1 is 73.?% spam.+it leans ham/);
  assert.match(said["unrolled-cell"], /The cell at “cash”: unit \d/);
  assert.match(said["unrolled-units"], /after cash: .+verdict: spam/);
  assert.match(
    said["unrolled-model"],
    /An LSTM of 6 units in one layer\..+texts set aside here; whether it was trained/,
  );
  assert.match(
    said["unrolled-model"],
    /One score tells ham from spam\. It knows 12 words, each as a vector of 5 numbers/,
  );
  assert.match(said["unrolled-model"], /Whether it was trained to answer after every word.+ is not known/);
});

test("its examples and texts to browse", async (t) => {
  const { explainer } = await open(t, {}, { classes: "ham,spam", corpus: corpus(), name: "Spam filter" });
  await explainer.texts();
  const panel = explainer.root.locator("unrolled-examples");
  await expect(panel, /% spam/);
  requireNotOurs(
    (await panel.locator(".says.at-end").allInnerTexts()).join(" "),
    "the examples, apart from their own words,",
  );
  await explainer.texts("Browse the validation texts");
  await explainer.button("least sure").click();
  await expect(panel, /labelled (ham|spam), network .+% spam/);
  requireNotOurs(await panel.evaluate(allWords), "the list of texts");
});

test("the tour on another network says what is true of any; a lesson about ours says that it is", async (t) => {
  const { explainer, page } = await open(t, {}, { classes: "ham,spam", corpus: corpus(), site: true });
  await explainer.button(/^Tour$/).click();
  const tour = explainer.root.locator("unrolled-tour");
  for (let step = 1; step <= 12; step++) {
    const said = await expect(tour, new RegExp(`Step ${step} of 12\\. \\S`));
    requireNotOurs(said, `step ${step} of the tour`);
    assert.doesNotMatch(said.replace(/Step \d+ of \d+/, ""), /\d/, "no figure of another network");
    assert.doesNotMatch(said, /a different network from/);
    if (step < 12) await tour.getByRole("button", { name: "Next" }).click();
  }
  assert.equal(await tour.getByRole("button", { name: /^Go on/ }).count(), 0);
  await page.evaluate(() => {
    location.hash = "lesson=negation";
  });
  await expect(tour, /Step 1 of 6\..+This step is about a different network from the one on this page/);
  assert.doesNotMatch(await tour.evaluate(allWords), /not bad/);
});

for (const [name, shape, kind] of [
  [
    "an LSTM",
    {},
    [/An LSTM of 6 units in one layer\./, /from its first word to its last and decides by its state after the last\./],
  ],
  ["a GRU of two layers", { cell: "gru", layers: 2 }, /A GRU of 6 units in each of 2 layers\./],
  ["the mean of a GRU", { cell: "gru", readout: "mean" }, /decides by the mean of its states after every word\./],
  ["the largest values of an LSTM", { readout: "max" }, /decides by the largest value that each unit takes anywhere\./],
  [
    "an LSTM both ways",
    { directions: 2 },
    [/in one layer, in each direction\./, /both ways and decides by the last state of each direction/],
  ],
  [
    "a GRU both ways, its mean",
    { cell: "gru", directions: 2, layers: 2, readout: "mean" },
    /both ways and decides by the mean of its states after every word, in both directions\./,
  ],
  ["two outputs", { outputs: 2 }, /It has a score for each of 2 classes: negative and positive\./],
  [
    "four outputs",
    { outputs: 4, classes: "cat,dog,cow,hen" },
    /It has a score for each of 4 classes: cat, dog, cow and hen\./,
  ],
  [
    "four outputs both ways",
    { cell: "gru", outputs: 4, directions: 2, classes: "cat,dog,cow,hen" },
    /It has a score for each of 4 classes: cat, dog, cow and hen\./,
  ],
])
  test(`${name}, without an index: the card says what it is, and nothing fails or is missing without a reason`, async (t) => {
    const { classes, ...network } = shape;
    const { explainer } = await open(t, network, { classes });
    const said = await askAll(explainer);
    for (const part of [kind].flat()) assert.match(said["unrolled-model"], part);
    assert.match(said["unrolled-model"], /How often it is right has not been measured\./);
    assert.equal(await (await explainer.view("model")).getByRole("link").count(), 0);
    assert.equal((await explainer.status.allInnerTexts()).join(""), "", "nothing is reported");
    for (const part of ["memory", "credibility", "rules"])
      assert.match(said[`unrolled-${part}`], /has no index of the network’s training texts|reads a text both ways/);
    if (network.directions === 2)
      for (const part of ["cell", "units", "pattern", "rules"])
        assert.match(said[`unrolled-${part}`], /This network reads a text both ways/);
    assert.equal(await explainer.button("Browse texts").count(), 0, "what is not there is not offered");
    for (const part of ["model", "memory", "rules", "credibility"])
      requireNotOurs(
        said[`unrolled-${part}`].replace(/negative and positive|tells negative from positive/g, ""),
        `unrolled-${part}`,
      );
  });

test("a network that says the same of every text is given no reasons and no praise", async (t) => {
  const { explainer } = await open(t, {}, { classes: "ham,spam", corpus: corpus(), scale: 0 });
  const said = await askAll(explainer);
  assert.match(said["unrolled-agreement"], /Nothing varies here, so there is nothing to explain/);
  assert.doesNotMatch(said["unrolled-agreement"], /methods put \S+ first|much alike|the most of these/);
  assert.match(said["unrolled-anchors"], /No rule is needed/);
  assert.match(said["unrolled-model"], /Giving every text the same answer would do as well/);
  assert.match(said["unrolled-rules"], /Nothing shows how far|None was found|Nearly these/);
  assert.doesNotMatch(said["unrolled-units"], /contributes? most to the score/);
});

test("the index's own page still comes to rest with the shipped network", async () => {
  // The claims above are there to be found: the shipped network makes them.
  const { page, close } = await openPage(browser, `${server.origin}/site/index.html`);
  try {
    const explainer = new Explainer(page);
    await explainer.live();
    const model = await explainer.view("model");
    await explainer.explain(model);
    const said = await until(
      () => model.evaluate(allWords),
      (words) => /validation texts/.test(words),
    );
    for (const claim of [/was trained on neither/, /The paper’s tables/, /Maas/, /trained to answer after every word/])
      assert.match(said, claim);
    assert.throws(() => requireNotOurs(said, "the card"));
  } finally {
    await close();
  }
});
