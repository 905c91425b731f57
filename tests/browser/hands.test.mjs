// Words changed where they stand: struck, swapped, retyped; tints that stay with their words, and the score before.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Explainer } from "./explainer.mjs";
import { expect, launch, openPage, pure, servePackage, until } from "./support.mjs";

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

/** A prediction as far as words are concerned: letters and marks are tokens. */
function readOf(text, running = []) {
  const found = [...text.matchAll(/\p{L}+|[^\s\p{L}]/gu)];
  const spans = found.map((match) => [match.index, match.index + match[0].length]);
  const tokens = found.map(([word]) => word.toLowerCase());
  const kept = tokens.length;
  return { tokens, spans, kept, found: kept, unknown: tokens.map(() => false), zero_logit: 0, running_logit: running };
}

test("two words change places, and a sentence keeps its capital", async () => {
  const { swapped } = await pure("writing/rewrite.ts");
  const text = "Not perfect, but good.";
  assert.equal(swapped(text, readOf(text), 0, 1), "Perfect not, but good.");
  assert.equal(swapped(text, readOf(text), 4, -1), "Not perfect, good but.");
  assert.equal(swapped(text, readOf(text), 0, -1), null);
  assert.equal(swapped(text, readOf(text), 5, 1), null);
});

test("weights stay with the words that a change left alone, and with no others", async () => {
  const { carriedPrediction, carriedWeights } = await pure("views/text/carry.ts");
  const before = "a dull and long film";
  const { spans } = readOf(before);
  const weighed = { text: before, spans, weights: [1, 2, 3, 4, 5] };
  const after = "a dull or long film";
  assert.deepEqual(carriedWeights(weighed, after, readOf(after).spans), [1, 2, 0, 4, 5]);
  assert.equal(carriedWeights(weighed, "something else", readOf("something else").spans), null);
  const carried = carriedPrediction(readOf(before), before, after);
  assert.deepEqual(
    carried.spans.map((span) => after.slice(...span)),
    ["a", "dull", "long", "film"],
  );
  assert.equal(carriedPrediction(readOf(before), before, "x"), null);
});

test("the score of another text stands on the axis of the present one", async () => {
  const { ghostOf } = await pure("views/reading/ghosts.ts");
  const other = { text: "", prediction: readOf("a very dull film", [1, 2, 3, 4]) };
  assert.deepEqual(ghostOf(other, readOf("a dull film")), [
    { step: -1, logit: 0 },
    { step: 0, logit: 1 },
    { step: 0.5, logit: 2 },
    { step: 1, logit: 3 },
    { step: 2, logit: 4 },
  ]);
  const longer = ghostOf(other, readOf("a"));
  assert.ok(longer.every(({ step }, i) => i === 0 || step > longer[i - 1].step));
  assert.ok(longer.at(-1).step < 0.5);
});

test("strike, swap and retype a word; the keyboard stays, the tints follow, the score before is kept", async (t) => {
  const server = await servePackage();
  const { page, problems, close } = await openPage(browser, `${server.origin}/site/`);
  t.after(async () => {
    await close();
    await server.close();
  });
  const text = () => page.evaluate(() => document.querySelector("unrolled-explainer").store.state.text);
  const isRead = () =>
    page.evaluate(() => {
      const { text, predicted } = document.querySelector("unrolled-explainer").store.state;
      return text === predicted;
    });
  /** The text, read by the network: until then no word of it can be changed. */
  const ends = async (words) => {
    await until(text, (found) => found.endsWith(words), { wanted: words });
    await until(isRead, Boolean);
    await page.locator("unrolled-text .words[role=listbox]").waitFor();
  };
  const tinted = () => page.locator("unrolled-text .w[class*=' up'], unrolled-text .w[class*=' down']").count();
  const word = (name) => page.locator("unrolled-text .w", { hasText: name }).first();
  const focused = (name) => page.locator("unrolled-text .w:focus", { hasText: name }).waitFor();
  await page.locator("unrolled-text [role=option]").first().waitFor();
  await until(
    () => page.evaluate(() => document.querySelector("unrolled-explainer").store.state.loading.model.phase),
    (phase) => phase === "ready",
  );
  await word("perfect").click();
  const before = await tinted();
  await page.keyboard.press("Delete");
  assert.ok((await tinted()) >= before - 3, "the tints stay while the text is read");
  await ends("predictable. Not, but I left smiling. 8/10");
  await focused(",");
  assert.match(
    await page.evaluate(() => document.querySelector("unrolled-explainer").store.state.before.text),
    /Not perfect, but I left smiling\. 8\/10$/,
  );
  await word("left").click();
  await page.keyboard.press("Alt+ArrowLeft");
  await ends("Not, but left I smiling. 8/10");
  await word("smiling").dblclick();
  await page.keyboard.type("crying");
  await page.keyboard.press("Enter");
  await ends("but left I crying. 8/10");
  await focused("crying");
  await page.keyboard.press("Control+z");
  await ends("but left I smiling. 8/10");
  await focused("smiling");
  await page.keyboard.press("Enter");
  await page.locator("unrolled-text input.retyped").waitFor();
  await page.keyboard.type("nothing of this");
  await page.keyboard.press("Escape");
  await focused(/./);
  assert.match(await text(), /left I smiling\. 8\/10$/);
  assert.deepEqual(problems, []);
});

test("Compare keeps nothing and opens nothing before the network has read the text", async (t) => {
  const server = await servePackage();
  const { page, close } = await openPage(browser, null);
  t.after(async () => {
    await close();
    await server.close();
  });
  await page.route("**/weights.safetensors", () => {}); // never answered
  await page.goto(`${server.origin}/site/#text=a%20fine%20film`);
  const explainer = new Explainer(page);
  await explainer.button("Compare").click();
  const now = await explainer.root.evaluate(({ panel, store }) => [panel, store.state.pinned]);
  assert.deepEqual(now, [null, null]);
});

test("Compare keeps the text: the next one has its score on the same axis, until the comparison is stopped", async (t) => {
  const server = await servePackage();
  const { page, problems, close } = await openPage(browser, `${server.origin}/site/#chapter=words`);
  t.after(async () => {
    await close();
    await server.close();
  });
  const explainer = new Explainer(page);
  await explainer.live({ unfold: null });
  const kept = explainer.root.locator("unrolled-reading svg text", { hasText: "the kept text" });
  await explainer.button("Compare").click();
  await expect(explainer.root.locator("#texts"), /^The text you had is kept\. Choose or write another/);
  await explainer.root.locator("unrolled-examples").getByText("One sentence, surely negative").click();
  await kept.first().waitFor();
  assert.match(page.url(), /tracks=river\.missing\.kept\.other/);
  await explainer.button("Stop comparing").click();
  await explainer.button("Compare").waitFor();
  await kept.first().waitFor({ state: "detached" });
  await until(
    () => page.url(),
    (url) => !url.includes("tracks="),
    { wanted: "an address without the other text" },
  );
  assert.deepEqual(problems, []);
});
