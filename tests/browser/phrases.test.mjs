// "Words that work together": the pairs and the phrase tree, by pointer and keyboard, and the part in the first card.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Explainer } from "./explainer.mjs";
import { expect, expectAttribute, expectCount, launch, openPage, servePackage, until } from "./support.mjs";

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
    assert.deepEqual(opened.problems, [], "the console is empty");
  });
  const explainer = new Explainer(opened.page);
  await explainer.live();
  const view = await explainer.view("phrases");
  await view.scrollIntoViewIfNeeded(); // its module is fetched for those who come to see it
  return { ...opened, explainer, view };
}

const chosen = (explainer) => explainer.root.locator(".chosen-head h2");

test("a pair is told, listed, and chosen with one click", async (t) => {
  const { explainer, view } = await open(t);
  await explainer.explain(view);
  await expect(view, /\d+ of [\d,]+ pairs tried.+together pull .+ further (up|down) than the sum/);
  const pair = view
    .getByRole("list", { name: /Pairs of words/ })
    .getByRole("button")
    .filter({ hasText: /Not (\(word \d+\) )?perfect/ });
  assert.match(await pair.textContent(), /▼\s*−0\.\d+/);
  await pair.click();
  await expect(chosen(explainer), /The words Not perfect/);
  await expect(view, /As a phrase Not perfect moves the score by .+ words put back one at a time/);
  await expectAttribute(pair, "aria-pressed", /^true$/);
  await explainer.explain(await explainer.card(/Did it move the decision/));
  await expect(
    await explainer.card(/Did it move the decision/),
    /Contextual decomposition (splits the score|ran away)/,
  );
});

test("the tree is walked with the arrow keys and chooses with Enter", async (t) => {
  const { page, explainer, view } = await open(t);
  await expect(view, /Of the largest phrases that grew from the strongest words/);
  const tree = view.getByRole("tree");
  const whole = tree.getByRole("treeitem", { name: /the whole text/ });
  await whole.focus();
  await expectCount(tree.locator('[tabindex="0"]'), 1);
  await page.keyboard.press("ArrowRight");
  const focused = () => tree.evaluate((element) => element.getRootNode().activeElement.getAttribute("aria-label"));
  const inside = await until(focused, (label) => !/the whole text/.test(label));
  await page.keyboard.press("Enter");
  const words = inside.split(/ [▲▼]/)[0];
  await until(
    () => chosen(explainer).textContent(),
    (head) => /The words/.test(head) && head.includes(words.slice(0, 12)),
    { wanted: `${words} chosen` },
  );
  await expectCount(tree.locator('[aria-selected="true"]'), 1);
  await page.keyboard.press("ArrowLeft");
  await until(focused, (label) => /the whole text/.test(label));
});

test("both have their numbers as a table, and a phone shows them without scrolling sideways", async (t) => {
  const { explainer, page, view } = await open(t, { viewport: { width: 390, height: 800 } });
  await expect(view, /that grew from the strongest words/);
  await explainer.idle(); // another answer is another table
  for (const name of ["interactions", "phrase tree"]) {
    // The phrases that have grown, and the whole text.
    const twin = view.locator("unrolled-table").nth(name === "interactions" ? 0 : 1);
    await explainer.table(twin);
    await twin.locator("tbody tr").nth(3).waitFor();
  }
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
});

test("a text of one word has neither", async (t) => {
  const { explainer, view } = await open(t);
  await explainer.type("wonderful");
  await expect(explainer.verdict, /positive/);
  await expectCount(view, 0);
});
