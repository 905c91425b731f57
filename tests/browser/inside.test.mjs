// The views that look inside the network: contributions over time, and the network in motion with units held.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Explainer } from "./explainer.mjs";
import { PATIENCE, expect, expectAttribute, launch, openPage, pure, servePackage } from "./support.mjs";

let browser, server;
before(async () => {
  browser = await launch();
  server = await servePackage();
});
after(() => Promise.all([browser.close(), server.close()]));

async function open(t, options) {
  const opened = await openPage(browser, `${server.origin}/site/index.html`, options);
  t.after(async () => {
    await opened.close();
    assert.deepEqual(opened.problems, []);
  });
  const explainer = new Explainer(opened.page);
  await explainer.live();
  return {
    ...opened,
    explainer,
    courses: explainer.root.locator("unrolled-contribution"),
    motion: explainer.root.locator("unrolled-motion"),
  };
}

const number = (text) => Number(text.replace("−", "-"));

/** What the slider says that these words are worth, once it speaks of them. */
async function worthOf(courses, words) {
  const said = new RegExp(`; ${words.replace(/\W/g, "\\$&")} worth ([+−]?[\\d.]+) of it`);
  return number(said.exec(await expectAttribute(courses.getByRole("slider"), "aria-valuetext", said))[1]);
}

test("what a word was worth, in a sentence that the table repeats", async (t) => {
  const { explainer, courses } = await open(t);
  await expect(
    courses,
    /predictable was worth −1\.03 when it was read; 10 words later a sixth of it is left \(−0\.16\)/,
  );
  await expect(courses, /Every column, all words together, adds up to the score at that word/);
  await courses.getByText("Table", { exact: true }).click();
  await expect(courses.getByRole("row", { name: /^64 predictable/ }), /−1\.03.*−0\.16/);
  await explainer.select(51);
  await expect(courses, /beautifully/);
});

test("keys move in time and between words, and the whole page follows", async (t) => {
  const { explainer, courses } = await open(t);
  const picture = courses.getByRole("slider");
  await expect(courses, /predictable was worth/);
  await picture.focus();
  await picture.press("Home");
  await expectAttribute(picture, "aria-valuetext", /^After I \(word 1 of 74\)/);
  await picture.press("ArrowRight");
  await expectAttribute(picture, "aria-valuetext", /^After expected \(word 2 of 74\)/);
  await picture.press("ArrowDown");
  await expect(explainer.root.locator(".chosen-head"), /The word perfect/);
  await expect(courses, /perfect was worth/);
});

test("a span's worth is the sum of its words'", async (t) => {
  const { explainer, courses } = await open(t);
  const worth = async (position) => {
    await explainer.select(position);
    return worthOf(courses, `${await explainer.words.nth(position).innerText()} is`);
  };
  const alone = (await worth(61)) + (await worth(63));
  assert.ok(Number.isFinite(alone));
  await explainer.select(61);
  const middle = await worth(62);
  await explainer.select(61);
  await explainer.words.nth(63).click({ modifiers: ["Shift"] });
  const together = await worthOf(courses, "the chosen words are");
  assert.ok(Math.abs(together - alone - middle) < 0.02, `${together} and ${alone + middle}`);
});

test("the network in motion: steps, gates, a unit silenced and let go again", async (t) => {
  const { explainer, motion } = await open(t);
  await motion.scrollIntoViewIfNeeded();
  await expect(motion, /Of 128 units, unit \d+ \([+−][\d.]+\)/);
  await motion.getByRole("button", { name: "Next word" }).click();
  await expect(motion, /Word 65 of 74/);
  await expect(explainer.root.locator(".chosen-head"), /The mark/);
  await motion.getByRole("button", { name: "forget gate f" }).click();
  const map = motion.getByRole("slider", { name: /Units and words/ });
  await map.focus();
  await map.press("ArrowLeft");
  await expect(motion, /Word 64 of 74, predictable/);
  await expectAttribute(map, "aria-valuetext", /Unit \d+, forget gate f, after predictable: 0\.\d\d/);
  const begin = Date.now();
  await motion.getByRole("button", { name: /^Silence unit/ }).click();
  await expect(motion, /With unit \d+ silenced: \d+(\.\d+)?.?%.*positive/);
  assert.ok(Date.now() - begin < 5000 * PATIENCE); // some 300 ms here: who silences a unit waits for no job
  await motion.getByRole("button", { name: "Hold", exact: true }).click();
  await expect(motion, /With forget gate f of unit \d+ at 1\.00|With unit \d+ silenced and forget gate/);
  await motion.getByRole("button", { name: "Let go of everything" }).click();
  await expect(motion, /^(?!.*With unit)/s);
});

test("playing moves through the words and stops where it is told", async (t) => {
  const { page, explainer, motion } = await open(t);
  await explainer.select(0);
  await motion.scrollIntoViewIfNeeded();
  await expect(motion, /Word 1 of 74/);
  await motion.getByRole("button", { name: "Play" }).click();
  await expect(motion, /Word ([4-9]|[1-6]\d|7[0-3]) of 74/);
  await motion.getByRole("button", { name: "Pause" }).click();
  await motion.getByRole("button", { name: "Play" }).waitFor();
  await explainer.drawn();
  const [stopped] = /Word \d+ of 74/.exec(await expect(motion, /Word \d+ of 74/));
  await page.waitForTimeout(1_500); // a word takes less
  await expect(motion, new RegExp(stopped));
});

for (const again of ["Load them again", "Load the model again"])
  test(`the second script fails: one sentence, and “${again}” brings the views and the engine`, async (t) => {
    const broken = await servePackage();
    t.after(() => broken.close());
    broken.faults.set("/site/unrolled.inside.js", (_, response) => response.writeHead(500).end());
    const { page, close } = await openPage(browser, `${broken.origin}/site/index.html`);
    t.after(close);
    const explainer = new Explainer(page);
    await explainer.shown();
    await expect(
      explainer.status,
      /unrolled\.inside\.js could not be loaded: check the network, and that it lies beside/,
    );
    await expect(explainer.root, /The views .+ could not be loaded/);
    broken.faults.clear();
    await explainer.button(again).click();
    await explainer.live();
    await expect(explainer.root.locator("unrolled-contribution"), /was worth/);
  });

test("a long text, and one of another script, are read out in full", async (t) => {
  const { explainer, courses } = await open(t);
  await explainer.type(`${"good bad not but ".repeat(300)}fine`);
  await expect(courses, /1201: fine/);
  await explainer.type("مرحبا 😀 <b>good</b> & bad");
  await expect(courses, /Every column, all words together, adds up/);
});

test("where all other words together go beyond the fullest tint, the legend says how far", async (t) => {
  const { contributionShape } = await pure("shapes/contribution.ts");
  const words = Array.from({ length: 12 }, (_, word) => word);
  const found = {
    intercept: 0.1,
    tokens: words.map(String),
    fidelity: { done: 12 },
    running_logit: words.map((word) => 0.1 - 0.2 * (word + 1)),
    words: words.map(() => ({ peak: -0.2 })),
    rows: words.map((word) => ({ word, values: words.slice(word).map(() => -0.2) })),
  };
  assert.equal(contributionShape(found, null, 2).beyond.toFixed(6), "-2.000000"); // ten words of −0.2, beyond 0.3
  assert.equal(contributionShape(found, null, 11).beyond, null);
  assert.equal(contributionShape(found, null, 12).beyond, null);
  const { explainer, courses } = await open(t);
  await explainer.type("The film is good and the actors are good . ".repeat(12));
  await expect(courses, /all others together reach [+−]\d+(\.\d+)?, beyond the full tint/);
});
