// Networks with classes of their own: two by name, three, four, and one output written as two. The page says what the engine says.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { Explainer } from "./explainer.mjs";
import { UNROLLED, importNetwork } from "./network.mjs";
import { importSource } from "./source.mjs";
import { expect, launch, openPage, servePackage } from "./support.mjs";

const { percent } = await importSource("page/writing/numbers.ts");
const WORDS = ["win", "cash", "prize", "now", "free", "dear", "meeting", "lunch", "monday", "thanks"];
const TEXT = "dear win cash meeting free now lunch prize monday thanks";
const folder = mkdtempSync(join(tmpdir(), "unrolled-classes-"));
let browser, server;
before(async () => {
  browser = await launch();
  const page = `<!doctype html><meta charset="utf-8"><title>Own</title><link rel="icon" href="data:,"><script src="/site/unrolled.js" defer></script>
    <unrolled-explainer base="/own/" text="${TEXT}" unfold="all"></unrolled-explainer>`;
  server = await servePackage({ pages: { "/own.html": page } });
});
after(async () => {
  await Promise.all([browser.close(), server.close()]);
  rmSync(folder, { recursive: true });
});

/** A page with this network, a word chosen. */
async function open(t, shape, how = {}) {
  const bundle = importNetwork(
    folder,
    { cell: "lstm", layers: 1, directions: 1, outputs: 1, readout: "last", ...shape },
    { words: WORDS, ...how },
  );
  for (const name of readdirSync(bundle)) {
    const bytes = readFileSync(join(bundle, name));
    server.faults.set(`/own/${name}`, (_, response) => response.writeHead(200).end(bytes));
  }
  const opened = await openPage(browser, `${server.origin}/own.html`, { viewport: { width: 1280, height: 900 } });
  t.after(async () => {
    await opened.close();
    assert.deepEqual(opened.problems, [], "the console is empty");
  });
  const explainer = new Explainer(opened.page);
  await explainer.live();
  await explainer.select(2);
  await explainer.idle();
  const engine = (verb, ...rest) =>
    JSON.parse(
      execFileSync(UNROLLED, [verb, ...rest, "--bundle", bundle, "--json"], { input: `${TEXT}\n`, encoding: "utf8" }),
    );
  return { ...opened, explainer, bundle, engine };
}

/** Everything there is to press for an answer. */
const ASKING = [
  "Look for pairs of words",
  "Let phrases grow",
  "Find the rule",
  "Ask every method",
  /^Run LIME/,
  /^Look for the fewest changes/,
  "Integrated gradients",
  "Find the free vector",
  /^Silence unit/,
];

/** Everything on the page that a reader can see, hear or hover but the card of the model, which tells of its file. */
const allWords = (element) => {
  const LABELS = ["aria-label", "aria-valuetext", "aria-description", "title", "alt", "placeholder"];
  const read = (node) => {
    if (node.nodeType === Node.TEXT_NODE) return node.data;
    if (["STYLE", "SCRIPT", "UNROLLED-MODEL", "UNROLLED-MODELS"].includes(node.nodeName)) return "";
    const labels = LABELS.map((name) => node.getAttribute?.(name) ?? "").filter((label) => label !== "");
    return [...labels, ...[...(node.shadowRoot ?? node).childNodes].map(read)].join(" ");
  };
  return read(element)
    .replace(/\s+/g, " ")
    .replace(/ (?=[,.;:)])/g, "");
};

/** What the page says with each chapter open in turn, every method asked, every "i" and every table open. */
async function everything({ explainer }) {
  const chapters = await explainer.eachChapter(async () => {
    await explainer.idle();
    for (const name of ASKING) {
      const button = explainer.button(name);
      if ((await button.count()) === 0) continue;
      await button.first().click();
      await explainer.idle();
    }
    await explainer.explain();
    await explainer.everyTable();
    await explainer.drawn();
    return explainer.root.evaluate(allWords);
  });
  return chapters.join(" ");
}

/** What stands around a match. */
const near = (text, at) => `…${text.slice(Math.max(0, at - 150), at + 150)}…`;

function requireOwnNames(said) {
  for (const name of [/\bpositives?\b/i, /\bnegatives?\b/i]) {
    const at = said.search(name);
    assert.equal(at, -1, `it says ${name}: ${near(said, at)}`);
  }
}

/** How long something took is nothing that a network says, nor how many numbers its file has for the read-out. */
const untimed = (said) =>
  said
    .replace(/read-out \d × 6 \d+ bias of the read-out \d \d all \d+/g, "READ-OUT")
    .replace(/\d+(\.\d+)? s\b/g, "TIME")
    .replace(/here (the ascent|the search) is faster/g, "");

test("one output, and the same written as two of ±w/2: not one word differs", async (t) => {
  const names = { classes: "ham,spam", name: "Filter" };
  const one = untimed(await everything(await open(t, {}, names)));
  const two = untimed(await everything(await open(t, {}, { ...names, split: true })));
  const [a, b] = [one.split(/(?<=[.:?]) /), two.split(/(?<=[.:?]) /)];
  const at = a.findIndex((sentence, i) => sentence !== b[i]);
  assert.equal(at, -1, `“${a[at]}” became “${b[at]}”`);
  assert.equal(one, two);
  assert.ok(one.length > 5000);
});

test("ham and spam: named everywhere, in citations, saved files, snippets and labels too", async (t) => {
  const opened = await open(t, {}, { classes: "ham,spam", name: "Spam filter" });
  const { explainer, page, engine } = opened;
  const { probabilities, verdict } = engine("predict");
  const name = ["ham", "spam"][verdict];
  await expect(explainer.verdict, new RegExp(`${name}, ${percent(probabilities[verdict]).replace("\u202F", " ")}`));
  const said = await everything(opened);
  requireOwnNames(said);
  assert.ok((said.match(/\b(ham|spam)\b/g) ?? []).length > 30, "they are named");
  const menu = await explainer.menu((await explainer.view("reading")).locator("unrolled-table"));
  const saved = async (button) => {
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      menu.getByRole("button", { name: button }).click(),
    ]);
    return String(readFileSync(await download.path()));
  };
  const svg = await saved("Save the picture as SVG");
  assert.match(svg, /<desc>[^<]+ (ham|spam)\. Unrolled [^<]+“Spam filter”/);
  assert.match(svg, /verdict on the whole text: [\d.]+.% spam/);
  requireOwnNames(svg.replace(/<[^>]+>/g, " "));
  const csv = await saved("Save the table as CSV");
  assert.match(csv, /^no\.,word,probability of spam after it,score after it,missing without it when read,/);
  const json = JSON.parse(await saved("Save the numbers and how they were computed as JSON"));
  assert.deepEqual([json.verdict.verdict, json.verdict.class, json.bundle.name], [name, "spam", "Spam filter"]);
  await menu.getByRole("button", { name: "Cite" }).click();
  const field = (label) => menu.getByRole("textbox", { name: label }).inputValue();
  assert.match(await field("In words"), /% spam\. Unrolled .+ with the model “Spam filter”, [0-9a-f]{12}/);
  assert.match(await field("BibTeX"), /Model “Spam filter”, [0-9a-f]{64}/);
  const command = await field(/command line/);
  assert.doesNotMatch(command, /pkg\/site/, "that folder holds another network");
  assert.match(command, /--bundle BUNDLE --json$/);
  await expect(menu, /the folder of the bundle that holds “Spam filter”, model [0-9a-f]{12}, in place of BUNDLE/);
  await explainer.button("Share").click();
  const dialog = explainer.root.locator("unrolled-embed");
  requireOwnNames(await dialog.evaluate(allWords));
});

for (const [outputs, classes] of [
  [3, "terrible,mixed,great"],
  [4, "cat,dog,cow,hen"],
])
  test(`${outputs} classes: their own names, and the engine's own percentages`, async (t) => {
    const opened = await open(t, { outputs }, { classes });
    const { explainer, engine } = opened;
    const said = await everything(opened);
    requireOwnNames(said);
    const { probabilities, verdict, zero_probability, running_probability } = engine("predict");
    const name = classes.split(",")[verdict];
    const own = percent(probabilities[verdict]).replaceAll("\u202F", " ");
    const plain = said.replaceAll(/[\u202F\u00A0]/g, " ");
    assert.ok(plain.includes(`${name}, ${own}`), `${name}, ${own}: ${plain.slice(0, 300)}`);
    // Without the chosen word: what the engine says of that text, of the same class.
    const without = engine("explain", "leave-one-out").without.probabilities[2];
    const shown = (p) => percent(p).replaceAll("\u202F", " ");
    const card = (await (await explainer.card(/Did it move/)).evaluate(allWords)).replaceAll(/[\u202F\u00A0]/g, " ");
    const [now, left] = [shown(probabilities[verdict]), shown(without)];
    assert.ok(
      now === left
        ? card.includes(`${now} ${name} with cash and without`)
        : card.includes(`${now} ${name} with cash, ${left} without`),
      `${now}, ${left}: ${card.slice(0, 300)}`,
    );
    const reading = (await (await explainer.view("reading")).evaluate(allWords)).replaceAll(/[\u202F\u00A0]/g, " ");
    assert.ok(
      reading.includes(`word 3: cash, ${shown(running_probability[1])} → ${shown(running_probability[2])}`),
      reading,
    );
    assert.ok(plain.includes(`${shown(zero_probability)} ${name}`));
  });
